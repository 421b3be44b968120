"""The mapping's file: what it may say, and how a wrong one is told."""

import tomllib
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.sql_database.adapter import SqlSettings
from pos2web.adapters.sql_database.mapping import columns, fitted, load_mapping, parse_mapping
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError

LEAST = """
[product]
table = "articles"
key = "id"
reference = "ref"
name.fr = "libelle"
price = "prix"
tax_rate = "20"
"""


def test_the_least_mapping_knows_products_alone() -> None:
    mapping = parse_mapping(LEAST, "till.toml")

    assert mapping.languages == ("fr",)
    assert mapping.kinds == {Kind.PRODUCT}


def test_the_default_mapping_has_every_kind_but_options_of_their_own() -> None:
    mapping = load_mapping("")

    assert mapping.languages == ("fr", "en")
    assert (mapping.option, mapping.option_value) == (None, None)
    assert mapping.kinds == set(Kind)


def test_columns_are_named_after_their_fields() -> None:
    variant = load_mapping("").variant
    assert variant is not None

    named = dict(columns(variant))

    assert named["price"] == "variants.price"
    assert named["options.1.value"] == "variants.option2_value"
    assert "text_fr = variants.option1_name" in named["options.0.option_name.en"]


def test_categories_may_be_columns_of_the_product() -> None:
    mapping = parse_mapping(f'{LEAST}\ncategories = ["rayon", "famille"]', "till.toml")

    assert dict(columns(mapping.product))["categories.1"] == "famille"


def test_another_mapping_has_another_digest() -> None:
    other = LEAST.replace('"prix"', '"prix_ttc"')

    assert parse_mapping(LEAST, "a").digest == parse_mapping(LEAST, "b").digest
    assert parse_mapping(LEAST, "a").digest != parse_mapping(other, "a").digest


VARIANT = """
[variant]
table = "tailles"
key = "id"
product = "article"
options = [{ option = "'Taille'", value = "taille" }]
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[product", "till.toml: "),
        (LEAST.replace('price = "prix"', ""), "missing required field `price`"),
        (LEAST.replace("name.fr", "nom.fr"), "unknown field `nom`"),
        (LEAST.replace('name.fr = "libelle"', "name = {}"), "product.name: name at least one"),
        (f'{LEAST}\n[stok]\ntable = "s"', "unknown field `stok`"),
        (f'{LEAST}\n[option]\ntable = "o"\noption = "o"\nname.fr = "o"', "either both of option"),
        (f'{LEAST}\n{VARIANT}\nprice = "p"', "variant.price: goes with base_price"),
        (f'{LEAST}\n{VARIANT}\nweight = "p"', "variant.weight: goes with base_weight"),
        (f'{LEAST}\n[image]\ntable = "i"\nkey = "i"\nproduct = "p"', "image: needs a path"),
        (
            f'{LEAST}\n[brand]\ntable = "a"\nkey = "m"\nname = "m"\nis_distinct = true\nchanged = ["x"]',
            "brand.changed: can't be kept",
        ),
    ],
)
def test_a_wrong_mapping_is_told_by_file_and_place(text: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_mapping(text, "till.toml")

    assert str(caught.value).startswith("till.toml: ")
    assert told in str(caught.value)


def test_a_mapping_that_is_not_there_is_told_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml can't be read"):
        load_mapping(str(tmp_path / "none.toml"))


def test_the_defaults_that_are_shown_are_those_that_hold() -> None:
    shown = tomllib.loads(
        files("pos2web.adapters.sql_database").joinpath("adapter.toml").read_text("utf-8")
    )

    held = {field.name: field.default for field in msgspec.structs.fields(SqlSettings)}

    assert {
        name: table.get("default", msgspec.NODEFAULT) for name, table in shown["settings"].items()
    } == held


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('seo_title = "titre"', "product.seo_title: is a column for each language"),
        ('mpn.fr = "ref_fabricant"', "product.mpn: is one column"),
        ('fields.colour = "couleur"', "product.colour: is no field of this kind"),
        ('colour = "couleur"', "colour"),
    ],
)
def test_a_field_that_may_be_unsaid_is_mapped_by_its_form(line: str, problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        parse_mapping(f"{LEAST}\n{line}", "till.toml")


def test_what_an_older_table_has_no_column_for_is_left_out() -> None:
    mapping = parse_mapping(
        f'{LEAST}\nmpn = "ref_fabricant"\nupc = "upc"\nslug.fr = "a"\nslug.en = "b"', "till.toml"
    )

    fitting = fitted(mapping, lambda _table: ["id", "upc", "a"])

    assert fitting.product.fields == {"upc": "upc"}
    assert fitting.digest != mapping.digest
    assert fitted(mapping, lambda _table: ["ref_fabricant", "upc", "a", "b"]) == mapping
