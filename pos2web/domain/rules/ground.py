"""What the rules are judged on: the till's things, the links, the shop's limits."""

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

from pos2web.domain.changes import Owner
from pos2web.domain.languages import languages_of
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
    kind_of,
)
from pos2web.domain.values import Kind, Ref, Texts

Side = Mapping[Kind, Mapping[str, AnyThing]]
"""Everything that a till or a shop holds, by kind and key."""

T = TypeVar("T")


class Ground:
    """The till's things by kind, and what judging one of them needs to know of the others."""

    def __init__(
        self, till: Side, links: Mapping[Ref, str], *, profile: ShopProfile, policy: Policy
    ) -> None:
        self.brands = cast("Mapping[str, Brand]", till.get(Kind.BRAND, {}))
        self.suppliers = cast("Mapping[str, Supplier]", till.get(Kind.SUPPLIER, {}))
        self.categories = cast("Mapping[str, Category]", till.get(Kind.CATEGORY, {}))
        self.options = cast("Mapping[str, Option]", till.get(Kind.OPTION, {}))
        self.option_values = cast("Mapping[str, OptionValue]", till.get(Kind.OPTION_VALUE, {}))
        self.products = cast("Mapping[str, Product]", till.get(Kind.PRODUCT, {}))
        self.variants = cast("Mapping[str, Variant]", till.get(Kind.VARIANT, {}))
        self.images = cast("Mapping[str, Image]", till.get(Kind.IMAGE, {}))
        self.stock = cast("Mapping[str, Stock]", till.get(Kind.STOCK, {}))
        self.profile = profile
        self.policy = policy
        self.languages = languages_of(profile, policy)
        self.name_forbidden = frozenset(profile.limits.name_forbidden)
        self.reference_forbidden = frozenset(profile.limits.reference_forbidden)
        takes_off = policy.withdrawn != "keep"
        self.withdraws = {
            kind: takes_off and policy.owner(kind, "is_active") is Owner.TILL for kind in Kind
        }
        self.linked: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        for ref in links:
            self.linked[ref.kind].add(ref.key)

    def is_shown(self, thing: Brand | Supplier | Category | Product) -> bool:
        """Whether it is on sale, or stays on the site although the till withdrew it."""
        kind = kind_of(thing)
        return thing.is_active or (not self.withdraws[kind] and thing.key in self.linked[kind])

    def texts(self, name: str | Texts) -> set[str]:
        """The different texts of a name that the shop would show."""
        return {name} if isinstance(name, str) else set(self.languages.spoken(name).values())


def shared(keys: Iterable[tuple[T, str]]) -> dict[T, list[str]]:
    """The marks that several things bear, with the keys of those things."""
    first: dict[T, str] = {}
    doubles: dict[T, list[str]] = {}
    for mark, key in keys:
        other = first.setdefault(mark, key)
        if other != key:
            doubles.setdefault(mark, [other]).append(key)
    return doubles
