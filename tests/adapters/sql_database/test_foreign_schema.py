"""Any schema can be read: other names and another language, expressions, joins, tables apart."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos2web.domain.things import (
    AnyThing,
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
from pos2web.domain.values import Kind, Money, Ref
from tests.adapters.sql_database.tills import seen_in

SCHEMA = """
CREATE TABLE "Artikel" (
    "ArtikelNr" TEXT PRIMARY KEY, "order" TEXT, "Größe" TEXT, bezeichnung TEXT,
    netto_cent INTEGER, steuer INTEGER, gramm REAL, marke TEXT, lieferant TEXT,
    warengruppe INTEGER, nebengruppe INTEGER, aktiv TEXT, geloescht INTEGER DEFAULT 0
);
CREATE TABLE steuersatz (nr INTEGER PRIMARY KEY, prozent TEXT);
CREATE TABLE gruppen (nr INTEGER PRIMARY KEY, ober INTEGER, name TEXT);
CREATE TABLE merkmale (nr INTEGER PRIMARY KEY, name_de TEXT, name_fr TEXT);
CREATE TABLE auspraegungen (nr INTEGER PRIMARY KEY, merkmal INTEGER, wert_de TEXT, wert_fr TEXT);
CREATE TABLE varianten (nr INTEGER PRIMARY KEY, artikel TEXT, aufpreis TEXT);
CREATE TABLE varianten_merkmale (variante INTEGER, auspraegung INTEGER);
CREATE TABLE lager (ort TEXT, artikel TEXT, variante INTEGER, menge REAL);
INSERT INTO "Artikel" VALUES
    ('T-1', '376', 'x', 'Tee', 938, 1, 125.0, 'Lin', 'Dupont', 2, 1, 'J', 0),
    ('H-1', NULL, 'y', 'Hemd', 4083, 2, NULL, 'Lin', NULL, 1, 0, 'N', 0),
    ('X-1', NULL, 'z', 'Weg', 100, 2, 1, NULL, NULL, 1, 0, 'J', 1);
INSERT INTO steuersatz VALUES (1, '5.5'), (2, '20');
INSERT INTO gruppen VALUES (1, 0, 'Laden'), (2, 1, 'Tee');
INSERT INTO merkmale VALUES (1, 'Größe', 'Taille');
INSERT INTO auspraegungen VALUES (1, 1, 'M', 'M'), (2, 1, 'Groß', 'Grand');
INSERT INTO varianten VALUES (1, 'H-1', NULL), (2, 'H-1', '2.5');
INSERT INTO varianten_merkmale VALUES (1, 1), (2, 2);
INSERT INTO lager VALUES ('A', 'T-1', 0, 5), ('B', 'T-1', 0, 7.5), ('A', 'H-1', 1, 3);
"""

MAPPING = """
[brand]
table = "Artikel"
key = "marke"
name = "marke"
is_distinct = true

[supplier]
table = "Artikel"
key = "lieferant"
name = "lieferant"
is_distinct = true

[category]
table = "gruppen"
key = "nr"
parent = "NULLIF(ober, 0)"
name.de = "name"

[option]
table = "merkmale"
option = "name_de"
name.de = "name_de"
name.fr = "name_fr"

[option_value]
table = "auspraegungen a"
joins = ["JOIN merkmale m ON m.nr = a.merkmal"]
option = "m.name_de"
value = "a.wert_de"
name.de = "a.wert_de"
name.fr = "a.wert_fr"

[product]
table = "Artikel"
joins = ["JOIN steuersatz ON steuersatz.nr = steuer"]
where = "geloescht = 0"
key = "ArtikelNr"
reference = "ArtikelNr"
ean = "order"
name.de = "bezeichnung || ' ' || [Größe]"
price = "netto_cent / 100.0"
tax_rate = "steuersatz.prozent"
weight = "gramm / 1000"
brand = "marke"
supplier = "lieferant"
categories = ["warengruppe", "NULLIF(nebengruppe, 0)"]
is_active = "aktiv"

[variant]
table = "varianten"
key = "nr"
product = "artikel"
surcharge = "aufpreis"

[variant.options]
table = "varianten_merkmale vm"
joins = ["JOIN auspraegungen a ON a.nr = vm.auspraegung", "JOIN merkmale m ON m.nr = a.merkmal"]
variant = "vm.variante"
option = "m.name_de"
value = "a.wert_de"

[image]
table = "Artikel"
key = "ArtikelNr"
product = "ArtikelNr"
url = "'https://bilder.example/' || ArtikelNr || '.jpg'"
where = "geloescht = 0 AND aktiv = 'J'"

