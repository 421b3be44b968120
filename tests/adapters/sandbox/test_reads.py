"""How the sandbox reads, where the recordings don't reach."""

import httpx
import pytest

from pos2web.adapters.sandbox.shop import Key, ShopServer
from pos2web.adapters.sandbox.shop.query import closest, distance
from pos2web.adapters.sandbox.shop.slug import slug
from pos2web.adapters.sandbox.shop.validators import is_valid
from tests.adapters.sandbox.talk import add, codes, product, read, texts, xml


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ("sort=[nosuch_ASC]", "37"),
        ("sort=sideways", "36"),
        ("limit=some", "39"),
        ("limit=\u0661", "39"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_with_warnings_beside_it(
    client: httpx.Client, parameters: str, code: str
) -> None:
    answer = client.get(f"/api/products?{parameters}")

    assert answer.status_code == 500
    assert codes(answer)[0] == code


def test_references_are_found_whatever_their_case(client: httpx.Client) -> None:
    key = add(client, "products", product(more="<reference>TEA-1</reference>"))

    found = read(client, "products?filter[reference]=[tea-1]")

    assert found == {"products": [{"id": key}]}


def test_numbers_are_compared_as_numbers(client: httpx.Client) -> None:
    add(client, "products", product())

    assert read(client, "products?filter[price]=[9,11]") == {"products": [{"id": 1}]}
    assert read(client, "products?filter[price]=>[9.5]") == {"products": [{"id": 1}]}
    assert read(client, "products?filter[price]=[10.0]") == {"products": [{"id": 1}]}


def test_without_sort_active_products_come_after_the_others(client: httpx.Client) -> None:
    first = add(client, "products", product())
    second = add(client, "products", product().replace("<active>1", "<active>0"))

    found = read(client, "products")["products"]

    assert [one["id"] for one in found] == [second, first]


def test_chosen_associations_are_shown_beside_chosen_fields(client: httpx.Client) -> None:
    shelved = (
        "<associations><categories><category><id>2</id></category></categories></associations>"
    )
    add(client, "products", product(more=shelved))

    shown = client.get("/api/products?display=[id,categories[id]]").text

    assert "<category xlink" in shown
    assert "<id><![CDATA[2]]></id>" in shown
    assert "<images" not in shown
    assert "<price>" not in shown


def test_what_a_combination_is_made_of_shows_no_ids_when_chosen(client: httpx.Client) -> None:
    values = "<product_option_values><product_option_value><id>1</id></product_option_value>"
    made_of = f"<associations>{values}</product_option_values></associations>"
    owner = add(client, "products", product())
    option = (
        f"<group_type>select</group_type>{texts('name', 'T', 'T')}{texts('public_name', 'T', 'T')}"
    )
    add(client, "product_options", f"<product_option>{option}</product_option>")
    value = f"<id_attribute_group>1</id_attribute_group>{texts('name', 'M', 'M')}"
    add(client, "product_option_values", f"<product_option_value>{value}</product_option_value>")
    bare = f"<id_product>{owner}</id_product><minimal_quantity>1</minimal_quantity>"
    add(client, "combinations", f"<combination>{bare}{made_of}</combination>")

    shown = client.get("/api/combinations?display=[id,product_option_values[id]]").text

    assert "/api/product_option_values/1" in shown
    assert shown.count("<id>") == 1


@pytest.mark.parametrize("chosen", ["images[nosuch]", "nosuch[id]", "nosuch"])
def test_what_cannot_be_chosen_is_refused(client: httpx.Client, chosen: str) -> None:
    answer = client.get(f"/api/products?display=[id,{chosen}]")

    assert answer.status_code == 500
    assert codes(answer)[0] == "35"


def test_what_is_unchanged_need_not_be_sent_again(client: httpx.Client) -> None:
    first = client.get("/api/categories/2")

    again = client.get(
        "/api/categories/2", headers={"Local-Content-Sha1": first.headers["content-sha1"]}
    )

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("key", ["9" * 30, "-1", "abc"])
def test_an_id_that_nothing_can_have_is_simply_not_there(client: httpx.Client, key: str) -> None:
    assert client.get(f"/api/products/{key}").status_code == 404
    assert client.delete(f"/api/products?id=[{key}]").status_code == 404


def test_a_bulk_answer_in_json_names_all(client: httpx.Client) -> None:
    body = xml(product("Thé"), product("Café"))

    answer = client.post("/api/products?output_format=JSON", content=body)

    assert [one["id"] for one in answer.json()["products"]] == [1, 2]


def test_a_key_that_is_no_base64_is_no_key(shop: ShopServer) -> None:
    answer = httpx.get(f"{shop.url}/api/", headers={"Authorization": "Basic a"})

    assert answer.status_code == 401


def test_rights_are_looked_up_by_resource_and_method() -> None:
    key = Key(rights={"products": ("GET",)})

    assert key.methods("products") == ("GET",)
    assert key.methods("orders") == ()


def test_what_was_meant_is_the_nearest_word() -> None:
    assert distance("prodcut", "product") == 2
    assert closest("prices", ["price", "weight"]) == "price"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Thé vert", "the-vert"),
        ("Emoji 😀", "emoji-"),
        ("L'œuf & le bœuf", "l-oeuf-le-boeuf"),
        ("  A / B  ", "a-b"),
    ],
)
def test_a_name_becomes_a_piece_of_an_address(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("validator", "value", "expected"),
    [
        ("isPrice", "1.12", True),
        ("isPrice", "1,12", False),
        ("isNegativePrice", "-3", True),
        ("isCleanHtml", "<p>ok</p>", True),
        ("isCleanHtml", "<iframe src=x>", False),
        ("isCleanHtml", "<p onclick='x'>", False),
        ("isCleanHtml", "javascript:x", False),
        ("isUnsignedFloat", "-0.5", False),
        ("isMpn", "x" * 41, False),
        ("IsGenericName", "a<b", False),
        ("isSomethingElse", "anything", True),
    ],
)
def test_validators_let_pass_what_prestashop_lets_pass(
    validator: str, value: str, *, expected: bool
) -> None:
    assert is_valid(validator, value) is expected
