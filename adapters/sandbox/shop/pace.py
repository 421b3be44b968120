"""How long a real PrestaShop would take: so many requests at once, each as long as it was measured.

A model, kept in `pace.toml` with the source of each number. What it leaves out: locks on one row,
the slow start of a PHP process, and how the cores are shared with what runs beside the shop.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import resources

import msgspec

from pos2web.adapters.sandbox.shop.answer import Answer
from pos2web.adapters.sandbox.shop.webservice import Request

_ANY = "*"


class Service(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one kind of request costs."""

    method: str
    resource: str
    base_ms: float
    item_ms: float = 0.0
    full_item_ms: float | None = None
    source: str


class Pace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many requests are served at once, and how long each takes."""

    workers: int
    service: tuple[Service, ...]

    def of(self, method: str, resource: str) -> Service:
        """The cost of one kind of request: the first in the table that fits."""
        return next(
            one
            for one in self.service
            if one.method in (method, _ANY) and one.resource in (resource, _ANY)
        )

    def service_s(self, request: Request, answer: Answer) -> float:
        """How long this request takes once its turn has come."""
        resource, _, key = request.path.partition("/")
        cost = self.of(request.method, resource)
        item_ms = cost.item_ms
        is_full = request.parameters.get("display", "full" if key else "") == "full"
        if is_full and cost.full_item_ms is not None:
            item_ms = cost.full_item_ms
        return (cost.base_ms + answer.items * item_ms) / 1000

    def throughput(self, method: str, resource: str) -> float:
        """Requests of one item a second, with more than enough of them at once."""
        cost = self.of(method, resource)
        item_ms = cost.item_ms if cost.full_item_ms is None else cost.full_item_ms
        return self.workers * 1000 / (cost.base_ms + item_ms)


@cache
def prestashop() -> Pace:
    """The measured pace of PrestaShop 8.1.2."""
    data = resources.files(__package__).joinpath("pace.toml").read_bytes()
    return msgspec.toml.decode(data, type=Pace)


class Workers:
    """Serves at a pace, first come, first served. What the work itself takes is part of its time.

    The work is done at the start and answered at the end, so that a client that doesn't wait for
    the answer has had its effect.
    """

    def __init__(
        self,
        pace: Pace,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace = pace
        self._clock = clock
        self._sleep = sleep
        self._free = asyncio.Semaphore(pace.workers)

    async def serve(self, request: Request, work: Callable[[Request], Answer]) -> Answer:
        """The answer, no sooner than it would have come from the real shop."""
        async with self._free:
            ends = self._clock()
            answer = work(request)
            ends += self._pace.service_s(request, answer)
            await self._sleep(max(0.0, ends - self._clock()))
        return answer
