"""What can be bought and what is noted about it, on the sandbox and on its front."""

import re

import httpx
import msgspec
import pytest

from pos2web.adapters.prestashop.xml import Element, parse
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.domain.things import Product
from pos2web.ports import Shop, Untried
from tests.adapters.prestashop.shops import (
    as_made,
    car,
    create,
    held,
    in_turn,
    keys,
    scripted,
    things,
    update,
)

NOTE = {"en": "Back on Monday at 10:00", "fr": "De retour lundi à 10:00"}


def products(shop: Shop) -> list[Product]:
    return [thing for thing in held(shop) if isinstance(thing, Product)]


def marks(server: ShopServer, key: str) -> dict[str, str]:
    """What the marks on a product's page say."""
    page = httpx.get(f"{server.url}/fr/{key}-car.html", trust_env=False).text
    article = page[page.index('<article class="product"') :].partition(">")[0]
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', article))


def test_fifty_products_change_what_can_be_bought_in_one_read_and_one_write(shop: Shop) -> None:
    made = keys(shop.apply([create(car(reference=f"P{n}")) for n in range(50)]))
    fields = {"is_active": False, "is_for_sale": False, "sale_note": NOTE}
    wanted = [car(key, f"P{n}", **fields) for n, key in enumerate(made)]
    before = shop.calls

    outcomes = shop.apply([update(product, *fields) for product in wanted])

    assert (keys(outcomes), shop.calls - before) == (made, 2)
    assert products(shop) == [*map(as_made, wanted)]


def test_what_closes_and_opens_again_is_seen_so_on_its_page(server: ShopServer, shop: Shop) -> None:
    (key,) = keys(shop.apply([create(car(reference="CAR"))]))
    closed = car(key, is_for_sale=False, sale_note=NOTE)
    silent = dict.fromkeys(NOTE, "")
    shop.apply([update(closed, "is_for_sale", "sale_note")])
    at_night = marks(server, key)

    opened = msgspec.structs.replace(
        update(car(key, sale_note=silent), "is_for_sale", "sale_note"), before=closed
    )
    shop.apply([opened])

    assert at_night["for-sale"] == "false"
    assert products(shop) == [as_made(car(key))]


@pytest.mark.parametrize("policy", ["0", "1"])
def test_a_note_is_read_while_orders_are_taken_without_stock(
    server: ShopServer, shop: Shop, policy: str
) -> None:
    (key,) = keys(shop.apply([create(car(is_for_sale=False, sale_note=NOTE))]))
    row = f"<stock_available><id>1</id><out_of_stock>{policy}</out_of_stock></stock_available>"
    httpx.patch(
        f"{server.url}/api/stock_availables",
        content=f"<prestashop>{row}</prestashop>",
        auth=(server.key, ""),
        trust_env=False,
    ).raise_for_status()

    read = {"0": "Rupture de stock", "1": NOTE["fr"]}[policy]
    assert marks(server, key) == {
        "reference": "CAR",
        "for-sale": "false",
        "stock": {"0": "out", "1": "later"}[policy],
        "note": read,
    }


def test_a_note_that_the_shop_would_refuse_takes_the_product_off_sale_all_the_same(
    shop: Shop,
) -> None:
    (key,) = keys(shop.apply([create(car())]))
    note = {"en": "Closed => Monday", "fr": f"Fermé {'x' * 300}"}

    outcomes = shop.apply(
        [update(car(key, is_for_sale=False, sale_note=note), "is_for_sale", "sale_note")]
    )

    (product,) = products(shop)
    assert (keys(outcomes), product.is_for_sale) == ([key], False)
    assert product.sale_note["en"] == "Closed :» Monday"
    assert len(product.sale_note["fr"]) == 255


def back_office(server: ShopServer, entity: str) -> Element:
    """Change a product as a person does, where it says anything, and show it."""
    with httpx.Client(base_url=server.url, auth=(server.key, ""), trust_env=False) as client:
        if entity:
            body = f"<prestashop><product><id>1</id>{entity}</product></prestashop>"
            client.patch("/api/products", content=body).raise_for_status()
        return parse(client.get("/api/products/1").content)[0]


def labels(**texts_of_label: tuple[str, str]) -> str:
    return "".join(
        f"<{name}>"
        + "".join(f'<language id="{n}">{text}</language>' for n, text in enumerate(texts, 1))
        + f"</{name}>"
        for name, texts in texts_of_label.items()
    )


def label(row: Element, name: str) -> list[str]:
    return [one.text or "" for one in row.iterfind(f"{name}/language")]


def test_what_a_merchant_says_of_orders_without_stock_outlives_a_note(
    server: ShopServer, shop: Shop
) -> None:
    (key,) = keys(shop.apply([create(car())]))
    own = {"fr": "En magasin", "en": "In store"}
    back_office(
        server,
        labels(available_now=(own["fr"], own["en"]), available_later=("Sous 5 jours", "In 5 days")),
    )

    shop.apply([update(car(key, is_for_sale=False, sale_note=NOTE), "is_for_sale", "sale_note")])
    closed = back_office(server, "")
    shop.apply([update(car(key, sale_note=own), "is_for_sale", "sale_note")])
    opened = back_office(server, "")

    assert label(closed, "available_now") == [NOTE["fr"], NOTE["en"]]
    assert label(opened, "available_now") == [own["fr"], own["en"]]
    later = [label(row, "available_later") for row in (closed, opened)]
    assert later == [["Sous 5 jours", "In 5 days"]] * 2


def test_a_note_that_ends_leaves_nothing_for_when_there_is_none(
    server: ShopServer, shop: Shop
) -> None:
    (key,) = keys(shop.apply([create(car(is_for_sale=False, sale_note=NOTE))]))
    own = {"fr": "En magasin", "en": "In store"}

    shop.apply([update(car(key, sale_note=own), "is_for_sale", "sale_note")])

    assert label(back_office(server, ""), "available_later") == ["", ""]


def test_labels_that_cannot_be_read_are_not_written_over() -> None:
    shop, script = scripted(in_turn(httpx.ReadTimeout("slow")))

    outcomes = shop.apply([update(car("7", sale_note=NOTE), "sale_note")])

    assert [type(outcome) for outcome in outcomes] == [Untried]
    assert script.asked == ["GET products"]


def test_after_an_upgrade_what_did_not_change_is_read_whole_once(shop: Shop) -> None:
    keys(shop.apply([create(car(is_for_sale=False, sale_note=NOTE))]))
    cursor = [page.cursor for page in shop.observe(None) if page.cursor][-1]
    old = f"1|{cursor.partition('|')[2]}"

    seen = [thing for thing in things(shop.observe(old)) if isinstance(thing, Product)]

    assert [(product.is_for_sale, product.sale_note) for product in seen] == [(False, NOTE)]
