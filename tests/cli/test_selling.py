"""Buffers, what an empty shelf means, and what is sold out, ruled from the command line."""

import pytest

from pos2web.cli.common.deciding import login
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

TWINS = """
    INSERT INTO categories (id, name_fr, name_en) VALUES (7, 'Glaces', 'Ice'), (8, 'glacés', 'Ices');
    INSERT INTO products (id, reference, name_fr, price, vat_rate) VALUES
        (7, 'TWIN', 'Thé', 5, 5.5), (8, 'TWIN', 'Café', 5, 5.5), (9, '7', 'Eau', 5, 5.5);
"""


@pytest.fixture
def known(pos2web: Installation) -> Installation:
    """An installation that knows its till."""
    assert pos2web("sync").code == 0
    return pos2web


def scopes(pos2web: Installation, *command: str) -> list[str]:
    """What the rules of a sort are about."""
    return [rule["scope"] for rule in pos2web(*command, "list", "--json").json]


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        ("all", "all"),
        ("tout", "all"),
        ("category:Thés", "category:1"),
        ("Catégorie:teas", "category:1"),
        ("category:1", "category:1"),
        ("marque:palais des the\u0301s", "brand:1"),
        ("product:TEA-02", "product:2"),
        ("produit:2", "product:2"),
        ("POT-01", "product:3"),
    ],
)
def test_a_buffer_is_of_what_people_name(known: Installation, said: str, scope: str) -> None:
    answer = known("buffer", "set", said, "2")

    assert answer.code == 0
    assert scopes(known, "buffer") == [scope]


def test_what_nobody_knows_or_several_are_is_refused(known: Installation) -> None:
    known.ring_up(TWINS)
    known("plan")

    unknown = known("buffer", "set", "category:Cafés", "2", language="fr")
    nonsense = known("buffer", "set", "all:TEA-01", "2", language="fr")
    several = known("buffer", "set", "product:TWIN", "2", language="fr")
    alike = known("buffer", "set", "category:GLACES", "2")
    exact = known("buffer", "set", "category:Glaces", "2")

    assert nonsense.err == (
        "pos2web: la caisse n'a rien qui soit all:TEA-01. Vouliez-vous dire : TEA-01 (Thé vert) ?\n"
    )
    assert unknown.err == "pos2web: la caisse n'a rien qui soit category:Cafés\n"
    assert several.err == (
        "pos2web: product:TWIN peut être plusieurs choses : product:7, product:8\n"
    )
    assert alike.err.endswith("may be several things: category:7, category:8\n")
    assert exact.code == 0
    assert scopes(known, "buffer") == ["category:7"]


def test_a_reference_goes_before_a_key(known: Installation) -> None:
    known.ring_up(TWINS)
    known("plan")

    known("buffer", "set", "product:7", "2")

    assert scopes(known, "buffer") == ["product:9"]


def test_buffers_are_pieces_or_percent_and_the_widest_stands_first(known: Installation) -> None:
    for scope, amount in (("TEA-01", "1,5"), ("all", "1"), ("category:Thés", "10 %")):
        known("buffer", "set", scope, amount, "--by=Marie")

    listed = plain(known("buffer", "list", language="fr").out).splitlines()

    assert [line.rstrip() for line in listed] == [
        "pour                   règle",
        "Tous les produits      1",
        "La catégorie « Thés »  10 %",
        "Le produit « TEA-01 »  1,5",
    ]


@pytest.mark.parametrize("amount", ["some", "101%", "1.2345", "", "2 pieces"])
def test_what_is_no_amount_is_refused(known: Installation, amount: str) -> None:
    answer = known("buffer", "set", "all", amount, language="fr")

    assert answer.code == 2
    assert "n'est pas une quantité ; par exemple : 2 ou 10%" in answer.err


def test_a_decision_is_told_and_its_maker_is_in_the_history(known: Installation) -> None:
    answer = known("buffer", "set", "TEA-01", "2", "--by", "Zoé", language="fr")
    again = known("buffer", "set", "TEA-01", "2", language="fr")
    lifted = known("buffer", "clear", "TEA-01", "--json").json
    (event,) = known("history", "--actor=user:Zoé", "--json").json["events"]

    assert plain(answer.out) == "La réserve (tare) du produit « TEA-01 » passe de rien à 2\n"
    assert "La prochaine synchronisation l'appliquera" in answer.err
    assert again.out == "C'est déjà ainsi : rien à changer.\n"
    assert (lifted["changed"], lifted["is_daemon"], len(lifted["sentences"])) == (True, False, 1)
    assert event["type"] == "buffer_set"


def test_a_buffer_reaches_the_site_with_the_next_sync(known: Installation) -> None:
    known("buffer", "set", "category:Thés", "25%")

    known("sync")

    (stock,) = known("why", "TEA-01", "stock", "--json").json["stocks"]
    assert (stock["available"], stock["sent"], stock["site"]) == ("12", "9", "9")


def test_what_is_out_of_stock_is_hidden_and_comes_back(known: Installation) -> None:
    known("out-of-stock", "set", "all", "hide")
    known("buffer", "set", "POT-01", "1")
    known("sync")
    hidden = known("why", "POT-01", "sale", "--json").json["site"]["is_active"]

    known("buffer", "clear", "POT-01")
    known("sync")
    shown = known("why", "POT-01", "sale", "--json").json["site"]["is_active"]

    assert (hidden, shown) == (False, True)
    assert scopes(known, "out-of-stock") == ["all"]
    assert known("out-of-stock", "clear", "all").code == 0
    assert known("out-of-stock", "list").out == "No rules.\n"


def test_a_product_is_sold_out_until_it_is_cleared(known: Installation) -> None:
    known("sold-out", "set", "TEA-01", "--mode=offline")
    known("sync")
    shown = known("why", "TEA-01", "sale", "--json").json

    known("sold-out", "clear", "TEA-01")

    assert shown["site"]["is_active"] is False
    assert (shown["offer"]["why"], shown["offer"]["scope"]) == ("sold_out", "product:1")
    assert scopes(known, "sold-out") == []


def test_sold_out_may_end_by_itself_and_says_why(known: Installation) -> None:
    answer = known(
        *("sold-out", "set", "TEA-01", "--until=2999-01-01T10:00", "--message=fr=Épuisé"),
        language="fr",
    )
    (rule,) = known("sold-out", "list", "--json").json

    assert "jusqu'au 1 janvier 2999 à 10:00" in plain(answer.out)
    assert rule["rule"]["message"] == {"fr": "Épuisé"}
    assert rule["rule"]["mode"] == "not_for_sale"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--until=2020-01-01"], "'2020-01-01' is over"),
        (["--until=soon"], "'soon' is no instant"),
        (["--message=Épuisé"], "write fr=TEXT or en=TEXT"),
        (["--message=fr=a", "--message=fr=b"], "once a language"),
        (["--message=fr="], "write fr=TEXT"),
    ],
)
def test_sold_out_in_a_way_that_can_not_be_meant(
    known: Installation, given: list[str], said: str
) -> None:
    answer = known("sold-out", "set", "TEA-01", *given)

    assert (answer.code, said in answer.err) == (2, True)
    assert scopes(known, "sold-out") == []


def test_a_login_that_has_no_name_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("os.getuid", lambda: 4_294_000_000, raising=False)

    assert login() == "unknown"
