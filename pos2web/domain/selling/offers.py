"""What the site should offer of each product at an instant: shown or not, for sale or not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import msgspec

from pos2web.domain.selling.deciding import Reach
from pos2web.domain.selling.records import (
    ZERO,
    Mode,
    OutOfStock,
    Scope,
    Selling,
    SoldOut,
    Window,
    WindowState,
)
from pos2web.domain.selling.stock import Sum, told
from pos2web.domain.things import Category, Product, Stock, stock_key
from pos2web.domain.values import Texts

OPENING = "{opening}"
"""Stands in a message for the next opening."""


class OfferReason(StrEnum):
    """Why a product is not offered as the till has it."""

    WINDOW = "outside its sale window"
    SOLD_OUT = "declared sold out"
    OUT_OF_STOCK = "out of stock"


class Offer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the site should show of one product, beside what the till says of it.

    `why` is set when something is not offered, `scope` says whose rule it is; where several rules
    say no, `why_hidden` and `why_unsold` tell which keeps it from being shown and which from being
    bought. `has_sale_rule`: whether it may be bought is ours to say while the rule stands.
    `opens_at` is when it is on sale again, if that is known.
    """

    is_shown: bool = True
    is_for_sale: bool = True
    message: Texts = {}
    why: OfferReason | None = None
    why_hidden: OfferReason | None = None
    why_unsold: OfferReason | None = None
    scope: Scope | None = None
    opens_at: datetime | None = None
    has_sale_rule: bool = False


FREE = Offer()
"""Nothing is ruled about it."""

Ordered = Mapping[str, Decimal]
"""Pieces of web orders that the till has not taken in yet, by the till's stock key."""

StateOf = Callable[[Scope, Window], WindowState]
"""Whether a window is open at the instant that is meant."""


def as_written(message: Texts, opens_at: datetime | None) -> Texts:
    """A message as it was written, for those that name no opening."""
    del opens_at
    return message


@dataclass(frozen=True, kw_only=True)
class SellingInstant:
    """An instant, and what must be known of it.

    `told` gives a message its words for the next opening; they change at `midnight`.
    """

    now: datetime
    state_of: StateOf
    told: Callable[[Texts, datetime | None], Texts] = as_written
    midnight: datetime | None = None
    ordered: Ordered = field(default_factory=dict)


class _Closing(NamedTuple):
    """A rule that keeps something from being sold, and until when if that is known."""

    why: OfferReason
    scope: Scope
    rule: Window | SoldOut
    opens_at: datetime | None


class Offers:
    """The rules applied to what the till holds, at one instant.

    `next_edge` is the earliest known instant at which an offer that was asked for may become
    another one without anybody doing anything; None when there is none.
    """

    def __init__(
        self,
        selling: Selling,
        moment: SellingInstant,
        *,
        categories: Mapping[str, Category],
        is_whole: bool = True,
        manages_stock: bool = True,
    ) -> None:
        self.selling = selling
        self.moment = moment
        self.next_edge: datetime | None = None
        self.reach = Reach(categories)
        self._states: dict[Scope, WindowState] = {}
        self._snoozes = {
            scope: sold_out
            for scope, sold_out in selling.sold_out.items()
            if sold_out.until is None or sold_out.until > moment.now
        }
        self._is_whole = is_whole
        self._manages_stock = manages_stock

    @property
    def rules_products(self) -> bool:
        """Whether any rule could keep a product from being offered."""
        rules = self.selling
        return bool(rules.windows or rules.sold_out or rules.out_of_stock)

    def stock(self, product: Product, stock: Stock) -> Sum:
        """What the site is told of a stock, and how that came about."""
        decided = self.reach.decide(self.selling.buffers, product, stock.variant)
        ordered = self.moment.ordered.get(stock_key(stock.product, stock.variant), ZERO)
        return told(stock.quantity, ordered=ordered, decided=decided, is_whole=self._is_whole)

    def of(self, product: Product, stocks: tuple[Stock, ...]) -> Offer:
        """What the site should offer of a product that has these stocks, in any order."""
        if not self.rules_products:
            return FREE
        found = [*self._refusals(product, stocks)]
        closings = (
            self.reach.decide(self._snoozes, product),
            self.reach.decide(self.selling.windows, product),
        )
        first = found[0] if found else FREE
        return Offer(
            is_shown=all(one.is_shown for one in found),
            is_for_sale=all(one.is_for_sale for one in found),
            message=next((one.message for one in found if one.message), {}),
            why=first.why,
            why_hidden=next((one.why for one in found if not one.is_shown), None),
            why_unsold=next((one.why for one in found if not one.is_for_sale), None),
            scope=first.scope,
            opens_at=first.opens_at,
            has_sale_rule=any(one and one[1].mode is Mode.NOT_FOR_SALE for one in closings),
        )

    def _refusals(self, product: Product, stocks: tuple[Stock, ...]) -> Iterator[Offer]:
        """Why it is not offered as the till has it, the strongest reason first."""
        closings = [*self._closings(product)]
        known = [closing.opens_at for closing in closings if closing.opens_at is not None]
        opens_at = max(known) if known and len(known) == len(closings) else None
        for closing in closings:
            yield self._closed(closing, opens_at)
        empty = self.reach.decide(self.selling.out_of_stock, product)
        if empty is not None and empty[1] is OutOfStock.HIDE and self._is_empty(product, stocks):
            yield Offer(is_shown=False, why=OfferReason.OUT_OF_STOCK, scope=empty[0])

    def _closings(self, product: Product) -> Iterator[_Closing]:
        snooze = self.reach.decide(self._snoozes, product)
        if snooze is not None:
            self._edge(snooze[1].until)
            yield _Closing(OfferReason.SOLD_OUT, *snooze, snooze[1].until)
        window = self.reach.decide(self.selling.windows, product)
        if window is not None:
            state = self._state(*window)
            if not state.is_open:
                yield _Closing(OfferReason.WINDOW, *window, state.opens_at)

    def _state(self, scope: Scope, window: Window) -> WindowState:
        state = self._states.get(scope)
        if state is None:
            state = self._states[scope] = self.moment.state_of(scope, window)
            self._edge(state.until)
        return state

    def _edge(self, instant: datetime | None) -> None:
        if instant is not None and (self.next_edge is None or instant < self.next_edge):
            self.next_edge = instant

    def _is_empty(self, product: Product, stocks: tuple[Stock, ...]) -> bool:
        """Whether the site can sell none of it; what nobody counts is not empty."""
        if not self._manages_stock or not stocks:
            return False
        return all(self.stock(product, stock).sent <= 0 for stock in stocks)

    def _closed(self, closing: _Closing, opens_at: datetime | None) -> Offer:
        """What is offered meanwhile; it is on sale again once nothing closes it any more."""
        rule = closing.rule
        is_offline = rule.mode is Mode.OFFLINE
        if not is_offline and any(OPENING in text for text in rule.message.values()):
            self._edge(self.moment.midnight)
        return Offer(
            is_shown=not is_offline,
            is_for_sale=is_offline,
            message={} if is_offline else self.moment.told(rule.message, opens_at),
            why=closing.why,
            scope=closing.scope,
            opens_at=opens_at,
        )
