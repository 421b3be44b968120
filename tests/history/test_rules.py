"""Rules about selling as a shopkeeper reads them."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain import decisions
from pos2web.domain.facts import Fact
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.values import Ref
from pos2web.history import sentence
from tests.history.examples import event
from tests.history.test_sentences import plain
from tests.projections.given import SHOP

GREEN = Scope(RuleLevel.CATEGORY, "GREEN")
TEA = Scope(RuleLevel.PRODUCT, "TEA")
PARIS = ZoneInfo("Europe/Paris")
TWO = Buffer(amount=Decimal(2))
TENTH = Buffer(amount=Decimal("10.0"), is_percent=True)


def told(fact: Fact, language: str = "fr") -> str:
    happened = event(fact, f"{SHOP}/rule/category:GREEN", SHOP)
    return plain(sentence(happened, language, names=names, zone=PARIS))


def names(ref: Ref, connection: str | None) -> str | None:
    """Only the till has names."""
    return {"GREEN": "Thés verts"}.get(ref.key) if connection is None else None


def test_a_buffer_is_told_with_what_it_was() -> None:
    raised = decisions.BufferSet(scope=GREEN, buffer=TENTH, was=TWO)

    assert told(raised) == ("La réserve (tare) de la catégorie « Thés verts » passe de 2 à 10 %")
    assert told(raised, "en") == "The buffer of category “Thés verts” went from 2 to 10%"


def test_a_first_buffer_was_nothing_before() -> None:
    assert told(decisions.BufferSet(scope=EVERYTHING, buffer=TWO)) == (
        "La réserve (tare) de tous les produits passe de rien à 2"
    )


@pytest.mark.parametrize(
    ("level", "what"),
    [
        (RuleLevel.BRAND, "du fabricant « 7 »"),
        (RuleLevel.CATEGORY, "de la catégorie « 7 »"),
        (RuleLevel.PRODUCT, "du produit « 7 »"),
        (RuleLevel.VARIANT, "de la déclinaison « 7 »"),
    ],
)
def test_a_rule_says_what_it_is_about(level: RuleLevel, what: str) -> None:
    lifted = decisions.BufferLifted(scope=Scope(level, "7"), was=TWO)

    assert told(lifted) == f"La réserve (tare) {what} est levée (avant : 2)"


def test_what_becomes_of_an_empty_shelf_is_told() -> None:
    hide = decisions.OutOfStockRuled(scope=GREEN, rule=OutOfStock.HIDE, was=OutOfStock.SHOW)

    assert told(hide) == (
        "Règle de rupture de stock pour la catégorie « Thés verts » : masquer sur le site "
        "(avant : laisser sur le site, comme épuisé)"
    )


def test_a_window_is_told_in_words() -> None:
    window = Window(rule="Mo-Sa 08:00-11:00,16:00-19:00", mode=Mode.OFFLINE)

    assert told(decisions.WindowSet(scope=GREEN, window=window)) == (
        "Période de vente de la catégorie « Thés verts » : du lundi au samedi, "
        "de 8:00 à 11:00 puis de 16:00 à 19:00 ; en dehors, retiré du site"
    )


def test_a_message_that_names_the_opening_says_so() -> None:
    message = {"en": "Back {opening}", "fr": "De retour {opening}"}
    window = Window(rule="Mo 10:00-12:00", mode=Mode.NOT_FOR_SALE, message=message)

    text = told(decisions.WindowSet(scope=TEA, window=window))

    assert text.endswith("avec le message « De retour [prochaine ouverture] »")


def test_a_window_that_can_no_longer_be_read_is_told_as_it_was_written() -> None:
    window = Window(rule="Feb 30", mode=Mode.OFFLINE)

    assert told(decisions.WindowLifted(scope=TEA, was=window), "en") == (
        "The sale window of product “TEA” is lifted (before: “Feb 30”; outside of it off the site)"
    )


def test_sold_out_is_told_until_when_on_the_shop_s_wall_clock() -> None:
    until = SoldOut(until=datetime(2026, 3, 9, 7, tzinfo=UTC))

    assert told(decisions.SoldOutDeclared(scope=TEA, sold_out=until)) == (
        "Rupture déclarée pour le produit « TEA », jusqu'au 9 mars 2026 à 08:00, "
        "affiché sans pouvoir être acheté"
    )


def test_sold_out_may_have_no_end() -> None:
    lifted = decisions.SoldOutLifted(scope=TEA, was=SoldOut(mode=Mode.OFFLINE))

    assert told(lifted, "en") == (
        "No longer declared sold out: product “TEA” (before: until further notice, off the site)"
    )
