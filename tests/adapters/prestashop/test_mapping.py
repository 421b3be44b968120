"""Things as PrestaShop shows them."""

from decimal import Decimal

import msgspec
import pytest

from pos2web.adapters.prestashop.mapping import (
    Site,
    images_of,
    is_shelf,
    plain,
    stock_of,
    texts_of,
    thing_of,
)
from pos2web.adapters.prestashop.xml import Element, parse, rows
from pos2web.domain.things import Category, OptionValue, Product, Stock, Supplier, Variant
from pos2web.domain.values import Kind
from pos2web.errors import RecordError
from tests.adapters.prestashop.shops import SITE, eur, recorded


def row(inner: str, tag: str = "product") -> Element:
    return parse(f"<prestashop><{tag}>{inner}</{tag}></prestashop>".encode())[0]


def associated(name: str, tag: str, *ids: str) -> str:
    items = "".join(f"<{tag}><id>{id_}</id></{tag}>" for id_ in ids)
    return f"<associations><{name}>{items}</{name}></associations>"


def test_a_recorded_product_is_read_whole() -> None:
    found = rows(parse(recorded("02-lists-filters-formats/02").content), "product")[0]
    belgian = msgspec.structs.replace(SITE, rates={"1": Decimal(21)})

    product = thing_of(Kind.PRODUCT, found, belgian)

    assert isinstance(product, Product)
    assert (product.key, product.reference) == ("1", "demo_1")
    assert product.name == {"en": "Hummingbird printed t-shirt", "fr": "T-shirt imprimé colibri"}
    assert (product.price, product.tax_rate) == (eur("23.9"), Decimal(21))
    assert (product.weight, product.brand, product.supplier) == (Decimal("0.3"), "1", "1")
    assert product.categories == ("4", "3")
    assert product.is_active
    assert product.is_for_sale
    assert product.sale_note == {}


def test_a_recorded_variant_is_read_whole() -> None:
    found = rows(parse(recorded("04-combinations/23").content), "combination")[1]

    assert thing_of(Kind.VARIANT, found, SITE) == Variant(
        key="41",
        product="30",
        options=("27", "28"),
        surcharge=eur("1.5"),
        reference="TSHIRT-M-Red",
        ean="4006381333931",
        weight_surcharge=Decimal("0.05"),
    )


def test_recorded_stock_is_kept_by_product_and_variant() -> None:
    found = rows(parse(recorded("02-lists-filters-formats/24").content), "stock_available")

    assert stock_of(found[0]) == Stock(key="1", product="1", quantity=Decimal(2400))
    assert thing_of(Kind.STOCK, found[1], SITE) == Stock(
        key="1/1", product="1", variant="1", quantity=Decimal(300)
    )


def test_a_supplier_and_an_option_value_are_read() -> None:
    supplier = row("<id>3</id><name>Cafe\u0301</name><active>0</active>", "supplier")
    value = row("<id>5</id><id_attribute_group>2</id_attribute_group><name/>", "value")

    assert thing_of(Kind.SUPPLIER, supplier, SITE) == Supplier(
        key="3", name="Café", is_active=False
    )
    assert thing_of(Kind.OPTION_VALUE, value, SITE) == OptionValue(key="5", option="2", name={})


@pytest.mark.parametrize(("parent", "seen"), [("2", None), ("1", None), ("7", "7")])
def test_a_category_right_under_home_has_no_parent(parent: str, seen: str | None) -> None:
    found = row(f"<id>9</id><id_parent>{parent}</id_parent><active>1</active>", "category")

    category = thing_of(Kind.CATEGORY, found, SITE)

    assert isinstance(category, Category)
    assert category.parent == seen


