"""What a run knows: till, shop and links in memory, kept equal to what it records."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from pos2web.domain.facts import ChangeConfirmed, Fact, Held, ShopEchoed, ThingGone, Unlinked
from pos2web.domain.pins import Pins
from pos2web.domain.planning import WriteHistory
from pos2web.domain.profile import ShopProfile
from pos2web.domain.reasons import Reason
from pos2web.domain.run_facts import RunPassed, RunStarted
from pos2web.domain.streams import hold_stream, run_stream, thing_stream
from pos2web.domain.things import Image
from pos2web.domain.values import ConnectionName, Kind, Position, Ref, ShopKey
from pos2web.engine.context import SyncContext
from pos2web.engine.parts import Part
from pos2web.engine.settled import READING, RULE, Settled, unreadable
from pos2web.engine.till_state import TillState
from pos2web.engine.transactions import ShopTransaction, Side, TillTransaction, filled, released
from pos2web.log import Entry, Envelope
from pos2web.projections import cursors, holds, links, pins, selling, site

TELLING = (ChangeConfirmed, ShopEchoed, ThingGone, Unlinked)
"""Facts that change what is known to have been written: see `SyncState.told`."""

PROFILE_AGE = timedelta(minutes=10)
"""How long a world that is kept trusts what the shop said of itself."""


class SyncState:
    """What is known of a shop, its links, and the till that it hangs on.

    Every change of it is an event, and is made through here: what could not be appended is not
    known either (`engine.transactions`). For one run at a time, and one thread: workers only call
    out. It may be kept from run to run. `of_till` is shared with other shops, `view` the till as
    this run knows it: as it was when the run began, and after it observed. `mark` differs whenever
    something new became known. `edges`: by task, until when what it saw to holds if nothing is new.
    """

    def __init__(
        self,
        context: SyncContext,
        passes: Callable[[RunPassed], None] | None = None,
        till: TillState | None = None,
    ) -> None:
        models, shop = context.models, context.shop_name
        self.context = context
        self._passes = passes
        self.run = ""
        self._mark = 0
        self.actor = ""
        self.settled: dict[str, Settled] = {}
        self.edges: dict[str, datetime | None] = {}
        self._start: RunStarted | None = None
        self._profile: tuple[datetime, ShopProfile] | None = None
        self._followed = self._recorded_upto = models.catch_up(context.log)
        self.of_till = till or TillState(context.log, models, context.till_name)
        self.of_till.join(shop)
        self.view = self.of_till.view
        self.site = filled(site.load(models, shop))
        self.links: dict[Ref, ShopKey] = dict(links.load(models, shop))
        self._held_before = holds.of_past_only_shop(models, context.till_name, shop)
        self.held = self._held_before | holds.load(models, shop)
        cursor = cursors.load(models).get(shop)
        self.cursors: dict[ConnectionName, str] = {} if cursor is None else {shop: cursor}
        self.holding: dict[Ref, Held] = {}
        self.selling = selling.load(models, shop)
        self.pins: Pins = pins.load(models, shop)
        self._rules_changed = threading.Event()
        self._is_behind = False

    @property
    def till(self) -> Side:
        """The till's things, as this run knows them."""
        return self.view.things

    @property
    def mark(self) -> int:
        """Differs whenever something new became known of the till or the shop."""
        return self._mark + self.view.mark

    def refresh(self) -> None:
        """Know the till as it is known by now."""
        self.view = self.of_till.view

    def rules_changed(self) -> None:
        """Somebody ruled about selling, or pinned: both are read anew. Any thread may say so."""
        self._rules_changed.set()

    def begin(self, run: str, start: RunStarted, *, actor: str, lazily: bool) -> None:
        """A run begins. Its start is recorded at once, or before the first that it records."""
        self.run, self.actor, self._start = run, actor, start
        self.holding = {}
        self.refresh()
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
            self._mark += 1

    def look(self) -> None:
        """What is seen from now on belongs to no run."""
        self.run, self.actor, self._start = "", "till", None
        self.holding = {}
        self.refresh()

    @property
    def has_begun(self) -> bool:
        """Whether the run's start is in the log."""
        return self._start is None

    def record_start(self) -> None:
        """Record that the run began, if it is not yet."""
        start, self._start = self._start, None
        if start is not None:
            try:
                self.record_run([start])
            except BaseException:
                self._start = start
                raise

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
                self._mark += 1
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
        if self._recorded_upto - self._followed >= self.context.follow_events:
            self.catch_up()

    def photos(self, connection: ConnectionName) -> list[Image]:
        """The images of one side."""
        side = self.till if connection == self.context.till_name else self.site
        images = side[Kind.IMAGE].values()
        return [image for image in images if isinstance(image, Image)]

    def append(
        self, connection: ConnectionName, entries: Sequence[Entry], *, actor: str = ""
    ) -> Sequence[Position]:
        """Append in one transaction, as this run; `actor` is the task unless it is said."""
        if entries:
            self.record_start()
        envelope = Envelope(actor=actor or self.actor, run=self.run, connection=connection)
        self._is_behind |= any(type(entry.fact) in TELLING for entry in entries)
        positions = self.context.log.append(entries, envelope)
        self._recorded_upto = max(self._recorded_upto, *positions[-1:], 0)
        return positions

    def record_run(self, facts: Iterable[Fact]) -> Sequence[Position]:
        """Append facts about the run itself."""
        return self.append(
            self.context.shop_name,
            [Entry(stream=run_stream(self.run), fact=fact) for fact in facts],
        )

    @contextmanager
    def recording(self, *, actor: str = "") -> Iterator[ShopTransaction]:
        """Record what the block gathers about the shop and its links: appended at its end.

        It is known at once to this run; where the block or the append fails, it no longer is.
        `actor` as in `append`.
        """
        shop = self.context.shop_name
        new = ShopTransaction(shop, self.site, self.links, self.cursors)
        try:
            yield new
            new.positions += self.append(shop, new.entries, actor=actor)
        except BaseException:
            new.take_back()
            raise
        self._mark += new.marks
        self.of_till.tell(shop, new.news)

    @contextmanager
    def recording_till(self) -> Iterator[TillTransaction]:
        """Record what the block gathers about the till: see `TillState.recording`."""
        with self.of_till.recording(
            partial(self.append, self.context.till_name, actor="till")
        ) as new:
            yield new

    def hold(self, ref: Ref, reason: Reason, *, by: str = RULE, digest: str = "") -> None:
        """Remember to keep this thing back; recorded by `record_holds`."""
        self.holding[ref] = Held(key=ref.key, kind=ref.kind, reason=reason, by=by, digest=digest)

    def record_holds(
        self, *, releases: bool, kinds: frozenset[Kind], others: Collection[Ref] = ()
    ) -> None:
        """Append what is newly held and, after a run that came to its end, what no longer is of
        the kinds that it was about, but for what is others' to make."""

        def may_go(ref: Ref) -> bool:
            return releases and ref.kind in kinds and ref not in others

        self._record_unread(may_go)
        news = {
            ref: held
            for ref, held in sorted(self.holding.items())
            if held.by != READING and self.held.get(ref) != held
        }
        gone = {ref for ref in self.held if ref not in self.holding and may_go(ref)}
        shop, till = self.context.shop_name, self.context.till_name
        entries = [Entry(stream=hold_stream(shop, ref), fact=held) for ref, held in news.items()]
        before = {
            ref: held for ref, held in self._held_before.items() if ref in gone or ref in news
        }
        for ref in sorted(gone | before.keys()):
            if ref in before:
                entries.append(released(thing_stream(till, ref.kind, ref.key), before[ref]))
            else:
                entries.append(released(hold_stream(shop, ref), self.held[ref]))
        self.append(shop, entries)
        for ref in before:
            del self._held_before[ref]
        self.held = {ref: held for ref, held in (self.held | news).items() if ref not in gone}

    def _record_unread(self, may_go: Callable[[Ref], bool]) -> None:
        """Append, of the till, what newly can't be read and what can be again."""
        till, known = self.context.till_name, self.view.unread
        unread = unreadable(self.holding)
        changes: dict[Ref, Held | None] = {
            **{ref: None for ref in known if ref not in unread and may_go(ref)},
            **{ref: held for ref, held in unread.items() if known.get(ref) != held},
        }
        entries: list[Entry] = []
        for ref, held in sorted(changes.items()):
            stream = thing_stream(till, ref.kind, ref.key)
            entry = Entry(stream=stream, fact=held) if held else released(stream, known[ref])
            entries.append(entry)
        self.of_till.record_unread(partial(self.append, till), entries, changes)
        self.refresh()
