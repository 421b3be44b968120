"""How the sandbox writes, where the recordings don't reach."""

from decimal import Decimal

import httpx
import pytest

from tests.adapters.sandbox.talk import (
    add,
    category,
    codes,
    jpeg,
    product,
    read,
    send_photo,
    texts,
    xml,
)


def test_text_comes_back_as_the_html_cleaner_leaves_it(client: httpx.Client) -> None:
    more = texts("description", "Thé & café<br>&eacute;t&eacute; &bogus; &lt;3", "x")

    key = add(client, "products", product(more=more))

    shown = read(client, f"products/{key}")["product"]["description"][0]["value"]
    assert shown == "Thé &amp; café<br />été &amp;bogus; &lt;3"


def test_a_text_without_languages_is_the_text_in_all_of_them(client: httpx.Client) -> None:
    key = add(client, "products", product("Thé"))

    body = xml(f"<product><id>{key}</id><name>Sencha</name></product>")
    answer = client.patch("/api/products", content=body)

    shown = read(client, f"products/{key}")["product"]["name"]
    assert [text["value"] for text in shown] == ["Sencha", "Sencha"]
    assert '<language id="1"><![CDATA[e]]></language>' in answer.text


def test_a_stock_beyond_32_bits_is_out_of_range(client: httpx.Client) -> None:
    add(client, "products", product())

    body = xml("<stock_available><id>1</id><quantity>1e999</quantity></stock_available>")
    answer = client.patch("/api/stock_availables", content=body)

    assert codes(answer) == ["85"]
    assert "The range of property" in answer.text


def test_a_price_keeps_six_decimals(client: httpx.Client) -> None:
    key = add(client, "products", product(more="<wholesale_price>1.23456789</wholesale_price>"))

    assert read(client, f"products/{key}")["product"]["wholesale_price"] == "1.234568"


def test_a_moved_category_keeps_its_id_and_takes_those_below_along(client: httpx.Client) -> None:
    tea = add(client, "categories", category("Thés", "thes"))
    green = add(client, "categories", category("Verts", "verts", tea))
    other = add(client, "categories", category("Boissons", "boissons"))

    body = xml(f"<category><id>{tea}</id><id_parent>{other}</id_parent></category>")
    client.patch(f"/api/categories/{tea}", content=body).raise_for_status()

    assert read(client, f"categories/{tea}")["category"]["level_depth"] == 3
    assert read(client, f"categories/{green}")["category"]["level_depth"] == 4


def test_a_required_text_of_a_category_keeps_its_other_languages(client: httpx.Client) -> None:
    key = add(client, "categories", category("Thés", "thes"))

    name = '<name><language id="2">Teas</language></name>'
    body = xml(f"<category><id>{key}</id>{name}</category>")
    client.patch("/api/categories", content=body).raise_for_status()

    shown = read(client, f"categories/{key}")["category"]["name"]
    assert [text["value"] for text in shown] == ["Thés", "Teas"]


def test_an_option_takes_its_values_and_their_combinations_along(client: httpx.Client) -> None:
    option = add(
        client,
        "product_options",
        f"<product_option><group_type>select</group_type>{texts('name', 'Taille', 'Size')}"
        f"{texts('public_name', 'Taille', 'Size')}</product_option>",
    )
    value = add(
        client,
        "product_option_values",
        f"<product_option_value><id_attribute_group>{option}</id_attribute_group>"
        f"{texts('name', 'M', 'M')}</product_option_value>",
    )
    tea = add(client, "products", product())
    add(client, "combinations", _combination(tea, value))

    client.delete(f"/api/product_options/{option}").raise_for_status()

    assert read(client, "combinations") == []
    assert read(client, "product_option_values") == []
    assert len(read(client, "stock_availables")["stock_availables"]) == 1


def _combination(product_id: int, value: int) -> str:
    return (
        f"<combination><id_product>{product_id}</id_product><minimal_quantity>1</minimal_quantity>"
        "<associations><product_option_values><product_option_value>"
        f"<id>{value}</id></product_option_value></product_option_values></associations>"
        "</combination>"
    )


def test_a_category_may_name_its_products(client: httpx.Client) -> None:
    tea, cup = add(client, "products", product("Thé")), add(client, "products", product("Tasse"))
    key = add(client, "categories", category("Choix", "choix"))

    items = f"<product><id>{cup}</id></product><product><id>{tea}</id></product>"
    hanging = f"<associations><products>{items}</products></associations>"
    body = xml(f"<category><id>{key}</id>{hanging}</category>")
    client.patch("/api/categories", content=body).raise_for_status()

    shown = read(client, f"categories/{key}")["category"]
    assert shown["associations"]["products"] == [{"id": cup}, {"id": tea}]
    assert shown["nb_products_recursive"] == 2


