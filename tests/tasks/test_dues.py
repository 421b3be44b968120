"""What is due, what was missed, and what becomes of it when a clock jumps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.schedules import Period, runs_between
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting
from pos2web.tasks.dues import LATE, SET_BACK, Due, due, upcoming

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PERIODS = (Period(every_min=1),), (Period(every_min=7),), (Period(times=(540, 541, 900)),), ()


def setting(
    every_min: int = 1, *, missed: MissedRunsPolicy = MissedRunsPolicy.ONCE, on: bool = True
) -> TaskSetting:
    return TaskSetting(is_enabled=on, periods=(Period(every_min=every_min),), missed=missed)


def test_a_run_is_due_at_its_instant_and_not_before() -> None:
    before = due(setting(), NINE, NINE + 59 * SECOND, PARIS)
    then = due(setting(), before.accounted, NINE + MINUTE, PARIS)
    after = due(setting(), then.accounted, NINE + MINUTE, PARIS)

    assert [found.is_due for found in (before, then, after)] == [False, True, False]
    assert then == Due(accounted=NINE + MINUTE, is_due=True)


@pytest.mark.parametrize(
    ("missed", "expected"),
    [
        (MissedRunsPolicy.ONCE, {"is_due": True, "missed": 3, "made_up": True}),
        (MissedRunsPolicy.SKIP, {"missed": 3}),
    ],
)
def test_runs_missed_long_ago_are_made_up_by_one_or_left_out(
    missed: MissedRunsPolicy, expected: dict[str, object]
) -> None:
    now = NINE + timedelta(minutes=35)

    found = due(setting(10, missed=missed), NINE, now, PARIS)

    assert found == Due(accounted=now, **expected)  # type: ignore[arg-type]  # fields by name, as each case says


@pytest.mark.parametrize("missed", list(MissedRunsPolicy))
def test_of_runs_missed_the_last_one_takes_place_when_it_is_not_too_late(
    missed: MissedRunsPolicy,
) -> None:
    now = NINE + timedelta(minutes=30) + LATE

    found = due(setting(10, missed=missed), NINE, now, PARIS)

    assert found == Due(
        accounted=now, is_due=True, missed=2, made_up=missed is MissedRunsPolicy.ONCE
    )


def test_a_task_that_is_switched_off_misses_nothing() -> None:
    now = NINE + timedelta(days=9)

    assert due(setting(on=False), NINE, now, PARIS) == Due(accounted=now)


def test_a_clock_set_back_a_little_repeats_nothing() -> None:
    now = NINE - SET_BACK

    assert due(setting(), NINE, now, PARIS) == Due(accounted=NINE)


def test_a_clock_set_back_by_hours_is_followed() -> None:
    now = NINE - timedelta(hours=3)

    found = due(setting(), NINE, now, PARIS)
    following = due(setting(), found.accounted, now + MINUTE, PARIS)

    assert found == Due(accounted=now)
    assert following.is_due


def test_the_next_few_instants_are_told() -> None:
    assert upcoming(setting(5), NINE, PARIS) == tuple(
        NINE + timedelta(minutes=minutes) for minutes in (5, 10, 15)
    )
    assert upcoming(setting(on=False), NINE, PARIS) == ()
    assert upcoming(TaskSetting(periods=()), NINE, PARIS) == ()


@settings(max_examples=150)
@given(
    periods=st.sampled_from(PERIODS),
    missed=st.sampled_from(list(MissedRunsPolicy)),
    start=st.integers(0, 400 * 24 * 60).map(lambda minutes: NINE + minutes * MINUTE),
    gaps=st.lists(st.integers(1, 12_000), min_size=1, max_size=12),
)
def test_every_due_run_takes_place_once_or_is_told_as_missed(
    periods: tuple[Period, ...], missed: MissedRunsPolicy, start: datetime, gaps: list[int]
) -> None:
    task, accounted, now = TaskSetting(periods=periods, missed=missed), start, start
    took_place = told = made_up = 0
    for gap in gaps:
        now += gap * SECOND
        found = due(task, accounted, now, PARIS)
        accounted = found.accounted
        took_place += found.is_due
        told += found.missed
        made_up += found.is_due and found.missed and _is_late(task, now)

    assert took_place + told - made_up == len([*runs_between(periods, start, now, PARIS)])


def _is_late(task: TaskSetting, now: datetime) -> bool:
    """Whether what runs now stands for others: the last instant is too long ago."""
    return not [*runs_between(task.periods, now - LATE - timedelta(microseconds=1), now, PARIS)]


@settings(max_examples=100)
@given(
    every_min=st.sampled_from([1, 5, 60]),
    steps=st.lists(st.integers(-20_000, 20_000), min_size=1, max_size=30),
)
def test_however_the_clock_jumps_no_instant_of_a_clock_that_goes_on_is_run_twice(
    every_min: int, steps: list[int]
) -> None:
    task, accounted, now, followed = setting(every_min), NINE, NINE, 0
    ran: dict[int, list[tuple[datetime, datetime]]] = {}
    for step in steps:
        now += step * SECOND
        followed += now < accounted - SET_BACK
        found = due(task, accounted, now, PARIS)
        if found.is_due:
            ran.setdefault(followed, []).append((accounted, now))
        accounted = found.accounted
        assert accounted >= now

    for spans in ran.values():
        assert all(since < until for since, until in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
