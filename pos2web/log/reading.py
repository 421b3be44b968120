"""Rows of the log become events, in chunks, so that no one waits for the rest of a long log."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.values import ConnectionName
from pos2web.errors import ArchiveError
from pos2web.log.codec import Codec
from pos2web.log.instants import Instants
from pos2web.log.records import Event
from pos2web.log.statements import SEPARATOR, AppendedRow, Origin, StoredRow
from pos2web.messages import message

CHUNK = 512
"""Larger ones fall out of the processor's cache, smaller ones cost more queries."""

NOBODY: Origin = ("", "", NO_CONNECTION)

UNREADABLE = (
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
        origin = self[text] = (actor, run, ConnectionName(connection))
        return origin


@dataclass(frozen=True, slots=True)
class Selected:
    """Rows, and the origin of those that name none; `at`: they are of one append, recorded then."""

    rows: list[Any]
    origin: Origin
    at: int | None = None

    def events(self, codec: Codec) -> list[Event]:
        """What it raises doesn't say which of them is damaged."""
        if self.at is None:
            return events(self.rows, codec, self.origin)
        return _appended(self.rows, codec, self.origin, self.at)

    def each(self, codec: Codec) -> Iterator[Event]:
        """Yield them up to the damaged one; raise ArchiveError that names it."""
        rows = self.rows if self.at is None else ((*row, self.at, None) for row in self.rows)
        return (event(row, codec, self.origin) for row in rows)


Select = Callable[[Origin, Event | None, int], Selected]
"""The next rows after an event (or from the start), at most so many, given the expected origin;
none only where there are no more."""


def chunks(select: Select, codec: Codec, limit: int | None = None) -> Iterator[Iterable[Event]]:
    """Yield events by the chunk until no more are selected, or so many were."""
    origin, last = NOBODY, None
    while limit is None or limit > 0:
        size = CHUNK if limit is None else min(CHUNK, limit)
        selected = select(origin, last, size)
        if not selected.rows:
            return
        try:
            found = selected.events(codec)
        except UNREADABLE:
            yield selected.each(codec)
            return
        del selected  # The next rows take their place while it is in the processor's cache.
        last = found[-1]
        origin = (last.actor, last.run, last.connection)
        limit = None if limit is None else limit - len(found)
        yield found
        del found


def events(rows: list[StoredRow], codec: Codec, expected: Origin) -> list[Event]:
    """The events of some rows; what it raises doesn't say which of them is damaged."""
    decoders, instants, origins = codec.decoders, Instants(), Origins(expected)
    return [
        Event(place, stream, version, instants[at], actor, cause, run, link, decoders[name](load))
        for place, stream, version, name, load, cause, at, origin in rows
        for actor, run, link in (origins[origin],)
    ]


def _appended(rows: list[AppendedRow], codec: Codec, origin: Origin, at: int) -> list[Event]:
    """Decode the rows of one append at once, in two thirds of the time that it takes one by one."""
    decoders, instant, (actor, run, link) = codec.decoders, Instants()[at], origin
    return [
        Event(place, stream, version, instant, actor, cause, run, link, decoders[name](load))
        for place, stream, version, name, load, cause in rows
    ]


def event(row: StoredRow, codec: Codec, expected: Origin = NOBODY) -> Event:
    """The event of one row. Raises ArchiveError that names its position."""
    try:
        return events([row], codec, expected)[0]
    except UNREADABLE as error:
        position, stream, version, name, *_ = row
        reason = error if name in codec.decoders else message("this Pos2Web doesn't know the type")
        text = message(
            "position {position} ({stream}@{version}, {name}) can't be read: {reason}",
            position=position,
            stream=stream,
            version=version,
            name=name,
            reason=reason,
        )
        raise ArchiveError(text) from error
