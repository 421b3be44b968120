"""What a run knows: till, shop and links in memory, kept equal to what it records."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pos2web.domain.changes import Hold
from pos2web.domain.evolve import evolve
from pos2web.domain.facts import (
    CursorMoved,
    Fact,
    Held,
    Linked,
    Released,
    ThingFact,
    Unlinked,
)
from pos2web.domain.reasons import Reason
from pos2web.domain.recognise import recognise, recognise_gone
from pos2web.domain.things import AnyThing, Image, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.engine.house import House
from pos2web.log import Entry, Envelope
from projections import catalogue, cursors, holds, links, site

RULE, READING, SHOP = "rule", "reading", "shop"
"""Who says that a thing is held: see `Held.by`."""

Side = dict[Kind, dict[str, AnyThing]]


class World:
    """One run's knowledge. Every change of it is an event, appended through here.

    Not for several threads: the run's own thread records, workers only call out.
    """

    def __init__(self, house: House, run: str) -> None:
        self.house = house
        self.run = run
        self._followed = self._recorded = house.models.catch_up(house.log)
        self.till = filled(catalogue.load(house.models, house.till_name))
        self.site = filled(site.load(house.models, house.shop_name))
        self.links: dict[Ref, str] = dict(links.load(house.models, house.shop_name))
        self.held: dict[Ref, Held] = dict(holds.load(house.models, house.till_name))
        self.cursors: dict[str, str] = dict(cursors.load(house.models))
        self.holding: dict[Ref, Held] = {}

    @property
    def sent(self) -> Mapping[Ref, Mapping[str, Any]]:
        """The last value of each field that we wrote, by the shop's thing."""
        return site.sent(self.house.models, self.house.shop_name)

    @property
    def echoes(self) -> Mapping[Ref, Mapping[str, tuple[str, str]]]:
        """The shop's own way of writing what we sent, by the shop's thing."""
        return site.echoes(self.house.models, self.house.shop_name)

    def catch_up(self) -> None:
        """Let the read models follow what this run recorded."""
        self._followed = self.house.models.catch_up(self.house.log)

    def follow(self) -> None:
        """Catch up when there is enough to make it worth while."""
        if self._recorded - self._followed >= self.house.follow_events:
            self.catch_up()

    def photos(self, connection: str) -> list[Image]:
        """The images of one side."""
        images = self.side(connection)[Kind.IMAGE].values()
        return [image for image in images if isinstance(image, Image)]

    def append(self, connection: str, entries: Sequence[Entry], *, actor: str = "") -> range:
        """Append in one transaction, as this run; `actor` is the task unless it is said."""
        envelope = Envelope(actor=actor or self.house.actor, run=self.run, connection=connection)
        positions = self.house.log.append(entries, envelope)
        self._recorded = max(self._recorded, *positions[-1:], 0)
        return positions

    def record_run(self, facts: Iterable[Fact]) -> range:
        """Append facts about the run itself."""
        return self.append(
            self.house.shop_name, [Entry(stream=f"run/{self.run}", fact=fact) for fact in facts]
        )

    def side(self, connection: str) -> Side:
        """The till's things or the shop's."""
        return self.till if connection == self.house.till_name else self.site

    def see(self, connection: str, thing: AnyThing, *, cause: int = 0) -> list[Entry]:
        """What is new about a thing that was just seen or made; from now on it is known."""
        kind, side = kind_of(thing), self.side(connection)
        known = side[kind].get(thing.key)
        facts = recognise(known, thing)
        if not facts:
            return []
        for fact in facts:
            known = evolve(known, fact)
        side[kind][thing.key] = known or thing
        stream = f"{connection}/{kind}/{thing.key}"
        return [Entry(stream=stream, fact=fact, cause=cause) for fact in facts]

    def miss(self, connection: str, ref: Ref, *, cause: int = 0) -> list[Entry]:
        """What is new when a thing is no longer there; [] when it was not known."""
        if self.side(connection)[ref.kind].pop(ref.key, None) is None:
            return []
        fact = recognise_gone(ref.kind, ref.key)
        return [Entry(stream=f"{connection}/{ref.kind}/{ref.key}", fact=fact, cause=cause)]

    def link(self, ref: Ref, shop_key: str, how: str, *, cause: int = 0) -> list[Entry]:
        """A till's thing and a shop's are the same."""
        if self.links.get(ref) == shop_key:
            return []
        self.links[ref] = shop_key
        fact = Linked(key=ref.key, kind=ref.kind, shop_key=shop_key, how=how)
        return [self.link_entry(ref, fact, cause)]

    def unlink(self, ref: Ref, why: str, *, cause: int = 0) -> list[Entry]:
        """They no longer are; there must be a link."""
        shop_key = self.links.pop(ref)
        fact = Unlinked(key=ref.key, kind=ref.kind, shop_key=shop_key, why=why)
        return [self.link_entry(ref, fact, cause)]

    def link_entry(self, ref: Ref, fact: ThingFact, cause: int) -> Entry:
        """An entry in the stream of the till's thing's link to this shop."""
        return Entry(
            stream=f"{self.house.shop_name}/link/{ref.kind}/{ref.key}", fact=fact, cause=cause
        )

    def move_cursor(self, connection: str, cursor: str | None) -> list[Entry]:
        """The connection is known up to this cursor."""
        was = self.cursors.get(connection, "")
        if cursor is None or cursor == was:
            return []
        self.cursors[connection] = cursor
        return [Entry(stream=f"{connection}/cursor", fact=CursorMoved(cursor=cursor, was=was))]

    def hold(self, ref: Ref, reason: Reason, *, by: str = RULE, digest: str = "") -> None:
        """Remember to keep this thing back; recorded by `record_holds`."""
        self.holding[ref] = Held(key=ref.key, kind=ref.kind, reason=reason, by=by, digest=digest)

    def record_holds(self, *, releases: bool) -> None:
        """Append what is newly held and, after a whole run, what no longer is."""
        till = self.house.till_name
        facts: list[Held | Released] = [
            held for ref, held in sorted(self.holding.items()) if self.held.get(ref) != held
        ]
        if releases:
            facts += [
                Released(key=ref.key, kind=ref.kind, was=self.held[ref].reason)
                for ref in sorted(set(self.held) - set(self.holding))
            ]
        entries = [Entry(stream=f"{till}/{fact.kind}/{fact.key}", fact=fact) for fact in facts]
        self.append(till, entries)
        self.held = dict(self.holding) if releases else {**self.held, **self.holding}

    @property
    def holds(self) -> tuple[Hold, ...]:
        """Everything that this run keeps back, in order."""
        return tuple(
            Hold(ref=ref, reason=held.reason) for ref, held in sorted(self.holding.items())
        )


def filled(side: Mapping[Kind, Mapping[str, AnyThing]]) -> Side:
    """The same things, with a place for every kind."""
    return {kind: dict(side.get(kind, {})) for kind in Kind}