[stock]
table = "(SELECT artikel, NULLIF(variante, 0) AS variante, SUM(menge) AS menge FROM lager GROUP BY 1, 2) l"
product = "l.artikel"
variant = "l.variante"
quantity = "l.menge"
"""


@pytest.fixture
def german(tmp_path: Path) -> dict[str, Any]:
    """The settings of a German till: net prices in cents, grams, names in columns."""
    with closing(sqlite3.connect(tmp_path / "kasse.db")) as database:
        database.executescript(SCHEMA)
    (tmp_path / "kasse.toml").write_text(MAPPING, encoding="utf-8")
    return {
        "database": tmp_path / "kasse.db",
        "mapping": str(tmp_path / "kasse.toml"),
        "language": "de",
        "prices_include_tax": False,
    }


def of(kind: Kind, things: dict[Ref, AnyThing]) -> list[AnyThing]:
    """The things of one kind, by key."""
    return [things[ref] for ref in sorted(things) if ref.kind is kind]


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def test_products_are_put_together_from_expressions_and_joins(german: dict[str, Any]) -> None:
    tea = Product(
        key="T-1",
        reference="T-1",
        ean="376",
        name={"de": "Tee x"},
        price=euros("9.38"),
        tax_rate=Decimal("5.5"),
        weight=Decimal("0.125"),
        brand="Lin",
        supplier="Dupont",
        categories=("2", "1"),
    )
    shirt = Product(
        key="H-1",
        reference="H-1",
        name={"de": "Hemd y"},
        price=euros("40.83"),
        tax_rate=Decimal(20),
        brand="Lin",
        categories=("1",),
        is_active=False,
    )

    assert of(Kind.PRODUCT, seen_in(**german).things) == [shirt, tea]


def test_names_in_columns_become_things_of_their_own(german: dict[str, Any]) -> None:
    seen = seen_in(**german)

    assert of(Kind.BRAND, seen.things) == [Brand(key="Lin", name="Lin")]
    assert of(Kind.SUPPLIER, seen.things) == [Supplier(key="Dupont", name="Dupont")]
    assert seen.unreadable == {}


def test_categories_hang_where_expressions_say(german: dict[str, Any]) -> None:
    assert of(Kind.CATEGORY, seen_in(**german).things) == [
        Category(key="1", name={"de": "Laden"}),
        Category(key="2", name={"de": "Tee"}, parent="1"),
    ]


def test_options_have_tables_and_languages_of_their_own(german: dict[str, Any]) -> None:
    things = seen_in(**german).things

    assert of(Kind.OPTION, things) == [Option(key="Größe", name={"de": "Größe", "fr": "Taille"})]
    assert of(Kind.OPTION_VALUE, things) == [
        OptionValue(key="Größe=Groß", option="Größe", name={"de": "Groß", "fr": "Grand"}),
        OptionValue(key="Größe=M", option="Größe", name={"de": "M", "fr": "M"}),
    ]


def test_variants_have_options_from_a_table_apart(german: dict[str, Any]) -> None:
    assert of(Kind.VARIANT, seen_in(**german).things) == [
        Variant(key="1", product="H-1", options=("Größe=M",), surcharge=euros("0")),
        Variant(key="2", product="H-1", options=("Größe=Groß",), surcharge=euros("2.50")),
    ]


def test_stock_is_summed_over_places(german: dict[str, Any]) -> None:
    assert of(Kind.STOCK, seen_in(**german).things) == [
        Stock(key="H-1/1", product="H-1", variant="1", quantity=Decimal(3)),
        Stock(key="T-1", product="T-1", quantity=Decimal("12.5")),
    ]


def test_photos_may_be_addresses(german: dict[str, Any]) -> None:
    url = "https://bilder.example/T-1.jpg"

    assert of(Kind.IMAGE, seen_in(**german).things) == [Image(key="T-1", product="T-1", source=url)]


def test_without_marks_of_change_only_what_may_have_changed_is_read_whole(
    german: dict[str, Any],
) -> None:
    first = seen_in(**german)
    with closing(sqlite3.connect(german["database"])) as database:
        database.execute("UPDATE lager SET menge = 4 WHERE artikel = 'H-1'")
        database.commit()

    second = seen_in(since=first.cursor, **german)

    assert second.things == {
        Ref(Kind.STOCK, "H-1/1"): Stock(
            key="H-1/1", product="H-1", variant="1", quantity=Decimal(4)
        )
    }
    assert set(second.named) == set(first.named)


def test_another_mapping_reads_everything_again(german: dict[str, Any]) -> None:
    first = seen_in(**german)

    second = seen_in(since=first.cursor, **german | {"currency": "CHF"})

    assert len(second.things) == len(first.things)
