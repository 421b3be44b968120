"""The script of a day, and what tells one day from another."""

from datetime import timedelta

import pytest

from pos2web.sale_calendar import WindowHours, state_at
from tests.chaos.day import Edge, differences
from tests.chaos.script import BEGINS, DAY, PARIS, RULED, Hours, Script, State, written

LUNCH = Hours(BEGINS, ((12 * 60, 14 * 60),), is_offline=False)
NOON = BEGINS + timedelta(hours=12)


@pytest.mark.parametrize("seed", range(5))
def test_the_hours_of_a_script_are_those_of_the_windows_that_are_ruled(seed: int) -> None:
    instants = [BEGINS + timedelta(minutes=minute) for minute in range(0, 24 * 60, 11)]

    for hours in (each for several in written(seed).hours.values() for each in several):
        window = hours.window()
        assert window is not None
        ready = WindowHours(window)
        for instant in instants:
            minute = (instant - BEGINS) / timedelta(minutes=1)
            assert state_at(ready, instant, PARIS).is_open == hours.is_open(minute)


@pytest.mark.parametrize("seed", range(5))
def test_every_script_has_edges_all_day_long(seed: int) -> None:
    edges = written(seed).edges()

    assert len(edges) >= 30
    assert {product for _, product in edges} >= set(RULED) - {10, 11}
    assert all(BEGINS < at < BEGINS + DAY for at, _ in edges)
    assert len({int((at - BEGINS) / timedelta(hours=6)) for at, _ in edges}) == 4


def test_what_is_sold_out_at_noon_is_on_sale_later_at_lunch() -> None:
    script = Script({1: [LUNCH]}, {1: [(NOON, NOON + timedelta(hours=1))]}, [], [])

    assert script.expected(1, NOON) == State(is_shown=True, is_for_sale=False)
    assert script.expected(1, NOON + timedelta(hours=1)) == State(is_shown=True, is_for_sale=True)
    assert script.edges() == [
        (NOON + timedelta(hours=1), 1),
        (NOON + timedelta(hours=2), 1),
    ]


def test_an_edge_is_late_when_it_took_longer_than_the_daemon_was_away() -> None:
    away = timedelta(seconds=20)

    assert not Edge(NOON, 1, late=away, down=away).is_late
    assert Edge(NOON, 1, late=away + timedelta(seconds=1), down=away).is_late
    assert Edge(NOON, 1).is_late


def test_two_sites_differ_in_what_one_of_them_lacks_or_shows_otherwise() -> None:
    one = {"products/1": "on", "products/2": "on"}

    assert differences(one, dict(one)) == []
    assert differences(one, {"products/1": "off", "products/3": "on"}) == [
        "products/1: on | off",
        "products/2: on | nothing",
        "products/3: nothing | on",
    ]
