"""Observe and record: what a till and a shop show, kept as the facts that are new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.things import AnyThing, Image, Product, kind_of
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine.context import RunOptions
from pos2web.engine.parts import EVERY
from pos2web.engine.pictures import fingerprinted, left_unread
from pos2web.engine.settled import READING, unreadable
from pos2web.engine.state import LedTo, SyncState
from pos2web.log import Entry
from pos2web.ports import Page, Write


@dataclass(kw_only=True)
class Observation:
    """What one observation named: every thing, and the products that were read whole."""

    named: set[Ref] = field(default_factory=set)
    unchanged: set[Ref] = field(default_factory=set)
    whole_products: set[str] = field(default_factory=set)

    def add(self, page: Page) -> None:
        """Note what a page names."""
        self.unchanged.update(page.unchanged)
        self.named.update(page.unchanged)
        self.named.update(Ref(kind_of(thing), thing.key) for thing in page.things)
        self.named.update(unread.ref for unread in page.unreadable)
        self.whole_products.update(t.key for t in page.things if isinstance(t, Product))


def see_till(state: SyncState, options: RunOptions) -> None:
    """Observe the till; a part that trusts its pulse need not while that is as it was then.

    What could not be read then was not touched since, and stays held. Raises as `observe_till`.
    """
    pulse = state.context.till.pulse()
    if options.part.trusts_pulse and pulse is not None and pulse == state.pulse:
        for ref, held in unreadable(state.held).items():
            state.hold(ref, held.reason, by=READING)
        return
    observe_till(state, options)
    state.pulse = pulse


def observe_till(state: SyncState, options: RunOptions) -> Observation:
    """Record what is new at the till; hold what can't be read.

    Each page is kept with its cursor in one transaction, so a stop or a crash between two pages
    loses nothing. Raises Stopped, TransientError, CredentialsError, ProtocolError.
    """
    context, seen = state.context, Observation()
    reads_photos = Kind.IMAGE in options.part.kinds
    options.progress.phase("till", None)
    for page in context.till.observe(state.cursors.get(context.till_name) or None):
        seen.add(page)
        entries: list[Entry] = []
        for thing in page.things:
            entries += till_entries(state, thing, is_patient=not reads_photos)
        for unread in page.unreadable:
            why = Reason(Code.COULD_NOT_BE_READ, {"text": str(unread.reason)})
            state.hold(unread.ref, why, by=READING)
        entries += gone(state, context.till_name, seen, page.complete)
        entries += state.move_cursor(context.till_name, page.cursor)
        state.append(context.till_name, entries, actor="till")
        options.progress.advance(len(page.things) + len(page.unchanged))
        options.check_stop()
    hold_on(state, seen, kinds=EVERY - {Kind.IMAGE} if reads_photos else EVERY)
    if reads_photos:
        retry_photos(state)
    return seen


def till_entries(state: SyncState, thing: AnyThing, *, is_patient: bool) -> list[Entry]:
    """What is new about a thing that the till showed.

    Who is patient leaves photos that could not be read before to those who are about photos.
    """
    till, ref = state.context.till_name, Ref(kind_of(thing), thing.key)
    if not isinstance(thing, Image):
        return [*state.release_read(ref), *state.see(till, thing)]
    held = state.held.get(ref)
    if is_patient and held is not None and held.by == READING:
        return state.see(till, left_unread(state, thing, held.reason))
    return state.see(till, fingerprinted(state, thing))


def hold_on(state: SyncState, seen: Observation, *, kinds: frozenset[Kind]) -> None:
    """Keep holding what could not be read before and has not changed since."""
    for ref in seen.unchanged & state.held.keys():
        held = state.held[ref]
        if held.by == READING and ref.kind in kinds:
            state.hold(ref, held.reason, by=READING)


def retry_photos(state: SyncState) -> None:
    """Read again the photos that could not be read before: a file may come without its row."""
    entries: list[Entry] = []
    for image in state.photos(state.context.till_name):
        ref = Ref(Kind.IMAGE, image.key)
        held = state.held.get(ref)
        if ref in state.holding:
            continue
        if not image.fingerprint or (held is not None and held.by == READING):
            entries += state.see(state.context.till_name, fingerprinted(state, image, again=True))
    state.append(state.context.till_name, entries, actor="till")


def observe_shop(state: SyncState, options: RunOptions, led_to: LedTo | None = None) -> Observation:
    """Record what is new on the shop; `led_to` as in `SyncState.see`. Raises as `observe_till` does."""
    context, seen = state.context, Observation()
    options.progress.phase("shop", None)
    for page in context.shop.observe(state.cursors.get(context.shop_name) or None):
        seen.add(page)
        entries: list[Entry] = []
        for thing in page.things:
            entries += state.see(context.shop_name, thing, led_to=led_to)
        entries += gone(state, context.shop_name, seen, page.complete)
        entries += state.move_cursor(context.shop_name, page.cursor)
        state.append(context.shop_name, entries, actor="shop")
        options.progress.advance(len(page.things) + len(page.unchanged))
        options.check_stop()
    state.append(context.shop_name, photos_gone(state, seen), actor="shop")
    return seen


def look_at(state: SyncState, writes: Sequence[Write], led_to: LedTo | None = None) -> Observation:
    """Record, freshly read, what these writes touched or made on the shop; `led_to` as in `SyncState.see`."""
    context, seen = state.context, Observation()
    entries: list[Entry] = []
    for page in context.shop.look(writes):
        seen.add(page)
        for thing in page.things:
            entries += state.see(context.shop_name, thing, led_to=led_to)
    for write in writes:
        entries += target_gone(state, write, seen)
    if any(write.kind is Kind.IMAGE for write in writes):
        entries += photos_gone(state, seen)
    state.append(context.shop_name, entries, actor="shop")
    return seen


def target_gone(state: SyncState, write: Write, seen: Observation) -> list[Entry]:
    """The fact that what a write was about is gone, when a look did not find it."""
    if write.shop_key is None or write.kind in (Kind.IMAGE, Kind.STOCK):
        return []
    ref = Ref(write.kind, write.shop_key)
    return [] if ref in seen.named else state.miss(state.context.shop_name, ref)


def gone(
    state: SyncState, connection: ConnectionName, seen: Observation, complete: Iterable[Kind]
) -> list[Entry]:
    """The facts that things of these kinds are gone, since a whole observation named them not."""
    entries: list[Entry] = []
    for kind in complete:
        for key in list(state.side(connection)[kind]):
            ref = Ref(kind, key)
            if ref not in seen.named:
                entries += state.miss(connection, ref)
    return entries


def photos_gone(state: SyncState, seen: Observation) -> list[Entry]:
    """The facts that photos are gone: of products read whole, and of products no longer there."""
    entries: list[Entry] = []
    products = state.site[Kind.PRODUCT]
    for image in state.photos(state.context.shop_name):
        ref = Ref(Kind.IMAGE, image.key)
        was_read = image.product in seen.whole_products and ref not in seen.named
        if was_read or image.product not in products:
            entries += state.miss(state.context.shop_name, ref)
    return entries
