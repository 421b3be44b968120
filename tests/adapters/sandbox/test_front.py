"""The shop front: what a person sees of the shop."""

from collections.abc import Iterator

import httpx
import pytest

from pos2web.adapters.sandbox.shop import ShopServer
from tests.adapters.sandbox.talk import add, category, product, send_photo, texts, xml


@pytest.fixture
def visitor(shop: ShopServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=10) as one:
        yield one


def test_an_empty_shop_says_so(visitor: httpx.Client) -> None:
    page = visitor.get("/")

    assert page.status_code == 200
    assert "Aucun produit ici" in page.text


def test_a_product_is_seen_with_price_photo_and_stock(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    shelf = add(client, "categories", category("Thés", "thes"))
    hanging = (
        f"<id_category_default>{shelf}</id_category_default><associations><categories><category>"
        f"<id>{shelf}</id></category></categories></associations>"
    )
    key = add(client, "products", product("Sencha", more=hanging))
    send_photo(client, f"products/{key}")
    stock = xml("<stock_available><id>1</id><quantity>7</quantity></stock_available>")
    client.patch("/api/stock_availables", content=stock).raise_for_status()

    page = visitor.get(f"/fr/{shelf}-thes").text

    assert f'href="/fr/thes/{key}-sencha.html"' in page
    assert "12,00 €" in page
    assert "En stock : 7" in page
    assert visitor.get("/img/p/1").headers["content-type"] == "image/jpeg"


def test_a_category_shows_what_is_below_it(client: httpx.Client, visitor: httpx.Client) -> None:
    tea = add(client, "categories", category("Thés", "thes"))
    green = add(client, "categories", category("Verts", "verts", tea))
    hanging = (
        f"<associations><categories><category><id>{green}</id></category></categories>"
        "</associations>"
    )
    add(client, "products", product("Sencha", more=hanging))

    assert "Sencha" in visitor.get(f"/fr/{tea}-thes").text


def test_variants_are_seen_with_their_own_price(
    client: httpx.Client, visitor: httpx.Client
) -> None:
    option = add(
        client,
        "product_options",
        f"<product_option><group_type>select</group_type>{texts('name', 'Poids', 'Weight')}"
        f"{texts('public_name', 'Poids', 'Weight')}</product_option>",
    )
    value = add(
        client,
        "product_option_values",
        f"<product_option_value><id_attribute_group>{option}</id_attribute_group>"
        f"{texts('name', '100 g', '100 g')}</product_option_value>",
    )
    key = add(client, "products", product("Sencha"))
    add(
        client,
        "combinations",
        f"<combination><id_product>{key}</id_product><price>5</price><default_on>1</default_on>"
        "<minimal_quantity>1</minimal_quantity><reference>S-100</reference><associations>"
        f"<product_option_values><product_option_value><id>{value}</id></product_option_value>"
        "</product_option_values></associations></combination>",
    )

    page = visitor.get(f"/en/{key}-sencha.html").text

    assert "18,00 €" in page
    assert "<small>Weight</small> 100 g" in page
    assert "par défaut" in page
    assert "Rupture de stock" in page


def test_nothing_in_a_product_runs_on_the_page(client: httpx.Client, shop: ShopServer) -> None:
    key = add(client, "products", product("Thé"))
    evil = '{"1": "<script>alert(1)</script>", "2": ""}'
    shop.store.run("UPDATE products SET name = ?, description = ?", (evil, evil))

    page = httpx.get(f"{shop.url}/fr/{key}-the.html")

    assert "<script>" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(
    ("policy", "seen"),
    [("0", "Rupture de stock"), ("1", "Sous 5 jours"), ("2", "Rupture de stock")],
)
def test_what_is_out_of_stock_can_be_ordered_or_not(
    client: httpx.Client, visitor: httpx.Client, policy: str, seen: str
) -> None:
    key = add(client, "products", product(more=texts("available_later", "Sous 5 jours", "5 days")))
    body = xml(
        f"<stock_available><id>1</id><out_of_stock>{policy}</out_of_stock></stock_available>"
    )
    client.patch("/api/stock_availables", content=body).raise_for_status()

    assert seen in visitor.get(f"/fr/{key}-the.html").text


@pytest.mark.parametrize(
    "path", ["/fr/99-rien", "/fr/99-rien.html", "/nowhere", "/img/p/99", "/index.php?id_product=9"]
)
def test_what_is_not_there_is_a_page_with_404(visitor: httpx.Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_many_products_are_shown_page_by_page(client: httpx.Client, visitor: httpx.Client) -> None:
    client.post(
        "/api/products", content=xml(*(product(f"Thé {n}") for n in range(30)))
    ).raise_for_status()

    first, second = visitor.get("/").text, visitor.get("/?page=2").text

    assert "Page 1 sur 2" in first
    assert "Page suivante" in first
    assert "Page précédente" in second


def test_the_front_closes_for_maintenance_and_the_web_service_does_not(
    client: httpx.Client, shop: ShopServer, visitor: httpx.Client
) -> None:
    shop.settings.is_in_maintenance = True

    page = visitor.get("/")

    assert (page.status_code, page.headers["retry-after"]) == (503, "3600")
    assert client.get("/api/products").status_code == 200


def test_the_style_is_the_shop_s_own(visitor: httpx.Client) -> None:
    assert visitor.get("/static/shop.css").headers["content-type"].startswith("text/css")


def test_a_page_is_asked_for_anew_by_a_script_of_the_shops_own(visitor: httpx.Client) -> None:
    page, script = visitor.get("/"), visitor.get("/static/live.js")

    assert '<script src="/static/live.js" defer></script>' in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "fetch(location.href" in script.text
