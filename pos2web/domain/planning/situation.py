"""Till and shop side by side, joined by links, with what follows from that for each thing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from pos2web.domain.changes import Owner
from pos2web.domain.plain import canonical, plain, same
from pos2web.domain.planning.pinned import UNPINNED, Pinned, of_ours, switched
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.rules import Ground, judge
from pos2web.domain.rules.ground import Side
from pos2web.domain.selling import (
    FREE,
    UNRULED,
    Offer,
    Offers,
    Scope,
    SellingInstant,
    Window,
    WindowState,
)
from pos2web.domain.shop_prices import priced
from pos2web.domain.things import TYPE_OF, AnyThing, Product, Stock
from pos2web.domain.tree import loose, parents_first
from pos2web.domain.values import Kind, Ref

FOREIGN = "#"
"""Stands before a shop key where a till key is wanted and there is none."""

Sent = Mapping[Ref, Mapping[str, Any]]
Echoes = Mapping[Ref, Mapping[str, tuple[str, str]]]


class WriteHistory(NamedTuple):
    """By the shop's thing and field: the last value that we wrote, what we sent and the shop shows
    for it (both as JSON text), and what it showed, not of ours, before we wrote it last."""

    sent: Sent
    echoes: Echoes
    found: Sent


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan is about: things of these kinds, and whether products are shown and for sale."""

    kinds: frozenset[Kind] = frozenset(Kind)
    offers: bool = True


NOTHING_SENT: Mapping[str, Any] = {}
NO_ECHOES: Mapping[str, tuple[str, str]] = {}

REQUIRED = {
    kind: frozenset(f.name for f in msgspec.structs.fields(record) if f.required) - {"key"}
    for kind, record in TYPE_OF.items()
}
"""Without these fields there is no record."""


RULED = ("is_for_sale", "sale_note")
"""Fields of a product about which only rules say something."""

USUAL = {"is_for_sale": True, "sale_note": {}}
"""What they are where no rule ever said anything."""


class LastWritten:
    """What was written to one of the shop's things, and how the shop shows it.

    `found` is what fields showed that was not ours, before we wrote them last.
    """

    def __init__(
        self,
        known: AnyThing,
        sent: Mapping[str, Any],
        echoes: Mapping[str, tuple[str, str]],
        found: Mapping[str, Any] = NOTHING_SENT,
    ) -> None:
        self.known = known
        self.sent = sent
        self.echoes = echoes
        self.found = found

    def has_ours(self, field: str) -> bool:
        """Whether the shop shows in this field what we sent last, or its way of writing that."""
        if field not in self.sent:
            return False
        sent, shown = self.sent[field], plain(getattr(self.known, field))
        return same(sent, shown) or self.is_echo(field, sent, shown)

    def is_echo(self, field: str, want: Any, have: Any) -> bool:
        """Whether the shop is known to show `have` when it is sent `want`."""
        echo = self.echoes.get(field)
        return echo is not None and echo == (canonical(want), canonical(have))


