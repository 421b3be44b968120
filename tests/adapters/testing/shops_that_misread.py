"""Shops that break one promise of reading each; the kit must tell every one of them."""

from collections.abc import Iterator, Sequence

import msgspec

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.adapters.memory.worlds import ClosedShop
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import AnyThing, Image, Product, Variant
from pos2web.domain.values import Kind, Ref
from pos2web.errors import ProtocolError, TransientError
from pos2web.ports import Finding, Outcome, Page, Write


def changed(page: Page, **fields: object) -> Page:
    """The page with other fields."""
    return msgspec.structs.replace(page, **fields)


class LooksForOneOnly(MemoryShop):
    """Finds the first that could be the one, and no others."""

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        return (changed(page, things=page.things[:1]) for page in super().look(writes))


class LooksInItsMemory(MemoryShop):
    """Answers a look with what it saw at the first one."""

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        self._seen: dict[str, list[Page]] = getattr(self, "_seen", {})
        known = str([(write.kind, write.shop_key, write.thing.key) for write in writes])
        if known not in self._seen:
            self._seen[known] = list(super().look(writes))
        yield from self._seen[known]


class ForgetsPhotosOfProducts(MemoryShop):
    """Looks at products without their photos."""

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        for page in super().look(writes):
            yield changed(
                page, things=tuple(each for each in page.things if not isinstance(each, Image))
            )


class CompletesWhatItLooksAt(MemoryShop):
    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        return (changed(page, complete=(Kind.PRODUCT,)) for page in super().look(writes))


class MixesKinds(MemoryShop):
    """Yields variants before their products."""

    def observe(self, since: str | None) -> Iterator[Page]:
        pages = list(super().observe(since))
        yield from (page for page in pages if any(isinstance(t, Variant) for t in page.things))
        yield from (page for page in pages if not any(isinstance(t, Variant) for t in page.things))


class SleepsThroughStock(MemoryShop):
    """Doesn't see changes of stock after a cursor."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            stocks = [each for each in page.things if "quantity" in each.__struct_fields__]
            if since is None or not stocks:
                yield page
            else:
                yield Page(unchanged=tuple(Ref(Kind.STOCK, each.key) for each in stocks))


class CountsNothing(MemoryShop):
    @property
    def calls(self) -> int:
        return 0


class NeverForgets(MemoryShop):
    """Shows in a look what was there once."""

    once: dict[Ref, AnyThing]

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        self.once = getattr(self, "once", {}) | self.contents()
        yield from super().look(writes)
        keys = {Ref(write.kind, write.shop_key or "") for write in writes}
        yield Page(
            things=tuple(self.once[key] for key in keys - self.contents().keys() & self.once.keys())
        )

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        self.once = getattr(self, "once", {}) | self.contents()
        return super().apply(writes)


class LooksByReferenceAlone(MemoryShop):
    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        return super().look(
            [msgspec.structs.replace(w, thing=without_ean(w.thing)) for w in writes]
        )


def without_ean(thing: AnyThing) -> AnyThing:
    """The thing, a product without its EAN."""
    return msgspec.structs.replace(thing, ean="") if isinstance(thing, Product) else thing


class ForgetsTheGone(MemoryShop):
    """Never says that a kind is complete."""

    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, complete=()) for page in super().observe(since))


class CompletesTooEarly(MemoryShop):
    def observe(self, since: str | None) -> Iterator[Page]:
        yield Page(complete=(Kind.PRODUCT,))
        yield from super().observe(since)


class NamesTwice(MemoryShop):
    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(page, complete=(), cursor=None, unchanged=(), unreadable=())
            yield page


class NamesOnlyWhatChanged(MemoryShop):
    def observe(self, since: str | None) -> Iterator[Page]:
        return (changed(page, unchanged=()) for page in super().observe(since))


class NamesTheGone(MemoryShop):
    """Goes on naming what was deleted."""

    gone: tuple[Ref, ...] = ()

    def remove(self, ref: Ref) -> None:
        self.gone += (ref,)
        super().remove(ref)

    def observe(self, since: str | None) -> Iterator[Page]:
        yield Page(unchanged=self.gone)
        yield from super().observe(since)


class SeesOtherwiseEachTime(MemoryShop):
    """Shows more in stock at every reading."""

    readings = 0

    def observe(self, since: str | None) -> Iterator[Page]:
        self.readings += 1
        for page in super().observe(since):
            yield changed(page, things=tuple(map(self._heavier, page.things)))

    def _heavier(self, thing: AnyThing) -> AnyThing:
        if not isinstance(thing, Product):
            return thing
        return msgspec.structs.replace(thing, weight=thing.weight + self.readings)


class SleepsThroughNews(MemoryShop):
    """Doesn't see what was made after a cursor."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            new = [each for each in page.things if since and isinstance(each, Product)]
            yield changed(page, things=tuple(each for each in page.things if each not in new))


