"""Things that go wrong on purpose, on the web service only, by chance but from a seed."""

from enum import StrEnum
from random import Random

import msgspec

from pos2web.adapters.sandbox.shop.answer import HTML, JSON, XML, Answer


class Fault(StrEnum):
    """What goes wrong, and whether the request had its effect."""

    LATE = "late"
    """Done, but the answer comes after `delay_s`."""
    DEAF = "deaf"
    """Not done: nothing happens for `delay_s`, then the connection is gone."""
    BROKEN_AFTER = "broken_after"
    """Done, and yet 500 with an empty body."""
    BROKEN_BEFORE = "broken_before"
    """Not done: 500 with an empty body."""
    DROPPED_AFTER = "dropped_after"
    """Done, and the connection is gone without an answer."""
    DROPPED_BEFORE = "dropped_before"
    """Not done: the connection is gone without an answer."""
    CUT = "cut"
    """Done, and the connection is gone in the middle of the answer."""
    TRUNCATED = "truncated"
    """Done, and half of the XML comes as if it were all."""
    PAGE = "page"
    """Done, and a page of HTML comes with 200, as from a proxy or a module."""
    BUSY = "busy"
    """Not done: 429 with Retry-After."""
    AWAY = "away"
    """Not done: 503 with Retry-After."""
    SLOW = "slow"
    """Done and answered, after `slow_s`."""


HAS_EFFECT = frozenset(
    {
        Fault.LATE,
        Fault.BROKEN_AFTER,
        Fault.DROPPED_AFTER,
        Fault.CUT,
        Fault.TRUNCATED,
        Fault.PAGE,
        Fault.SLOW,
    }
)
DROPS = frozenset({Fault.DEAF, Fault.DROPPED_AFTER, Fault.DROPPED_BEFORE, Fault.CUT})
_PAGE = b"<!doctype html><html><body><h1>Site en cours de mise \xc3\xa0 jour</h1></body></html>"


class Faults(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """How likely each fault is, from 0 to 1; together at most 1. `methods` empty means all."""

    seed: int = 0
    methods: tuple[str, ...] = ()
    delay_s: float = 30.0
    slow_s: float = 0.2
    retry_after_s: int = 1
    late: float = 0.0
    deaf: float = 0.0
    broken_after: float = 0.0
    broken_before: float = 0.0
    dropped_after: float = 0.0
    dropped_before: float = 0.0
    cut: float = 0.0
    truncated: float = 0.0
    page: float = 0.0
    busy: float = 0.0
    away: float = 0.0
    slow: float = 0.0


class Dice:
    """Draws a fault for each request; the same seed draws the same ones in the same order."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self._random = Random(faults.seed)  # noqa: S311 - not a secret

    def draw(self, method: str) -> Fault | None:
        """The fault for the next request, mostly None."""
        if self.faults.methods and method not in self.faults.methods:
            return None
        point = self._random.random()
        for fault in Fault:
            point -= getattr(self.faults, fault.value)
            if point < 0:
                return fault
        return None

    def delay_s(self, fault: Fault | None) -> float:
        """How long to wait before anything is sent."""
        if fault in (Fault.LATE, Fault.DEAF):
            return self.faults.delay_s
        return self.faults.slow_s if fault is Fault.SLOW else 0.0

    def spoil(self, fault: Fault | None, answer: Answer) -> Answer:
        """What is sent in place of the answer."""
        if fault in (Fault.BROKEN_AFTER, Fault.BROKEN_BEFORE):
            return Answer(status=500, content_type=HTML, is_webservice=False)
        if fault is Fault.PAGE:
            return Answer(body=_PAGE, content_type=HTML, is_webservice=False)
        if fault is Fault.TRUNCATED and answer.content_type in (XML, JSON):
            return msgspec.structs.replace(answer, body=answer.body[: len(answer.body) // 2])
        if fault in (Fault.BUSY, Fault.AWAY):
            return Answer(
                status=429 if fault is Fault.BUSY else 503,
                content_type=HTML,
                headers=(("Retry-After", str(self.faults.retry_after_s)),),
                is_webservice=False,
            )
        return answer
