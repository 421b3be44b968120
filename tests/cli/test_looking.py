"""Looking at what is known, and at what differs."""

import pytest

from pos2web.bootstrap import utc_now
from pos2web.log import Log
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

WHEN_CHARS = len("2026-11-24 10:00:00  ")


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


def test_status_before_the_first_sync(pos2web: Installation) -> None:
    assert "No sync so far." in pos2web("status").out
    assert pos2web("status", "--json").json["last_run"] is None


def test_status_counts_both_sides(synced: Installation) -> None:
    synced("plan")

    values = synced("status", "--json").json

    assert values["counts"]["product"] == {"till": 3, "site": 3, "linked": 3}
    assert values["last_run"]["task"] == "sync"
    assert values["last_run"]["outcome"] == "done"
    assert (values["held"], values["unresolved"], values["holder"]) == ([], 0, "")


def test_status_reads_beside_a_running_sync(synced: Installation) -> None:
    with Log.open(synced.home / "log.db", clock=utc_now):
        answer = synced("status", language="fr")

    assert answer.code == 0
    assert "is being written by process" in answer.out
    assert "Dernière synchronisation" in answer.out


def test_history_tells_what_happened_to_one_thing(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")

    values = synced("history", "TEA-01", "--field=price", "--actor=till", "--json").json
    spoken = synced("history", "TEA-01", "--kind=product", language="fr")

    assert [(line["before"], line["after"]) for line in values][:1] == [("9.90 EUR", "8.90 EUR")]
    assert spoken.code == 0
    assert "8,90" in spoken.out


def test_history_is_narrowed_by_time_run_and_number(synced: Installation) -> None:
    run = synced("status", "--json").json["last_run"]["id"]

    assert len(synced("history", "--limit=3", "--json").json) == 3
    assert {line["run"] for line in synced("history", "--run", run, "--json").json} == {run}
    assert synced("history", "--since=2999-01-01", "--json").json == []
    assert synced("history", "--until=2001-01-01T10:00").out == "No events.\n"


def test_an_instant_that_is_none_is_a_wrong_command_line(synced: Installation) -> None:
    answer = synced("history", "--since=yesterday")

    assert answer.code == 2
    assert "'yesterday' is not a date (2026-11-24)" in answer.err


@pytest.mark.parametrize("ref", ["TEA-01", "product:1"])
def test_show_puts_till_and_site_side_by_side(synced: Installation, ref: str) -> None:
    answer = synced("show", ref)
    (thing,) = synced("show", ref, "--json").json["things"]

    assert answer.code == 0
    assert thing["till"]["name"]["fr"] == thing["site"]["name"]["fr"] == "Thé vert"
    assert f"Number {thing['shop_key']} on the site" in answer.out
    assert "without tax" in answer.out


def test_show_says_why_a_thing_is_held(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET price = -1 WHERE reference = 'TEA-02';")
    pos2web("sync")

    answer = pos2web("show", "product:2")

    assert "Held back: " in answer.out


def test_show_of_what_nobody_knows_is_a_problem(synced: Installation) -> None:
    assert synced("show", "COFFEE").code == 1
    assert synced("show", "COFFEE", "--json").json["things"] == []


def test_drift_finds_nothing_after_a_sync(synced: Installation) -> None:
    answer = synced("drift")

    assert answer.code == 0
    assert "Till and site agree." in answer.out


def test_drift_shows_what_differs_and_leaves_it(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")

    answer = synced("drift")
    found = synced("drift", "--json").json["differences"]

    assert answer.code == 1
    assert "Product “TEA-01” (number 1 at the till)" in answer.out
    assert "changed at the till" in answer.out
    assert [each["field"] for each in found] == ["price"]


def test_drift_fails_when_the_shop_is_away(synced: Installation) -> None:
    synced.shop.__exit__(None, None, None)

    answer = synced("drift", "--json")
    spoken = synced("drift")

    assert answer.code == spoken.code == 7
    assert (answer.json["outcome"], answer.json["code"]) == ("failed", "failed")
    assert "The comparison could not be made: cannot reach" in answer.err
    assert spoken.out == ""
    assert "The comparison could not be made: cannot reach" in spoken.err


def test_drift_does_not_pass_over_what_is_held(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = -1 WHERE id = 1;")

    answer = synced("drift", language="fr")

    assert answer.code == 0
    assert "concordent, sauf pour ce qui est retenu." in answer.out
    assert "le prix est négatif" in answer.out


def test_drift_says_what_is_on_one_side_only(pos2web: Installation) -> None:
    answer = pos2web("drift", language="fr")

    assert answer.code == 1
    assert "absent du site" in answer.out


def test_a_write_is_told_once_unless_everything_is_asked_for(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")
    run = synced("status", "--json").json["last_run"]["id"]

    told = synced("history", "--run", run, language="fr").out.splitlines()
    every = synced("history", "--all", "--run", run, "--json").json

    assert [plain(line)[WHEN_CHARS:] for line in told] == [
        "Pos2Web   La synchronisation est terminée : lus 8, changés 1, inchangés 7, retenus 0, "
        "écritures 1",
        "Pos2Web   Pos2Web a modifié le prix hors taxe du produit « TEA-01 » : 8,436019 € "
        "au lieu de 9,383886 €, confirmé par le site",
        "caisse    Le prix de « TEA-01 » passe de 9,90 € à 8,90 €, vu en caisse",
    ]
    assert {line["type"] for line in every} >= {
        "run_started",
        "change_claimed",
        "change_confirmed",
        "price_set",
        "cursor_moved",
    }


def test_rebuilding_changes_nothing(synced: Installation) -> None:
    before = synced("status", "--json").json

    answer = synced("projections", "rebuild", "--json")
    spoken = synced("projections", "rebuild")

    assert answer.json == {"position": before["position"]}
    assert "Read models rebuilt" in spoken.out
    assert synced("status", "--json").json == before


def test_the_log_is_verified(synced: Installation) -> None:
    answer = synced("log", "verify", "--json")
    spoken = synced("log", "verify", language="fr")

    assert answer.json["ok"]
    assert answer.json["events"] == synced("status", "--json").json["position"]
    assert "tous intacts" in spoken.out
