"""Stock on the sandbox, and what each answer proves of it."""

from decimal import Decimal

import httpx
import msgspec
import pytest

from pos2web.adapters.prestashop.xml import parse, text
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.domain.things import Image, Stock
from pos2web.domain.values import Kind
from pos2web.ports import Done, Refused, Shop, Unsure, Untried, Write
from tests.adapters.prestashop.shops import (
    car,
    create,
    deactivate,
    delete,
    held,
    in_turn,
    keys,
    recorded,
    red,
    scripted,
    update,
    xml,
)


def level(product: str, quantity: str, variant: str | None = None) -> Stock:
    key = product if variant is None else f"{product}/{variant}"
    return Stock(key=key, product=product, variant=variant, quantity=Decimal(quantity))


def levels(shop: Shop) -> dict[str, Decimal]:
    return {thing.key: thing.quantity for thing in held(shop) if isinstance(thing, Stock)}


def test_stock_is_set_for_products_and_variants_at_once(shop: Shop) -> None:
    plain, varied = keys(shop.apply([create(car(reference="A")), create(car(reference="B"))]))
    (variant,) = keys(shop.apply([create(red(varied, "1"))]))

    outcomes = shop.apply([update(level(plain, "5")), update(level(varied, "-2", variant))])

    assert outcomes == [Done(shop_key=plain), Done(shop_key=f"{varied}/{variant}")]
    assert levels(shop) == {plain: 5, f"{varied}/{variant}": -2}


def test_stock_costs_one_read_and_one_write(shop: Shop) -> None:
    products = keys(shop.apply([create(car(reference=f"P{n}")) for n in range(2)]))
    before = shop.calls

    shop.apply([update(level(product, "5")) for product in products])

    assert shop.calls - before == 2


def test_the_shop_makes_stock_rows_so_that_to_make_one_is_to_set_it(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))

    outcomes = shop.apply([create(msgspec.structs.replace(level(product, "7"), key=""))])

    assert outcomes == [Done(shop_key=product)]
    assert levels(shop) == {product: 7}


@pytest.mark.parametrize("asked", [delete, deactivate])
def test_stock_that_ends_is_nought(shop: Shop, asked: type) -> None:
    (product,) = keys(shop.apply([create(car())]))
    shop.apply([update(level(product, "7"))])

    outcomes = shop.apply([asked(level(product, "7")), asked(level("99", "7"))])

    assert outcomes == [Done(shop_key=product), Done(shop_key="99")]
    assert levels(shop) == {product: 0}


def test_stock_of_what_is_not_there_is_refused(shop: Shop) -> None:
    assert shop.apply([update(level("99", "7"))]) == [
        Refused(reason="the shop has no stock row for 99")
    ]


def test_a_product_gets_stock_of_its_own_when_its_variants_have_gone(shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    (variant,) = keys(shop.apply([create(red(product, "1"))]))

    early = shop.apply([update(level(product, "5"))])
    shop.apply([delete(red(product, "1", key=variant))])
    late = shop.apply([update(level(product, "5"))])

    assert early == [Untried(reason=f"the shop counts {product} by its variants still")]
    assert late == [Done(shop_key=product)]
    assert levels(shop) == {product: 5}


def test_a_row_that_lost_its_shop_gets_it_back(server: ShopServer, shop: Shop) -> None:
    (product,) = keys(shop.apply([create(car())]))
    body = (
        f"<prestashop><stock_available><id>1</id><id_product>{product}</id_product>"
        "<id_product_attribute>0</id_product_attribute><quantity>1</quantity>"
        "<depends_on_stock>0</depends_on_stock><out_of_stock>2</out_of_stock>"
        "</stock_available></prestashop>"
    )
    torn = httpx.put(
        f"{server.url}/api/stock_availables/1",
        content=body,
        auth=(server.key, ""),
        trust_env=False,
    )

    (outcome,) = shop.apply([update(level(product, "8"))])

    assert torn.status_code == 200
    assert outcome == Done(shop_key=product)
    assert levels(shop) == {product: 8}


@pytest.mark.parametrize("policy", ["0", "1", "2"])
def test_whether_orders_are_taken_without_stock_stays_the_shop_s_own(
    server: ShopServer, shop: Shop, policy: str
) -> None:
    (product,) = keys(shop.apply([create(car())]))
    row = f"<stock_available><id>1</id><out_of_stock>{policy}</out_of_stock></stock_available>"
    with httpx.Client(base_url=server.url, auth=(server.key, ""), trust_env=False) as back_office:
        back_office.patch(
            "/api/stock_availables", content=f"<prestashop>{row}</prestashop>"
        ).raise_for_status()

        for quantity in ("0", "8", "0"):
            keys(shop.apply([update(level(product, quantity))]))

        shown = back_office.get("/api/stock_availables/1").content

    assert text(parse(shown)[0], "out_of_stock") == policy


ROWS = (
    "<stock_availables>"
    "<stock_available><id>70</id><id_product>1</id_product><id_shop>1</id_shop></stock_available>"
    "<stock_available><id>71</id><id_product>2</id_product><id_shop>1</id_shop></stock_available>"
    "</stock_availables>"
)
SWAPPED = (
    "<stock_available><id>71</id></stock_available><stock_available><id>70</id></stock_available>"
)


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ([httpx.ReadTimeout("slow")], Untried),
        ([xml(ROWS), recorded("06-stock/42")], Unsure),
        ([xml(ROWS), recorded("06-stock/44")], Unsure),
        ([xml(ROWS), httpx.ReadTimeout("slow")], Unsure),
        ([xml(ROWS), xml(SWAPPED)], Unsure),
        ([xml(ROWS), httpx.Response(200, text="<html></html>")], Unsure),
    ],
)
def test_the_answers_to_stock_are_told_apart(
    answers: list[httpx.Response | Exception], kind: type
) -> None:
    shop, _ = scripted(in_turn(*answers))

    outcomes = shop.apply([update(level("1", "5")), update(level("2", "5"))])

    assert [type(outcome) for outcome in outcomes] == [kind, kind]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(recorded("06-stock/12"), Refused), (httpx.Response(404, text="<html></html>"), Unsure)],
)
def test_lone_stock_that_is_refused_is_refused(answer: httpx.Response, kind: type) -> None:
    shop, _ = scripted(in_turn(xml(ROWS), answer))

    (outcome,) = shop.apply([update(level("1", "5"))])

    assert isinstance(outcome, kind)


def test_stock_is_only_set_for_stock() -> None:
    shop, _ = scripted(in_turn())
    mistaken: Write = msgspec.structs.replace(create(Image(key="", product="1")), kind=Kind.STOCK)

    with pytest.raises(TypeError, match="a Image is no stock"):
        shop.apply([mistaken])
