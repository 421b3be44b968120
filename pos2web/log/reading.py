"""Rows of the log become events, in chunks, so that no one waits for the rest of a long log."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec

from pos2web.errors import ArchiveError
from pos2web.log.codec import Codec
from pos2web.log.instants import Instants
from pos2web.log.records import Event
from pos2web.log.statements import StoredRow

CHUNK = 1000

Select = Callable[[int, int], list[StoredRow]]
"""The rows after a position (or version), at most so many."""

_UNREADABLE = (
    msgspec.MsgspecError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
)
"""What decoding, or an upcast, may say to a payload that isn't what was written."""


def chunks(
    select: Select,
    codec: Codec,
    *,
    after: int = 0,
    limit: int | None = None,
    key: Literal[0, 2] = 0,
) -> Iterator[Iterable[Event]]:
    """Yield events by the chunk until no more are selected; `key` is the column that counts."""
    while limit is None or limit > 0:
        size = CHUNK if limit is None else min(CHUNK, limit)
        rows = select(after, size)
        yield events(rows, codec)
        if len(rows) < size:
            return
        after = rows[-1][key]
        limit = None if limit is None else limit - size


def events(rows: list[StoredRow], codec: Codec) -> Iterable[Event]:
    """The events of some rows, of which none is lost that stands before one that is damaged."""
    decoders, instants = codec.decoders, Instants()
    try:
        return [
            Event(
                place, stream, version, instants[at], actor, cause, run, link, decoders[name](load)
            )
            for place, stream, version, name, load, at, actor, cause, run, link in rows
        ]
    except _UNREADABLE:
        return _events_until_damage(rows, codec)


def _events_until_damage(rows: list[StoredRow], codec: Codec) -> Iterator[Event]:
    for row in rows:
        yield event(row, codec)


def event(row: StoredRow, codec: Codec) -> Event:
    """The event of one row. Raises ArchiveError that names its position."""
    position, stream, version, name, payload, at, actor, cause, run, connection = row
    try:
        fact = codec.decode(name, payload)
        return Event(position, stream, version, Instants()[at], actor, cause, run, connection, fact)
    except _UNREADABLE as error:
        text = f"position {position} ({stream}@{version}, {name}) can't be read: {error}"
        raise ArchiveError(text) from error
