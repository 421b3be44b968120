"""Whether a shop shows what it was sent, written in its own way, or something else."""

from decimal import Decimal
from typing import Any

import pytest

from pos2web.domain.forms import is_form_of
from pos2web.domain.values import Money

OWN_WAY: list[tuple[Any, Any]] = [
    ("Thé vert ", "Thé vert"),
    ("THÉ  vert", "Thé vert"),
    ("<P>Cuit &amp; coupé</P><br>", "<p>Cuit & coupé</p><br />"),
    ("", "<p></p>"),
    ({"fr": "Thé\n", "en": ""}, {"fr": "Thé"}),
    ({"fr": "Thé", "en": "Tea"}, {"fr": "Thé", "en": "Tea", "de": "Thé"}),
    ({"fr": "Thé"}, {"fr": "<p>Thé</p>", "de": ""}),
    (Decimal("0.12345"), Decimal("0.123")),
    (Decimal("0.1239"), Decimal("0.124")),
    (Money(Decimal("9.383886"), "EUR"), Money(Decimal("9.38"), "EUR")),
    (Money(Decimal("1250.4"), "EUR"), Money(Decimal("1250"), "EUR")),
]

SOMETHING_ELSE: list[tuple[Any, Any]] = [
    ("Thé vert", "Thé noir"),
    ("Thé vert de Chine", "Thé vert"),
    ("Thé", ""),
    ({"fr": "Thé"}, {}),
    ({"fr": "Thé"}, {"fr": "Thé", "de": "Tee"}),
    ({"fr": "Thé", "en": "Tea"}, {"fr": "Thé", "en": "Black tea"}),
    (Decimal("0.123"), Decimal("0.125")),
    (Decimal(1250), Decimal("1.2E+3")),
    (Money(Decimal("9.38"), "EUR"), Money(Decimal("9.40"), "EUR")),
    (Money(Decimal(9), "EUR"), Money(Decimal(9), "USD")),
    (True, False),
    ("1", Decimal(1)),
]


@pytest.mark.parametrize(("sent", "seen"), OWN_WAY, ids=str)
def test_what_says_the_same_is_the_shops_own_way(sent: Any, seen: Any) -> None:
    assert is_form_of(sent, seen)


@pytest.mark.parametrize(("sent", "seen"), SOMETHING_ELSE, ids=str)
def test_what_says_something_else_is_somebodys_doing(sent: Any, seen: Any) -> None:
    assert not is_form_of(sent, seen)
