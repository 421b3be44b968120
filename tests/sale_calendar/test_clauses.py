"""What is read of a rule means what the library makes of it: days looked at one by one."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from pos2web.sale_calendar import SaleRule
from pos2web.sale_calendar.clauses import FOR_EVER, Clause, Dates, Easter, Months, Nth, clauses
from tests.sale_calendar.oracle import made_by

DAY = timedelta(days=1)
DATES = (
    *("", "", "Jan", "Oct-Feb", "Mar,May", "Dec 24", "Dec 20-Jan 5", "Feb 29", "Feb 20-29"),
    *("easter", "easter -2 days", "easter +39 days", "2026 Dec 20-2027 Jan 5", "2027 Oct 3"),
    *("Jan,Dec 24", "Jan 1,Dec 25-31"),
)
YEARS = ("", "", "", "2026", "2027-2028", "2026,2028", "2027+")
WEEKS = ("", "", "", "week 1", "week 10-20", "week 5,52-53")
DAYS = ("", "Mo", "Sa-Mo", "We,Fr", "Mo[1]", "Fr[-1],Tu[2]", "PH", "Mo-Fr,PH", "Th[5],Su")
HOURS = ("", "10:00-12:00", "08:00-11:00,16:00-19:00")
EASTERS = {2026: date(2026, 4, 5), 2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}
HOLIDAYS = {
    (start + number * DAY).date()
    for start, end in SaleRule.parse("PH", country="BE").wall_openings(
        datetime(2026, 1, 1),  # noqa: DTZ001 - the clock on the wall
        datetime(2029, 1, 1),  # noqa: DTZ001 - the same
    )
    for number in range((end - start).days)
}


def one(chance: Random) -> str:
    dates, years = chance.choice(DATES), chance.choice(YEARS)
    if dates.startswith(("20", "Feb", "Dec 20")):
        years = ""
    parts = [years, dates, chance.choice(WEEKS), chance.choice(DAYS), chance.choice(HOURS)]
    return " ".join(filter(None, parts)) or "24/7"


def made(chance: Random) -> str:
    count = chance.choice((0, 0, 1, 2))
    others = [one(chance) + chance.choice(("", " off")) for _ in range(count)]
    return "; ".join([one(chance), *others])


def is_about(clause: Clause, day: date) -> bool:
    years = any(span.first <= day.year <= span.last for span in clause.years)
    dates = any(has(item, day) for item in clause.dates)
    weeks = any(span.first <= day.isocalendar().week <= span.last for span in clause.weeks)
    days = day.isoweekday() in clause.weekdays or any(is_nth(nth, day) for nth in clause.nths)
    holiday = clause.on_holidays and day in HOLIDAYS
    return (
        (years or not clause.years)
        and (dates or not clause.dates)
        and (weeks or not clause.weeks)
        and (days or holiday or not clause.has_days)
    )


def has(item: Months | Dates | Easter, day: date) -> bool:
    if isinstance(item, Easter):
        return day == EASTERS[day.year] + item.days * DAY
    if isinstance(item, Months):
        first, last, at = (item.first, 0), (item.last, 99), (day.month, day.day)
    elif item.first.year and item.last.year:
        return (
            (item.first.year, item.first.month, item.first.day)
            <= (day.year, day.month, day.day)
            <= (item.last.year, item.last.month, item.last.day)
        )
    else:
        first, last = (item.first.month, item.first.day), (item.last.month, item.last.day)
        at = (day.month, day.day)
    return first <= at <= last if first <= last else at >= first or at <= last


def is_nth(nth: Nth, day: date) -> bool:
    following = (day.replace(day=28) + 4 * DAY).replace(day=1)
    number = (day.day - 1) // 7 + 1 if nth.number > 0 else -(((following - day).days - 1) // 7 + 1)
    return day.isoweekday() == nth.weekday and number == nth.number


def open_on(found: tuple[Clause, ...], day: date) -> bytearray:
    """Every minute of a day: a later rule takes the place of those before it."""
    minutes = bytearray(1440)
    for clause in found:
        if not is_about(clause, day):
            continue
        if not (clause.is_off and clause.hours):
            minutes = bytearray([not clause.is_off and not clause.hours] * 1440)
        for part in clause.hours:
            length = part.closes - part.opens
            minutes[part.opens : part.closes] = bytes([not clause.is_off] * length)
    return minutes


@pytest.mark.parametrize("seed", range(6))
def test_a_rule_that_is_read_means_what_the_library_makes_of_it(seed: int) -> None:
    chance = made_by(f"clauses {seed}")

    for _ in range(40):
        rule = SaleRule.parse(made(chance), country="BE")
        found = clauses(rule.canonical)
        assert found is not None, rule.canonical
        for _ in range(12):
            day = date(2026, 1, 1) + chance.randrange(1096) * DAY
            assert minutes_of(rule, day) == open_on(found, day), (rule.canonical, day)


def minutes_of(rule: SaleRule, day: date) -> bytearray:
    start = datetime.combine(day, time())
    minutes = bytearray(1440)
    for opens, closes in rule.wall_openings(start, start + DAY):
        first, last = (
            (opens - start) // timedelta(minutes=1),
            (closes - start) // timedelta(minutes=1),
        )
        minutes[first:last] = b"\1" * (last - first)
    return minutes


def test_a_year_that_goes_on_is_read_as_one() -> None:
    found = clauses(SaleRule.parse("2027+ Mo").canonical)

    assert found is not None
    assert found[0].years[0].last == FOR_EVER
