"""How a read model follows: a handler per type of fact."""

from collections.abc import Callable, Mapping
from typing import Any

from pos2web.domain.facts import Fact
from pos2web.log.records import Event
from pos2web.projections.following.rows import Batch

TILL, SHOP = "till:", "shop:"
"""What the names of connections begin with."""

RUN = "run/"
"""What the streams of runs begin with."""

Handler = Callable[[Batch, Event, Any], None]
"""Takes the event and, with its own type, the fact in it."""

Handlers = Mapping[type[Fact], Handler]


def connection_of(event: Event) -> str:
    """Whose thing a fact is about: the first part of its stream, else who was spoken to."""
    stream = event.stream
    return stream.partition("/")[0] if stream.startswith((TILL, SHOP)) else event.connection


def run_of(event: Event) -> str:
    """The run in which it happened; a run's own stream names it where the envelope doesn't."""
    if event.run or not event.stream.startswith(RUN):
        return event.run
    return event.stream.removeprefix(RUN)
