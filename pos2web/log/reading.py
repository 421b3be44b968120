"""Rows of the log become events, in chunks, so that no one waits for the rest of a long log."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from pos2web.errors import ArchiveError
from pos2web.log.codec import Codec
from pos2web.log.instants import Instants
from pos2web.log.records import Event
from pos2web.log.statements import SEPARATOR, Origin, StoredRow

CHUNK = 512
"""Larger ones fall out of the processor's cache, smaller ones cost more queries."""

NOBODY: Origin = ("", "", "")

Select = Callable[[Origin, Event | None, int], list[StoredRow]]
"""The rows after an event (or from the start), at most so many, given the expected origin."""

_UNREADABLE = (
    msgspec.MsgspecError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
)
"""What decoding, or an upcast, may say to a payload that isn't what was written."""


class Origins(dict[str | None, Origin]):
    """Origins by what a row says of them, each taken apart once."""

    def __init__(self, expected: Origin) -> None:
        super().__init__({None: expected})

    def __missing__(self, text: str) -> Origin:
        actor, run, connection = text.split(SEPARATOR)
        origin = self[text] = (actor, run, connection)
        return origin


def chunks(select: Select, codec: Codec, limit: int | None = None) -> Iterator[Iterable[Event]]:
    """Yield events by the chunk until no more are selected, or so many were."""
    origin, last = NOBODY, None
    while limit is None or limit > 0:
        size = CHUNK if limit is None else min(CHUNK, limit)
        rows = select(origin, last, size)
        try:
            found = events(rows, codec, origin)
        except _UNREADABLE:
            yield (event(row, codec, origin) for row in rows)  # Up to the damaged one.
            return
        yield found
        if len(rows) < size:
            return
        last = found[-1]
        origin = (last.actor, last.run, last.connection)
        limit = None if limit is None else limit - size


def events(rows: list[StoredRow], codec: Codec, expected: Origin) -> list[Event]:
    """The events of some rows; what it raises doesn't say which of them is damaged."""
    decoders, instants, origins = codec.decoders, Instants(), Origins(expected)
    return [
        Event(place, stream, version, instants[at], actor, cause, run, link, decoders[name](load))
        for place, stream, version, name, load, at, cause, origin in rows
        for actor, run, link in (origins[origin],)
    ]


def event(row: StoredRow, codec: Codec, expected: Origin = NOBODY) -> Event:
    """The event of one row. Raises ArchiveError that names its position."""
    try:
        return events([row], codec, expected)[0]
    except _UNREADABLE as error:
        position, stream, version, name, *_ = row
        reason = error if name in codec.decoders else "this Pos2Web doesn't know the type"
        text = f"position {position} ({stream}@{version}, {name}) can't be read: {reason}"
        raise ArchiveError(text) from error
