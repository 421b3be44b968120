"""Which spans of the log to take: those that cover it from position 1 on, without a gap. Pure.

Spans may overlap: two that ship at once do so, and a segment lies over the pieces before it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pos2web.backup.store.layout import ListedObject, LogObject

Spans = tuple[ListedObject[LogObject], ...]


class SegmentChain(NamedTuple):
    """`links` cover the log without a gap: sealed ones as far as they go, then as few as can be.
    `spare` spans are covered by them, `beyond` lie after a gap."""

    links: Spans = ()
    spare: Spans = ()
    beyond: Spans = ()

    @property
    def reach(self) -> int:
        """The last position without a gap; 0 where there is none."""
        return self.links[-1].what.last if self.links else 0


def chained(spans: Iterable[ListedObject[LogObject]]) -> SegmentChain:
    """Sort the spans of one epoch out; each of the three by position."""
    by_first = sorted(spans, key=_order)
    links = _cover([span for span in by_first if span.what.is_sealed], 0)
    end = links[-1].what.last if links else 0
    links += _cover(by_first, end)
    end = links[-1].what.last if links else 0
    taken = {link.name for link in links}
    rest = [span for span in by_first if span.name not in taken]
    spare = [span for span in rest if span.what.last <= end]
    beyond = [span for span in rest if span.what.last > end]
    return SegmentChain(tuple(links), tuple(spare), tuple(beyond))


def as_far_as(links: Spans, at: datetime | None, upto: int | None) -> Spans:
    """The links that hold what was recorded at `at` or before, up to and with position `upto`."""
    taken = []
    for link in links:
        taken.append(link)
        is_enough = at is not None and link.what.until > at
        if is_enough or (upto is not None and link.what.last >= upto):
            break
    return tuple(taken)


def _order(span: ListedObject[LogObject]) -> tuple[int, int, str]:
    return span.what.first, -span.what.last, span.name


def _cover(by_first: list[ListedObject[LogObject]], end: int) -> list[ListedObject[LogObject]]:
    """The fewest spans that cover what comes after `end` without a gap, as far as that goes."""
    cover: list[ListedObject[LogObject]] = []
    best: ListedObject[LogObject] | None = None
    for span in by_first:
        if span.what.last <= end:
            continue
        if span.what.first > end + 1 and best is not None:
            cover.append(best)
            end, best = best.what.last, None
        if span.what.first > end + 1:
            break
        if span.what.last > end and (best is None or span.what.last > best.what.last):
            best = span
    return [*cover, *([best] if best else [])]
