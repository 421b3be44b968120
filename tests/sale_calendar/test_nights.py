"""Nights on which the clock is changed, against an oracle that walks through them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from pos2web.sale_calendar import SaleRule, openings, state_at
from tests.sale_calendar.oracle import (
    MINUTE,
    NIGHTS,
    Night,
    made_by,
    made_up,
    night,
    text_of,
    walked,
)

PARIS = ZoneInfo("Europe/Paris")
RULES = 120


def told(rule: SaleRule, when: Night) -> bytes:
    """Every minute of a night, by our openings."""
    found = bytearray(len(when.shown))
    for opens, closes in openings(rule, when.start, when.end, when.zone):
        first, last = (opens - when.start) // MINUTE, (closes - when.start) // MINUTE
        found[first:last] = b"\1" * (last - first)
    return bytes(found)


@pytest.mark.parametrize(
    ("key", "number"), [(key, number) for key in NIGHTS for number in (0, 1)], ids=str
)
def test_every_minute_of_a_changed_night_is_as_the_oracle_says(key: str, number: int) -> None:
    when = night(key, NIGHTS[key][number])
    random = made_by(f"{key} {number}")

    made = [made_up(random, when.day) for _ in range(RULES)]

    for rules in made:
        assert told(SaleRule.parse(text_of(rules)), when) == walked(rules, when), text_of(rules)


@pytest.mark.parametrize("key", NIGHTS)
def test_the_state_at_any_minute_is_that_of_the_openings(key: str) -> None:
    when = night(key, NIGHTS[key][1])
    random = made_by(key)

    for _ in range(RULES // 4):
        rules = made_up(random, when.day)
        rule, wanted = SaleRule.parse(text_of(rules)), walked(rules, when)
        flips = [minute for minute, (a, b) in enumerate(pairwise(wanted), 1) if a != b]
        at = random.randrange(len(wanted))
        state = state_at(rule, when.start + at * MINUTE, when.zone)
        edge = next((minute for minute in flips if minute > at), None)

        assert state.is_open == wanted[at], text_of(rules)
        assert edge is None or state.until == when.start + edge * MINUTE, text_of(rules)


def edges(text: str, day: datetime, zone: ZoneInfo = PARIS) -> list[tuple[str, str]]:
    found = openings(SaleRule.parse(text), day, day + timedelta(hours=24), zone)
    return [(f"{opens:%d %H:%M}", f"{closes:%d %H:%M}") for opens, closes in found]


SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01:30-02:30", [("29 00:30", "29 01:00")]),
        ("02:00-03:00", []),
        ("02:30-02:45", []),
        ("02:30-04:00", [("29 01:00", "29 02:00")]),
        ("22:00-02:00", [("28 21:00", "29 01:00")]),
        ("22:00-00:00", [("28 21:00", "28 23:00")]),
    ],
)
def test_what_the_clock_jumps_over_is_the_instant_of_the_jump(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert edges(text, SPRING) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01:30-02:30", [("24 23:30", "25 01:30")]),
        ("02:00-03:00", [("25 00:00", "25 02:00")]),
        ("02:15-02:45", [("25 00:15", "25 01:45")]),
        ("22:00-02:00", [("24 20:00", "25 00:00")]),
        ("03:00-04:00", [("25 02:00", "25 03:00")]),
        ("02:00-02:15,02:30-02:45", [("25 00:00", "25 01:45")]),
    ],
)
def test_an_opening_begins_at_the_first_and_ends_at_the_second_showing_of_a_time(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert edges(text, AUTUMN) == expected


def test_lord_howe_changes_by_half_an_hour() -> None:
    zone = ZoneInfo("Australia/Lord_Howe")

    back = edges("01:40-01:45", datetime(2026, 4, 4, 12, tzinfo=UTC), zone)
    ahead = edges("01:45-02:45", datetime(2026, 10, 3, 12, tzinfo=UTC), zone)

    assert back == [("04 14:40", "04 15:15")]
    assert ahead == [("03 15:15", "03 15:45")]