@pytest.mark.parametrize(
    ("inner", "is_ours"),
    [
        ("<id>9</id><id_parent>2</id_parent><is_root_category>0</is_root_category>", True),
        ("<id>2</id><id_parent>1</id_parent><is_root_category>1</is_root_category>", False),
        ("<id>8</id><id_parent>1</id_parent><is_root_category>1</is_root_category>", False),
        ("<id>1</id><id_parent>0</id_parent><is_root_category>0</is_root_category>", False),
        ("<id>5</id><id_parent>0</id_parent><is_root_category>0</is_root_category>", False),
    ],
)
def test_roots_are_no_shelves(inner: str, is_ours: bool) -> None:
    assert is_shelf(row(inner, "category"), SITE) is is_ours


def test_the_main_category_comes_first_and_home_is_none() -> None:
    inner = "<id_category_default>10</id_category_default>"
    found = row(f"<id>1</id>{inner}{associated('categories', 'category', '2', '9', '10', '3')}")

    product = thing_of(Kind.PRODUCT, found, SITE)

    assert isinstance(product, Product)
    assert product.categories == ("10", "3", "9")


def test_a_product_that_nobody_finished_is_not_on_sale() -> None:
    draft = thing_of(Kind.PRODUCT, row("<id>1</id><active>1</active><state>0</state>"), SITE)

    assert isinstance(draft, Product)
    assert not draft.is_active


def test_what_cannot_be_ordered_is_not_for_sale_and_has_its_note() -> None:
    note = '<available_now><language id="2">De retour lundi</language></available_now>'
    found = row(f"<id>1</id><available_for_order>0</available_for_order>{note}")

    product = thing_of(Kind.PRODUCT, found, SITE)

    assert isinstance(product, Product)
    assert (product.is_for_sale, product.sale_note) == (False, {"fr": "De retour lundi"})


def test_a_tax_group_without_a_rule_here_taxes_nothing() -> None:
    found = row("<id>1</id><id_tax_rules_group>9</id_tax_rules_group>")

    product = thing_of(Kind.PRODUCT, found, SITE)

    assert isinstance(product, Product)
    assert product.tax_rate == 0


@pytest.mark.parametrize("price", ["a lot", "NaN", "Infinity"])
def test_a_price_that_is_none_makes_a_record_unreadable(price: str) -> None:
    with pytest.raises(RecordError, match=f"product:7 has the price '{price}'"):
        thing_of(Kind.PRODUCT, row(f"<id>7</id><price>{price}</price>"), SITE)


def test_grams_become_kilograms() -> None:
    grams = msgspec.structs.replace(SITE, weight_units=Decimal(1000))

    product = thing_of(Kind.PRODUCT, row("<id>1</id><weight>350.000000</weight>"), grams)

    assert isinstance(product, Product)
    assert product.weight == Decimal("0.35")


def test_the_cover_is_the_first_photo() -> None:
    cover = "<id_default_image>6</id_default_image>"
    found = row(f"<id>1</id>{cover}{associated('images', 'image', '4', '5', '6')}")

    photos = images_of(found)

    assert [(photo.key, photo.position) for photo in photos] == [("6", 1), ("4", 2), ("5", 3)]
    assert {photo.fingerprint for photo in photos} == {""}


def test_texts_are_told_by_language_code() -> None:
    two_englishes = msgspec.structs.replace(SITE, languages={"1": "en", "2": "fr", "3": "en"})
    found = row(
        '<name><language id="1"></language><language id="3">Car</language>'
        '<language id="2">Voiture</language><language id="9">Auto</language></name>'
    )

    assert texts_of(found, "name", two_englishes) == {"en": "Car", "fr": "Voiture"}


@pytest.mark.parametrize(("long", "short"), [("10.000", "10"), ("0.000000", "0"), ("1.50", "1.5")])
def test_numbers_lose_their_idle_zeros(long: str, short: str) -> None:
    assert str(plain(Decimal(long))) == short


def test_every_kind_with_a_list_can_be_read() -> None:
    site: Site = SITE
    empty = row("<id>1</id>")

    for kind in Kind:
        if kind is not Kind.IMAGE:
            assert thing_of(kind, empty, site) is not None
