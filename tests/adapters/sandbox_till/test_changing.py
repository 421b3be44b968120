"""What is changed at the till."""

from typing import Any

import httpx
import pytest

from pos2web.images import fingerprint
from tests.adapters.sandbox_till.conftest import LONG_AGO, Ask
from tests.adapters.sandbox_till.test_selling import number_of, stock_of
from tests.images.making import encoded, photo

VASE = {
    "name_fr": "Vase <b>bleu</b>",
    "reference": "NEW-1",
    "price": "12,90 €",
    "vat": "20",
    "shelf": "1",
    "stock": "4",
}


def touched(ask: Ask, table: str) -> int:
    return int(ask(f"SELECT count(*) FROM {table} WHERE updated_at > ?", LONG_AGO)[0][0])  # noqa: S608 - names of ours, values are bound


@pytest.mark.parametrize("typed", ["31,50", "31.5", " 31,50 € "])
def test_a_price_is_changed(till: httpx.Client, ask: Ask, typed: str) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    page = till.post(f"/products/{jug}/price", data={"price": typed}).text

    assert "C&#39;est enregistré." in page
    assert 'value="31,50"' in page
    assert ask("SELECT price FROM products WHERE id = ?", jug) == [(31.5,)]
    assert touched(ask, "products") == 1


def test_variants_keep_their_distance_from_a_changed_price(till: httpx.Client, ask: Ask) -> None:
    dish = number_of(ask, "TAB-PLA-FOU")

    till.post(f"/products/{dish}/price", data={"price": "30"})

    prices = ask("SELECT price FROM variants WHERE product_id = ? ORDER BY id", dish)
    assert prices == [(None,), (38,), (47.5,)]


@pytest.mark.parametrize("typed", ["", "0", "-3", "1,234", "cent", "100000", "1e3", "١٢"])
def test_a_wrong_price_is_refused_in_plain_words(till: httpx.Client, ask: Ask, typed: str) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    answer = till.post(f"/products/{jug}/price", data={"price": typed})

    assert answer.status_code == 400
    assert f"Le prix « {typed} » ne va pas" in answer.text
    assert touched(ask, "products") == 0


def test_a_product_is_renamed_in_both_languages(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    till.post(
        f"/products/{jug}/name", data={"name_fr": " Carafe\u0000  e\u0301mue ", "name_en": ""}
    )

    assert ask("SELECT name_fr, name_en FROM products WHERE id = ?", jug) == [("Carafe émue", None)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 129])
def test_a_wrong_name_is_refused(till: httpx.Client, ask: Ask, name: str) -> None:
    answer = till.post(f"/products/{number_of(ask, 'TAB-CAR-FON')}/name", data={"name_fr": name})

    assert "Il faut un nom, de 128 caractères au plus." in answer.text


