"""Observe and record: what a till and a shop show, kept as the facts that are new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.things import AnyThing, Image, Product, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.engine.context import RunOptions
from pos2web.engine.parts import EVERY
from pos2web.engine.pictures import fingerprinted, left_unread
from pos2web.engine.settled import READING
from pos2web.engine.state import SyncState
from pos2web.engine.transactions import LedTo, ShopTransaction, TillTransaction
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
    pulse, till = state.context.till.pulse(), state.of_till
    if options.part.trusts_pulse and pulse is not None and pulse == till.pulse:
        state.refresh()
        for ref, held in state.view.unread.items():
            state.hold(ref, held.reason, by=READING)
        return
    observe_till(state, options)
    till.pulse = pulse


def observe_till(state: SyncState, options: RunOptions) -> Observation:
    """Record what is new at the till; hold what can't be read.

    Each page is kept with its cursor in one transaction, so a stop or a crash between two pages
    loses nothing. One shop of a till observes it at a time. Raises RunStopped, TransientError,
    CredentialsError, ProtocolError.
    """
    seen, reads_photos = Observation(), Kind.IMAGE in options.part.kinds
    options.progress.phase("till", None)
    with state.of_till.observing(options.check_stop) as since:
        state.refresh()
        for page in state.context.till.observe(since):
            seen.add(page)
            record_page(state, page, seen, is_patient=not reads_photos)
            options.progress.advance(len(page.things) + len(page.unchanged))
            options.check_stop()
        hold_on(state, seen, kinds=EVERY - {Kind.IMAGE} if reads_photos else EVERY)
        if reads_photos:
            retry_photos(state)
    return seen


def record_page(state: SyncState, page: Page, seen: Observation, *, is_patient: bool) -> None:
    """Record what a page of the till brings; photos are read before that.

    Who is patient leaves photos that could not be read before to those who are about photos.
    """
    things = [with_photo_read(state, thing, is_patient=is_patient) for thing in page.things]
    for unread in page.unreadable:
        why = Reason(Code.COULD_NOT_BE_READ, {"text": str(unread.reason)})
        state.hold(unread.ref, why, by=READING)
    with state.recording_till() as new:
        for thing in things:
            if not isinstance(thing, Image):
                new.release_read(Ref(kind_of(thing), thing.key))
            new.see(thing)
        kinds = state.context.till.capabilities.kinds
        gone(new, seen, [kind for kind in page.complete if kind in kinds])
        new.move_cursor(page.cursor)
    state.refresh()


def with_photo_read(state: SyncState, thing: AnyThing, *, is_patient: bool) -> AnyThing:
    """A thing that the till showed, a photo with the fingerprint of its content."""
    if not isinstance(thing, Image):
        return thing
    held = state.view.unread.get(Ref(Kind.IMAGE, thing.key))
    if is_patient and held is not None:
        return left_unread(state, thing, held.reason)
    return fingerprinted(state, thing)


def hold_on(state: SyncState, seen: Observation, *, kinds: frozenset[Kind]) -> None:
    """Keep holding what could not be read before and has not changed since."""
    unread = state.view.unread
    for ref in seen.unchanged & unread.keys():
        if ref.kind in kinds:
            state.hold(ref, unread[ref].reason, by=READING)


def retry_photos(state: SyncState) -> None:
    """Read again the photos that could not be read before: a file may come without its row."""
    unread = state.view.unread
    images = [
        fingerprinted(state, image, again=True)
        for image in state.photos(state.context.till_name)
        for ref in [Ref(Kind.IMAGE, image.key)]
        if ref not in state.holding and (not image.fingerprint or ref in unread)
    ]
    with state.recording_till() as new:
        for image in images:
            new.see(image)
    state.refresh()


def observe_shop(state: SyncState, options: RunOptions, led_to: LedTo | None = None) -> Observation:
    """Record what is new on the shop; `led_to` as in `ShopTransaction.see`.

    Raises as `observe_till` does.
    """
    context, seen = state.context, Observation()
    options.progress.phase("shop", None)
    for page in context.shop.observe(state.cursors.get(context.shop_name) or None):
        seen.add(page)
        with state.recording(actor="shop") as new:
            for thing in page.things:
                new.see(thing, led_to=led_to)
            gone(new, seen, page.complete)
            new.move_cursor(page.cursor)
        options.progress.advance(len(page.things) + len(page.unchanged))
        options.check_stop()
    with state.recording(actor="shop") as new:
        photos_gone(new, seen)
    return seen


def look_at(state: SyncState, writes: Sequence[Write], led_to: LedTo | None = None) -> Observation:
    """Record, freshly read, what these writes touched or made on the shop; `led_to` as in
    `ShopTransaction.see`."""
    seen = Observation()
    with state.recording(actor="shop") as new:
        for page in state.context.shop.look(writes):
            seen.add(page)
            for thing in page.things:
                new.see(thing, led_to=led_to)
        for write in writes:
            target_gone(new, write, seen)
        if any(write.kind is Kind.IMAGE for write in writes):
            photos_gone(new, seen)
    return seen


def target_gone(new: ShopTransaction, write: Write, seen: Observation) -> None:
    """What a write was about is gone, when a look did not find it."""
    if write.shop_key is None or write.kind in (Kind.IMAGE, Kind.STOCK):
        return
    ref = Ref(write.kind, write.shop_key)
    if ref not in seen.named:
        new.miss(ref)


def gone(
    new: ShopTransaction | TillTransaction, seen: Observation, complete: Iterable[Kind]
) -> None:
    """Things of these kinds are gone, since a whole observation named them not."""
    for kind in complete:
        for key in list(new.things(kind)):
            ref = Ref(kind, key)
            if ref not in seen.named:
                new.miss(ref)


def photos_gone(new: ShopTransaction, seen: Observation) -> None:
    """Photos are gone: of products that were read whole, and of products no longer there."""
    products = new.things(Kind.PRODUCT)
    images = [image for image in new.things(Kind.IMAGE).values() if isinstance(image, Image)]
    for image in images:
        ref = Ref(Kind.IMAGE, image.key)
        was_read = image.product in seen.whole_products and ref not in seen.named
        if was_read or image.product not in products:
            new.miss(ref)
