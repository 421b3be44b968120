"""Writes as PrestaShop wants them."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pos2web.adapters.prestashop.mapping import thing_of
from pos2web.adapters.prestashop.records import note_of, record_of, stock_record
from pos2web.adapters.prestashop.xml import Element, ids, text
from pos2web.domain.fields import OPTIONAL, Form
from pos2web.domain.things import (
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
)
from pos2web.domain.values import Kind, Money, nfc
from pos2web.errors import RecordError
from tests.adapters.prestashop.shops import SITE, car, create, deactivate, eur, red, update


def shown(row: Element) -> str:
    return etree.tostring(row, encoding="unicode")


def sent(row: Element) -> list[str]:
    return [str(field.tag) for field in row]


def languages(row: Element, tag: str) -> dict[str, str]:
    return {found.get("id", ""): found.text or "" for found in row.iterfind(f"{tag}/language")}


def test_a_new_product_says_all_that_would_else_be_nought() -> None:
    row = record_of(create(car(categories=("9", "4"), brand="3")), SITE)

    basics = ("state", "active", "available_for_order", "show_price", "minimal_quantity")
    assert [text(row, tag) for tag in basics] == ["1"] * len(basics)
    assert (text(row, "visibility"), text(row, "product_type")) == ("both", "standard")
    assert text(row, "redirect_type") == "302-category"
    assert (text(row, "id_manufacturer"), text(row, "id_supplier")) == ("3", "0")
    assert (text(row, "id_tax_rules_group"), text(row, "price")) == ("1", "16.528926")
    assert languages(row, "link_rewrite") == {"1": "wooden-car", "2": "voiture-en-bois"}
    assert (text(row, "id_category_default"), ids(row, "categories")) == ("9", ["9", "4"])
    assert row.find("id") is None


def test_a_product_without_shelf_stands_in_home() -> None:
    row = record_of(create(car()), SITE)

    assert (text(row, "id_category_default"), ids(row, "categories")) == ("2", ["2"])


def test_a_create_says_what_a_product_needs_whoever_owns_it() -> None:
    row = record_of(msgspec.structs.replace(create(car()), fields=frozenset({"weight"})), SITE)

    assert {"name", "price", "reference", "id_tax_rules_group", "weight"} <= set(sent(row))
    assert "description" not in sent(row)


def test_an_update_carries_its_fields_and_the_id() -> None:
    row = record_of(update(car("7", price=eur("9.9")), "price"), SITE)

    assert shown(row) == "<product><id>7</id><price>9.900000</price></product>"


def test_a_text_goes_out_in_every_installed_language() -> None:
    three = msgspec.structs.replace(SITE, languages={"1": "en", "2": "fr", "3": "de"})
    product = car("7", name={"en": "Car", "fr": ""}, description={"en": "Nice", "fr": ""})

    row = record_of(update(product, "name", "description"), three)

    assert languages(row, "name") == {"1": "Car", "2": "Car", "3": "Car"}
    assert languages(row, "description") == {"1": "Nice", "2": "", "3": "Nice"}


def test_a_name_in_another_language_is_better_than_none() -> None:
    row = record_of(update(car("7", name={"en": "", "fr": "Voiture"}), "name"), SITE)

    assert languages(row, "name") == {"1": "Voiture", "2": "Voiture"}


@pytest.mark.parametrize(
    ("name", "slug"), [("Été 2026 !", "ete-2026"), ("???", "car"), ("車", "che")]
)
def test_addresses_are_made_of_names(name: str, slug: str) -> None:
    row = record_of(create(car(name={"en": name, "fr": name})), SITE)

    assert languages(row, "link_rewrite") == {"1": slug, "2": slug}


def test_a_name_of_signs_and_a_reference_of_signs_still_make_an_address() -> None:
    row = record_of(create(car(reference="!!!", name={"en": "?", "fr": "?"})), SITE)

    assert languages(row, "link_rewrite") == {"1": "item", "2": "item"}


def test_an_address_is_never_too_long() -> None:
    row = record_of(create(car(name={"en": "ab " * 100, "fr": "b"})), SITE)

    assert len(languages(row, "link_rewrite")["1"]) <= 128


def test_a_tax_that_the_shop_does_not_have_is_named() -> None:
    with pytest.raises(RecordError, match=r"the shop has no tax rule of 8\.5 %"):
        record_of(update(car("7", tax_rate=Decimal("8.50")), "tax_rate"), SITE)


def test_a_price_in_foreign_money_is_not_sent() -> None:
    dear = car("7", price=Money(Decimal(1), "CHF"))

    with pytest.raises(RecordError, match="a price in CHF can't be sent to a shop in EUR"):
        record_of(update(dear, "price"), SITE)


def test_what_is_shown_is_also_finished() -> None:
    on_sale = record_of(update(car("7"), "is_active"), SITE)
    withdrawn = record_of(update(car("7", is_active=False), "is_active"), SITE)

    assert shown(on_sale) == "<product><id>7</id><state>1</state><active>1</active></product>"
    assert shown(withdrawn) == "<product><id>7</id><active>0</active></product>"


@pytest.mark.parametrize(("is_for_sale", "sent_as"), [(False, "0"), (True, "1")])
def test_what_is_for_sale_or_not_shows_its_price(is_for_sale: bool, sent_as: str) -> None:
    row = record_of(update(car("7", is_for_sale=is_for_sale), "is_for_sale"), SITE)

    assert [(str(field.tag), field.text) for field in row] == [
        ("id", "7"),
        ("available_for_order", sent_as),
        ("show_price", "1"),
    ]


def test_a_create_can_be_bought_whoever_owns_that() -> None:
    row = record_of(msgspec.structs.replace(create(car()), fields=frozenset({"weight"})), SITE)

    assert (text(row, "available_for_order"), text(row, "show_price")) == ("1", "1")


def test_a_new_product_may_be_hidden_off_sale_and_noted() -> None:
    row = record_of(
        create(car(is_active=False, is_for_sale=False, sale_note={"fr": "Lundi"})), SITE
    )

    assert (text(row, "active"), text(row, "available_for_order")) == ("0", "0")
    assert languages(row, "available_now")["2"] == "Lundi"


@pytest.mark.parametrize("tag", ["available_now", "available_later"])
def test_a_note_is_read_in_stock_and_out_of_it_in_every_language(tag: str) -> None:
    note = {"en": "Back on Monday", "fr": "De retour lundi à 10:00"}
    noted = car("7", is_for_sale=False, sale_note=note)

    row = record_of(update(noted, "sale_note"), SITE)

    assert languages(row, tag) == {"1": "Back on Monday", "2": "De retour lundi à 10:00"}


def test_what_can_be_bought_is_not_noted_for_when_there_is_none() -> None:
    row = record_of(update(car("7", sale_note={"en": "In store", "fr": "En magasin"})), SITE)

    assert languages(row, "available_now") == {"1": "In store", "2": "En magasin"}
    assert languages(row, "available_later") == {"1": "", "2": ""}


def test_a_note_in_one_language_leaves_the_others() -> None:
    before = car("7", sale_note={"en": "Back soon", "fr": "Bientôt"})
    write = update(car("7", sale_note={"en": "Back on Monday"}), "sale_note")

    row = record_of(msgspec.structs.replace(write, before=before), SITE)

    assert languages(row, "available_now") == {"1": "Back on Monday", "2": "Bientôt"}


def test_a_note_that_ends_is_blank_in_every_language() -> None:
    before = car("7", sale_note={"en": "Back soon", "fr": "Bientôt"})
    write = update(car("7", sale_note={"en": "", "fr": ""}), "sale_note")

    row = record_of(msgspec.structs.replace(write, before=before), SITE)

    assert languages(row, "available_later") == {"1": "", "2": ""}


@pytest.mark.parametrize(
    ("note", "taken"),
    [
        ("De retour lundi ; « 10:00 » #1 & 'x'", "De retour lundi ; « 10:00 » #1 & 'x'"),
        ("<b>1 menu = {2} plats</b>", "«b»1 menu : (2) plats«/b»"),
        ("é" * 255, "é" * 255),
        ("a" * 253 + " bcd", "a" * 253 + "…"),
    ],
    ids=["as it is", "signs", "just fits", "too long"],
)
def test_a_note_is_made_one_that_the_shop_takes(note: str, taken: str) -> None:
    assert note_of(note) == taken


def test_to_withdraw_touches_nothing_else() -> None:
    assert shown(record_of(deactivate(car("7")), SITE)) == (
        "<product><id>7</id><active>0</active></product>"
    )
    assert shown(record_of(deactivate(Brand(key="3", name="A")), SITE)) == (
        "<manufacturer><id>3</id><active>0</active></manufacturer>"
    )


def test_brands_and_suppliers_have_a_plain_name() -> None:
    assert shown(record_of(create(Brand(key="", name="A & B")), SITE)) == (
        "<manufacturer><name>A &amp; B</name><active>1</active></manufacturer>"
    )
    assert shown(record_of(create(Supplier(key="", name="C", is_active=False)), SITE)) == (
        "<supplier><name>C</name><active>0</active></supplier>"
    )


def test_a_new_category_has_an_address_and_a_parent() -> None:
    toys = Category(key="", name={"en": "Toys", "fr": "Jouets"})

    row = record_of(create(toys), SITE)

    assert text(row, "id_parent") == "2"
    assert languages(row, "link_rewrite") == {"1": "toys", "2": "jouets"}


def test_a_category_moves_without_changing_its_address() -> None:
    moved = Category(key="9", name={"en": "Toys"}, parent="4")

    row = record_of(update(moved, "parent"), SITE)

    assert shown(row) == "<category><id>9</id><id_parent>4</id_parent></category>"


def test_an_option_is_named_to_merchant_and_customer() -> None:
    row = record_of(create(Option(key="", name={"en": "Size", "fr": "Taille"})), SITE)

    assert sent(row) == ["is_color_group", "group_type", "name", "public_name"]
    assert languages(row, "public_name") == {"1": "Size", "2": "Taille"}


def test_the_name_that_customers_see_may_be_shorter() -> None:
    row = record_of(create(Option(key="", name={"fr": "Taille " * 12, "en": "Size"})), SITE)

    assert languages(row, "name")["2"] == "Taille " * 12
    assert languages(row, "public_name") == {"1": "Size", "2": ("Taille " * 9) + "T"}


def test_an_option_value_belongs_to_its_option() -> None:
    row = record_of(create(OptionValue(key="", option="5", name={"en": "M"})), SITE)

    assert text(row, "id_attribute_group") == "5"
    assert languages(row, "name") == {"1": "M", "2": "M"}


def test_a_new_variant_is_bought_one_by_one() -> None:
    dear = red("7", "26", "28", surcharge=eur("-1.5"), weight_surcharge=Decimal("0.05"))

    row = record_of(create(dear), SITE)

    assert (text(row, "id_product"), text(row, "minimal_quantity")) == ("7", "1")
    assert (text(row, "price"), text(row, "weight")) == ("-1.500000", "0.050000")
    assert ids(row, "product_option_values") == ["26", "28"]
    assert row.find("default_on") is None


def test_another_choice_of_options_replaces_the_whole_choice() -> None:
    row = record_of(update(red("7", "27", key="41"), "options"), SITE)

    assert sent(row) == ["id", "associations"]
    assert ids(row, "product_option_values") == ["27"]


def test_a_language_that_is_not_given_stays_as_it_was() -> None:
    before = car("7", description={"en": "Nice", "fr": "Belle"})
    write = update(car("7", description={"en": "Nicer"}), "description")

    row = record_of(msgspec.structs.replace(write, before=before), SITE)

    assert languages(row, "description") == {"1": "Nicer", "2": "Belle"}


def test_a_photo_is_no_record() -> None:
    mistaken = update(Image(key="1", product="7"), "product")

    with pytest.raises(AssertionError, match="a Image isn't written as a record"):
        record_of(msgspec.structs.replace(mistaken, kind=Kind.BRAND), SITE)


def test_a_stock_row_gets_only_its_quantity() -> None:
    level = Stock(key="7", product="7", quantity=Decimal("-3"))

    assert shown(stock_record("59", level, id_shop=None)) == (
        "<stock_available><id>59</id><quantity>-3</quantity></stock_available>"
    )


def test_a_stock_row_that_lost_its_shop_gets_it_back() -> None:
    row = stock_record("59", Stock(key="7", product="7", quantity=Decimal(3)), id_shop=1)

    assert sent(row) == ["id", "id_shop", "id_shop_group", "quantity"]


def test_half_a_piece_cannot_be_sent() -> None:
    level = Stock(key="7", product="7", quantity=Decimal("1.5"))

    with pytest.raises(RecordError, match=r"PrestaShop counts whole pieces, not 1\.5"):
        stock_record("59", level, id_shop=None)


lines = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40).map(nfc)
texts = st.fixed_dictionaries({"en": lines.filter(bool), "fr": lines.filter(bool)})
amounts = st.decimals(0, 100_000, places=6)
products = st.fixed_dictionaries(
    {
        "name": texts,
        "summary": texts,
        "description": texts,
        "price": amounts.map(lambda amount: Money(amount, "EUR")),
        "weight": amounts,
        "tax_rate": st.sampled_from(sorted(SITE.groups)),
        "brand": st.none() | st.just("3"),
        "supplier": st.none() | st.just("5"),
        "is_active": st.booleans(),
        "categories": st.sampled_from([(), ("9",), ("12", "4")]),
        "ean": st.sampled_from(["", "4006381333931"]),
    }
    | {
        row.name: st.fixed_dictionaries({"en": st.sampled_from(row.samples), "fr": st.just("x")})
        if row.name == "slug"
        else texts
        if row.form is Form.TEXTS
        else st.sampled_from(row.samples)
        for row in OPTIONAL[Kind.PRODUCT]
    }
)


@settings(max_examples=60)
@given(products)
def test_what_is_sent_is_what_is_shown(fields: dict[str, Any]) -> None:
    product: Product = car("7", **fields)

    seen = thing_of(Kind.PRODUCT, record_of(update(product), SITE), SITE)

    assert isinstance(seen, Product)
    assert seen == product


@settings(max_examples=30)
@given(amounts, st.lists(st.sampled_from(["1", "2", "30"]), unique=True))
def test_what_is_sent_of_a_variant_is_what_is_shown(amount: Decimal, options: list[str]) -> None:
    variant = red("7", *sorted(options), key="4", surcharge=eur("-1"), weight_surcharge=amount)

    seen = thing_of(Kind.VARIANT, record_of(update(variant), SITE), SITE)

    assert isinstance(seen, Variant)
    assert msgspec.structs.replace(seen, product="7") == variant
