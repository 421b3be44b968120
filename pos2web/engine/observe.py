"""Observe and record: what a till and a shop show, kept as the facts that are new."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.things import AnyThing, Image, Product, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.engine.house import Options
from pos2web.engine.parts import EVERY
from pos2web.engine.pictures import fingerprinted, left_unread
from pos2web.engine.settled import READING, unreadable
from pos2web.engine.world import LedTo, World
from pos2web.log import Entry
from pos2web.ports import Page, Write


@dataclass(kw_only=True)
class Seen:
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


def see_till(world: World, options: Options) -> None:
    """Observe the till; a part that trusts its pulse need not while that is as it was then.

    What could not be read then was not touched since, and stays held. Raises as `observe_till`.
    """
    pulse = world.house.till.pulse()
    if options.part.trusts_pulse and pulse is not None and pulse == world.pulse:
        for ref, held in unreadable(world.held).items():
            world.hold(ref, held.reason, by=READING)
        return
    observe_till(world, options)
    world.pulse = pulse


def observe_till(world: World, options: Options) -> Seen:
    """Record what is new at the till; hold what can't be read.

    Each page is kept with its cursor in one transaction, so a stop or a crash between two pages
    loses nothing. Raises Stopped, TransientError, CredentialsError, ProtocolError.
    """
    house, seen = world.house, Seen()
    reads_photos = Kind.IMAGE in options.part.kinds
    options.progress.phase("till", None)
    for page in house.till.observe(world.cursors.get(house.till_name) or None):
        seen.add(page)
        entries: list[Entry] = []
        for thing in page.things:
            entries += till_entries(world, thing, is_patient=not reads_photos)
        for unread in page.unreadable:
            why = Reason(Code.COULD_NOT_BE_READ, {"text": str(unread.reason)})
            world.hold(unread.ref, why, by=READING)
        entries += gone(world, house.till_name, seen, page.complete)
        entries += world.move_cursor(house.till_name, page.cursor)
        world.append(house.till_name, entries, actor="till")
        options.progress.advance(len(page.things) + len(page.unchanged))
        options.check_stop()
    hold_on(world, seen, kinds=EVERY - {Kind.IMAGE} if reads_photos else EVERY)
    if reads_photos:
        retry_photos(world)
    return seen


def till_entries(world: World, thing: AnyThing, *, is_patient: bool) -> list[Entry]:
    """What is new about a thing that the till showed.

    Who is patient leaves photos that could not be read before to those who are about photos.
    """
    till, ref = world.house.till_name, Ref(kind_of(thing), thing.key)
    if not isinstance(thing, Image):
        return [*world.release_read(ref), *world.see(till, thing)]
    held = world.held.get(ref)
    if is_patient and held is not None and held.by == READING:
        return world.see(till, left_unread(world, thing, held.reason))
    return world.see(till, fingerprinted(world, thing))


def hold_on(world: World, seen: Seen, *, kinds: frozenset[Kind]) -> None:
    """Keep holding what could not be read before and has not changed since."""
    for ref in seen.unchanged & world.held.keys():
        held = world.held[ref]
        if held.by == READING and ref.kind in kinds:
            world.hold(ref, held.reason, by=READING)


def retry_photos(world: World) -> None:
    """Read again the photos that could not be read before: a file may come without its row."""
    entries: list[Entry] = []
    for image in world.photos(world.house.till_name):
        ref = Ref(Kind.IMAGE, image.key)
        held = world.held.get(ref)
        if ref in world.holding:
            continue
        if not image.fingerprint or (held is not None and held.by == READING):
            entries += world.see(world.house.till_name, fingerprinted(world, image, again=True))
    world.append(world.house.till_name, entries, actor="till")


def observe_shop(world: World, options: Options, led_to: LedTo | None = None) -> Seen:
    """Record what is new on the shop; `led_to` as in `World.see`. Raises as `observe_till` does."""
    house, seen = world.house, Seen()
    options.progress.phase("shop", None)
    for page in house.shop.observe(world.cursors.get(house.shop_name) or None):
        seen.add(page)
        entries: list[Entry] = []
        for thing in page.things:
            entries += world.see(house.shop_name, thing, led_to=led_to)
        entries += gone(world, house.shop_name, seen, page.complete)
        entries += world.move_cursor(house.shop_name, page.cursor)
        world.append(house.shop_name, entries, actor="shop")
        options.progress.advance(len(page.things) + len(page.unchanged))
        options.check_stop()
    world.append(house.shop_name, photos_gone(world, seen), actor="shop")
    return seen


def look_at(world: World, writes: Sequence[Write], led_to: LedTo | None = None) -> Seen:
    """Record, freshly read, what these writes touched or made on the shop; `led_to` as in `World.see`."""
    house, seen = world.house, Seen()
    entries: list[Entry] = []
    for page in house.shop.look(writes):
        seen.add(page)
        for thing in page.things:
            entries += world.see(house.shop_name, thing, led_to=led_to)
    for write in writes:
        entries += target_gone(world, write, seen)
    if any(write.kind is Kind.IMAGE for write in writes):
        entries += photos_gone(world, seen)
    world.append(house.shop_name, entries, actor="shop")
    return seen


def target_gone(world: World, write: Write, seen: Seen) -> list[Entry]:
    """The fact that what a write was about is gone, when a look did not find it."""
    if write.shop_key is None or write.kind in (Kind.IMAGE, Kind.STOCK):
        return []
    ref = Ref(write.kind, write.shop_key)
    return [] if ref in seen.named else world.miss(world.house.shop_name, ref)


def gone(world: World, connection: str, seen: Seen, complete: Iterable[Kind]) -> list[Entry]:
    """The facts that things of these kinds are gone, since a whole observation named them not."""
    entries: list[Entry] = []
    for kind in complete:
        for key in list(world.side(connection)[kind]):
            ref = Ref(kind, key)
            if ref not in seen.named:
                entries += world.miss(connection, ref)
    return entries


def photos_gone(world: World, seen: Seen) -> list[Entry]:
    """The facts that photos are gone: of products read whole, and of products no longer there."""
    entries: list[Entry] = []
    products = world.site[Kind.PRODUCT]
    for image in world.photos(world.house.shop_name):
        ref = Ref(Kind.IMAGE, image.key)
        was_read = image.product in seen.whole_products and ref not in seen.named
        if was_read or image.product not in products:
            entries += world.miss(world.house.shop_name, ref)
    return entries
