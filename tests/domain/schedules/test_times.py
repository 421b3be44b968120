"""Periods are due by the clock on the wall: never twice for one time, never skipped."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.schedules import (
    MissedRuns,
    Period,
    checked,
    next_run,
    parse,
    runs_between,
    runs_missed,
)
from tests.domain.schedules.oracle import due, utc
from tests.domain.schedules.strategies import at_intervals, at_times, periods, sensible

PARIS = ZoneInfo("Europe/Paris")
NIGHTS = [
    ("Europe/Paris", "2026-03-29T01:00"),
    ("Europe/Paris", "2026-10-25T01:00"),
    ("America/New_York", "2026-03-08T07:00"),
    ("America/New_York", "2026-11-01T06:00"),
    ("Australia/Lord_Howe", "2026-04-04T15:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30"),
    ("America/Scoresbysund", "2026-03-29T01:00"),
    ("America/Scoresbysund", "2026-10-25T01:00"),
    ("America/St_Johns", "2010-11-07T02:31"),
    ("America/St_Johns", "2010-03-14T03:31"),
    ("America/Toronto", "1919-03-31T04:30"),
    ("Asia/Beirut", "2026-03-28T22:00"),
    ("Europe/Paris", "2026-06-30T22:00"),
    ("Europe/Paris", "2024-02-28T23:00"),
]
"""Places and the instants around which their clocks are set, and two ordinary midnights."""

thorough = settings(max_examples=150)
every_day = st.one_of(at_times, at_intervals).map(
    lambda period: sensible(
        Period(times=period.times, every_min=period.every_min, ranges=period.ranges)
    )
)
one_task = st.lists(periods | every_day.filter(bool), min_size=1, max_size=3)
spans = st.tuples(st.integers(60, 300), st.integers(30, 240))


def local(text: str, zone: ZoneInfo = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def shown(found: list[datetime], zone: ZoneInfo = PARIS) -> list[str]:
    return [f"{instant.astimezone(zone):%m-%d %H:%M}" for instant in found]


def on(text: str, day: str, zone: ZoneInfo = PARIS) -> list[str]:
    """The times on one wall-clock day, midnight to midnight."""
    start = local(day, zone)
    end = local(f"{datetime.fromisoformat(day).date() + timedelta(days=1)}", zone)
    second = timedelta(seconds=1)
    found = runs_between([parse(text)], start - second, end - second, zone)
    return [f"{instant.astimezone(zone):%H:%M}" for instant in found]


@thorough
@given(night=st.sampled_from(NIGHTS), task=one_task, span=spans)
def test_runs_are_those_of_the_clock_on_the_wall(
    night: tuple[str, str], task: list[Period], span: tuple[int, int]
) -> None:
    zone, instant = ZoneInfo(night[0]), utc(night[1])
    start, end = instant - span[0] * timedelta(minutes=1), instant + span[1] * timedelta(minutes=1)

    found = [*runs_between(task, start, end, zone)]

    assert found == [*due(task, start, end, zone)]
    assert runs_missed(task, start, end, zone) == MissedRuns(
        count=len(found), last=found[-1] if found else None
    )


@thorough
@given(night=st.sampled_from(NIGHTS), task=one_task, offset=st.integers(-7200, 7200))
def test_the_next_run_is_the_first_of_all_that_follow(
    night: tuple[str, str], task: list[Period], offset: int
) -> None:
    zone, after = ZoneInfo(night[0]), utc(night[1]) + timedelta(seconds=offset)

    found = next_run(task, after, zone)

    until = found or after + timedelta(days=400)
    assert [*runs_between(task, after, until, zone)] == ([found] if found else [])


@thorough
@given(night=st.sampled_from(NIGHTS), task=one_task, days=st.integers(1, 40))
def test_counting_missed_runs_is_counting_them_one_by_one(
    night: tuple[str, str], task: list[Period], days: int
) -> None:
    zone, end = ZoneInfo(night[0]), utc(night[1]) + timedelta(days=1)
    start = end - timedelta(days=days)

    found = [*runs_between(task, start, end, zone)]

    missed = runs_missed(task, start, end, zone)
    assert (missed.count, missed.last) == (len(found), found[-1] if found else None)
    assert found == sorted({*found})


def test_two_parts_of_a_day_every_five_minutes_make_122_runs() -> None:
    found = on("every five minutes from 8:00 to 15:00 then from 19:00 to 22:00", "2026-06-01")

    assert len(found) == 122
    assert (found[0], found[84], found[85], found[-1]) == ("08:00", "15:00", "19:00", "22:00")


def test_a_night_belongs_to_the_day_that_it_begins_on() -> None:
    task = [parse("every hour from 22:00 to 2:00 on Saturdays")]

    found = [*runs_between(task, local("2026-06-01"), local("2026-06-08"), PARIS)]

    assert shown(found) == [
        *("06-06 22:00", "06-06 23:00", "06-07 00:00", "06-07 01:00", "06-07 02:00"),
    ]


def test_a_night_at_the_end_of_its_month_goes_on_in_the_next() -> None:
    task = [parse("every hour from 23:00 to 1:00 on the last day of the month in June")]

    found = [*runs_between(task, local("2026-06-01"), local("2026-08-01"), PARIS)]

    assert shown(found) == ["06-30 23:00", "07-01 00:00", "07-01 01:00"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("at 2:30", ["03:00"]),
        ("at 2:00, 2:30 and 3:00", ["03:00"]),
        ("at 1:59 and 3:01", ["01:59", "03:01"]),
        ("every 30 minutes from 1:30 to 3:30", ["01:30", "03:00", "03:30"]),
        ("every hour from 2:15 to 4:15", ["03:15", "04:15"]),
        ("every 40 minutes from 1:20 to 3:20", ["01:20", "03:20"]),
    ],
)
def test_in_the_night_without_two_o_clock_fixed_times_wait_for_three(
    text: str, runs: list[str]
) -> None:
    assert on(text, "2026-03-29") == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("at 2:30", ["02:30"]),
        ("every 30 minutes from 1:30 to 3:30", ["01:30", "02:00", "02:30", "03:00", "03:30"]),
    ],
)
def test_in_the_night_with_two_o_clock_twice_only_the_first_counts(
    text: str, runs: list[str]
) -> None:
    assert on(text, "2026-10-25") == runs
    assert len(on("every minute", "2026-10-25")) == 1440


def test_what_a_gap_at_midnight_moves_to_the_next_day_runs_there_once() -> None:
    zone = ZoneInfo("America/Scoresbysund")
    task = [parse("at 23:15 and 23:45"), parse("at 0:00"), parse("every hour")]
    span = local("2026-03-28T22:30", zone), local("2026-03-29T01:30", zone)

    assert shown([*runs_between(task, *span, zone)], zone) == ["03-29 00:00", "03-29 01:00"]
    assert runs_missed(task, *span, zone).count == 2


def test_a_clock_set_back_over_midnight_has_run_what_was_due_before() -> None:
    zone = ZoneInfo("America/St_Johns")
    midnight, again = utc("2010-11-07T02:30"), utc("2010-11-07T02:40")

    found = [*runs_between([parse("at 0:00")], utc("2010-11-07T02:00"), again, zone)]

    assert again.astimezone(zone).day == 6
    assert found == [midnight]
    assert next_run([parse("at 0:00")], midnight, zone) == utc("2010-11-08T03:30")


def test_a_day_that_a_country_left_out_is_made_good_on_the_next() -> None:
    zone = ZoneInfo("Pacific/Apia")
    span = local("2011-12-29T12:00", zone), local("2012-01-01T12:00", zone)

    found = [*runs_between([parse("at 8:00")], *span, zone)]

    assert shown(found, zone) == ["12-31 00:00", "12-31 08:00", "01-01 08:00"]


def test_a_time_of_two_periods_counts_once() -> None:
    task = [parse("at 8:00 and 9:00"), parse("every hour from 9:00 to 10:00")]

    found = [*runs_between(task, local("2026-06-01"), local("2026-06-02"), PARIS)]

    assert shown(found) == ["06-01 08:00", "06-01 09:00", "06-01 10:00"]


def test_the_next_run_is_never_now() -> None:
    now = local("2026-06-01T08:00")

    assert next_run([parse("at 8:00")], now, PARIS) == local("2026-06-02T08:00")


def test_leap_days_are_found_over_the_century() -> None:
    leap = parse("at 3:30 on the 29th of February")

    assert next_run([leap], local("2026-03-01"), PARIS) == local("2028-02-29T03:30")
    assert next_run([leap], local("2096-03-01"), PARIS) == local("2104-02-29T03:30")


def test_what_is_not_due_in_ten_years_is_not_due() -> None:
    monday = parse("at 3:30 on Monday 29 February")

    assert next_run([monday], local("2026-06-01"), PARIS) is None
    assert next_run([monday], local("2044-01-01"), PARIS) == local("2044-02-29T03:30")


def test_a_task_without_periods_is_never_due() -> None:
    assert next_run([], local("2026-06-01"), PARIS) is None
    assert runs_missed([], local("2026-06-01"), local("2026-07-01"), PARIS) == MissedRuns()


def test_negative_days_count_from_the_end_of_each_month() -> None:
    task = [checked(Period(times=(0,), month_days=(-1, -31)))]

    found = [*islice(runs_between(task, local("2026-01-31"), local("2027-01-01"), PARIS), 4)]

    assert shown(found) == ["02-28 00:00", "03-01 00:00", "03-31 00:00", "04-30 00:00"]


def test_weekday_or_day_of_the_month_is_enough_where_cron_says_so() -> None:
    task = [parse("0 12 13 * 5")]

    found = [*runs_between(task, local("2026-07-01"), local("2026-08-01"), PARIS)]

    assert shown(found) == [f"07-{day} 12:00" for day in ("03", "10", "13", "17", "24", "31")]


def test_a_years_every_minute_is_counted() -> None:
    span = local("2026-01-01"), local("2027-01-01")

    missed = runs_missed([parse("every minute")], *span, PARIS)

    assert missed == MissedRuns(count=365 * 1440 - 60, last=span[1])
