"""What goes into the log, what comes out of it, and what a check of it says."""

from datetime import datetime

import msgspec

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.facts import Fact
from pos2web.domain.streams import Stream, event_id
from pos2web.domain.values import NOWHERE, ConnectionName, Position


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A fact to append to a stream; `cause` is the position of the event that led to it."""

    stream: Stream
    fact: Fact
    cause: Position = NOWHERE


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """Who appends, in which run, about which connection. An entry's own `cause` wins if set."""

    actor: str
    run: str = ""
    connection: ConnectionName = NO_CONNECTION
    cause: Position = NOWHERE


class Event(msgspec.Struct, frozen=True, gc=False):
    """One fact in the log, with its place, its instant and where it came from."""

    position: Position
    stream: Stream
    version: int
    recorded_at: datetime
    actor: str
    cause: Position
    run: str
    connection: ConnectionName
    fact: Fact

    @property
    def id(self) -> str:
        """The name of this event for ever, the same in every copy of the log."""
        return event_id(self.stream, self.version)


class VerificationReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found; every problem names the position, stream or segment that it is about."""

    events: int
    problems: tuple[str, ...]
    segments: int = 0

    @property
    def ok(self) -> bool:
        """Whether the log is what was written."""
        return not self.problems
