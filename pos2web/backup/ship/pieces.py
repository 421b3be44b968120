"""How the end of the log is cut into pieces, so that few lie on the store and little is sent twice.

Pieces are shipped every few seconds. Each takes in those before it once there are several of its
size: as digits carry over in counting. Pure.
"""

from collections.abc import Sequence

from pos2web.backup.store.layout import LogObject

FAN = 8
"""So many of one size become one of the next: at most 7 of each size, each event sent once a size."""

PIECE_EVENTS_MAX = 10_000
"""What is more is not taken together: no object is to be large."""


def begin_of_next(tail: Sequence[LogObject], end: int, head: int) -> int:
    """The position at which the next piece begins, which ends at `head`.

    `tail` are the pieces at the end of the chain, without a gap; they end at `end`.
    """
    first, rest = end + 1, list(tail)
    while True:
        alike = _trailing(rest, _size(head - first + 1))
        if len(alike) < FAN - 1 or head - alike[0].first >= PIECE_EVENTS_MAX:
            return first
        first, rest = alike[0].first, rest[: -len(alike)]


def _trailing(spans: Sequence[LogObject], size: int) -> Sequence[LogObject]:
    """Those at the end that are of this size at most."""
    larger = [number for number, span in enumerate(spans) if _size_of(span) > size]
    return spans[larger[-1] + 1 :] if larger else spans


def _size_of(span: LogObject) -> int:
    return _size(span.last - span.first + 1)


def _size(events: int) -> int:
    """How often so many events can be shared among FAN."""
    size = 0
    while events >= FAN:
        events //= FAN
        size += 1
    return size
