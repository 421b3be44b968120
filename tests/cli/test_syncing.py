"""Planning and syncing from the command line."""

import os
from datetime import UTC, datetime

import pytest

from pos2web.bootstrap import utc_now
from pos2web.log import Log
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

HALF_GONE = "UPDATE products SET is_active = 0 WHERE id IN (1, 2);"


def test_a_plan_shows_each_field_and_writes_nothing(pos2web: Installation) -> None:
    planned = pos2web("plan")
    again = pos2web("plan", "--json")

    assert planned.code == again.code == 0
    assert "Create product “TEA-01” (number 1 at the till)\n" in planned.out
    assert "  the name: “Green tea”\n" in planned.out
    assert again.json["writes"] == 0
    assert len(again.json["plan"]["changes"]) > 5


def test_a_long_plan_shows_its_beginning(pos2web: Installation) -> None:
    answer = pos2web("plan", "--limit=1", language="fr")

    assert answer.out.count("Créer ") == 1
    assert "de plus" in answer.out


def test_a_second_sync_writes_nothing(pos2web: Installation) -> None:
    first = pos2web("sync", "--json")
    second = pos2web("sync", "--json")

    assert (first.code, second.code) == (0, 0)
    assert first.json["products"] == 3
    assert first.json["writes"] > 0
    assert second.json["writes"] == 0
    assert "plan" not in second.json
    assert second.json["read"] == second.json["unchanged"]


def test_a_sync_says_what_it_did_in_the_persons_language(pos2web: Installation) -> None:
    first = pos2web("sync", language="fr")
    second = pos2web("sync")

    assert "Le site est à jour. Produits : 3" in first.out
    assert "The site is up to date. Products: 3, changes: 0" in second.out


def test_a_dry_run_is_a_plan(pos2web: Installation) -> None:
    answer = pos2web("sync", "--dry-run")

    assert answer.code == 0
    assert "Create product “TEA-01”" in answer.out
    assert pos2web("status", "--json").json["counts"]["product"]["site"] == 0


def test_a_sync_that_would_take_off_half_of_the_shop_asks_first(pos2web: Installation) -> None:
    pos2web.replace("#count_min = 5", "count_min = 1")
    pos2web("sync")
    pos2web.ring_up(HALF_GONE)

    planned = pos2web("plan", "--json")
    spoken = pos2web("plan", language="fr")
    asked = pos2web("sync")
    standing = pos2web("status")
    approved = pos2web("sync", "--yes", "--json")

    assert asked.code == 3
    assert "2 of 3 products would be taken off the site" in asked.out
    assert "--yes" in asked.out
    assert "2 of 3 products" in standing.out
    assert (planned.code, planned.json["code"]) == (0, "many_taken_off")
    assert "2 produits sur 3 disparaîtraient du site" in spoken.err
    assert approved.code == 0
    assert approved.json["writes"] == 2


def test_what_is_held_is_said_with_its_reason(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET reference = NULL WHERE id = 2;")

    answer = pos2web("sync", language="fr")
    values = pos2web("status", "--json").json

    assert "Le produit « Thé noir » (n° 2 en caisse) : la référence manque" in plain(answer.out)
    assert values["held"] == [
        {"ref": "product:2", "reason": "it has no reference", "code": "no_reference"}
    ]


@pytest.mark.parametrize("command", [["plan"], ["sync", "--dry-run"]])
def test_a_plan_that_could_not_be_made_shows_none(
    pos2web: Installation, command: list[str]
) -> None:
    pos2web.shop.__exit__(None, None, None)

    answer = pos2web(*command, language="fr")

    assert answer.code == 7
    assert answer.out == ""
    assert "La comparaison n'a pas pu se faire : 127.0.0.1" in answer.err
    assert "est injoignable : connexion refusée" in plain(answer.err)


def test_a_sync_that_failed_counts_nothing(pos2web: Installation) -> None:
    pos2web.shop.__exit__(None, None, None)

    answer = pos2web("sync")

    assert answer.code == 7
    assert answer.out.startswith("The sync failed: cannot reach")
    assert "Read " not in answer.out


def test_what_is_taken_off_is_planned_in_one_line(pos2web: Installation) -> None:
    pos2web("sync")
    pos2web.ring_up("UPDATE products SET is_active = 0 WHERE id = 2;")

    answer = pos2web("plan", language="fr")

    assert plain(answer.out) == (
        "Retirer de la vente le produit « TEA-02 » (n° 2 en caisse)  "
        "(retiré de la vente en caisse)\nModifications prévues : 1.\n"
    )


def test_a_wrong_key_fails_the_run(fresh: Installation) -> None:
    fresh.init(key="NOT-THE-KEY")

    answer = fresh("sync")

    assert answer.code != 0
    assert "NOT-THE-KEY" not in answer.out + answer.err


def test_a_second_writer_says_who_has_the_log(pos2web: Installation) -> None:
    pos2web.replace("#wait_s = 10.0", "wait_s = 0")
    with Log.open(pos2web.home / "log.db", clock=utc_now):
        answer = pos2web("sync")

    assert answer.code == 4
    assert f"process {os.getpid()}" in answer.err


def test_the_clock_is_in_utc() -> None:
    assert abs((utc_now() - datetime.now(UTC)).total_seconds()) < 60