def test_features_of_a_product_are_kept_as_given(client: httpx.Client) -> None:
    item = "<product_feature><id>3</id><id_feature_value>8</id_feature_value></product_feature>"
    hanging = f"<associations><product_features>{item}</product_features><i18n/></associations>"

    key = add(client, "products", product(more=hanging))

    shown = read(client, f"products/{key}")["product"]["associations"]["product_features"]
    assert shown == [{"id": 3, "id_feature_value": 8}]


def test_a_new_language_appears_in_every_text(client: httpx.Client) -> None:
    key = add(client, "products", product("Thé"))

    add(
        client,
        "languages",
        "<language><name>Deutsch</name><iso_code>de</iso_code><active>1</active>"
        "<date_format_lite>d.m.Y</date_format_lite>"
        "<date_format_full>d.m.Y H:i:s</date_format_full></language>",
    )

    shown = read(client, f"products/{key}")["product"]["name"]
    assert [text["value"] for text in shown] == ["Thé", "Thé", ""]


def test_a_product_takes_its_photos_and_stock_along(client: httpx.Client) -> None:
    key = add(client, "products", product())
    send_photo(client, f"products/{key}")

    client.delete(f"/api/products/{key}").raise_for_status()

    assert read(client, "stock_availables") == []
    assert client.get(f"/api/images/products/{key}").status_code == 404


def test_the_next_photo_becomes_the_cover_when_there_is_none(client: httpx.Client) -> None:
    key = add(client, "products", product())
    send_photo(client, f"products/{key}")
    client.delete(f"/api/images/products/{key}/1")
    without = read(client, f"products/{key}")["product"]

    send_photo(client, f"products/{key}")

    assert "id_default_image" not in without
    assert read(client, f"products/{key}")["product"]["id_default_image"] == 2


def test_a_photo_never_comes_back_as_it_was_sent(client: httpx.Client) -> None:
    key = add(client, "products", product())
    sent = jpeg()
    send_photo(client, f"products/{key}", sent)

    answer = client.get(f"/api/images/products/{key}/1")

    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content != sent


def test_the_picture_of_a_brand_is_removed(client: httpx.Client) -> None:
    key = add(client, "manufacturers", "<manufacturer><name>Verlaine</name></manufacturer>")
    send_photo(client, f"manufacturers/{key}")

    first = client.delete(f"/api/images/manufacturers/{key}")
    second = client.delete(f"/api/images/manufacturers/{key}")

    assert (first.status_code, second.status_code) == (200, 404)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("images/spaceships", 400, "47"),
        ("images/manufacturers/99", 400, "59"),
        ("images/customizations/1", 400, "59"),
        ("images/categories/2", 500, "61"),
    ],
)
def test_pictures_that_are_not_there(
    client: httpx.Client, path: str, status: int, code: str
) -> None:
    answer = client.get(f"/api/{path}")

    assert (answer.status_code, codes(answer)) == (status, [code])


def test_pictures_are_listed_by_owner(client: httpx.Client) -> None:
    send_photo(client, "categories/2")

    assert '<image id="2"' in client.get("/api/images/categories").text
    assert "<image id=" not in client.get("/api/images/products").text


def test_a_used_tax_group_is_replaced_and_the_answer_is_a_crash(client: httpx.Client) -> None:
    key = add(client, "products", product())

    body = xml("<tax_rule_group><id>1</id><name>FR 20</name><active>1</active></tax_rule_group>")
    answer = client.put("/api/tax_rule_groups/1", content=body)

    assert (answer.status_code, answer.content) == (500, b"")
    assert read(client, f"products/{key}")["product"]["id_tax_rules_group"] == 10


@pytest.mark.parametrize(
    ("rate", "group"),
    [("20", 1), ("10", 2), ("5.5", 3), ("2.1", 4), ("8.5", 5), ("21", 6), ("6", 8)],
)
def test_the_seed_has_a_group_for_each_rate(client: httpx.Client, rate: str, group: int) -> None:
    rules = read(client, f"tax_rules?filter[id_tax_rules_group]={group}&display=full")
    tax = rules["tax_rules"][0]["id_tax"]

    assert Decimal(read(client, f"taxes/{tax}")["tax"]["rate"]) == Decimal(rate)


def test_a_resource_that_the_sandbox_does_not_hold_is_empty(client: httpx.Client) -> None:
    assert client.get("/api/attachments").status_code == 404
