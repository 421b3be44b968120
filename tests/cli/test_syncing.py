"""Planning and syncing from the command line."""

import os
from datetime import UTC, datetime

from pos2web.bootstrap import utc_now
from pos2web.log import Log
from tests.cli.conftest import Installation

HALF_GONE = "UPDATE products SET is_active = 0 WHERE id IN (1, 2);"


def test_a_plan_shows_each_field_and_writes_nothing(pos2web: Installation) -> None:
    planned = pos2web("plan")
    again = pos2web("plan", "--json")

    assert planned.code == again.code == 0
    assert "create product:1" in planned.out
    assert "name: - → fr: Thé vert; en: Green tea" in planned.out
    assert again.json["writes"] == 0
    assert len(again.json["plan"]["changes"]) > 5


def test_a_long_plan_shows_its_beginning(pos2web: Installation) -> None:
    answer = pos2web("plan", "--limit=1", language="fr")

    assert answer.out.count("create ") == 1
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
    assert "create product:1" in answer.out
    assert pos2web("status", "--json").json["counts"]["product"]["site"] == 0


def test_a_sync_that_would_take_off_half_of_the_shop_asks_first(pos2web: Installation) -> None:
    pos2web.replace("#count_min = 5", "count_min = 1")
    pos2web("sync")
    pos2web.ring_up(HALF_GONE)

    asked = pos2web("sync")
    approved = pos2web("sync", "--yes", "--json")

    assert asked.code == 3
    assert "--yes" in asked.out
    assert approved.code == 0
    assert approved.json["writes"] == 2


def test_what_is_held_is_said_with_its_reason(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET reference = NULL WHERE id = 2;")

    answer = pos2web("sync")
    values = pos2web("status", "--json").json

    assert "product:2: " in answer.out
    assert "product:2" in {held["ref"] for held in values["held"]}


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
