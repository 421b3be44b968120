"""A shop in memory that does what a plan says, to the letter, and remembers what it was sent."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import msgspec

from pos2web.domain.changes import Action, Change, Plan
from pos2web.domain.plain import same
from pos2web.domain.planning import Aim, WriteHistory, plan
from pos2web.domain.planning.draft import EVERYTHING
from pos2web.domain.planning.situation import RULED
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.rules.ground import Side
from pos2web.domain.selling import (
    UNRULED,
    Offers,
    Scope,
    Selling,
    SellingInstant,
    Window,
    WindowState,
)
from pos2web.domain.things import TYPE_OF, AnyThing, Category, Stock, stock_key
from pos2web.domain.values import Kind, Ref

PROFILE = ShopProfile(
    name="Le site",
    version="8.1",
    languages=("fr", "en"),
    default_language="fr",
    currency="EUR",
)
POLICY = Policy()
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

REFERENCES = {
    "parent": Kind.CATEGORY,
    "option": Kind.OPTION,
    "brand": Kind.BRAND,
    "supplier": Kind.SUPPLIER,
    "categories": Kind.CATEGORY,
    "product": Kind.PRODUCT,
    "options": Kind.OPTION_VALUE,
}


class SimulatedShop:
    def __init__(self, *, profile: ShopProfile = PROFILE, policy: Policy = POLICY) -> None:
        self.profile, self.policy = profile, policy
        self.things: dict[Kind, dict[str, AnyThing]] = {kind: {} for kind in Kind}
        self.links: dict[Ref, str] = {}
        self.sent: dict[Ref, dict[str, Any]] = {}
        self.echoes: dict[Ref, dict[str, tuple[str, str]]] = {}
        self.found: dict[Ref, dict[str, Any]] = {}
        self.selling = UNRULED
        self.closed: frozenset[Scope] = frozenset()
        self.now = NOON
        self._keys: Iterator[int] = count(101)

    def hold(self, thing: AnyThing, kind: Kind, *, till_key: str | None = None) -> None:
        """Put something on the shop by hand, linked when a till key is given."""
        self.things[kind][thing.key] = thing
        if till_key is not None:
            self.links[Ref(kind, till_key)] = thing.key

    def rule(self, *, closed: Iterable[Scope] = (), **rules: Any) -> None:
        """Rules about selling from now on, and what is outside of its window now."""
        self.selling = Selling(**rules)
        self.closed = frozenset(closed)

    def offers(self, till: Side) -> Offers:
        categories = {
            key: each for key, each in till[Kind.CATEGORY].items() if isinstance(each, Category)
        }
        return Offers(
            self.selling,
            SellingInstant(now=self.now, state_of=self._state_of),
            categories=categories,
            is_whole=self.profile.limits.quantity_is_whole,
            manages_stock=self.policy.manages_stock,
        )

    def _state_of(self, scope: Scope, window: Window) -> WindowState:
        del window
        return WindowState(is_open=scope not in self.closed)

    def plan(self, till: Side, *, aim: Aim = EVERYTHING) -> Plan:
        ids = count(1)
        return plan(
            till,
            self.things,
            self.links,
            profile=self.profile,
            policy=self.policy,
            told=WriteHistory(self.sent, self.echoes, self.found),
            offers=self.offers(till),
            aim=aim,
            new_id=lambda: str(next(ids)),
        )

    def sync(self, till: Side, *, aim: Aim = EVERYTHING) -> Plan:
        made = self.plan(till, aim=aim)
        for change in made.changes:
            self.apply(change, till)
        return made

    def apply(self, change: Change, till: Side) -> None:
        if change.kind is Kind.STOCK:
            self._count(change, till)
        elif change.action is Action.CREATE:
            self._create(change)
        elif change.action is Action.DELETE:
            self._delete(change)
        else:
            assert change.shop_key is not None
            self._write(change, change.shop_key)

    def _count(self, change: Change, till: Side) -> None:
        stock = till[Kind.STOCK][change.key]
        assert isinstance(stock, Stock)
        product = self.links[Ref(Kind.PRODUCT, stock.product)]
        variant = self.links[Ref(Kind.VARIANT, stock.variant)] if stock.variant else None
        key = stock_key(product, variant)
        assert change.shop_key in (None, key)
        quantity = Decimal(change.fields[0].after)
        row = Stock(key=key, product=product, variant=variant, quantity=quantity)
        self.things[Kind.STOCK][key] = row
        self.sent.setdefault(Ref(Kind.STOCK, key), {})["quantity"] = change.fields[0].after

    def _create(self, change: Change) -> None:
        assert change.shop_key is None
        assert self.links.get(change.ref) not in self.things[change.kind]
        key = str(next(self._keys))
        self.links[change.ref] = key
        self._write(change, key)
        thing = self.things[change.kind][key]
        if change.kind is Kind.PRODUCT:
            self._count_new(key, None)
        if change.kind is Kind.VARIANT:
            self._count_new(getattr(thing, "product", ""), key)

    def _count_new(self, product: str, variant: str | None) -> None:
        key = stock_key(product, variant)
        row = Stock(key=key, product=product, variant=variant, quantity=Decimal(0))
        self.things[Kind.STOCK][key] = row

    def _delete(self, change: Change) -> None:
        key = self.links.pop(change.ref)
        assert key == change.shop_key
        del self.things[change.kind][key]
        belongs = {Kind.PRODUCT: "product", Kind.VARIANT: "variant"}.get(change.kind)
        for kind in (Kind.VARIANT, Kind.IMAGE, Kind.STOCK):
            for part_key, part in list(self.things[kind].items()):
                if belongs and getattr(part, belongs, None) == key:
                    del self.things[kind][part_key]

    def _write(self, change: Change, key: str) -> None:
        known = self.things[change.kind].get(key)
        values = {} if known is None else msgspec.to_builtins(known)
        values |= {step.field: self._at_shop(step.field, step.after) for step in change.fields}
        values |= {"type": change.kind.value, "key": key}
        self.things[change.kind][key] = msgspec.convert(values, TYPE_OF[change.kind])
        self._lend(change, Ref(change.kind, key))
        told = {step.field: step.after for step in change.fields}
        self.sent.setdefault(Ref(change.kind, key), {}).update(told)

    def _lend(self, change: Change, there: Ref) -> None:
        """Remember what was there before a rule wrote it."""
        for step in change.fields:
            sent = self.sent.get(there, {}).get(step.field)
            is_ours = sent is not None and same(sent, step.before)
            if step.field in RULED and step.before is not None and not is_ours:
                self.found.setdefault(there, {})[step.field] = step.before

    def _at_shop(self, field: str, value: Any) -> Any:
        kind = REFERENCES.get(field)
        if kind is None or value is None:
            return value
        if isinstance(value, list):
            return [self._key(kind, each) for each in value]
        return self._key(kind, value)

    def _key(self, kind: Kind, till_key: str) -> str:
        if till_key.startswith("#"):
            return till_key.removeprefix("#")
        key = self.links[Ref(kind, till_key)]
        assert key in self.things[kind], f"{kind} {till_key} is not on the shop"
        return key
