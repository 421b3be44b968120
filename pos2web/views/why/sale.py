"""Why a product is on sale or not: the rules that reach it, which of them decides, what is shown."""

from typing import NamedTuple

import msgspec

from pos2web.domain.reasons import Reason
from pos2web.domain.selling import Offer, OutOfStock, Scope, SoldOut, Window, WindowState
from pos2web.domain.things import Product
from pos2web.domain.values import Kind, Ref
from pos2web.projections import holds, links, pins, site
from pos2web.views.selling.catalogue import SellingCatalogue


class SnoozeRule(NamedTuple):
    """Who declared it sold out, and whether that is over."""

    scope: Scope
    rule: SoldOut


class SaleView(msgspec.Struct, frozen=True, kw_only=True):
    """What decides about a product's sale. `offer` is what the site should show of it now, and
    `is_shown` whether it should at all; `on_site` is None where the product is not there.

    `window`, `out_of_stock` and `sold_out` are the rules that decide of each sort, and whose they are.
    `is_empty`: the site can sell none of it.
    """

    product: Product
    offer: Offer
    is_shown: bool
    is_empty: bool
    held: Reason | None
    on_site: Product | None
    window: tuple[Scope, Window] | None
    state: WindowState | None
    out_of_stock: tuple[Scope, OutOfStock] | None
    sold_out: SnoozeRule | None
    is_sold_out_over: bool


def sale_of(catalogue: SellingCatalogue, product: Product) -> SaleView:
    """How a product stands at the catalogue's instant."""
    decide = catalogue.offers.reach.decide
    window, snooze = decide(catalogue.selling.windows, product), _snooze(catalogue, product)
    until = None if snooze is None else snooze.rule.until
    settings = catalogue.settings
    held = holds.of_shop(catalogue.models, settings.till.name, settings.shop.name).get(
        _ref(product)
    )
    offer = catalogue.offers.of(product, catalogue.stocks_of(product))
    return SaleView(
        product=product,
        offer=offer,
        is_shown=offer.is_shown and _is_active(catalogue, product),
        is_empty=_is_empty(catalogue, product),
        held=None if held is None else held.reason,
        on_site=_on_site(catalogue, product),
        window=window,
        state=None if window is None else catalogue.state(window[1]),
        out_of_stock=decide(catalogue.selling.out_of_stock, product),
        sold_out=snooze,
        is_sold_out_over=until is not None and until <= catalogue.now,
    )


def _ref(product: Product) -> Ref:
    return Ref(Kind.PRODUCT, product.key)


def _on_site(catalogue: SellingCatalogue, product: Product) -> Product | None:
    shop = catalogue.settings.shop.name
    link = links.find(catalogue.models, shop, _ref(product))
    if link is None:
        return None
    shown = site.find(catalogue.models, shop, Ref(Kind.PRODUCT, link.shop_key))
    return shown if isinstance(shown, Product) else None


def _is_active(catalogue: SellingCatalogue, product: Product) -> bool:
    """Whether the till, or a pin in its place, has it on sale."""
    of = _ref(product)
    one = pins.standing(catalogue.models, catalogue.settings.shop.name, of).get((of, "is_active"))
    return product.is_active if one is None else bool(one.pin.value)


def _snooze(catalogue: SellingCatalogue, product: Product) -> SnoozeRule | None:
    """What is declared sold out and reaches it: one that lasts, else one that is over."""
    lasting = {
        scope: rule
        for scope, rule in catalogue.selling.sold_out.items()
        if rule.until is None or rule.until > catalogue.now
    }
    decide = catalogue.offers.reach.decide
    found = decide(lasting, product) or decide(catalogue.selling.sold_out, product)
    return None if found is None else SnoozeRule(*found)


def _is_empty(catalogue: SellingCatalogue, product: Product) -> bool:
    stocks = catalogue.stocks_of(product) if catalogue.settings.policy.manages_stock else ()
    return bool(stocks) and all(catalogue.offers.stock(product, each).sent <= 0 for each in stocks)
