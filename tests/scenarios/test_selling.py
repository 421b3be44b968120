"""Selling by the merchant's rules: what a visitor finds, whatever happens meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.domain.decisions import DeclareSoldOut, RuleOutOfStock, SetBuffer, SetWindow
from pos2web.domain.policy import Policy
from pos2web.domain.reasons import Code
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from tests.shops.place import spoken
from tests.shops.trading import GONE, Shown, Trading, both, trading

TUESDAY = datetime(2026, 11, 3, 8, tzinfo=UTC)
"""It is nine in Paris."""

TEA, CUP = Scope(RuleLevel.PRODUCT, "1"), Scope(RuleLevel.PRODUCT, "2")
LUNCH = Window(
    rule="12:00-14:00",
    mode=Mode.NOT_FOR_SALE,
    message=both("De retour {opening}", "Back {opening}"),
)
GOODS = """
INSERT INTO categories (id, name_fr, name_en) VALUES (1, 'Épicerie', 'Grocery');
INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate) VALUES
    (1, 'TEA', 'Thé', 'Tea', 9.90, 5.5), (2, 'CUP', 'Tasse', 'Cup', 4.30, 20);
INSERT INTO product_categories (product_id, category_id) VALUES (1, 1), (2, 1);
INSERT INTO stock (product_id, quantity) VALUES (1, 20), (2, 30);
"""


def for_sale(quantity: int) -> Shown:
    return Shown(is_there=True, is_for_sale=True, stock="in-stock", note=f"En stock : {quantity}")


def noted(note: str) -> Shown:
    return Shown(is_there=True, is_for_sale=False, stock="in-stock", note=note)


OUT = Shown(is_there=True, is_for_sale=False, stock="out", note="Rupture de stock")


@pytest.fixture
def policy() -> Policy:
    return Policy()


@pytest.fixture
def goods() -> str:
    return GOODS


@pytest.fixture
def shop(tmp_path: Path, policy: Policy, goods: str) -> Iterator[Trading]:
    with closing(sqlite3.connect(tmp_path / "till.sqlite")) as till:
        till.executescript(till_schema() + goods)
    with trading(tmp_path, TUESDAY, policy) as one:
        assert one.run("catalogue").outcome == "done"
        one.wait(minutes=1)
        yield one


def test_what_is_sold_out_until_tomorrow_is_back_tomorrow(shop: Trading) -> None:
    morning = TUESDAY + timedelta(days=1)
    message = both("Épuisé, de retour {opening}", "Sold out, back {opening}")

    shop.rule(DeclareSoldOut(scope=TEA, sold_out=SoldOut(until=morning, message=message)))
    today, abroad = shop.page("TEA"), shop.page("TEA", "en")
    shop.go_on(morning - timedelta(minutes=1))
    then = shop.page("TEA")
    shop.go_on(morning)

    assert (today, abroad) == (
        noted("Épuisé, de retour demain à 9:00"),
        noted("Sold out, back tomorrow at 9:00"),
    )
    assert then == noted("Épuisé, de retour aujourd'hui à 9:00")
    assert (shop.page("TEA"), shop.page("CUP")) == (for_sale(20), for_sale(30))


def test_what_is_out_of_stock_goes_and_comes_back_as_it_was(shop: Trading) -> None:
    shop.rule(RuleOutOfStock(scope=TEA, rule=OutOfStock.HIDE), SetWindow(scope=TEA, window=LUNCH))
    before = shop.page("TEA")
    shop.ring_up("UPDATE stock SET quantity = 0")
    shop.wait(minutes=1)
    empty = shop.page("TEA"), shop.page("CUP")
    shop.ring_up("UPDATE stock SET quantity = 12")
    shop.wait(minutes=1)

    assert empty == (GONE, OUT)
    assert shop.page("TEA") == before == noted("De retour aujourd'hui à 12:00")
    shop.go_on(TUESDAY + timedelta(hours=3))
    assert shop.page("TEA") == for_sale(12)


def test_what_is_held_back_is_not_sold_from_the_moment_it_is_ruled(shop: Trading) -> None:
    shop.rule(
        SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(50), is_percent=True)),
        SetBuffer(scope=TEA, buffer=Buffer(amount=Decimal(3))),
    )
    held_back = shop.page("TEA"), shop.page("CUP")
    shop.rule(SetBuffer(scope=TEA, buffer=Buffer(amount=Decimal(25))))

    assert held_back == (for_sale(17), for_sale(15))
    assert shop.page("TEA") == OUT
    shop.rule(SetBuffer(scope=TEA, buffer=None))
    assert shop.page("TEA") == for_sale(10)


def test_what_somebody_takes_off_sale_on_the_site_the_next_catalogue_run_puts_back(
    shop: Trading,
) -> None:
    shop.rule(SetWindow(scope=TEA, window=LUNCH))
    shop.go_on(TUESDAY + timedelta(hours=3, minutes=31))
    shop.change_by_hand("TEA", "<available_for_order>0</available_for_order>")
    shop.change_by_hand("CUP", "<active>0</active>")
    meddled = shop.page("TEA").is_for_sale, shop.page("CUP")
    shop.wait(minutes=5)

    assert meddled == (False, GONE)
    assert (shop.page("TEA"), shop.page("CUP")) == (for_sale(20), for_sale(30))


def test_a_note_of_the_merchants_own_is_there_again_when_the_window_opens(shop: Trading) -> None:
    shop.change_by_hand("TEA", spoken("available_now", "Expédié demain", "Sent tomorrow"))
    shop.wait(minutes=5)
    shop.rule(SetWindow(scope=TEA, window=LUNCH))
    closed = shop.page("TEA"), shop.page("TEA", "en")
    shop.go_on(TUESDAY + timedelta(hours=3))

    assert [page.note for page in closed] == [
        "De retour aujourd'hui à 12:00",
        "Back today at 12:00",
    ]
    assert shop.page("TEA") == Shown(
        is_there=True, is_for_sale=True, stock="in-stock", note="Expédié demain"
    )
    assert shop.page("TEA", "en").note == "Sent tomorrow"


@pytest.mark.parametrize("policy", [Policy(manages_stock=False)], ids=[""])
def test_where_the_shop_counts_its_own_stock_none_is_ever_written(shop: Trading) -> None:
    shop.rule(
        RuleOutOfStock(scope=TEA, rule=OutOfStock.HIDE),
        SetBuffer(scope=TEA, buffer=Buffer(amount=Decimal(3))),
        SetWindow(scope=CUP, window=LUNCH),
    )
    shop.ring_up("UPDATE stock SET quantity = 0")
    shop.wait(minutes=5)
    shop.go_on(TUESDAY + timedelta(hours=3))
    last = shop.task("stock").last_run

    assert last is not None
    assert last.outcome == "done"
    assert shop.stock_writes() == 0
    assert shop.page("TEA").is_there


MANY = "".join(
    f"INSERT INTO products (id, reference, name_fr, price) VALUES ({n}, 'P{n}', 'Produit {n}', 5);"  # noqa: S608 - numbers of ours
    f"INSERT INTO product_categories (product_id, category_id) VALUES ({n}, 1);"
    f"INSERT INTO stock (product_id, quantity) VALUES ({n}, 9);"
    for n in range(11, 29)
)


@pytest.mark.parametrize("goods", [GOODS + MANY], ids=[""])
def test_a_till_that_empties_two_fifths_of_the_stock_is_asked_about(shop: Trading) -> None:
    shop.ring_up("UPDATE stock SET quantity = 0 WHERE product_id BETWEEN 11 AND 18")
    shop.wait(minutes=1)
    asked = shop.task("stock").last_run
    alerts, still = shop.review(), shop.page("P11")
    approved = shop.run("stock", approved=True)

    assert asked is not None
    assert (asked.outcome, asked.writes) == ("halted", 0)
    assert asked.reason is not None
    assert asked.reason.code is Code.MANY_ZEROED
    assert alerts == ["task:stock"]
    assert still == for_sale(9)
    assert (approved.outcome, approved.writes) == ("done", 8)
    assert shop.page("P11") == OUT
    assert shop.review() == []
