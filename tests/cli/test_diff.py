"""What differs between two moments, as people and programs read it."""

from typing import Any

import pytest

from tests.cli.conftest import Installation, table_of
from tests.cli.test_showing import head
from tests.history.test_sentences import plain


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


@pytest.fixture
def changed(synced: Installation) -> tuple[Installation, int]:
    """In step at a position; since then a price changed, a product went, and somebody ruled."""
    before = head(synced)
    synced.ring_up(
        "UPDATE products SET price = 8.90 WHERE id = 1; DELETE FROM products WHERE id = 3;"
        "INSERT INTO products (id, reference, name_fr, price, vat_rate) VALUES (9, 'CUP', 'Bol', 4, 20);"
    )
    assert synced("sync", "--yes").code == 0
    return synced, before


def facets(answer: Any) -> set[tuple[str, str, str, str]]:
    """Side, thing, about, field of each difference."""
    return {
        (one["connection"], f"{one['kind']}:{one['key']}", one["about"], one["field"])
        for one in answer["differences"]
    }


def test_what_changed_is_told_on_both_sides(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    told = pos2web("diff", before, "--json").json
    spoken = plain(pos2web("diff", before, language="fr").out)

    assert facets(told) >= {
        ("till:main", "product:1", "field", "price"),
        ("till:main", "product:3", "thing", ""),
        ("till:main", "product:9", "thing", ""),
        ("shop:main", "product:9", "link", "link"),
    }
    assert told["totals"]["gone"] == 1
    assert told["totals"]["new"] >= 2
    assert told["from"]["position"] == before
    assert "Le produit « TEA-01 » (n° 1), en caisse\n  le prix : 9,90 € → 8,90 €" in spoken
    assert (
        "Le produit « TEA-01 » sur le site\n  le prix hors taxe : 9,383886 € → 8,436019 €" in spoken
    )
    assert "Le produit « CUP » (n° 9), en caisse\n  n'y était pas" in spoken
    assert "Le produit « POT-01 » (n° 3), en caisse\n  n'y est plus" in spoken
    assert "  le numéro sur le site : rien → " in spoken
    assert "Différents : " in spoken


def test_what_went_away_and_came_back_is_not_told(synced: Installation) -> None:
    before = head(synced)
    for statement in (
        "UPDATE products SET price = 8.90 WHERE id = 1;",
        "UPDATE products SET price = 9.90 WHERE id = 1;",
    ):
        synced.ring_up(statement)
        synced("sync")

    answer = synced("diff", before)

    assert "No difference, in " in answer.out
    assert synced("diff", before, "--json").json["totals"]["fields"] == 0


def test_decisions_are_told(synced: Installation) -> None:
    before = head(synced)
    synced("buffer", "set", "all", "1")
    synced("buffer", "set", "TEA-01", "10%")
    synced("windows", "set", "TEA-02", "--hours", "8:00-11:00")
    synced("tasks", "disable", "images")
    synced("tasks", "schedule", "drift", "at 4:00", "--missed", "skip")

    out = plain(synced("diff", before).out)

    assert "Product “TEA-01” (number 1 at the till)\n  the buffer: nothing → 10%" in out
    assert "All products\n  the buffer: nothing → 1" in out
    assert "  the sale window: nothing → " in out
    assert "Task " in out
    assert "  runs by itself: yes → no" in out
    assert "  missed runs: " in out
    assert "  its periods: " in out


def test_a_hold_is_told(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up("UPDATE products SET price = -1 WHERE id = 2;")
    synced("sync")

    out = synced("diff", before, "--thing", "TEA-02").out

    assert "  Held back: nothing → the price is negative" in out


def test_what_is_asked_for_is_told(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    of_thing = pos2web("diff", before, "--thing", "TEA-01", "--json").json
    of_side = pos2web("diff", before, "--connection", "shop:main", "--field=price", "--json").json
    of_category = pos2web("diff", before, "--category=thes", "--json").json
    of_gone = pos2web("diff", before, "--thing=product:3", "--connection=till:main", "--json").json

    assert {side for side, *_ in facets(of_thing)} == {"till:main", "shop:main"}
    assert {field for *_, field in facets(of_thing)} == {"price"}
    assert facets(of_side) == {("shop:main", "product:1", "field", "price")}
    names = {one["name"] for one in of_category["differences"]}
    assert any("TEA-01" in name for name in names)
    assert not any("CUP" in name for name in names)
    assert ("till:main", "product:3", "thing", "") in facets(of_gone)


def test_stock_and_variants_go_with_their_product(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up("UPDATE stock SET quantity = 7 WHERE product_id = 1;")
    synced("sync")

    of_thing = synced("diff", before, "--thing", "TEA-01", "--json").json
    other = synced("diff", before, "--thing", "TEA-02", "--json").json

    assert facets(of_thing) == {
        ("till:main", "stock:1", "field", "quantity"),
        ("shop:main", "stock:1", "field", "quantity"),
    }
    assert other["differences"] == []


def test_a_table_has_a_line_for_each_field(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    rows = table_of(pos2web("diff", before, "--csv").out, ",")

    price = next(
        row for row in rows if row["field"] == "price" and row["connection"] == "till:main"
    )
    assert (price["before"], price["after"], price["kind"]) == ("€9.90", "€8.90", "product")
    new = next(row for row in rows if row["about"] == "thing" and row["key"] == "9")
    assert (new["before"], new["after"]) == ("", "“CUP”")


def test_a_table_for_the_french_has_their_separator(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    rows = table_of(pos2web("diff", before, "--csv", language="fr").out, ";")

    prices = [plain(row["after"]) for row in rows if row["field"] == "price"]
    assert "8,90 €" in prices


def test_no_cell_of_a_table_becomes_a_formula(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up("UPDATE products SET price = -8.90 WHERE id = 1;")
    synced("sync")

    rows = table_of(synced("diff", before, "--csv", "--field=price").out, ",")

    assert [row["after"] for row in rows if row["connection"] == "till:main"] == ["'-€8.90"]


def test_one_run_and_the_stretch_between_two(synced: Installation) -> None:
    first = synced("status", "--json").json["last_run"]["id"]
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")
    second = synced("status", "--json").json["last_run"]["id"]

    of_second = synced("diff", f"run:{second}", f"run:{second}", "--json").json
    of_both = synced("diff", f"run:{first}", f"run:{second}", "--json").json

    assert {field for *_, field in facets(of_second)} == {"price"}
    assert ("till:main", "product:1", "thing", "") in facets(of_both)
    assert of_both["totals"]["events"] > of_second["totals"]["events"]
    assert synced("diff", "run:nonsense").code == 2


def test_from_the_beginning_everything_is_new(synced: Installation) -> None:
    told = synced("diff", "0", "--json").json
    short = synced("diff", "0", "--limit", "1")

    assert told["from"]["position"] == 0
    assert {about for _, _, about, _ in facets(told)} == {"thing", "link"}
    assert "… and " in short.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["9", "3"], "9 comes after 3"),
        (["soon"], "is no instant of the past"),
        (["tomorrow"], "is still to come"),
        (["999999"], "There is no position 999999"),
        (["0", "--thing=COFFEE"], "COFFEE is known neither"),
        (["0", "--category=Coffees"], "Coffees"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    synced: Installation, arguments: list[str], said: str
) -> None:
    answer = synced("diff", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_what_is_pinned_is_told(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")
    run, before = synced("status", "--json").json["last_run"]["id"], head(synced)
    assert synced("undo", "--run", run, "--yes").code == 0

    different = plain(synced("diff", before, "--thing=TEA-01", "--field=price").out)
    shown = plain(synced("show", "TEA-01").out)

    assert "  pinned on the site, the price: nothing → €9.383886 without tax" in different
    assert "Pinned on the site: the price = €9.383886 without tax" in shown


def test_parts_and_shelves_are_told_with_what_they_belong_to(synced: Installation) -> None:
    before = head(synced)
    synced.ring_up(
        "UPDATE categories SET name_en = 'All teas' WHERE id = 1;"
        "UPDATE brands SET name = 'Palais' WHERE id = 1;"
    )
    synced("sync")

    of_category = synced("diff", before, "--category=thes", "--json").json
    of_brand = synced("diff", before, "--thing=brand:1", "--json").json

    assert ("shop:main", "category:3", "field", "name") in facets(of_category)
    assert {about for _, thing, about, _ in facets(of_brand) if "brand" in thing} == {"field"}
    assert {thing for _, thing, _, _ in facets(of_brand)} == {"brand:1"}
