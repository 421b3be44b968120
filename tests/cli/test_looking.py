"""Looking at what is known, and at what differs."""

import pytest

from pos2web.bootstrap import utc_now
from pos2web.log import Log
from tests.cli.conftest import Installation

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


def test_status_opens_with_one_verdict(pos2web: Installation) -> None:
    before = pos2web("status").out.splitlines()[0]
    pos2web.ring_up("UPDATE products SET price = -1 WHERE reference = 'TEA-02';")
    pos2web("sync")
    held = pos2web("status", language="fr").out.splitlines()[0]
    pos2web.ring_up("UPDATE products SET price = 8 WHERE reference = 'TEA-02';")
    pos2web("sync")

    assert before.startswith("This needs you: nothing has gone to the site yet")
    assert held.startswith("À vous d'agir : choses retenues, à corriger en caisse : 1")
    assert pos2web("status").out.splitlines()[0] == "All is well."
    assert pos2web("status", "--json").json["verdict"] == {"state": "well", "matters": []}


def test_status_tells_programs_what_is_the_matter(pos2web: Installation) -> None:
    pos2web.ring_up("UPDATE products SET price = -1 WHERE reference = 'TEA-02';")
    pos2web("sync")

    found = pos2web("status", "--json").json["verdict"]

    assert found["state"] == "yours"
    assert [(one["sort"], one["count"]) for one in found["matters"]] == [("held", 1)]
    assert found["matters"][0]["code"] == "price_negative"


def test_status_reads_beside_a_running_sync(synced: Installation) -> None:
    with Log.open(synced.home / "log.db", clock=utc_now):
        answer = synced("status", language="fr")

    assert answer.code == 0
    assert "est en cours d'écriture par le processus" in answer.out
    assert "Dernière synchronisation" in answer.out


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
