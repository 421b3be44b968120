"""What `check` says of a till's database."""

from pathlib import Path
from typing import Any

from pos2web.ports import Finding, Severity
from tests.adapters.sql_database.tills import till_of
from tests.adapters.sql_database.worlds import Hand


def findings(database: Path | str, **settings: Any) -> list[Finding]:
    with till_of(database, **settings) as till:
        return list(till.check())


def troubles(database: Path | str, **settings: Any) -> list[tuple[str, str, str]]:
    return [
        (each.severity.value, each.about, each.text)
        for each in findings(database, **settings)
        if each.severity is not Severity.OK
    ]


def test_a_database_in_order_is_told_with_its_counts(database: Path, hand: Hand) -> None:
    hand.add(
        "products", id=1, reference="TEA", name_fr="Thé", price="9.90", updated_at="2026-01-01"
    )

    texts = [finding.text for finding in findings(database)]

    assert texts[:2] == [
        f"the database {database} answers; it has 9 tables",
        "every table and column of the mapping is there",
    ]
    assert "1 rows of product" in texts
    assert troubles(database) == []


def test_products_without_a_reference_are_counted(database: Path, hand: Hand) -> None:
    for reference in (None, "", "TEA"):
        hand.add("products", reference=reference, price=1, updated_at="2026-01-01")

    assert troubles(database) == [
        ("warning", "product", "2 products have no reference: they will be held")
    ]


def test_marks_in_the_future_are_told(database: Path, hand: Hand) -> None:
    hand.add("brands", name="Lin", updated_at="2026-11-24 13:00:00")

    assert troubles(database) == [
        (
            "warning",
            "clock",
            "the newest updated_at of brand is 2026-11-24 13:00:00, which is in the future",
        )
    ]
    assert troubles(database, time_zone="Europe/Paris") == []


def test_every_misfit_of_the_mapping_is_told(database: Path, hand: Hand) -> None:
    hand.run("ALTER TABLE products DROP COLUMN ean")
    hand.run("DROP TABLE translations")

    told = troubles(database)

    assert ("problem", "mapping product.ean", "table products has no column ean") in told
    assert len([about for _, about, _ in told if "variant.options" in about]) == 6


def test_rows_that_mean_nothing_are_told(database: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("""
[product]
table = "products"
joins = ["JOIN nowhere ON 1 = 1"]
key = "id"
reference = "reference"
name.fr = "name_fr"
price = "price"
tax_rate = "vat_rate"
where = "1 = 1"
""")

    [(severity, about, text)] = troubles(database, mapping=str(tmp_path / "own.toml"))

    assert (severity, about) == ("problem", "mapping product")
    assert text == "«products JOIN nowhere ON 1 = 1 where 1 = 1» means nothing to the database"


def test_a_folder_of_photos_that_is_not_there_is_told(database: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "photos")

    assert troubles(database, images_folder=missing) == [
        ("problem", "photos", f"there is no folder {missing}")
    ]


def test_a_mapping_without_files_needs_no_folder(database: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("""
[product]
table = "products"
where = "is_active = 1"
key = "id"
reference = "reference"
name.fr = "name_fr"
price = "price"
tax_rate = "vat_rate"
""")

    assert troubles(database, mapping=str(tmp_path / "own.toml"), images_folder="none") == []


def test_a_wrong_password_is_told_with_what_to_check(postgresql: str, tmp_path: Path) -> None:
    [finding, *_] = findings(tmp_path / "none.db")

    assert finding.severity is Severity.PROBLEM
    assert finding.remedy == "Check the address, and that the database runs"
    assert [each.about for each in findings(postgresql, images_folder=str(tmp_path))][:2] == [
        "database",
        "mapping",
    ]