class HidesPhotos(MemoryShop):
    """Yields a product without its photos."""

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in super().observe(since):
            yield changed(
                page,
                things=tuple(each for each in page.things if not isinstance(each, Image)),
                unchanged=tuple(ref for ref in page.unchanged if ref.kind is not Kind.IMAGE),
            )


class SpeaksNoLanguageOfItsOwn(MemoryShop):
    def profile(self) -> ShopProfile:
        return msgspec.structs.replace(super().profile(), default_language="nl")


class ChecksNothing(MemoryShop):
    def check(self) -> Iterator[Finding]:
        return iter(())


class BreaksOnSecondClose(MemoryShop):
    is_closed = False

    def close(self) -> None:
        if self.is_closed:
            raise ProtocolError("closed already")
        self.is_closed = True


class OpenToStrangers(ClosedShop):
    """Lets anybody read."""

    def observe(self, since: str | None) -> Iterator[Page]:
        return MemoryShop.observe(self, since)


class BusyForStrangers(ClosedShop):
    """Takes a wrong key for a busy shop."""

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        raise TransientError(f"try {len(writes)} writes again later")


class FriendlyToStrangers(ClosedShop):
    """Finds nothing wrong with a wrong key."""

    def check(self) -> Iterator[Finding]:
        return MemoryShop.check(self)


CAUGHT_BY: dict[type[MemoryShop], str] = {
    LooksForOneOnly: "test_a_look_finds_every_product_that_could_be_the_one",
    LooksInItsMemory: "test_a_look_reads_afresh",
    LooksByReferenceAlone: "test_a_look_finds_a_product_by_its_ean_alone",
    NeverForgets: "test_a_look_does_not_show_what_is_gone",
    ForgetsPhotosOfProducts: "test_a_look_shows_a_product_with_all_of_its_photos",
    CompletesWhatItLooksAt: "test_a_look_completes_nothing",
    MixesKinds: "test_kinds_come_in_the_order_in_which_things_are_made",
    ForgetsTheGone: "test_all_but_photos_is_complete_in_the_end",
    CompletesTooEarly: "test_a_kind_is_complete_only_when_all_of_it_was_named",
    NamesTwice: "test_a_thing_is_named_once",
    NamesOnlyWhatChanged: "test_what_did_not_change_is_still_named",
    NamesTheGone: "test_what_is_gone_is_not_named",
    SeesOtherwiseEachTime: "test_what_is_seen_twice_is_seen_the_same",
    SleepsThroughStock: "test_a_change_of_stock_after_any_cursor_is_yielded",
    SleepsThroughNews: "test_what_was_made_after_a_cursor_is_yielded",
    HidesPhotos: "test_a_product_seen_whole_comes_with_all_of_its_photos",
    SpeaksNoLanguageOfItsOwn: "test_the_profile_says_what_planning_needs",
    ChecksNothing: "test_a_shop_in_order_has_no_problem",
    CountsNothing: "test_calls_are_counted",
    BreaksOnSecondClose: "test_it_may_be_closed_twice",
}
"""Each broken shop with the test that is made to tell it."""

STRANGERS_CAUGHT_BY: dict[type[MemoryShop], str] = {
    OpenToStrangers: "test_an_unknown_key_reads_nothing",
    BusyForStrangers: "test_an_unknown_key_writes_nothing",
    FriendlyToStrangers: "test_a_check_tells_of_an_unknown_key",
}
"""Each shop that is broken only for who has the wrong key."""
