"""Where everything stood, and what there was to do, at a moment that is past."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pos2web.bootstrap import utc_now
from pos2web.log import Log
from tests.cli.conftest import Installation
from tests.cli.test_showing import head


@pytest.fixture
def changed(pos2web: Installation) -> tuple[Installation, int]:
    """An installation that was in step at a position; since then a price and a product changed."""
    assert pos2web("sync").code == 0
    before = head(pos2web)
    pos2web.ring_up(
        "UPDATE products SET price = 8.90 WHERE id = 1; DELETE FROM products WHERE id = 3; "
        "DELETE FROM stock WHERE product_id = 3;"
    )
    assert pos2web("plan").code == 0
    return pos2web, before


def test_status_tells_how_it_stood(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    now = pos2web("status", "--json").json
    then = pos2web("status", "--at-position", before, "--json").json
    spoken = pos2web("status", "--at-position", before, language="fr")

    assert (now["counts"]["product"]["till"], then["counts"]["product"]["till"]) == (2, 3)
    assert (then["position"], then["at"]["position"], then["daemon"]) == (before, before, None)
    assert "at" not in now
    assert then["last_run"]["task"] == "sync"
    assert spoken.code == 0
    assert f", position {before} :" in spoken.out
    assert "Dernière synchronisation" in spoken.out


def test_an_instant_before_the_first_event_is_told_apart_from_it(
    changed: tuple[Installation, int],
) -> None:
    pos2web, _ = changed
    pos2web.replace('#zone = ""', 'zone = "Europe/Paris"')
    with Log.open(pos2web.home / "log.db", clock=utc_now) as log:
        first = next(iter(log.read(limit=1))).recorded_at.astimezone(ZoneInfo("Europe/Paris"))
    minute, before = first.replace(second=0, microsecond=0), first - timedelta(minutes=5)

    in_its_minute = [
        pos2web("status", "--at", f"{minute:%Y-%m-%dT%H:%M}", language=language)
        for language in ("fr", "en")
    ]
    earlier = pos2web("status", "--at", f"{before:%Y-%m-%dT%H:%M}")

    begin, end = f"{minute:%Y-%m-%d} {minute.hour}:{minute:%M:%S}", f"{first.hour}:{first:%M:%S}"
    assert [answer.code for answer in in_its_minute] == [2, 2]
    assert in_its_minute[0].err == (
        f"pos2web: Le {begin}, rien n'était encore enregistré : "
        f"le premier évènement est du {minute:%Y-%m-%d} {end}.\n"
    )
    assert in_its_minute[1].err == (
        f"pos2web: Nothing had been recorded yet at {begin}: "
        f"the first event is from {minute:%Y-%m-%d} {end}.\n"
    )
    assert f" {before.hour}:{before:%M}: the first event is from" in earlier.err


def test_status_before_anything_was_done(changed: tuple[Installation, int]) -> None:
    pos2web, _ = changed

    assert "No sync so far." in pos2web("status", "--at-position", 1).out


def test_plan_tells_what_was_to_be_done(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed
    planned = pos2web("plan", "--json").json
    after = head(pos2web)
    assert pos2web("sync").code == 0

    in_step = pos2web("plan", "--at-position", before, "--json").json
    out_of_step = pos2web("plan", "--at-position", after, "--json").json
    spoken = pos2web("plan", "--at-position", after)

    assert in_step["plan"]["changes"] == []
    assert without_ids(out_of_step) == without_ids(planned)
    assert [change["kind"] for change in planned["plan"]["changes"]] == ["product", "product"]
    assert out_of_step["at"]["position"] == after
    assert "Changes planned: 2." in spoken.out
    assert "under today's settings" in spoken.err


def without_ids(report: dict[str, dict[str, list[dict[str, object]]]]) -> list[object]:
    """The changes, but for the names of their own."""
    return [change | {"id": ""} for change in report["plan"]["changes"]]


def test_looking_back_records_nothing_and_works_beside_others(
    changed: tuple[Installation, int],
) -> None:
    pos2web, before = changed
    position = head(pos2web)

    with Log.open(pos2web.home / "log.db", clock=utc_now) as log:
        codes = [
            pos2web(*command, "--at-position", before).code
            for command in (["plan"], ["status"], ["show", "TEA-01"])
        ]

        assert log.head == position
    assert codes == [0, 0, 0]


def test_a_shop_that_is_away_is_known_well_enough(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed
    pos2web.shop.__exit__(None, None, None)

    answer = pos2web("plan", "--at-position", before, language="fr")

    assert (answer.code, answer.out.splitlines()[-1]) == (0, "Rien à modifier.")
    assert "Le site n'a pas pu dire ses langues et ses taxes" in answer.err


def test_an_instant_of_the_past_means_the_last_event_by_then(
    changed: tuple[Installation, int],
) -> None:
    pos2web, _ = changed

    then = pos2web("status", "--at=-0min", "--json").json

    assert then["position"] == head(pos2web)


def test_a_table_is_shown_as_it_is_and_as_it_was(changed: tuple[Installation, int]) -> None:
    pos2web, before = changed

    now = pos2web("projections", "show", "stock", "--json").json
    then = pos2web("projections", "show", "stock", "--at-position", before, "--json").json
    spoken = pos2web("projections", "show", "stock", "--limit=1", "--at-position", before)

    assert len(now["rows"]) < len(then["rows"]) == 6
    assert then["at"]["position"] == before
    assert {row["connection"] for row in then["rows"]} == {"till:main", "shop:main"}
    assert "… and 5 more" in spoken.out
    assert "… and" not in pos2web("projections", "show", "links").out
    assert pos2web("projections", "show", "nonsense").code == 2
