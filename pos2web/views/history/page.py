"""Pages of the history: the events that are meant, newest first, or all of them, oldest first."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed
from pos2web.domain.values import Kind
from pos2web.projections.history.finding import Record, pages, read, records
from pos2web.projections.history.outline import outline
from pos2web.views.archive import Archive, PointInTime

HistoryRecord = Record
"""An event with the line that it is found by, and the change that it answers, if it does."""


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some events, newest first; `following` is the position before which there are more."""

    records: tuple[HistoryRecord, ...]
    following: int | None = None


def newest(archive: Archive, limit: int, criteria: dict[str, Any]) -> HistoryPage:
    """The newest events that meet all criteria."""
    found = records(archive.models, archive.log, limit=limit + 1, **criteria)
    if len(found) <= limit:
        return HistoryPage(records=tuple(found))
    return HistoryPage(records=tuple(found[:limit]), following=found[limit - 1].event.position)


def every_page(
    archive: Archive, limit: int | None, criteria: dict[str, Any]
) -> Iterator[list[HistoryRecord]]:
    """Yield all events that meet all criteria, or so many, page by page, oldest first."""
    yield from pages(archive.models, archive.log, limit=limit, **criteria)


def last_events_of(
    archive: Archive, point: PointInTime, kind: Kind | None, name: str, limit: int
) -> list[HistoryRecord]:
    """The last events of what has a name, up to a moment, newest first; each act once."""
    return records(
        archive.models,
        archive.log,
        reference=name,
        kind=kind,
        before_position=point.position + 1,
        limit=limit,
        folded=True,
    )


def records_at(archive: Archive, positions: Sequence[int]) -> list[HistoryRecord]:
    """The events at some positions, in their order."""
    return read(archive.log, positions)


def plain_line(record: HistoryRecord) -> dict[str, Any]:
    """An event's columns; a write that is confirmed has the values that were claimed."""
    values: dict[str, Any] = msgspec.to_builtins(record.line)
    if record.change is not None and isinstance(record.event.fact, ChangeConfirmed):
        claimed = outline(ChangeClaimed(change=record.change), None)
        values |= {"before": claimed.before, "after": claimed.after}
    return values
