"""What goes into the log, what comes out of it, and what a check of it says."""

from datetime import datetime

import msgspec

from pos2web.domain.facts import Fact


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A fact to append to a stream; `cause` is the position of the event that led to it."""

    stream: str
    fact: Fact
    cause: int = 0


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """Who appends, in which run, about which connection. An entry's own `cause` wins if set."""

    actor: str
    run: str = ""
    connection: str = ""
    cause: int = 0


class Event(msgspec.Struct, frozen=True, gc=False):
    """One fact in the log, with its place, its instant and where it came from."""

    position: int
    stream: str
    version: int
    recorded_at: datetime
    actor: str
    cause: int
    run: str
    connection: str
    fact: Fact

    @property
    def id(self) -> str:
        """The name of this event for ever, the same in every copy of the log."""
        return f"{self.stream}@{self.version}"


class VerificationReport(msgspec.Struct, frozen=True, kw_only=True):
    """What `verify` found; every problem names the position, stream or segment that it is about."""

    events: int
    problems: tuple[str, ...]
    segments: int = 0

    @property
    def ok(self) -> bool:
        """Whether the log is what was written."""
        return not self.problems
