"""What a run knows: till, shop and links in memory, kept equal to what it records."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from pos2web.domain.evolve import evolve
from pos2web.domain.facts import (
    ChangeConfirmed,
    CursorMoved,
    Fact,
    Held,
    Linked,
    Released,
    ShopEchoed,
    ThingFact,
    ThingGone,
    Unlinked,
)
from pos2web.domain.pins import Pins
from pos2web.domain.planning import WriteHistory
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Reason
from pos2web.domain.recognise import recognise, recognise_gone
from pos2web.domain.run_facts import RunPassed, RunStarted
from pos2web.domain.streams import cursor_stream, link_stream, run_stream, thing_stream
from pos2web.domain.things import AnyThing, Image, kind_of
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine.context import SyncContext
from pos2web.engine.parts import Part
from pos2web.engine.settled import READING, RULE, Settled
from pos2web.log import Entry, Envelope
from pos2web.projections import catalogue, cursors, holds, links, pins, selling, site

TELLING = (ChangeConfirmed, ShopEchoed, ThingGone, Unlinked)
"""Facts that change what is known to have been written: see `SyncState.told`."""

PROFILE_AGE = timedelta(minutes=10)
"""How long a world that is kept trusts what the shop said of itself."""

Side = dict[Kind, dict[str, AnyThing]]

LedTo = Callable[[ThingFact], int]
"""Says by which event a fact was led to; 0 where by none."""


class SyncState:
    """What is known of till, shop and links. Every change of it is an event, appended through here.

    For one run at a time, and one thread: workers only call out. It may be kept from run to run;
    after a run that failed it may know more than was recorded, so that it must be made anew.
    `pulse` is the till's from before it was last observed whole. `mark` differs whenever something
    new became known, `news` are the kinds of what is new at the till, with photos and stock whose
    product has just come to the shop. `edges`: by task, until when what it saw to holds if nothing
    is new.
    """

    def __init__(
        self, context: SyncContext, passes: Callable[[RunPassed], None] | None = None
    ) -> None:
        self.context = context
        self._passes = passes
        self.run = ""
        self.mark = 0
        self.pulse: str | None = None
        self.news: set[Kind] = set()
        self.actor = ""
        self.settled: dict[str, Settled] = {}
        self.edges: dict[str, datetime | None] = {}
        self._start: RunStarted | None = None
        self._profile: tuple[datetime, ShopProfile] | None = None
        self._followed = self._recorded = context.models.catch_up(context.log)
        self.till = filled(catalogue.load(context.models, context.till_name))
        self.site = filled(site.load(context.models, context.shop_name))
        self.links: dict[Ref, str] = dict(links.load(context.models, context.shop_name))
        self.held: dict[Ref, Held] = dict(holds.load(context.models, context.till_name))
        self.cursors: dict[str, str] = dict(cursors.load(context.models))
        self.holding: dict[Ref, Held] = {}
        self.selling = selling.load(context.models, context.shop_name)
        self.pins: Pins = pins.load(context.models, context.shop_name)
        self._rules_changed = threading.Event()
        self._is_behind = False

    def rules_changed(self) -> None:
        """Somebody ruled about selling, or pinned: both are read anew. Any thread may say so."""
        self._rules_changed.set()

    def begin(self, run: str, start: RunStarted, *, actor: str, lazily: bool) -> None:
        """A run begins. Its start is recorded at once, or before the first that it records."""
        self.run, self.actor, self._start = run, actor, start
        self.holding = {}
        self.catch_up()
        if self._rules_changed.is_set():
            self._rules_changed.clear()
            self._read_rules()
        if not lazily:
            self.record_start()

    def _read_rules(self) -> None:
        models, shop = self.context.models, self.context.shop_name
        self.selling, before = selling.load(models, shop), self.pins
        self.pins = pins.load(models, shop)
        if self.pins != before:
            self.mark += 1

    def look(self) -> None:
        """What is seen from now on belongs to no run."""
        self.run, self.actor, self._start = "", "till", None
        self.holding = {}

    @property
    def has_begun(self) -> bool:
        """Whether the run's start is in the log."""
        return self._start is None

    def record_start(self) -> None:
        """Record that the run began, if it is not yet."""
        if self._start is not None:
            start, self._start = self._start, None
            self.record_run([start])

    def record_passed(self, fact: RunPassed) -> None:
        """Record that a run found nothing to do, or let who gathers such runs do it."""
        if self._passes is not None:
            self._passes(fact)
            return
        envelope = Envelope(actor=self.actor, run=self.run, connection=self.context.shop_name)
        self.context.log.append([Entry(stream=run_stream(self.run), fact=fact)], envelope)

    def settle(self, part: Part, totals: dict[str, int], *, until: datetime | None) -> None:
        """This part has nothing more to do until something is new, or that instant."""
        self.settled[part.task] = Settled(
            mark=self.mark,
            selling=self.selling,
            at=self.context.clock(),
            until=until,
            totals=totals,
            holding=dict(self.holding),
        )

    def is_settled(self, part: Part) -> bool:
        """Whether nothing is new since this part had nothing more to do; then it holds what it held."""
        settled = self.settled.get(part.task)
        if settled is None or not settled.stands(self.mark, self.selling, self.context.clock()):
            return False
        if part.sees_till and not settled.could_not_read(self.holding):
            return False
        self.holding = dict(settled.holding)
        return True

    def profile(self) -> ShopProfile:
        """What the shop is like, asked again when that is some time ago."""
        now = self.context.clock()
        if self._profile is None or not timedelta() <= now - self._profile[0] < PROFILE_AGE:
            profile = self.context.shop.profile()
            if self._profile is not None and self._profile[1] != profile:
                self.mark += 1
            self._profile = (now, profile)
        return self._profile[1]

    @property
    def told(self) -> WriteHistory:
        """What was written to the shop, and how it shows it."""
        if self._is_behind:
            self.catch_up()
        models, shop = self.context.models, self.context.shop_name
        return WriteHistory(
            site.sent(models, shop), site.echoes(models, shop), site.found(models, shop)
        )

    def catch_up(self) -> None:
        """Let the read models follow what this run recorded."""
        self._is_behind = False
        self._followed = self.context.models.catch_up(self.context.log)

    def follow(self) -> None:
        """Catch up when there is enough to make it worth while."""
        if self._recorded - self._followed >= self.context.follow_events:
            self.catch_up()

    def photos(self, connection: ConnectionName) -> list[Image]:
        """The images of one side."""
        images = self.side(connection)[Kind.IMAGE].values()
        return [image for image in images if isinstance(image, Image)]

    def append(
        self, connection: ConnectionName, entries: Sequence[Entry], *, actor: str = ""
    ) -> range:
        """Append in one transaction, as this run; `actor` is the task unless it is said."""
        if entries:
            self.record_start()
        envelope = Envelope(actor=actor or self.actor, run=self.run, connection=connection)
        self._is_behind |= any(type(entry.fact) in TELLING for entry in entries)
        positions = self.context.log.append(entries, envelope)
        self._recorded = max(self._recorded, *positions[-1:], 0)
        return positions

    def record_run(self, facts: Iterable[Fact]) -> range:
        """Append facts about the run itself."""
        return self.append(
            self.context.shop_name,
            [Entry(stream=run_stream(self.run), fact=fact) for fact in facts],
        )

    def side(self, connection: ConnectionName) -> Side:
        """The till's things or the shop's."""
        return self.till if connection == self.context.till_name else self.site

    def see(
        self,
        connection: ConnectionName,
        thing: AnyThing,
        *,
        cause: int = 0,
        led_to: LedTo | None = None,
    ) -> list[Entry]:
        """What is new about a thing that was just seen or made; from now on it is known.

        `led_to` says of a fact by which event it was led to, where that differs among them.
        """
        kind, side = kind_of(thing), self.side(connection)
        known = side[kind].get(thing.key)
        facts = recognise(known, thing)
        if not facts:
            return []
        self.note(connection, kind)
        for fact in facts:
            known = evolve(known, fact)
        side[kind][thing.key] = known or thing
        stream = thing_stream(connection, kind, thing.key)
        return [
            Entry(stream=stream, fact=fact, cause=cause if led_to is None else led_to(fact))
            for fact in facts
        ]

    def note(self, connection: ConnectionName, kind: Kind) -> None:
        """Something of this kind is new; what is new at the till may be somebody's to do."""
        self.mark += 1
        if connection == self.context.till_name:
            self.news.add(kind)

    def take_news(self) -> set[Kind]:
        """Of which kinds something was new at the till since this was asked last."""
        news, self.news = self.news, set()
        return news

    def miss(self, connection: ConnectionName, ref: Ref, *, cause: int = 0) -> list[Entry]:
        """What is new when a thing is no longer there; [] when it was not known."""
        if self.side(connection)[ref.kind].pop(ref.key, None) is None:
            return []
        self.note(connection, ref.kind)
        fact = recognise_gone(ref.kind, ref.key)
        return [Entry(stream=thing_stream(connection, ref.kind, ref.key), fact=fact, cause=cause)]

    def link(self, ref: Ref, shop_key: str, how: str, *, cause: int = 0) -> list[Entry]:
        """A till's thing and a shop's are the same."""
        if self.links.get(ref) == shop_key:
            return []
        self.mark += 1
        if ref.kind is Kind.PRODUCT:
            self.news |= {Kind.IMAGE, Kind.STOCK}
        self.links[ref] = shop_key
        fact = Linked(key=ref.key, kind=ref.kind, shop_key=shop_key, how=how)
        return [self.link_entry(ref, fact, cause)]

    def unlink(self, ref: Ref, why: str, *, cause: int = 0) -> list[Entry]:
        """They no longer are; there must be a link."""
        self.mark += 1
        shop_key = self.links.pop(ref)
        fact = Unlinked(key=ref.key, kind=ref.kind, shop_key=shop_key, why=why)
        return [self.link_entry(ref, fact, cause)]

    def link_entry(self, ref: Ref, fact: ThingFact, cause: int) -> Entry:
        """An entry in the stream of the till's thing's link to this shop."""
        return Entry(stream=link_stream(self.context.shop_name, ref), fact=fact, cause=cause)

    def move_cursor(self, connection: ConnectionName, cursor: str | None) -> list[Entry]:
        """The connection is known up to this cursor."""
        was = self.cursors.get(connection, "")
        if cursor is None or cursor == was:
            return []
        self.cursors[connection] = cursor
        return [Entry(stream=cursor_stream(connection), fact=CursorMoved(cursor=cursor, was=was))]

    def hold(self, ref: Ref, reason: Reason, *, by: str = RULE, digest: str = "") -> None:
        """Remember to keep this thing back; recorded by `record_holds`."""
        self.holding[ref] = Held(key=ref.key, kind=ref.kind, reason=reason, by=by, digest=digest)

    def release_read(self, ref: Ref) -> list[Entry]:
        """What is new when a thing could be read: nobody holds it any more for that it couldn't."""
        held = self.held.get(ref)
        if held is None or held.by != READING:
            return []
        del self.held[ref]
        self.note(self.context.till_name, ref.kind)
        return [self._released(ref, held)]

    def _released(self, ref: Ref, held: Held) -> Entry:
        fact = Released(key=ref.key, kind=ref.kind, was=held.reason)
        return Entry(stream=thing_stream(self.context.till_name, ref.kind, ref.key), fact=fact)

    def record_holds(
        self, *, releases: bool, kinds: frozenset[Kind], others: Collection[Ref] = ()
    ) -> None:
        """Append what is newly held and, after a run that came to its end, what no longer is of
        the kinds that it was about, but for what is others' to make."""
        till = self.context.till_name
        entries = [
            Entry(stream=thing_stream(till, ref.kind, ref.key), fact=held)
            for ref, held in sorted(self.holding.items())
            if self.held.get(ref) != held
        ]
        let_go = [
            ref
            for ref in sorted(set(self.held) - set(self.holding))
            if releases and ref.kind in kinds and ref not in others
        ]
        entries += [self._released(ref, self.held[ref]) for ref in let_go]
        self.append(till, entries)
        self.held = {**self.held, **self.holding}
        for ref in let_go:
            del self.held[ref]


def filled(side: Mapping[Kind, Mapping[str, AnyThing]]) -> Side:
    """One side's things by kind and key, with an empty place for a kind that has none."""
    return {kind: dict(side.get(kind, {})) for kind in Kind}
