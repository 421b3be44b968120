"""Which things on a shop are the till's, although no link says so yet."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar, cast

import msgspec

from pos2web.domain.ordering import natural
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Option,
    OptionValue,
    Product,
    Supplier,
    Variant,
)
from pos2web.domain.tree import loose, parents_first
from pos2web.domain.values import Kind, Ref, ShopKey, Texts, nfc

T = TypeVar("T", bound=AnyThing)

Marks = Iterable[Hashable]
"""What a thing may be recognised by; one mark in common is enough."""


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the till is this one of the shop. `how` says what they have in common.

    `instead_of` is the till's thing that was linked to it before and is gone.
    """

    ref: Ref
    shop_key: ShopKey
    how: str
    instead_of: Ref | None = None


class Ambiguity(msgspec.Struct, frozen=True, kw_only=True):
    """A thing could be matched in more than one way; `reason` says which was taken."""

    ref: Ref
    reason: str


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was recognised, and what a person may want to look at."""

    adoptions: tuple[Adoption, ...] = ()
    ambiguous: tuple[Ambiguity, ...] = ()


def adopt(till: Side, site: Side, links: Mapping[Ref, str]) -> Adopted:
    """Recognise what is on the shop already, for the till's things that have no link to it.

    Of several candidates the lowest key is taken, so that there is never one more of them; a
    thing of the shop is only taken once. A link to what is gone from the shop is no link, and
    what was linked to something gone from the till may be taken. Photos are not looked at.
    """
    matching = _Matching(till, site, links)
    _match_shelves(matching)
    _match_products(matching)
    _match_variants(matching)
    return Adopted(adoptions=tuple(matching.adoptions), ambiguous=tuple(matching.ambiguous))


class _Matching:
    """The links as they grow, and what is still free on both sides."""

    def __init__(self, till: Side, site: Side, links: Mapping[Ref, str]) -> None:
        self.till = till
        self.site = site
        self.adoptions: list[Adoption] = []
        self.ambiguous: list[Ambiguity] = []
        self.shop_keys: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        self.bereft: dict[Ref, Ref] = {}
        for ref, shop_key in links.items():
            if shop_key not in site.get(ref.kind, {}):
                continue
            if ref.key in till.get(ref.kind, {}):
                self.shop_keys[ref.kind][ref.key] = shop_key
            else:
                self.bereft[Ref(ref.kind, shop_key)] = ref
        self.taken = {kind: set(keys.values()) for kind, keys in self.shop_keys.items()}

    def shop_key(self, kind: Kind, key: str | None) -> str | None:
        """The shop's key of a till's thing, as far as it is linked by now."""
        return self.shop_keys[kind].get(key or "")

    def match(
        self,
        kind: Kind,
        how: str,
        *,
        ours: Callable[[T], Marks],
        theirs: Callable[[T], Marks],
        order: Iterable[str] | None = None,
    ) -> None:
        """Link the till's free things of a kind to the shop's that bear one of their marks."""
        till = cast("Mapping[str, T]", self.till.get(kind, {}))
        linked = self.shop_keys[kind]
        free = [key for key in order or sorted(till, key=natural) if key not in linked]
        if not free:
            return
        bearers = self._bearers(kind, theirs)
        for key in free if bearers else ():
            marks = ours(till[key])
            found = {each for mark in marks for each in bearers.get(mark, ())}
            if found:
                self._take(Ref(kind, key), sorted(found, key=natural), how)

    def _bearers(self, kind: Kind, theirs: Callable[[T], Marks]) -> dict[Hashable, list[str]]:
        site = cast("Mapping[str, T]", self.site.get(kind, {}))
        bearers: dict[Hashable, list[str]] = {}
        for key in site.keys() - self.taken[kind]:
            for mark in theirs(site[key]):
                bearers.setdefault(mark, []).append(key)
        return bearers

    def _take(self, ref: Ref, candidates: list[str], how: str) -> None:
        free = [key for key in candidates if key not in self.taken[ref.kind]]
        if not free:
            reason = f"what is on the site ({how}) belongs to another one of the till already"
            self.ambiguous.append(Ambiguity(ref=ref, reason=reason))
            return
        if len(free) > 1:
            reason = f"the site has {len(free)} ({how}): {', '.join(free)}; {free[0]} was taken"
            self.ambiguous.append(Ambiguity(ref=ref, reason=reason))
        taken = free[0]
        self.taken[ref.kind].add(taken)
        self.shop_keys[ref.kind][ref.key] = taken
        before = self.bereft.get(Ref(ref.kind, taken))
        self.adoptions.append(
            Adoption(ref=ref, shop_key=ShopKey(taken), how=how, instead_of=before)
        )


def _match_shelves(matching: _Matching) -> None:
    by_name = "adopted by name"
    for kind in (Kind.BRAND, Kind.SUPPLIER):
        matching.match(kind, by_name, ours=_maker_names, theirs=_maker_names)
    _match_categories(matching)
    matching.match(Kind.OPTION, by_name, ours=_option_names, theirs=_option_names)

    def value_names(value: OptionValue) -> Marks:
        return _under(matching.shop_key(Kind.OPTION, value.option), value.name)

    matching.match(
        Kind.OPTION_VALUE,
        by_name,
        ours=value_names,
        theirs=lambda value: _under(value.option, value.name),
    )


def _match_categories(matching: _Matching) -> None:
    """By path: a category can only be found below the one that its parent is linked to."""
    categories = cast("Mapping[str, Category]", matching.till.get(Kind.CATEGORY, {}))
    in_order = sorted(categories.values(), key=lambda category: natural(category.key))

    def path(category: Category) -> Marks:
        if category.parent is None:
            return _under("", category.name)
        return _under(matching.shop_key(Kind.CATEGORY, category.parent), category.name)

    matching.match(
        Kind.CATEGORY,
        "adopted by path",
        ours=path,
        theirs=lambda category: _under(category.parent or "", category.name),
        order=[each.key for each in parents_first(in_order, tops=loose(categories))],
    )


def _match_products(matching: _Matching) -> None:
    def place(product: Product) -> Marks:
        main = product.categories[0] if product.categories else None
        shop_main = matching.shop_key(Kind.CATEGORY, main)
        return _under("" if main is None else shop_main, product.name)

    by_reference = "adopted by reference"
    for reference in (_reference, _folded_reference):
        matching.match(Kind.PRODUCT, by_reference, ours=reference, theirs=reference)
    matching.match(Kind.PRODUCT, "adopted by EAN", ours=_ean, theirs=_ean)
    matching.match(
        Kind.PRODUCT, "adopted by category and name", ours=place, theirs=_place_when_unmarked
    )


def _match_variants(matching: _Matching) -> None:
    def within(marks: Callable[[Variant], Marks]) -> Callable[[Variant], Marks]:
        def ours(variant: Variant) -> Marks:
            product = matching.shop_key(Kind.PRODUCT, variant.product)
            return [(product, mark) for mark in marks(variant)] if product else []

        return ours

    def options(variant: Variant) -> Marks:
        shop_keys = [matching.shop_key(Kind.OPTION_VALUE, key) for key in variant.options]
        return [frozenset(shop_keys)] if shop_keys and None not in shop_keys else []

    for how, ours, theirs in (
        ("adopted by reference", _reference, _reference),
        ("adopted by reference", _folded_reference, _folded_reference),
        ("adopted by EAN", _ean, _ean),
        ("adopted by options", options, lambda variant: [frozenset(variant.options)]),
    ):
        matching.match(Kind.VARIANT, how, ours=within(ours), theirs=_of_product(theirs))


def _of_product(marks: Callable[[Variant], Marks]) -> Callable[[Variant], Marks]:
    return lambda variant: [(variant.product, mark) for mark in marks(variant)]


def _maker_names(maker: Brand | Supplier) -> Marks:
    return _folded([maker.name])


def _option_names(option: Option) -> Marks:
    return _folded(option.name.values())


def _under(place: str | None, name: Texts) -> Marks:
    """A name in any language, at a place; none when the place is not on the shop."""
    return [] if place is None else [(place, text) for text in _folded(name.values())]


def _reference(thing: Product | Variant) -> Marks:
    return _nonempty([thing.reference.strip()])


def _folded_reference(thing: Product | Variant) -> Marks:
    return _folded([thing.reference])


def _ean(thing: Product | Variant) -> Marks:
    return _nonempty([thing.ean.strip()])


def _place_when_unmarked(product: Product) -> Marks:
    """On the shop, a name only counts where there is neither reference nor EAN to go by."""
    if product.reference.strip() or product.ean.strip():
        return []
    return _under(product.categories[0] if product.categories else "", product.name)


def _folded(texts: Iterable[str]) -> Iterator[str]:
    return _nonempty(nfc(text).strip().casefold() for text in texts)


def _nonempty(texts: Iterable[str]) -> Iterator[str]:
    return filter(None, texts)