class Situation:
    """Both sides and the links between them. Keys are the till's unless they are called shop keys.

    `present` is on the shop or will be once the plan is carried out; `carried` are the products
    that are kept in step with all that belongs to them, and `sold` those whose stock is. What is
    pinned as on sale or not, and the prices that the shop asks, count as if the till said them.
    """

    def __init__(  # noqa: PLR0913 - everything that is known, by name
        self,
        till: Side,
        site: Side,
        links: Mapping[Ref, str],
        *,
        profile: ShopProfile,
        policy: Policy,
        offers: Offers | None = None,
        pins: Pinned = UNPINNED,
    ) -> None:
        self.pins = of_ours(pins, policy)
        till = priced(switched(till, self.pins), policy)
        self.ground = Ground(till, links, profile=profile, policy=policy)
        self.verdict = judge(self.ground)
        self.till = {kind: till.get(kind, {}) for kind in Kind}
        self.site = {kind: site.get(kind, {}) for kind in Kind}
        self.profile, self.policy = profile, policy
        self.offers = offers or unruled(profile, policy)
        self._offered: dict[str, Offer] = {}
        self._stocks: dict[str, tuple[Stock, ...]] | None = None
        self._join(links)
        self._count_in()
        self.owned = {kind: self._fields(kind, {Owner.TILL}) for kind in Kind}
        self.ruled = tuple(
            field for field in RULED if policy.owner(Kind.PRODUCT, field) in (Owner.TILL, Owner.WEB)
        )
        anybody = {Owner.TILL, Owner.WEB, Owner.CREATION}
        self.made = {kind: self._fields(kind, anybody, REQUIRED[kind]) for kind in Kind}

    def _join(self, links: Mapping[Ref, str]) -> None:
        """Sort the links: those of the till's things, and those whose thing is gone there.

        Where both a gone thing and another one have the same shop key, it is the other's.
        """
        self.shop_keys: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        self.till_keys: dict[Kind, dict[str, str]] = {kind: {} for kind in Kind}
        bereft: list[tuple[Ref, str]] = []
        for ref, shop_key in links.items():
            if shop_key not in self.site[ref.kind]:
                continue
            if ref.key not in self.till[ref.kind]:
                bereft.append((ref, shop_key))
                continue
            self.shop_keys[ref.kind][ref.key] = shop_key
            self.till_keys[ref.kind][shop_key] = ref.key
        self.gone: list[tuple[Ref, str]] = []
        for ref, shop_key in bereft:
            if self.till_keys[ref.kind].setdefault(shop_key, ref.key) == ref.key:
                self.gone.append((ref, shop_key))

    def _count_in(self) -> None:
        held, linked, ground = self.verdict.held, self.shop_keys, self.ground
        keeps = not ground.withdraws[Kind.PRODUCT]
        self.carried = {
            key
            for key, product in ground.products.items()
            if key not in held[Kind.PRODUCT]
            and (product.is_active or (keeps and key in linked[Kind.PRODUCT]))
        }
        self.present: dict[Kind, set[str]] = {kind: set(linked[kind]) for kind in Kind}
        for kind in (Kind.OPTION, Kind.OPTION_VALUE):
            self.present[kind] |= self.till[kind].keys() - held[kind]
        for kind, makers in ((Kind.BRAND, ground.brands), (Kind.SUPPLIER, ground.suppliers)):
            active = {key for key, maker in makers.items() if maker.is_active}
            self.present[kind] |= active - held[kind]
        self.present[Kind.PRODUCT] |= self.carried
        self.present[Kind.VARIANT] |= {
            key for key, variant in ground.variants.items() if variant.product in self.carried
        } - held[Kind.VARIANT]
        self.sold = {
            key for key in self.present[Kind.PRODUCT] if keeps or ground.products[key].is_active
        }
        self._count_in_categories()

    def _count_in_categories(self) -> None:
        """An unlinked category is on the shop when it is active and its parent is there."""
        categories, held = self.ground.categories, self.verdict.held[Kind.CATEGORY]
        there = self.present[Kind.CATEGORY]
        self.depths: dict[str, int] = {}
        for category in parents_first(categories.values(), tops=loose(categories)):
            parent = category.parent
            self.depths[category.key] = self.depths.get(parent or "", 0) + 1
            is_welcome = category.is_active and category.key not in held
            if is_welcome and (parent is None or parent in there):
                there.add(category.key)

    def _fields(
        self, kind: Kind, owners: set[Owner], always: frozenset[str] = frozenset()
    ) -> tuple[str, ...]:
        return tuple(
            field
            for field in TYPE_OF[kind].__struct_fields__
            if field not in ("key", *self.profile.lacks.get(kind, ()))
            and (field in always or self.policy.owner(kind, field) in owners)
        )

    def offer(self, product: Product) -> Offer:
        """What the site should offer of one of the till's products."""
        if not self.offers.rules_products:
            return FREE
        offer = self._offered.get(product.key)
        if offer is None:
            stocks = self.stocks.get(product.key, ())
            offer = self._offered[product.key] = self.offers.of(product, stocks)
        return offer

    @property
    def stocks(self) -> Mapping[str, tuple[Stock, ...]]:
        """The stocks that count, by product: of one with variants only theirs."""
        if self._stocks is None:
            self._stocks = _by_product(self.ground)
        return self._stocks

    def is_there(self, kind: Kind, key: str) -> bool:
        """Whether a till's thing is on the shop or will be; a foreign one, whether it is there."""
        if key.startswith(FOREIGN):
            return key.removeprefix(FOREIGN) in self.site[kind]
        return key in self.present[kind]

    def till_key(self, kind: Kind, shop_key: str) -> str:
        """The till's key of something on the shop, or its shop key marked as foreign."""
        return self.till_keys[kind].get(shop_key) or FOREIGN + shop_key


def unruled(profile: ShopProfile, policy: Policy) -> Offers:
    """Offers where nothing is ruled: everything is sold as the till has it."""
    return Offers(
        UNRULED,
        SellingInstant(now=datetime.min.replace(tzinfo=UTC), state_of=_always),
        categories={},
        is_whole=profile.limits.quantity_is_whole,
        manages_stock=policy.manages_stock,
    )


def _always(_scope: Scope, _window: Window) -> WindowState:
    return WindowState(is_open=True)


def _by_product(ground: Ground) -> dict[str, tuple[Stock, ...]]:
    found: dict[str, list[Stock]] = {}
    with_variants = {variant.product for variant in ground.variants.values()}
    for stock in ground.stock.values():
        if stock.variant is not None or stock.product not in with_variants:
            found.setdefault(stock.product, []).append(stock)
    return {product: tuple(stocks) for product, stocks in found.items()}
