"""What a site should show of one thing at a moment, and whether it does: by its own streams.

What it should show is worked out as a plan does (`domain.planning.astray`), here of one thing with
its surroundings, in the time that those take; what keeps it off the site is told by what holds it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import assert_never

from pos2web.domain.changes import FieldChange, Owner
from pos2web.domain.fields import FORM_OF, KIND_NAMED, Form
from pos2web.domain.planning import WriteHistory
from pos2web.domain.planning.astray import astray, last_written
from pos2web.domain.planning.situation import Situation
from pos2web.domain.policy import Policy
from pos2web.domain.pricing import net
from pos2web.domain.profile import profile_of
from pos2web.domain.selling import Offer, Offers, Scope, SellingInstant, Sum, Window, WindowState
from pos2web.domain.shop_prices import shop_price, shop_surcharge
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
)
from pos2web.domain.values import Kind, Money, Ref
from pos2web.history.past.as_of import Sides, shelves, sold
from pos2web.history.past.past_log import PastLog
from pos2web.history.why.surroundings import surroundings

State = Callable[[Window, datetime], WindowState]
"""Whether a window is open at an instant, by the merchant's clock."""

PRICES = frozenset(name for name, form in FORM_OF.items() if form is Form.PRICE)


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One thing of the till at a moment, and by which rules the shop should show it."""

    past: PastLog
    sides: Sides
    policy: Policy
    state: State

    @property
    def thing(self) -> AnyThing | None:
        """As the till has it; None when it hasn't."""
        known = self.sides.till
        return None if known is None or known.is_gone else known.thing

    @property
    def shown(self) -> AnyThing | None:
        """As the site shows it; None when it doesn't."""
        known = self.sides.site
        return None if known is None or known.is_gone else known.thing

    @cached_property
    def product(self) -> Product | None:
        """The product that rules look at: itself, or the one that it belongs to."""
        return sold(self.past, self.sides.ref)[0]

    @cached_property
    def offers(self) -> Offers:
        """The rules that reach it, at that moment. Every shop so far counts whole pieces."""
        product = self.product
        categories: Mapping[str, Category] = {}
        scopes: list[Scope] = []
        if product is not None:
            categories = shelves(self.past, product)
            variants = {count.stock.variant for count in self.sides.counts}
            variants |= {sold(self.past, self.sides.ref)[1]}
            reach = Offers(self.past.selling([]), self._moment, categories=categories).reach
            for variant in variants:
                scopes += reach.scopes(product, variant)
        return Offers(
            self.past.selling(dict.fromkeys(scopes)),
            self._moment,
            categories=categories,
            manages_stock=self.policy.manages_stock,
        )

    @property
    def _moment(self) -> SellingInstant:
        at, state = self.past.at, self.state
        return SellingInstant(now=at, state_of=lambda _scope, window: state(window, at))

    @cached_property
    def offer(self) -> Offer:
        """What the site should offer of the product. Of one with variants only their stock counts."""
        assert self.product is not None  # noqa: S101 - only asked of products
        stocks = [count.stock for count in self.sides.counts]
        of_variants = [stock for stock in stocks if stock.variant is not None]
        return self.offers.of(self.product, tuple(of_variants or stocks))

    @property
    def is_empty(self) -> bool:
        """Whether the site can sell none of the product."""
        stocks = [count.stock for count in self.sides.counts]
        return bool(stocks) and all(self._left(stock) <= 0 for stock in stocks)

    def _left(self, stock: Stock) -> Decimal:
        assert self.product is not None  # noqa: S101 - only asked of products
        return self.offers.stock(self.product, stock).sent

    @property
    def sum(self) -> Sum | None:
        """What the site should be told of a stock."""
        if not isinstance(self.thing, Stock) or self.product is None:
            return None
        return self.offers.stock(self.product, self.thing)

    @property
    def rate(self) -> Decimal | None:
        """The rate of tax that a price is converted at."""
        product = self.product
        return None if product is None else product.tax_rate

    def is_ours(self, field: str) -> bool:
        """Whether a field is ever written: stock isn't where it is not managed."""
        owner = self.policy.owner(self.sides.ref.kind, field)
        is_managed = field != "quantity" or self.policy.manages_stock
        return is_managed and owner is not Owner.SHOP

    def is_met(
        self, field: str, sent: FieldChange | None = None, echo: tuple[str, str] | None = None
    ) -> bool | None:
        """Whether the site shows in a field what it should; None where that is not ours to say.

        `sent` is our last write of it: what was never written is the site's where the till says
        nothing. `echo` is what was sent and the shop's way of writing that.
        """
        thing, shown = self.thing, self.shown
        if shown is None:
            return None
        have = getattr(shown, field)
        if thing is None:
            is_off = field == "is_active" and self.policy.withdrawn != "keep"
            return not have if is_off else None
        if field == "is_active" and not self._is_on_sale:
            return self._is_off_as_it_should_be
        if field != "is_active" and not self._is_carried:
            return None
        if not self._is_decided(field):
            return None
        return field not in {step.field for step in self._astray(field, sent, echo)}

    def _astray(
        self, field: str, sent: FieldChange | None, echo: tuple[str, str] | None
    ) -> tuple[FieldChange, ...]:
        """What a plan would change of it, as far as one field's last write tells."""
        assert self.thing is not None and self.sides.shop_key is not None  # noqa: S101, PT018 - it is on both sides
        around = surroundings(self.past, self.sides, self._named(sent))
        there = Ref(self.sides.ref.kind, self.sides.shop_key)
        told = WriteHistory(
            {} if sent is None else {there: {field: sent.after}},
            {} if echo is None else {there: {field: echo}},
            {},
        )
        situation = Situation(
            around.till,
            around.site,
            around.links,
            profile=profile_of(around.site, self.policy),
            policy=self.policy,
            offers=self.offers,
            pins=around.pins,
        )
        thing = situation.till[there.kind][self.sides.ref.key]
        return astray(situation, thing, last_written(situation, there, thing.key, told), (field,))

    def _named(self, sent: FieldChange | None) -> list[Ref]:
        """What our last write of a field named, be it no longer named by the till."""
        kind = None if sent is None else KIND_NAMED.get(sent.field)
        if sent is None or kind is None or not sent.after:
            return []
        return [
            Ref(kind, key) for key in ([sent.after] if isinstance(sent.after, str) else sent.after)
        ]

    def _is_decided(self, field: str) -> bool:
        """Whether somebody says what the site should show: of some fields only rules do, or a pin."""
        if field == "quantity":
            return self.sum is not None and self.policy.manages_stock
        if field not in ("is_for_sale", "sale_note") or field in self.sides.pins:
            return True
        return field == "is_for_sale" and self.offer.has_sale_rule

    @property
    def _is_on_sale(self) -> bool:
        """Whether it is to be bought or seen, as the till has it or it is pinned."""
        pin = self.sides.pins.get("is_active")
        return bool(getattr(self.thing, "is_active", True) if pin is None else pin.value)

    @property
    def _is_off_as_it_should_be(self) -> bool | None:
        """What is withdrawn is off the site; None where it is left there as it is."""
        is_kept = self.policy.withdrawn == "keep" and "is_active" not in self.sides.pins
        if is_kept or not isinstance(self.thing, Product):
            return None
        return not getattr(self.shown, "is_active", False)

    @property
    def _is_carried(self) -> bool:
        """Whether its fields are kept up to date: those of a product that is withdrawn are not."""
        product = self.product
        if product is None or self.policy.withdrawn == "keep":
            return True
        pin = self.past.pins(Ref(Kind.PRODUCT, product.key)).get("is_active")
        return product.is_active if pin is None else bool(pin.value)

    def asked(self, price: Money) -> Money:
        """A price of the till as this shop asks it."""
        if isinstance(self.thing, Variant) and self.product is not None:
            return shop_surcharge(price, self.product.price, self.policy)
        return shop_price(price, self.policy)

    def converted(self, price: Money) -> Money:
        """A price that the shop asks as the site is told it."""
        if not self.policy.prices_include_tax or self.rate is None:
            return price
        return net(price, self.rate)

    @property
    def keepers(self) -> list[Ref]:
        """What it hangs on: while that is kept off the site, so is it."""
        thing = self.thing
        match thing:
            case Variant() | Image() | Stock():
                return [Ref(Kind.PRODUCT, thing.product)]
            case Category(parent=str(parent)):
                return [Ref(Kind.CATEGORY, parent)]
            case OptionValue():
                return [Ref(Kind.OPTION, thing.option)]
            case Category() | Option() | Product() | Brand() | Supplier() | None:
                return []
            case _:
                assert_never(thing)

    @property
    def linked(self) -> Ref:
        """What is linked to something on the site: of a stock, what it counts."""
        thing = self.thing
        if not isinstance(thing, Stock):
            return self.sides.ref
        if thing.variant is None:
            return Ref(Kind.PRODUCT, thing.product)
        return Ref(Kind.VARIANT, thing.variant)

    @property
    def should_be_there(self) -> bool:
        """Whether it is to be put on the site, as far as the till and its product say."""
        thing = self.thing
        if thing is None or not getattr(thing, "is_active", True):
            return False
        if isinstance(thing, Variant | Image | Stock):
            return self.product is not None and self.product.is_active
        return True
