"""What a site should show of one thing at a moment, and whether it does: by its own streams.

The plan of a run is made of everything that is known. Here one field of one thing is worked out by the
same rules, in the time of one thing; what else may keep it off the site is told by what holds it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, assert_never

from pos2web.domain.changes import FieldChange, Owner
from pos2web.domain.fields import FORM_OF, KIND_NAMED, Form
from pos2web.domain.planning import canonical
from pos2web.domain.policy import Policy
from pos2web.domain.pricing import gross, net
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
from pos2web.domain.values import Kind, Money, Ref, Texts, nfc
from pos2web.history.past.as_of import Sides, shelves, sold
from pos2web.history.past.past_log import PastLog

State = Callable[[Window, datetime], WindowState]
"""Whether a window is open at an instant, by the merchant's clock."""

PRICES = frozenset(name for name, form in FORM_OF.items() if form is Form.PRICE)

RULED = frozenset({"quantity", "is_active", "is_for_sale", "sale_note"})
"""Fields that rules decide: where they say nothing the site keeps its own."""

MANY = frozenset(name for name, form in FORM_OF.items() if form is Form.KEYS)


def _reads(want: Texts, have: Texts) -> bool:
    """Whether the site's texts are these, in the languages that it has."""
    ours = {name: text for name, text in want.items() if text}
    if not ours:
        return not any(have.values())
    return all(nfc(have[name]) == nfc(text) for name, text in ours.items() if name in have)


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
        if field != "is_active" and not self._is_carried:
            return None
        if echo is not None and echo[1] == canonical(have):
            return True
        if field in self.sides.pins and field != "is_active":
            want = self._typed(field, self.sides.pins[field].value, have)
        else:
            want = self._wanted(field)
            if want is None and not self._is_emptied(field, sent):
                return None if field in RULED else True
        return self._shows(field, want, have, sent)

    @property
    def _is_carried(self) -> bool:
        """Whether its fields are kept up to date: those of a product that is withdrawn are not."""
        product = self.product
        if product is None or self.policy.withdrawn == "keep":
            return True
        pin = self.past.pins(Ref(Kind.PRODUCT, product.key)).get("is_active")
        return product.is_active if pin is None else bool(pin.value)

    def _is_emptied(self, field: str, sent: FieldChange | None) -> bool:
        """Whether the till says nothing any more in a field that we wrote before."""
        return sent is not None and field not in RULED

    def _wanted(self, field: str) -> Any:
        """What the site should show, in the till's keys; None where that is not ours to say."""
        thing = self.thing
        if field == "quantity":
            return None if self.sum is None or not self.policy.manages_stock else self.sum.sent
        if field == "is_active" and isinstance(thing, Product):
            pin = self.sides.pins.get(field)
            is_active = thing.is_active if pin is None else bool(pin.value)
            if not is_active and pin is None and self.policy.withdrawn == "keep":
                return None
            return is_active and self.offer.is_shown
        if field == "is_for_sale":
            return self.offer.is_for_sale if self.offer.has_sale_rule else None
        if field == "sale_note":
            return None
        value = getattr(thing, field)
        return self.converted(self.asked(value)) if field in PRICES else value or None

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

    def _typed(self, field: str, value: Any, have: Any) -> Any:
        """A pinned value, which is plain JSON, as a thing has it."""
        if field in PRICES:
            return Money(Decimal(value["amount"]), value["currency"])
        return Decimal(value) if isinstance(have, Decimal) else value

    def _shows(self, field: str, want: Any, have: Any, sent: FieldChange | None) -> bool:
        if isinstance(want, Money) and isinstance(have, Money):
            return self._costs(want) == self._costs(have)
        if field in MANY:
            return self._shows_all(field, want or (), have, sent)
        if isinstance(have, dict):
            return _reads(want or {}, have)
        if want is None:
            return not have
        if field in KIND_NAMED:
            key = self._shop_key(field, want)
            return key is None or key == have
        return bool(nfc(want.strip()) == nfc(have) if isinstance(want, str) else want == have)

    def _shows_all(
        self, field: str, want: Sequence[str], have: Sequence[str], sent: FieldChange | None
    ) -> bool:
        """All of ours, the first one first, and none that was ours; the site may have added more."""
        ours = [key for each in want if (key := self._shop_key(field, each)) is not None]
        before = [] if sent is None else [*(sent.after or ())]
        no_longer = {self._shop_key(field, each) for each in before if each not in want}
        is_first = field == "options" or have[:1] == tuple(ours[:1]) or not ours
        return set(ours) <= set(have) and is_first and not no_longer & set(have)

    def _costs(self, price: Money) -> Money:
        """What customers read, to the cent."""
        rate = self.rate if self.policy.prices_include_tax else None
        return gross(price, rate or Decimal(0))

    def _shop_key(self, field: str, key: str) -> str | None:
        return self.past.shop_key(Ref(KIND_NAMED[field], key))

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
