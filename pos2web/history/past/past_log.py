"""A log as it was at a position, told by single streams: the log is not read through."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple, Protocol

from pos2web.domain.decisions import selling_after
from pos2web.domain.evolve import evolve
from pos2web.domain.facts import Held, Linked, Released, ThingFact
from pos2web.domain.pins import Pin, Pins, pins_after
from pos2web.domain.selling import UNRULED, Scope, Selling
from pos2web.domain.streams import (
    Stream,
    hold_stream,
    link_stream,
    pin_stream,
    rule_stream,
    thing_stream,
)
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Ref
from pos2web.log.records import Event
from pos2web.projections.following.rows import Database
from pos2web.projections.history import checkpoints
from pos2web.projections.things import KnownThing

AT_ONCE = 50
"""So many events of a stream are read at once: most have fewer."""


class Streams(Protocol):
    """A log whose streams can be read."""

    def read_stream(
        self, stream: Stream, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield what was recorded in one stream after a version, or so many, oldest first."""
        ...


class Side(NamedTuple):
    """A thing as one side was last seen to have it, and what kept it off the shop."""

    known: KnownThing | None = None
    held: Held | None = None


class PastLog:
    """A log as it was at a position; what was recorded later isn't seen.

    `at` is the instant that is meant. `till` and `shop` are the names of the connections. A thing's
    stream is read once, so this is for one question; a long one from the last checkpoint on that
    the read models have, where they are given.
    """

    def __init__(
        self,
        log: Streams,
        position: int,
        at: datetime,
        *,
        till: ConnectionName,
        shop: ConnectionName,
        models: Database | None = None,
    ) -> None:
        self.position = position
        self.at = at
        self.till = till
        self.shop = shop
        self._log = log
        self._models = models
        self._sides: dict[tuple[ConnectionName, Ref], Side] = {}
        self._shop_keys: dict[Ref, str | None] = {}

    def side(self, connection: ConnectionName, ref: Ref) -> Side:
        """A thing as a connection was known to have it."""
        found = self._sides.get((connection, ref))
        if found is None:
            found = self._sides[connection, ref] = self._told(connection, ref)
        return found

    def look(self, connection: ConnectionName | None, ref: Ref) -> AnyThing | None:
        """A connection's thing as it was last seen, the till's when None is given."""
        known = self.side(connection or self.till, ref).known
        return None if known is None else known.thing

    def shop_key(self, ref: Ref) -> str | None:
        """The shop's key of a thing of the till, None while they were not linked."""
        if ref not in self._shop_keys:
            key = None
            for event in self.events(link_stream(self.shop, ref)):
                key = event.fact.shop_key if isinstance(event.fact, Linked) else None
            self._shop_keys[ref] = key
        return self._shop_keys[ref]

    def held(self, ref: Ref) -> Held | None:
        """Why a thing of the till was kept off the shop; None while it was not."""
        return self.side(self.till, ref).held or self.held_by_shop(ref)

    def held_by_shop(self, ref: Ref) -> Held | None:
        """Why the shop, or a rule for it, kept a thing of the till off; None while it did not."""
        return _folded(Side(), self.events(hold_stream(self.shop, ref))).held

    def pins(self, ref: Ref) -> Mapping[str, Pin]:
        """The pins of a thing of the till, by field."""
        pins: Pins = {}
        for event in self.events(pin_stream(self.shop, ref)):
            pins = pins_after(pins, event.fact)
        return pins.get(ref, {})

    def selling(self, scopes: Iterable[Scope]) -> Selling:
        """The rules that stood for these scopes."""
        selling = UNRULED
        for scope in scopes:
            for event in self.events(rule_stream(self.shop, scope)):
                selling = selling_after(selling, event.fact)
        return selling

    def first_seen(self, connection: ConnectionName, ref: Ref) -> datetime | None:
        """When a thing was first seen, be it later; None where it never was."""
        events = self._log.read_stream(thing_stream(connection, ref.kind, ref.key))
        first = next(iter(events), None)
        return None if first is None else first.recorded_at

    def _told(self, connection: ConnectionName, ref: Ref) -> Side:
        stream, passed = thing_stream(connection, ref.kind, ref.key), None
        if self._models is not None:
            passed = checkpoints.find(self._models, connection, ref, self.position)
        if passed is None:
            return _folded(Side(), self.events(stream))
        return _folded(Side(passed.known, passed.held), self.events(stream, after=passed.version))

    def events(self, stream: Stream, *, after: int = 0) -> Iterator[Event]:
        """What was recorded in a stream after a version, by then; not much more of it is read."""
        while events := [*self._log.read_stream(stream, after=after, limit=AT_ONCE)]:
            yield from self._by_then(events)
            after = events[-1].version
            if len(events) < AT_ONCE or events[-1].position > self.position:
                return

    def _by_then(self, events: Iterable[Event]) -> Iterator[Event]:
        return takewhile(lambda event: event.position <= self.position, events)


def _folded(side: Side, events: Iterable[Event]) -> Side:
    """What a thing comes to after some events: gone ones stay as they were last seen."""
    known, held = side
    last = None if known is None else known.thing
    thing = None if known is None or known.is_gone else known.thing
    for event in events:
        match event.fact:
            case Held() as fact:
                held = fact
            case Released():
                held = None
            case ThingFact() as fact:
                thing = evolve(thing, fact)
                last = thing or last
            case _:
                pass
    return Side(None if last is None else KnownThing(last, is_gone=thing is None), held)
