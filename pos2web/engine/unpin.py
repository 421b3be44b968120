"""Unpin: a pin ends by itself when the till changed its field, or no longer has the thing."""

from pos2web.domain.evolve import fields_of
from pos2web.domain.facts import ThingFact, ThingGone
from pos2web.domain.pins import overtaken, pins_after, unpinned
from pos2web.domain.streams import Stream, pin_stream, thing_stream
from pos2web.domain.values import NOWHERE, Position
from pos2web.engine.state import SyncState
from pos2web.log import Entry, Log


def end_pins(state: SyncState) -> None:
    """Record the end of every pin that the till has overtaken, with the till's event as its cause.

    Asked again it records nothing: also after a run that died between the till's event and this.
    """
    context = state.context
    entries: list[Entry] = []
    standing = state.pins
    for ref, field, pin in overtaken(state.pins, state.till):
        fact = unpinned(ref, field, pin)
        cause = changed_at(context.log, thing_stream(context.till_name, ref.kind, ref.key), field)
        stream = pin_stream(context.shop_name, ref)
        entries.append(Entry(stream=stream, fact=fact, cause=cause))
        standing = pins_after(standing, fact)
    state.append(context.shop_name, entries)
    state.pins = standing


def changed_at(log: Log, stream: Stream, field: str) -> Position:
    """Where a thing's stream last tells of a field, or that the thing is gone; 0 where it doesn't."""
    found = NOWHERE
    for event in log.read_stream(stream):
        if isinstance(event.fact, ThingFact) and tells_of(event.fact, field):
            found = event.position
    return found


def tells_of(fact: ThingFact, field: str) -> bool:
    """Whether a fact changes a field of its thing, or ends the thing."""
    return isinstance(fact, ThingGone) or field in fields_of(fact)
