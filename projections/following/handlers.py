"""How a read model follows: a handler per type of fact."""

from collections.abc import Callable, Mapping
from typing import Any

from pos2web.domain.facts import Fact
from pos2web.domain.streams import connection_in, run_in
from pos2web.domain.values import ConnectionName
from pos2web.log.records import Event
from pos2web.projections.following.rows import Batch

Handler = Callable[[Batch, Event, Any], None]
"""Takes the event and, with its own type, the fact in it."""

Handlers = Mapping[type[Fact], Handler]


def connection_of(event: Event) -> ConnectionName:
    """Whose thing a fact is about: the first part of its stream, else who was spoken to."""
    return connection_in(event.stream) or event.connection


def run_of(event: Event) -> str:
    """The run in which it happened; a run's own stream names it where the envelope doesn't."""
    return event.run or run_in(event.stream) or ""
