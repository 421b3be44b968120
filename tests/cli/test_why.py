"""Why the site shows this stock, and why a product sells or not."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import cast

import pytest

from pos2web.adapters.sandbox.catalogue import read_boutique
from pos2web.adapters.sandbox.catalogue.writing import fill, new_till
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.bootstrap import read_archive, utc_now
from pos2web.cli.common.session import Session
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.decisions import SoldOutDeclared
from pos2web.domain.selling import OfferReason, Offers, RuleLevel, Scope, SellingInstant, SoldOut
from pos2web.domain.streams import Stream
from pos2web.domain.things import Category, Product, Stock
from pos2web.domain.values import Kind
from pos2web.log import Entry, Envelope, Log
from pos2web.projections import catalogue
from pos2web.settings import Home
from pos2web.views.selling.catalogue import SellingCatalogue
from pos2web.views.why.sale import sale_of
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

OTHERS_DAMAGED = """
    UPDATE catalogue SET record = '{}' WHERE kind IN ('product', 'stock')
        AND key IS NOT '1' AND product IS NOT '1';
    UPDATE site SET record = '{}' WHERE reference IS NOT 'TEA-01';
"""
"""What is kept of other products can't be read."""


@pytest.fixture
def known(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


def said(answer_text: str) -> list[str]:
    """The lines under the title."""
    return [line.strip() for line in plain(answer_text).splitlines()[1:]]


def told(answer_text: str) -> list[str]:
    """The steps of a chain, without when they were."""
    return [
        re.sub(r"^\d{4}-\d\d-\d\d \d?\d:\d\d +#\d+ +", "", line)
        for line in said(answer_text)
        if not line.startswith(("Le stock de", "The stock of"))
    ]


def test_stock_is_explained_term_by_term(known: Installation) -> None:
    known("buffer", "set", "category:Thés", "25%", "--by=Marie")

    before = known("why", "product:TEA-01", "stock", language="fr")
    known("sync")
    after = known("why", "TEA-01", "stock")

    assert told(before.out) == [
        "caisse : Stock de « TEA-01 » vu pour la première fois en caisse : 12",
        "La caisse décide de ce champ : ce qui est changé sur le site est remis.",
        "La caisse en a 12.",
        "Commandé sur le site et pas encore en caisse : 0.",
        "Marie : Retenu par la tare (25 %, pour la catégorie « Thés ») : 3.",
        "Ce que le site doit montrer : 9.",
        told(before.out)[6],
        "Pos2Web a modifié le stock de « TEA-01 » : 12, confirmé par le site",
        "Le site montre 12 ; la suite n'y est pas encore écrite, la tâche « stock » le fera.",
    ]
    assert told(before.out)[6].startswith("Pos2Web va modifier le stock de « TEA-01 » sur le site")
    assert "9 instead of 12 (the till's stock less what is held back; run " in told(after.out)[6]
    assert told(after.out)[-1] == ("The site shows 9, as it was written: that is as it should be.")


def test_stock_that_nobody_holds_back_and_that_is_not_on_the_site(pos2web: Installation) -> None:
    pos2web("plan")

    lines = told(pos2web("why", "TEA-01", "stock", language="fr").out)

    assert lines[4:] == [
        "Aucune tare ne le concerne.",
        "Ce que le site doit montrer : 12.",
        "Il n'est pas sur le site ; la tâche « stock » l'y mettra.",
    ]


def test_stock_that_is_not_managed_is_left_alone(known: Installation) -> None:
    known.replace("#manages_stock = true", "manages_stock = false")
    known("buffer", "set", "all", "2")

    lines = told(known("why", "TEA-01", "stock").out)

    assert lines[4] == "Stock is not sent to the site (manages_stock in the settings)."
    assert lines[-1] == "The site shows 12: it decides that itself."


def test_each_variant_of_a_product_is_explained(known: Installation) -> None:
    known.ring_up(
        "INSERT INTO variants (id, product_id, reference, option1_name, option1_value)"
        " VALUES (5, 3, 'POT-M', 'Taille', 'M'), (6, 3, 'POT-L', 'Taille', 'L');"
        "DELETE FROM stock WHERE product_id = 3;"
        "INSERT INTO stock (product_id, variant_id, quantity) VALUES (3, 5, 4), (3, 6, 2);"
    )
    known("sync", "--yes")
    known("buffer", "set", "variant:POT-M", "1")

    values = known("why", "POT-01", "stock", "--json").json["stocks"]
    one = known("why", "POT-M", "stock", "--json").json
    spoken = known("why", "POT-01", "stock").out

    assert [(each["ref"], each["sent"], each["site"]) for each in values] == [
        ("variant:5", "3", "4"),
        ("variant:6", "2", "2"),
    ]
    assert (one["ref"], [each["ref"] for each in one["stocks"]]) == ("variant:5", ["variant:5"])
    assert "The stock of “POT-L”: the quantity" in spoken
    assert [each["chain"]["is_right"] for each in values] == [False, True]


def test_a_stock_that_the_till_does_not_count(known: Installation) -> None:
    known.ring_up("DELETE FROM stock WHERE product_id = 3;")
    known("plan")

    assert known("why", "POT-01", "stock").out.endswith("The till does not count its stock.\n")


def test_what_is_no_product_is_not_explained(known: Installation) -> None:
    answer = known("why", "category:Thés", "sale", language="fr")

    assert answer.code == 2
    assert "category:Thés : on explique un produit (product:REF)" in answer.err


def test_a_product_without_rules_is_on_sale(known: Installation) -> None:
    assert said(known("why", "TEA-01", "sale", language="fr").out) == [
        "Aucune période de vente ne le concerne.",
        "Ce que le site doit montrer : en vente.",
        "Ce que le site montre : en vente.",
    ]


def test_a_closed_window_is_named_with_what_customers_read(known: Installation) -> None:
    rule = "--rule=2999 Dec 24 10:00-12:00"
    known("windows", "set", "category:Thés", rule, "--message=fr=De retour {opening}")

    lines = said(known("why", "TEA-01", "sale", language="fr").out)
    values = known("why", "TEA-01", "sale", "--json").json

    assert lines[1:] == [
        "Maintenant : hors vente.",
        "Ce que le site doit montrer : affiché sans pouvoir être acheté.",
        "C'est décidé par : la période de vente.",
        "Ce que les clients lisent : « De retour bientôt »",
        "Ce que le site montre : en vente ; la tâche « périodes de vente » le corrigera.",
    ]
    assert values["offer"]["why"] == "window"
    assert values["window"]["scope"] == "category:1"
    assert (values["window"]["is_open"], values["sold_out"]) == (False, None)


def test_every_rule_that_reaches_a_product_is_told(known: Installation) -> None:
    known("sold-out", "set", "TEA-01", "--until=2999-01-01", "--mode=offline")
    known("windows", "set", "all", "--rule=24/7")
    known("out-of-stock", "set", "TEA-01", "hide")
    known("buffer", "set", "all", "100%")
    known("sync", "--yes")

    lines = said(known("why", "TEA-01", "sale").out)

    assert lines[0].startswith("Declared sold out for product “TEA-01”, until ")
    assert lines[1:] == [
        "Sale window of all products: at all times; outside of it shown but not for sale.",
        "Now: on sale.",
        "Out-of-stock rule (product “TEA-01”): hide from the site; the site can sell none of it.",
        "What the site should show: off the site.",
        "Decided by: the sold-out declaration.",
        "What the site shows: off the site.",
    ]


def test_what_is_withdrawn_or_held_says_so(known: Installation) -> None:
    known.ring_up(
        "UPDATE products SET is_active = 0 WHERE id = 1; UPDATE products SET price = -1 WHERE id = 2;"
    )
    known("plan")
    known("sync")

    withdrawn = said(known("why", "TEA-01", "sale", language="fr").out)
    held = said(known("why", "TEA-02", "sale", language="fr").out)

    assert withdrawn[0] == "Il est retiré de la vente en caisse."
    assert withdrawn[-1] == "Ce que le site montre : retiré du site."
    assert held[0].startswith("Retenu : le prix est négatif")


def test_why_one_product_sells_is_asked_of_it_and_its_shelves_only(known: Installation) -> None:
    known("windows", "set", "category:Thés", "--rule=2999 Dec 24 10:00-12:00")
    known("out-of-stock", "set", "all", "hide")
    asked: list[list[str]] = [["why", "TEA-01", "sale"], ["why", "TEA-01", "sale", "--json"]]
    before = [known(*words) for words in asked]
    with closing(sqlite3.connect(known.home / "models.db")) as models:
        models.executescript(OTHERS_DAMAGED)

    after = [known(*words) for words in asked]

    assert after == before
    assert [each.code for each in after] == [0, 0]


@pytest.fixture
def lavande(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Installation]:
    """An installation that has seen the sample catalogue at its till, and rules about it."""
    till = tmp_path / "till.sqlite"
    with new_till(till, None) as connection:
        fill(connection, read_boutique(), PurePosixPath("photos"))
    with ShopServer(tmp_path / "shop") as shop:
        installation = Installation(tmp_path / "home", till, shop, capsys)
        installation.init()
        installation("plan")
        for words in (
            ["buffer", "set", "category:Bougies parfumées", "900"],
            ["out-of-stock", "set", "category:Décoration", "hide"],
            ["windows", "set", "category:Mode et accessoires", "--rule=2999 Dec 24 10:00-12:00"],
            ["windows", "set", "category:Thés, tisanes et sirops", "--rule=24/7"],
            ["sold-out", "set", "category:Vêtements", "--mode=offline"],
        ):
            assert installation(*words).code == 0
        yield installation


def test_of_the_sample_catalogue_all_is_told_as_if_the_whole_had_been_read(
    lavande: Installation,
) -> None:
    session = Session(home=Home(path=lavande.home), language="fr")
    settings = session.settings()
    with read_archive(settings) as archive:
        whole = catalogue.load(archive.models, settings.till.name)
        shelf = SellingCatalogue.of(settings, archive, utc_now())
        products = cast("list[Product]", [*whole[Kind.PRODUCT].values()])
        stocks = cast("list[Stock]", [*whole[Kind.STOCK].values()])
        moment = SellingInstant(
            now=shelf.now,
            state_of=lambda _, window: shelf.state(window),
            told=lambda message, at: shelf.calendar.worded(message, at, shelf.now),
        )
        shelves = cast("dict[str, Category]", whole[Kind.CATEGORY])
        offers = Offers(shelf.selling, moment, categories=shelves)
        offered = [
            offers.of(each, tuple(one for one in stocks if one.product == each.key))
            for each in products
        ]

        found = [sale_of(shelf, each).offer for each in products]

    assert found == offered
    assert {each.why for each in found} == {None, *OfferReason}


def test_what_was_sold_out_no_longer_decides(known: Installation) -> None:
    tea, over = Scope(RuleLevel.PRODUCT, "1"), SoldOut(until=datetime(2026, 1, 1, tzinfo=UTC))
    fact = SoldOutDeclared(scope=tea, sold_out=over)
    with Log.open(known.home / "log.db", clock=utc_now) as log:
        envelope = Envelope(actor="user:Marie", connection=MAIN_SHOP)
        log.append([Entry(stream=Stream("shop:main/rule/product:1"), fact=fact)], envelope)

    lines = said(known("why", "TEA-01", "sale").out)

    assert lines[0] == "Declared sold out for product “TEA-01”, but that is over."
    assert lines[-1] == "What the site shows: on sale."


def test_what_takes_it_off_the_site_is_named_not_what_only_stops_its_sale(
    known: Installation,
) -> None:
    hours = "--rule=2999 Dec 24 10:00-12:00"
    known("windows", "set", "category:Thés", hours, "--mode=offline")
    known("sold-out", "set", "product:TEA-01", "--mode=not_for_sale")

    lines = said(known("why", "TEA-01", "sale").out)

    assert "What the site should show: off the site." in lines
    assert "Decided by: the sale window." in lines