def test_stock_is_counted_anew(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    page = till.post(f"/products/{jug}/stock", data={"stock-": "99"}).text

    assert "Stock enregistré." in page
    assert stock_of(ask, jug) == 99


def test_only_the_variants_that_were_counted_otherwise_are_written(
    till: httpx.Client, ask: Ask
) -> None:
    dish = number_of(ask, "TAB-PLA-FOU")
    variants = [row[0] for row in ask("SELECT id FROM variants WHERE product_id = ?", dish)]
    counted = dict(zip((f"stock-{variant}" for variant in variants), ("11", "7", "5"), strict=True))

    till.post(f"/products/{dish}/stock", data=counted)

    assert [stock_of(ask, dish, variant) for variant in variants] == [11, 7, 5]
    assert touched(ask, "stock") == 1


@pytest.mark.parametrize("typed", ["", "-1", "2.5", "beaucoup", "100000"])
def test_a_wrong_count_is_refused(till: httpx.Client, ask: Ask, typed: str) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    answer = till.post(f"/products/{jug}/stock", data={"stock-": typed})

    assert answer.status_code == 400
    assert stock_of(ask, jug) == 13


def test_a_product_is_withdrawn_and_put_back(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    withdrawn = till.post(f"/products/{jug}/withdraw").text
    seen = ask("SELECT is_active FROM products WHERE id = ?", jug)
    returned = till.post(f"/products/{jug}/return").text

    assert seen == [(0,)]
    assert "Carafe Fontaine est retiré de la vente." in withdrawn
    assert "Carafe Fontaine est de nouveau en vente." in returned
    assert ask("SELECT is_active FROM products WHERE id = ?", jug) == [(1,)]


def test_a_removed_product_takes_everything_with_it_but_its_tickets(
    till: httpx.Client, ask: Ask
) -> None:
    dish = number_of(ask, "TAB-PLA-FOU")
    small = ask("SELECT min(id) FROM variants WHERE product_id = ?", dish)[0][0]
    till.post("/sales", data={"line": [f"{dish}:{small}:1"]})

    page = till.post(f"/products/{dish}/remove", data={"sure": "yes"}).text

    assert "Plat à four Grand Midi n&#39;existe plus." in page
    for table in ("variants", "stock", "images", "product_categories"):
        assert ask(f"SELECT count(*) FROM {table} WHERE product_id = ?", dish) == [(0,)]  # noqa: S608 - names of ours, values are bound
    assert ask("SELECT count(*) FROM ticket_lines") == [(1,)]


def test_removing_asks_first(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    answer = till.post(f"/products/{jug}/remove")

    assert "Cochez la case pour supprimer" in answer.text
    assert number_of(ask, "TAB-CAR-FON") == jug


def test_a_new_product_is_put_on_its_shelf(till: httpx.Client, ask: Ask) -> None:
    drawn = {"item": "vase", "colour": "sky", "motif": "dots", "ean": "2008190000013"}

    page = till.post("/products", data={**VASE, **drawn}).text

    vase = number_of(ask, "NEW-1")
    assert "Vase &lt;b&gt;bleu&lt;/b&gt; est en rayon." in page
    assert ask("SELECT price, vat_rate, ean FROM products WHERE id = ?", vase) == [
        (12.9, 20, "2008190000013")
    ]
    assert stock_of(ask, vase) == 4
    image = ask("SELECT id FROM images WHERE product_id = ?", vase)[0][0]
    assert till.get(f"/photos/{image}").content.startswith(b"\xff\xd8")


def test_a_new_product_may_come_with_a_photo_of_ones_own(till: httpx.Client, ask: Ask) -> None:
    own = encoded(photo(), "PNG")

    till.post("/products", data=VASE, files={"file": ("vase.jpg", own, "image/jpeg")})

    image, path = ask("SELECT id, path FROM images ORDER BY id DESC LIMIT 1")[0]
    assert path == f"photos/{fingerprint(own)[:20]}.png"
    assert till.get(f"/photos/{image}").content == own


def test_a_new_product_may_come_without_photo(till: httpx.Client, ask: Ask) -> None:
    till.post("/products", data=VASE)

    assert "vase" not in [row[0] for row in ask("SELECT path FROM images")]
    assert ask("SELECT count(*) FROM images WHERE product_id = ?", number_of(ask, "NEW-1")) == [
        (0,)
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"reference": ""}, "Il faut une référence"),
        ({"reference": "x" * 65}, "Il faut une référence"),
        (
            {"reference": "TAB-CAR-FON"},
            "La référence TAB-CAR-FON est déjà celle de Carafe Fontaine.",
        ),
        ({"name_fr": ""}, "Il faut un nom"),
        ({"ean": "2008190000014"}, "Le code-barres 2008190000014 est faux"),
        ({"ean": "123456789012"}, "Le code-barres 123456789012 est faux"),
        ({"price": "-1"}, "Le prix « -1 » ne va pas"),
        ({"vat": "19.6"}, "Ce taux de TVA"),
        ({"shelf": "x"}, "Ce rayon"),
        ({"shelf": "999"}, "Ce rayon"),
        ({"stock": "-1"}, "La quantité « -1 » ne va pas"),
        ({"item": "unicorn"}, "Cette photo ne peut pas être lue"),
    ],
)
def test_a_new_product_that_cannot_be_is_refused_whole(
    till: httpx.Client, ask: Ask, fields: dict[str, str], reason: str
) -> None:
    answer = till.post("/products", data={**VASE, **fields})

    assert answer.status_code == 400
    assert reason in answer.text
    assert ask("SELECT count(*) FROM products") == [(68,)]


def test_another_photo_hangs_behind_the_others(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    till.post(f"/products/{jug}/photo", files={"file": ("jug.jpg", encoded(photo()))})

    assert ask("SELECT position FROM images WHERE product_id = ? ORDER BY id", jug) == [
        (1,),
        (2,),
        (3,),
    ]


def test_the_same_photo_is_kept_once(till: httpx.Client, ask: Ask) -> None:
    jug, own = number_of(ask, "TAB-CAR-FON"), encoded(photo(5))

    for _ in range(2):
        till.post(f"/products/{jug}/photo", files={"file": ("jug.jpg", own)})

    paths = ask("SELECT path FROM images WHERE product_id = ? AND position > 2", jug)
    assert len(paths) == 2
    assert len(set(paths)) == 1


def test_a_file_is_not_taken_for_a_text(till: httpx.Client, ask: Ask) -> None:
    jug = number_of(ask, "TAB-CAR-FON")

    answer = till.post(f"/products/{jug}/name", files={"name_fr": ("name.txt", b"Carafe")})

    assert "Il faut un nom" in answer.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not a photo", "Cette photo ne peut pas être lue"),
        (b"\xff\xd8\xff" + bytes(10_000_001), "trop gros : 10 Mo au plus."),
        (None, "Cette photo ne peut pas être lue"),
    ],
)
def test_a_photo_that_is_none_is_refused(
    till: httpx.Client, ask: Ask, data: bytes | None, reason: str
) -> None:
    files: Any = None if data is None else {"file": ("jug.jpg", data)}

    answer = till.post(f"/products/{number_of(ask, 'TAB-CAR-FON')}/photo", files=files)

    assert answer.status_code == 400
    assert reason in answer.text
    assert touched(ask, "images") == 0
