"""Planned changes and things, told to people."""

import msgspec
import pytest

from pos2web.domain.changes import Action
from pos2web.domain.planning import FieldReason as Why
from pos2web.history import headline, reason_of, steps, till_wording, values
from tests.history.test_sentences import plain
from tests.projections.given import change, euros

HERE = till_wording("fr")
MONEY = {"amount": "8.25", "currency": "EUR"}
NOTHING = {"fr": "", "en": ""}


def test_an_update_is_told_field_by_field() -> None:
    planned = change(price=(MONEY, MONEY | {"amount": "9.5"}), fingerprint=("a", "b"))

    price, photo = steps(planned, HERE)

    assert plain(headline(planned, HERE)) == "Modifier le produit « TEA »"
    assert [plain(part) for part in price] == [
        "le prix hors taxe",
        "8,25 €",
        "9,50 €",
        "changé en caisse",
    ]
    assert (photo.field, photo.before, photo.after) == ("le contenu", "", "")
    assert reason_of(planned, HERE) == ""


def test_a_creation_is_told_without_what_is_missing() -> None:
    changed = change(ean=(None, "1"), summary=(None, NOTHING), brand=(None, None))
    fields = tuple(
        msgspec.structs.replace(step, reason="new at the till") for step in changed.fields
    )
    planned = msgspec.structs.replace(changed, action=Action.CREATE, fields=fields)

    (ean,) = steps(planned, HERE)

    assert plain(headline(planned, HERE)) == "Créer le produit « TEA »"
    assert [plain(part) for part in ean] == ["le code-barres", "", "« 1 »", ""]


def test_what_is_taken_off_is_told_as_a_whole() -> None:
    planned = msgspec.structs.replace(change(is_active=(True, False)), action=Action.DEACTIVATE)

    assert plain(headline(planned, HERE)) == "Retirer de la vente le produit « TEA »"
    assert reason_of(planned, HERE) == "changé en caisse"
    assert reason_of(msgspec.structs.replace(planned, fields=()), HERE) == ""


def test_a_thing_s_amounts_on_the_site_are_without_tax() -> None:
    thing = msgspec.to_builtins({"type": "product", "key": "1", "price": euros("8.25"), "ean": ""})

    assert values(thing, HERE, is_tills=True)["price"] == "8,25\u202f€"
    assert values(thing, HERE, is_tills=False) == {
        "price": "8,25\u202f€ hors taxe",
        "ean": "rien",
    }


@pytest.mark.parametrize("reason", Why)
def test_every_reason_of_a_plan_is_told_in_french(reason: Why) -> None:
    assert HERE.said(reason) != reason
