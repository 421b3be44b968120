"""The form of a rule: what is ticked becomes a rule, and a rule fills the form."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.errors import RuleError
from pos2web.sale_calendar import (
    HourRange,
    SaleHours,
    SaleRule,
    read_hours,
    tidy_hours,
    write_hours,
)

EIGHT, ELEVEN = time(8), time(11)
MORNING = HourRange(EIGHT, ELEVEN)
AFTERNOON = HourRange(time(16), time(19))
EVENING = HourRange(time(22), time(0))
NIGHT = HourRange(time(22), time(2))
OCTOBER_HOURS = (
    HourRange(time(10), time(11)),
    HourRange(time(14), time(16)),
    EVENING,
)

EXAMPLES = [
    (SaleHours(), "24/7"),
    (SaleHours(ranges=(MORNING,)), "08:00-11:00"),
    (SaleHours(ranges=(MORNING, AFTERNOON)), "08:00-11:00,16:00-19:00"),
    (SaleHours(weekdays=(1, 2, 3, 4, 5, 6)), "Mo-Sa"),
    (SaleHours(months=(11, 12)), "Nov-Dec"),
    (
        SaleHours(months=(10,), weekdays=(1, 3), ranges=OCTOBER_HOURS),
        "Oct Mo,We 10:00-11:00,14:00-16:00,22:00-24:00",
    ),
    (SaleHours(ranges=(NIGHT,)), "22:00-02:00"),
    (SaleHours(weekdays=(1,), numbers=(1,), ranges=(MORNING,)), "Mo[1] 08:00-11:00"),
    (SaleHours(ranges=(MORNING,), closed_on_easter_monday=True), "08:00-11:00; easter +1 day off"),
    (SaleHours(months=(2,), days_of_month=(29,)), "Feb 29"),
    (SaleHours(ranges=(MORNING,), closed_on_public_holidays=True), "08:00-11:00; PH off"),
    (SaleHours(months=(12,), days_of_month=(24, 25, 26, 31)), "Dec 24-26,Dec 31"),
    (SaleHours(months=(1, 2, 11, 12), weekdays=(1, 6, 7)), "Nov-Feb Sa-Mo"),
    (SaleHours(months=(3, 7), weekdays=(2,), numbers=(-1, 1)), "Mar,Jul Tu[-1,1]"),
]


@pytest.mark.parametrize(("form", "text"), EXAMPLES)
def test_a_form_is_written_as_a_rule_and_read_back(form: SaleHours, text: str) -> None:
    assert write_hours(form) == text
    assert read_hours(text, country="FR") == form


def some(low: int, high: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.integers(low, high), max_size=5).map(tuple)


times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 59]))
ranges = st.builds(HourRange, times, times).filter(lambda part: part.opens != part.closes)
forms = st.builds(
    SaleHours,
    months=some(1, 12),
    weekdays=some(1, 7),
    days_of_month=some(1, 31) | st.just(()),
    numbers=st.just(()),
    ranges=st.lists(ranges, max_size=3).map(tuple),
    closed_on_public_holidays=st.booleans(),
    closed_on_easter_monday=st.booleans(),
)
monthly = st.builds(
    SaleHours,
    months=some(1, 12),
    weekdays=st.sets(st.integers(1, 7), min_size=1).map(tuple),
    numbers=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), min_size=1).map(tuple),
    ranges=st.lists(ranges, max_size=2).map(tuple),
)


def exists(form: SaleHours) -> bool:
    try:
        tidy_hours(form)
    except RuleError:
        return False
    return True


@settings(max_examples=150)
@given((forms | monthly).filter(exists))
def test_every_form_is_read_back_as_it_was_written(form: SaleHours) -> None:
    text = write_hours(form)

    read = read_hours(text, country="FR")

    assert read == tidy_hours(form)
    assert read is not None
    assert write_hours(read) == text


@settings(max_examples=60)
@given(forms.filter(exists))
def test_a_written_form_is_open_on_the_days_that_it_names(form: SaleHours) -> None:
    named = SaleHours(months=form.months, weekdays=form.weekdays, days_of_month=form.days_of_month)
    rule = SaleRule.parse(write_hours(named))
    start = datetime(2027, 1, 1)  # noqa: DTZ001 - the clock on the wall
    days = [start + timedelta(days=number) for number in range(0, 800, 3)]

    found = [bool([*rule.wall_openings(day, day + timedelta(days=1))]) for day in days]

    assert found == [
        (not named.months or day.month in named.months)
        and (not named.weekdays or day.isoweekday() in named.weekdays)
        and (not named.days_of_month or day.day in named.days_of_month)
        for day in days
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("off", "2026", "week 3", "Mo-Fr 8:00-9:00; Sa 9:00-10:00", "PH 10:00-12:00"),
        *("Dec 20-Jan 5", "2026 Dec 24", "easter off; 10:00-12:00", "easter", "Mo[1],Tu[2]"),
        *("Mo[1],Tu", "Jan,Mar 3", "Jan 1,Feb 2", "10:00-34:00", 'Mo "x"', "Mo[1] +1 day"),
        *("10:00-12:00; PH 10:00-11:00", "Mo 8:00-9:00, Tu 9:00-10:00", "2026 Dec 20-Jan 5"),
    ],
)
def test_rules_beyond_the_form_do_not_fill_it(text: str) -> None:
    assert read_hours(text, country="FR") is None


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (SaleHours(months=(13,)), "no such months: 13"),
        (SaleHours(weekdays=(0, 8)), "no such weekdays: 0, 8"),
        (SaleHours(days_of_month=(32,)), "no such days of the month: 32"),
        (SaleHours(weekdays=(1,), numbers=(6,)), "no such weekdays of the month: 6"),
        (SaleHours(numbers=(1,)), "of which weekday"),
        (SaleHours(months=(2, 4), days_of_month=(30,)), "there is no Feb 30"),
        (SaleHours(ranges=(HourRange(EIGHT, EIGHT),)), "end when they begin, at 08:00"),
    ],
)
def test_a_form_that_asks_the_impossible_is_refused(form: SaleHours, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        write_hours(form)


def test_what_goes_without_saying_is_left_out() -> None:
    form = SaleHours(
        months=tuple(range(1, 13)), weekdays=tuple(range(1, 8)), days_of_month=tuple(range(1, 32))
    )

    assert tidy_hours(form) == SaleHours()


def test_the_31_is_of_the_months_that_have_it() -> None:
    text = write_hours(SaleHours(days_of_month=(31,)))

    assert text == "Jan 31,Mar 31,May 31,Jul 31,Aug 31,Oct 31,Dec 31"
    assert read_hours(text) == SaleHours(days_of_month=(31,))
