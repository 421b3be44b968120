"""What is seen and sold at the till."""

import sqlite3

import httpx
import pytest

from tests.adapters.sandbox_till.conftest import LONG_AGO, Ask


def number_of(ask: Ask, reference: str) -> int:
    return int(ask("SELECT id FROM products WHERE reference = ?", reference)[0][0])


def stock_of(ask: Ask, product: int, variant: int | None = None) -> int:
    question = "SELECT quantity FROM stock WHERE product_id = ? AND variant_id IS ?"
    return int(ask(question, product, variant)[0][0])


def test_the_till_shows_its_products_in_french_first(till: httpx.Client) -> None:
    page = till.get("/").text

    assert '<html lang="fr">' in page
    assert "Assiette plate Pinède" in page
    assert "18,90 €" in page


def test_a_language_once_chosen_stays(till: httpx.Client) -> None:
    till.get("/", params={"lang": "en"})

    page = till.get("/").text

    assert "Pinewood dinner plate" in page
    assert "€18.90" in page
    assert "Sage" in page


def test_an_unknown_language_is_french(till: httpx.Client) -> None:
    assert '<html lang="fr">' in till.get("/", params={"lang": "xx"}).text


@pytest.mark.parametrize("words", ["assiette plate", "PINEDE", "pinewood", "tab-ass-pin"])
def test_products_are_found_whatever_the_accents(till: httpx.Client, words: str) -> None:
    page = till.get("/", params={"q": words}).text

    assert "Assiette plate Pinède" in page
    assert "Mug Luberon" not in page


def test_products_are_found_by_the_barcode_of_a_variant(till: httpx.Client, ask: Ask) -> None:
    code = ask("SELECT ean FROM variants ORDER BY id DESC LIMIT 1")[0][0]

    assert till.get("/", params={"q": code}).text.count('class="card') == 1


@pytest.mark.parametrize("words", ["%", "_", "\\", "<script>", "'; DROP TABLE products; --"])
def test_odd_searches_find_nothing_and_break_nothing(till: httpx.Client, words: str) -> None:
    page = till.get("/", params={"q": words}).text

    assert "Rien de ce nom ici." in page
    assert "<script>" not in page


def test_a_shelf_shows_what_stands_on_the_shelves_within(till: httpx.Client, ask: Ask) -> None:
    shelf = ask("SELECT id FROM categories WHERE name_fr = 'Maison'")[0][0]

    page = till.get("/", params={"shelf": shelf}).text

    assert "Mug Luberon" in page
    assert "Miel de lavande" not in page


def test_many_products_come_in_pages(till: httpx.Client) -> None:
    first, second = till.get("/").text, till.get("/", params={"page": 1}).text

    assert first.count('class="card') == 48
    assert "Suite" in first
    assert second.count('class="card') == 20
    assert "Précédent" in second


def test_photos_are_shown(till: httpx.Client, ask: Ask) -> None:
    first = ask("SELECT min(id) FROM images")[0][0]

    answer = till.get(f"/photos/{first}")

    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")


def test_a_sale_takes_from_the_stock_and_leaves_a_ticket(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    page = till.post("/sales", data={"line": [f"{jug}::2"]}).text

    assert "Ticket n° 1 encaissé : 59,00 €" in page
    assert "2 \u00d7 Carafe Fontaine" in page
    assert stock_of(ask, jug) == 11
    touched = ask("SELECT product_id FROM stock WHERE updated_at > ?", LONG_AGO)
    assert touched == [(jug,)]


def test_a_ticket_may_hold_several_things_at_their_own_prices(till: httpx.Client, ask: Ask) -> None:
    dish, jug = number_of(ask, "TAB-PLA-FOU"), number_of(ask, "TAB-CAR-FON")
    large = ask("SELECT max(id) FROM variants WHERE product_id = ?", dish)[0][0]

    till.post("/sales", data={"line": [f"{dish}:{large}:1", f"{jug}::1"]})

    assert ask("SELECT total_cents FROM tickets") == [(8100,)]
    assert ask("SELECT name, price_cents FROM ticket_lines ORDER BY position") == [
        ("Plat à four Grand Midi (Grand)", 5150),
        ("Carafe Fontaine", 2950),
    ]
    assert stock_of(ask, dish, large) == 3


def test_a_till_may_sell_more_than_it_counts(till: httpx.Client, ask: Ask) -> None:
    lamp = number_of(ask, "DEC-LAM-VOI")

    till.post("/sales", data={"line": [f"{lamp}::5"]})

    assert stock_of(ask, lamp) == -2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (None, "Le ticket est vide."),
        ("nonsense", "Ce produit n'existe pas"),
        ("99999::1", "Ce produit n'existe pas"),
        ("{jug}::0", "La quantité « 0 » ne va pas"),
        ("{jug}::1000", "La quantité « 1000 » ne va pas"),
        ("{jug}::1.5", "La quantité « 1.5 » ne va pas"),
        ("{jug}:1:1", "Choisissez une déclinaison de Carafe Fontaine."),
        ("{mug}::1", "Choisissez une déclinaison de Mug Luberon."),
        ("{mug}:99999:1", "Choisissez une déclinaison de Mug Luberon."),
    ],
)
def test_a_sale_that_cannot_be_is_refused_whole(
    till: httpx.Client, ask: Ask, line: str | None, reason: str
) -> None:
    jug, mug = number_of(ask, "TAB-CAR-FON"), number_of(ask, "TAB-MUG-LUB")
    lines = [] if line is None else [f"{jug}::1", line.format(jug=jug, mug=mug)]

    answer = till.post("/sales", data={"line": lines})

    assert answer.status_code == 400
    assert reason.replace("'", "&#39;") in answer.text
    assert ask("SELECT count(*) FROM tickets") == [(0,)]
    assert stock_of(ask, jug) == 13


def test_a_ticket_has_an_end(till: httpx.Client, ask: Ask) -> None:
    answer = till.post("/sales", data={"line": ["1::1"] * 101})

    assert answer.status_code == 400
    assert ask("SELECT count(*) FROM tickets") == [(0,)]


def test_what_is_withdrawn_is_not_sold(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")
    till.post(f"/products/{jug}/withdraw")

    answer = till.post("/sales", data={"line": [f"{jug}::1"]})

    assert "Carafe Fontaine est retiré de la vente." in answer.text
    assert stock_of(ask, jug) == 13


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE tickets SET total_cents = 0",
        "DELETE FROM tickets",
        "UPDATE ticket_lines SET quantity = 0",
        "DELETE FROM ticket_lines",
    ],
)
def test_a_ticket_is_never_altered(till: httpx.Client, ask: Ask, wrong: str) -> None:
    till.post("/sales", data={"line": [f"{number_of(ask, 'TAB-CAR-FON')}::1"]})

    with pytest.raises(sqlite3.IntegrityError, match="a ticket is never"):
        ask(wrong)
