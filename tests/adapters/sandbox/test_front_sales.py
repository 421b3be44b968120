"""The shop front: what can be bought, and what visitors read where it can't.

As the pages of a real 8.1.2 and 8.2.1 showed it for each of these states.
"""

from collections.abc import Iterator

import httpx
import pytest
from lxml import etree, html

from pos2web.adapters.sandbox.shop import ShopServer
from tests.adapters.sandbox.talk import add, product, texts, xml

NOTED = texts("available_now", "Lundi", "Monday") + texts("available_later", "Plus tard", "Later")


@pytest.fixture
def visitor(shop: ShopServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=10) as one:
        yield one


def put(client: httpx.Client, node: str, key: int, **fields: object) -> None:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    body = xml(f"<{node}><id>{key}</id>{inner}</{node}>")
    resource = {"product": "products", "stock_available": "stock_availables"}[node]
    client.patch(f"/api/{resource}", content=body).raise_for_status()


def shown(page: str, reference: str = "TEA") -> tuple[str, str, str]:
    """What the marks in a page say of a thing: for sale or not, its stock, what is read."""
    tree = etree.fromstring(page, html.HTMLParser())
    [found] = [one for one in tree.iter() if one.get("data-reference") == reference]
    return found.get("data-for-sale", ""), found.get("data-stock", ""), found.get("data-note", "")


def noted_tea(client: httpx.Client) -> int:
    return add(client, "products", product(more=f"<reference>TEA</reference>{NOTED}"))


@pytest.mark.parametrize(
    ("is_for_sale", "quantity", "policy", "seen"),
    [
        (1, 10, 2, ("true", "in-stock", "Lundi")),
        (1, 4, 2, ("true", "in-stock", "Lundi")),
        (1, 3, 2, ("true", "last", "Derniers articles en stock : 3")),
        (1, 0, 0, ("false", "out", "Rupture de stock")),
        (1, 0, 1, ("true", "later", "Plus tard")),
        (1, 0, 2, ("false", "out", "Rupture de stock")),
        (0, 10, 2, ("false", "in-stock", "Lundi")),
        (0, 1, 2, ("false", "last", "Derniers articles en stock : 1")),
        (0, 0, 0, ("false", "out", "Rupture de stock")),
        (0, 0, 1, ("false", "later", "Plus tard")),
    ],
)
def test_a_product_is_for_sale_and_noted_by_its_stock_and_its_switch(
    client: httpx.Client,
    visitor: httpx.Client,
    is_for_sale: int,
    quantity: int,
    policy: int,
    seen: tuple[str, str, str],
) -> None:
    key = noted_tea(client)
    put(client, "product", key, available_for_order=is_for_sale)
    put(client, "stock_available", 1, quantity=quantity, out_of_stock=policy)

    page = visitor.get(f"/fr/{key}-the.html").text

    assert shown(page) == shown(visitor.get("/").text) == seen
    assert "12,00 €" in page


def test_what_is_off_sale_has_no_button_to_buy_it(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    put(client, "stock_available", 1, quantity=10)
    on_sale = visitor.get(f"/fr/{key}-the.html").text
    put(client, "product", key, available_for_order=0)

    off_sale = visitor.get(f"/fr/{key}-the.html").text

    assert ("Ajouter au panier" in on_sale, "Ajouter au panier" in off_sale) == (True, False)
    assert "disabled" in off_sale


def test_a_note_is_read_in_the_language_of_the_page_and_in_no_other(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    put(client, "stock_available", 1, quantity=10)
    assert shown(visitor.get(f"/en/{key}-the.html").text)[2] == "Monday"

    put(client, "product", key, available_now='<language id="1">Mardi</language>')

    assert shown(visitor.get(f"/fr/{key}-the.html").text)[2] == "Mardi"
    assert shown(visitor.get(f"/en/{key}-the.html").text)[2] == "En stock : 10"


def test_without_its_price_nothing_is_said_nor_sold(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    put(client, "stock_available", 1, quantity=10)
    put(client, "product", key, show_price=0)

    page = visitor.get(f"/fr/{key}-the.html").text

    assert shown(page) == ("false", "unsaid", "")
    assert "12,00 €" not in page


def test_what_is_hidden_is_gone_from_its_page_and_from_the_list(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    put(client, "product", key, active=0)

    assert visitor.get(f"/fr/{key}-the.html").status_code == 404
    assert "TEA" not in visitor.get("/").text


@pytest.mark.parametrize(("kind", "caching"), [("301", None), ("302", "no-cache")])
def test_what_is_hidden_may_lead_to_its_category_for_good_or_for_now(
    client: httpx.Client, visitor: httpx.Client, kind: str, caching: str | None
) -> None:
    key = noted_tea(client)
    put(client, "product", key, active=0, redirect_type=f"{kind}-category", id_category_default=2)

    page = visitor.get(f"/fr/{key}-the.html")

    assert (page.status_code, page.headers.get("cache-control")) == (int(kind), caching)
    assert page.headers["location"].endswith("/fr/2-accueil")


def test_a_variant_has_its_own_stock_and_its_product_s_policy_and_note(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    for reference in ("SMALL", "LARGE"):
        add(
            client,
            "combinations",
            f"<combination><id_product>{key}</id_product><minimal_quantity>1</minimal_quantity>"
            f"<reference>{reference}</reference></combination>",
        )
    put(client, "stock_available", 1, out_of_stock=1)
    put(client, "stock_available", 2, quantity=10)

    page = visitor.get(f"/fr/{key}-the.html").text

    assert shown(page, "SMALL") == ("true", "in-stock", "Lundi")
    assert shown(page, "LARGE") == ("true", "later", "Plus tard")


def test_a_variant_s_own_note_comes_before_its_product_s(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    own = texts("available_now", "Mardi", "Tuesday")
    combination = (
        f"<combination><id_product>{key}</id_product><minimal_quantity>1</minimal_quantity>"
        f"<reference>SMALL</reference>{own}</combination>"
    )
    add(client, "combinations", combination)
    put(client, "stock_available", 2, quantity=10)

    page = visitor.get(f"/fr/{key}-the.html").text

    assert shown(page, "SMALL")[2] == "Mardi"


def test_where_all_is_sold_without_stock_the_later_note_is_read(
    client: httpx.Client, shop: ShopServer, visitor: httpx.Client
) -> None:
    key = noted_tea(client)
    shop.settings.sells_without_stock = True

    assert shown(visitor.get(f"/fr/{key}-the.html").text) == ("true", "later", "Plus tard")


@pytest.mark.parametrize("field", ["available_now", "available_later"])
@pytest.mark.parametrize("note", ["x" * 256, "a<b", "a=b", "{a}"])
def test_a_note_that_does_not_fit_refuses_the_whole_record(
    client: httpx.Client, visitor: httpx.Client, field: str, note: str
) -> None:
    key = noted_tea(client)
    put(client, "stock_available", 1, quantity=10)
    stopped = f"<product><id>{key}</id><available_for_order>0</available_for_order>"

    body = xml(f"{stopped}{texts(field, note, note)}</product>")
    answer = client.patch("/api/products", content=body)

    assert answer.status_code == 400
    assert shown(visitor.get(f"/fr/{key}-the.html").text)[0] == "true"
