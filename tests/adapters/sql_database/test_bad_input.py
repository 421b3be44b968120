"""What a merchant's database holds that it should not: told by name, and hiding nothing else."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos2web.domain.things import Product
from pos2web.domain.values import Kind, Ref
from tests.adapters.sql_database.tills import seen_in
from tests.adapters.sql_database.worlds import Hand

TEA, MUG = Ref(Kind.PRODUCT, "1"), Ref(Kind.PRODUCT, "2")


@pytest.fixture
def two(hand: Hand) -> Hand:
    """A database with two products in order."""
    hand.add("products", id=1, reference="TEA", name_fr="Thé", price="9.90")
    hand.add("products", id=2, reference="MUG", name_fr="Tasse", price="12")
    return hand


def spoil(hand: Hand, **fields: Any) -> None:
    hand.set("products", {"id": 1}, **fields)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"price": "9,90"}, "price: «9,90» holds a comma: write 9.90, not 9,90"),
        ({"price": "dear"}, "price: «dear» is not a number"),
        ({"vat_rate": "vingt"}, "tax_rate (vat_rate): «vingt» is not a number"),
        ({"weight_kg": "1 kg"}, "weight (weight_kg): «1 kg» is not a number"),
        ({"is_active": "peut-être"}, "is_active: «peut-être» is neither yes nor no"),
        ({"name_fr": "Th\x00é"}, "name.fr (name_fr): «Th·é» holds the control character U+0000"),
        ({"ean": b"\xe9"}, "ean: «é» is not UTF-8"),
    ],
)
def test_a_cell_that_means_nothing_is_told_by_product_and_column(
    database: Path, two: Hand, fields: dict[str, Any], reason: str
) -> None:
    spoil(two, **fields)

    seen = seen_in(database)

    assert seen.unreadable == {TEA: f"product 1 «TEA»: {reason}"}
    assert MUG in seen.things


def test_a_text_in_an_old_encoding_hides_no_other_row(database: Path, two: Hand) -> None:
    two.run("UPDATE products SET name_fr = CAST(x'5468e9' AS TEXT) WHERE id = 1")

    seen = seen_in(database)

    assert seen.unreadable == {TEA: "product 1 «TEA»: name.fr (name_fr): «Thé» is not UTF-8"}
    assert MUG in seen.things


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({"reference": None}, "reference", ""),
        ({"reference": "MUG"}, "reference", "MUG"),
        ({"price": "-1"}, "price", Decimal("-1.00")),
        ({"price": "9.905"}, "price", Decimal("9.905")),
        ({"name_fr": "x" * 300}, "name", {"fr": "x" * 300}),
        ({"name_fr": "<>;=#{}"}, "name", {"fr": "<>;=#{}"}),
        ({"name_fr": None}, "name", {}),
        ({"brand_id": 99}, "brand", "99"),
    ],
)
def test_what_only_breaks_a_rule_is_shown_as_it_is(
    database: Path, two: Hand, fields: dict[str, Any], field: str, value: object
) -> None:
    spoil(two, **fields)

    tea = seen_in(database).things[TEA]

    assert isinstance(tea, Product)
    assert (tea.price.amount if field == "price" else getattr(tea, field)) == value


def test_a_circle_of_categories_is_shown_as_it_is(database: Path, hand: Hand) -> None:
    hand.add("categories", id=1, name_fr="A", parent_id=None)
    hand.add("categories", id=2, name_fr="B", parent_id=1)
    hand.set("categories", {"id": 1}, parent_id=2)

    assert len(seen_in(database).things) == 2


def test_a_photo_of_nothing_is_told(database: Path, two: Hand) -> None:
    two.add("images", id=5, product_id=1)

    assert seen_in(database).unreadable == {
        Ref(Kind.IMAGE, "5"): "image 5: there is neither a file nor a content nor an address"
    }


def test_a_value_without_an_option_is_told(database: Path, two: Hand) -> None:
    two.add("variants", id=3, product_id=1, option1_value="M")

    seen = seen_in(database)

    assert seen.unreadable == {Ref(Kind.VARIANT, "3"): "variant 3: the value «M» has no option"}


OWN_KEYS = """
[product]
table = "products"
key = "reference"
reference = "reference"
name.fr = "name_fr"
price = "price"
tax_rate = "vat_rate"
"""


@pytest.fixture
def by_reference(tmp_path: Path) -> str:
    """A mapping in which the reference is the key."""
    path = tmp_path / "own.toml"
    path.write_text(OWN_KEYS)
    return str(path)


def test_rows_of_the_same_key_are_told_and_not_mixed_up(
    database: Path, two: Hand, by_reference: str
) -> None:
    two.add("products", id=3, reference="MUG", name_fr="Autre", price="1")

    seen = seen_in(database, mapping=by_reference)

    mug = Ref(Kind.PRODUCT, "MUG")
    assert list(seen.things) == [Ref(Kind.PRODUCT, "TEA")]
    assert list(seen.unreadable) == [mug]
    assert seen.unreadable[mug].startswith("2 rows of product have the key MUG")


def test_rows_without_a_key_are_counted(database: Path, two: Hand, by_reference: str) -> None:
    spoil(two, reference=" ")

    seen = seen_in(database, mapping=by_reference)

    assert seen.unreadable == {Ref(Kind.PRODUCT, ""): "1 rows of product have no key"}


def test_a_key_that_means_nothing_is_no_key(database: Path, two: Hand, by_reference: str) -> None:
    spoil(two, reference=b"\xe9")

    assert list(seen_in(database, mapping=by_reference).unreadable) == [Ref(Kind.PRODUCT, "")]


@pytest.mark.usefixtures("two")
def test_a_price_that_is_not_there_is_told(database: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN_KEYS.replace('"price"', '"NULLIF(price, 12)"'))

    seen = seen_in(database, mapping=str(tmp_path / "own.toml"))

    assert seen.unreadable == {
        Ref(
            Kind.PRODUCT, "MUG"
        ): "product MUG «Tasse»: price (NULLIF(price, 12)): nothing is not a number"
    }


APART = """
[variant]
table = "variants"
key = "id"
product = "product_id"
[variant.options]
table = "variant_options"
variant = "variant_id"
option = "option_name"
value = "option_value"
"""


def test_options_in_a_table_apart_are_told_with_their_variant(
    database: Path, two: Hand, tmp_path: Path
) -> None:
    two.run("CREATE TABLE variant_options (variant_id, option_name TEXT, option_value TEXT)")
    for variant, option, value in ((1, "Taille", "M"), (2, "", "M"), (None, "Taille", "L")):
        two.run(
            "INSERT INTO variant_options VALUES (:variant, :option, :value)",
            variant=variant,
            option=option,
            value=value,
        )
    for variant in (1, 2):
        two.add("variants", id=variant, product_id=1)
    (tmp_path / "own.toml").write_text(OWN_KEYS + APART)

    seen = seen_in(database, mapping=str(tmp_path / "own.toml"))

    assert Ref(Kind.VARIANT, "1") in seen.things
    assert seen.unreadable == {Ref(Kind.VARIANT, "2"): "variant 2: the value «M» has no option"}
