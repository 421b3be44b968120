"""What the site should offer of a product at an instant."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pos2web.domain.selling import (
    EVERYTHING,
    FREE,
    Buffer,
    Mode,
    Offer,
    OfferReason,
    Offers,
    OutOfStock,
    RuleLevel,
    Scope,
    Selling,
    SellingInstant,
    SoldOut,
    Window,
    WindowState,
)
from pos2web.domain.values import Texts
from tests.domain.boutique import TEAS, product, stock
from tests.domain.planning.simulated_shop import NOON

TEA = product("1", brand="7", categories=("3",))
LEVEL = stock("1", "4")
OF_TEA, OF_TEAS = Scope(RuleLevel.PRODUCT, "1"), Scope(RuleLevel.CATEGORY, "3")
LATER, MUCH_LATER = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
BACK = {"fr": "De retour {opening}"}
OFFLINE = Window(rule="Mo 10:00-11:00", mode=Mode.OFFLINE, message=BACK)
SHUT = Window(rule="Mo 10:00-11:00", mode=Mode.NOT_FOR_SALE, message=BACK)
CLOSED = WindowState(is_open=False, until=LATER, opens_at=LATER)


def offers(
    *,
    states: Mapping[Scope, WindowState] | None = None,
    ordered: Mapping[str, Decimal] | None = None,
    manages_stock: bool = True,
    **rules: Any,
) -> Offers:
    """Offers at noon; a window of which nothing is said is closed for an hour."""

    def told(message: Texts, opens_at: datetime | None) -> Texts:
        at = "" if opens_at is None else f"{opens_at:%H:%M}"
        return {language: text.format(opening=at) for language, text in message.items()}

    moment = SellingInstant(
        now=NOON,
        state_of=lambda scope, _: (states or {}).get(scope, CLOSED),
        told=told,
        ordered=ordered or {},
    )
    return Offers(Selling(**rules), moment, categories={"3": TEAS}, manages_stock=manages_stock)


def of_tea(quantity: str = "4", **known: Any) -> Offer:
    return offers(**known).of(TEA, (stock("1", quantity),))


def test_where_nothing_is_ruled_it_is_offered() -> None:
    assert of_tea() is FREE


def test_a_buffer_alone_keeps_nothing_from_being_offered() -> None:
    assert of_tea("0", buffers={EVERYTHING: Buffer(amount=Decimal(9))}) is FREE


def test_outside_its_window_it_is_not_shown() -> None:
    assert of_tea(windows={OF_TEA: OFFLINE}) == Offer(
        is_shown=False,
        why=OfferReason.WINDOW,
        why_hidden=OfferReason.WINDOW,
        scope=OF_TEA,
        opens_at=LATER,
    )


def test_or_it_is_shown_without_a_way_to_buy_it() -> None:
    assert of_tea(windows={OF_TEAS: SHUT}) == Offer(
        is_for_sale=False,
        message={"fr": "De retour 13:00"},
        why=OfferReason.WINDOW,
        why_unsold=OfferReason.WINDOW,
        scope=OF_TEAS,
        opens_at=LATER,
        has_sale_rule=True,
    )


def test_inside_its_window_it_is_offered_while_the_rule_stands() -> None:
    open_ = WindowState(is_open=True, until=LATER)

    assert of_tea(windows={OF_TEA: SHUT}, states={OF_TEA: open_}) == Offer(has_sale_rule=True)
    assert of_tea(windows={OF_TEA: OFFLINE}, states={OF_TEA: open_}) == FREE


def test_an_open_window_of_its_own_goes_before_a_closed_one_of_its_category() -> None:
    always = WindowState(is_open=True)

    assert of_tea(windows={OF_TEA: OFFLINE, OF_TEAS: OFFLINE}, states={OF_TEA: always}) == FREE


@pytest.mark.parametrize(
    ("until", "is_for_sale"),
    [(None, False), (LATER, False), (NOON, True), (NOON - timedelta(hours=1), True)],
)
def test_sold_out_is_so_until_its_instant(until: datetime | None, is_for_sale: bool) -> None:
    offer = of_tea(sold_out={OF_TEA: SoldOut(until=until)})

    assert (offer.is_for_sale, offer.is_shown) == (is_for_sale, True)
    assert offer.has_sale_rule is not is_for_sale


def test_sold_out_may_take_it_off_the_site() -> None:
    offer = of_tea(sold_out={OF_TEA: SoldOut(mode=Mode.OFFLINE)})

    assert (offer.is_shown, offer.is_for_sale, offer.why) == (False, True, OfferReason.SOLD_OUT)


def test_a_declaration_that_is_over_lets_a_wider_one_count() -> None:
    offer = of_tea(sold_out={OF_TEA: SoldOut(until=NOON), EVERYTHING: SoldOut(until=LATER)})

    assert (offer.is_for_sale, offer.scope) == (False, EVERYTHING)


def test_the_strongest_reason_is_told_and_each_aspect_has_its_own() -> None:
    offer = of_tea(
        "0",
        sold_out={OF_TEA: SoldOut(until=MUCH_LATER)},
        windows={OF_TEA: SHUT},
        out_of_stock={EVERYTHING: OutOfStock.HIDE},
    )

    assert (offer.why, offer.opens_at) == (OfferReason.SOLD_OUT, MUCH_LATER)
    assert (offer.why_unsold, offer.why_hidden) == (OfferReason.SOLD_OUT, OfferReason.OUT_OF_STOCK)
    assert (offer.is_shown, offer.is_for_sale) == (False, False)
    assert offer.message == {"fr": "De retour 14:00"}


def test_what_closes_for_an_unknown_time_names_no_opening() -> None:
    offer = of_tea(sold_out={OF_TEA: SoldOut()}, windows={OF_TEA: SHUT})

    assert (offer.opens_at, offer.message) == (None, {"fr": "De retour "})


def test_what_is_out_of_stock_is_hidden_where_that_is_ruled() -> None:
    rules = {EVERYTHING: OutOfStock.HIDE}

    assert of_tea("0", out_of_stock=rules).why is OfferReason.OUT_OF_STOCK
    assert of_tea("1", out_of_stock=rules) == FREE
    assert of_tea("0", out_of_stock={**rules, OF_TEA: OutOfStock.SHOW}) == FREE


def test_what_the_buffer_or_orders_leave_nothing_of_is_out_of_stock() -> None:
    rules = {EVERYTHING: OutOfStock.HIDE}
    buffers = {OF_TEA: Buffer(amount=Decimal(4))}

    assert not of_tea("4", out_of_stock=rules, buffers=buffers).is_shown
    assert not of_tea("4", out_of_stock=rules, ordered={"1": Decimal(4)}).is_shown


def test_every_variant_must_be_out_of_stock() -> None:
    hiding = offers(out_of_stock={EVERYTHING: OutOfStock.HIDE})

    assert hiding.of(TEA, (stock("1", "0", "11"), stock("1", "1", "12"))).is_shown
    assert not hiding.of(TEA, (stock("1", "0", "11"), stock("1", "0", "12"))).is_shown


def test_what_nobody_counts_is_not_out_of_stock() -> None:
    rules = {EVERYTHING: OutOfStock.HIDE}

    assert offers(out_of_stock=rules).of(TEA, ()) == FREE
    assert of_tea("0", out_of_stock=rules, manages_stock=False) == FREE


def test_a_variant_s_buffer_is_its_own() -> None:
    buffers = {
        Scope(RuleLevel.VARIANT, "11"): Buffer(amount=Decimal(1)),
        OF_TEA: Buffer(amount=Decimal(3)),
    }
    ruled = offers(buffers=buffers, ordered={"1/12": Decimal(1)})

    assert ruled.stock(TEA, stock("1", "4", "11")).sent == 3
    assert ruled.stock(TEA, stock("1", "4", "12")).sent == 0


def test_the_next_edge_is_the_earliest_of_what_was_asked() -> None:
    asked = offers(
        windows={OF_TEAS: SHUT},
        states={OF_TEAS: WindowState(is_open=True, until=MUCH_LATER)},
        sold_out={OF_TEA: SoldOut(until=LATER)},
    )
    assert asked.next_edge is None

    asked.of(product("2", categories=("3",)), ())
    assert asked.next_edge == MUCH_LATER

    asked.of(TEA, ())
    assert asked.next_edge == LATER


def test_what_never_changes_by_itself_has_no_edge() -> None:
    asked = offers(
        windows={OF_TEA: SHUT},
        states={OF_TEA: WindowState(is_open=False)},
        sold_out={OF_TEA: SoldOut(), OF_TEAS: SoldOut(until=NOON)},
    )

    asked.of(TEA, (LEVEL,))

    assert asked.next_edge is None


def test_a_window_s_state_is_worked_out_once() -> None:
    asked: list[Scope] = []

    def state_of(scope: Scope, _: Window) -> WindowState:
        asked.append(scope)
        return CLOSED

    moment = SellingInstant(now=NOON, state_of=state_of)
    shared = Offers(Selling(windows={EVERYTHING: SHUT}), moment, categories={})

    told = [shared.of(product(key), ()).message for key in ("1", "2")]

    assert asked == [EVERYTHING]
    assert told == [BACK, BACK]
