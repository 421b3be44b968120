"""The friendly form of a rule: tick days and months, write hours; nobody types the grammar."""

from collections.abc import Iterable, Iterator
from datetime import time
from itertools import product

import msgspec
from msgspec.structs import replace

from pos2web.domain.wall_clock.days import cycle, cyclic, stretches
from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.sale_calendar.clauses import WEEKDAYS, Clause, Dates, Day, Easter, Months, clauses
from pos2web.sale_calendar.clauses import HourSpan as Minutes
from pos2web.sale_calendar.rule import SaleRule
from pos2web.sale_calendar.traps import DAY_MIN, DAYS_OF_MONTH, MONTHS

HOLIDAYS_OFF = Clause(on_holidays=True, is_off=True)
EASTER_MONDAY_OFF = Clause(dates=(Easter(1),), is_off=True)
ALL_MONTHS, ALL_WEEKDAYS = tuple(range(1, 13)), tuple(range(1, 8))
MIDNIGHT = time(0)


class HourRange(msgspec.Struct, frozen=True, order=True):
    """From one time of the day to another; one that ends no later than it begins ends the next day.

    00:00 as its end is the midnight that ends the day.
    """

    opens: time
    closes: time


class SaleHours(msgspec.Struct, frozen=True, kw_only=True):
    """What the form asks: months 1 to 12, weekdays 1 (Monday) to 7, days of the month 1 to 31.

    Of each none means any, and a day must be of all. `numbers` makes the weekdays those of the
    month: 1 is the first, -1 the last. No ranges are the whole day.
    """

    months: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    days_of_month: tuple[int, ...] = ()
    ranges: tuple[HourRange, ...] = ()
    closed_on_public_holidays: bool = False
    closed_on_easter_monday: bool = False


def tidy(form: SaleHours) -> SaleHours:
    """The form sorted, each value once, without what goes without saying.

    Raises RuleError when there is no such thing as what it asks.
    """
    _refuse_outside("months", form.months, ALL_MONTHS)
    _refuse_outside("weekdays", form.weekdays, ALL_WEEKDAYS)
    _refuse_outside("days of the month", form.days_of_month, range(1, 32))
    _refuse_outside("weekdays of the month", form.numbers, (1, 2, 3, 4, 5, -1, -2, -3, -4, -5))
    if form.numbers and not form.weekdays:
        raise RuleError(message("the first or last of a month: of which weekday?"))
    for part in form.ranges:
        if part.opens == part.closes:
            raise RuleError(
                message("hours end when they begin, at {opens:%H:%M}", opens=part.opens)
            )
    weekdays = _sorted(form.weekdays)
    months = () if {*form.months} == {*ALL_MONTHS} else _sorted(form.months)
    days = _sorted(form.days_of_month)
    _refuse_missing_days(months, days)
    is_of_month = bool(form.numbers)
    return replace(
        form,
        months=() if _is_any_month(months, days) else months,
        weekdays=() if weekdays == ALL_WEEKDAYS and not is_of_month else weekdays,
        numbers=_sorted(form.numbers),
        days_of_month=() if len(days) == 31 and not months else days,
        ranges=tuple(sorted(set(form.ranges))),
    )


def write(form: SaleHours) -> str:
    """The rule that a form means. Raises RuleError when there is no such rule."""
    form = tidy(form)
    days = ",".join(_weekdays(form))
    hours = ",".join(f"{part.opens:%H:%M}-{_end(part)}" for part in form.ranges)
    rules = [" ".join(filter(None, [",".join(_dates(form)), days, hours])) or "24/7"]
    if form.closed_on_public_holidays:
        rules.append("PH off")
    if form.closed_on_easter_monday:
        rules.append("easter +1 day off")
    return "; ".join(rules)


def read(text: str, *, country: str = "") -> SaleHours | None:
    """The form that a rule fills; None when it says more than the form asks.

    `write(read(text))` means what the text means. Raises SaleRuleError when it can't be read.
    """
    found = clauses(SaleRule.parse(text, country=country).canonical)
    if not found or found[0].is_off or found[0].is_added:
        return None
    first, *others = found
    if not all(each in (HOLIDAYS_OFF, EASTER_MONDAY_OFF) for each in others):
        return None
    form = _form(first)
    return form and replace(
        form,
        closed_on_public_holidays=HOLIDAYS_OFF in others,
        closed_on_easter_monday=EASTER_MONDAY_OFF in others,
    )


# Writing.


def _refuse_outside(what: str, values: Iterable[int], allowed: Iterable[int]) -> None:
    wrong = sorted(set(values) - set(allowed))
    if wrong:
        raise RuleError(
            message(
                "there are no such {what}: {wrong}", what=what, wrong=", ".join(map(str, wrong))
            )
        )


def _refuse_missing_days(months: tuple[int, ...], days: tuple[int, ...]) -> None:
    for month, day in product(months, days):
        if day > DAYS_OF_MONTH[month - 1]:
            raise RuleError(
                message("there is no {months} {day}", months=MONTHS[month - 1], day=day)
            )


def _is_any_month(months: tuple[int, ...], days: tuple[int, ...]) -> bool:
    """Whether the months are all those that have the days."""
    return months == tuple(
        month for month in ALL_MONTHS if not days or min(days) <= DAYS_OF_MONTH[month - 1]
    )


def _sorted(values: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(values)))


def _dates(form: SaleHours) -> Iterator[str]:
    if form.days_of_month:
        for month in form.months or ALL_MONTHS:
            days = [day for day in form.days_of_month if day <= DAYS_OF_MONTH[month - 1]]
            for first, last in stretches(days):
                yield f"{MONTHS[month - 1]} {first}" + (f"-{last}" if last > first else "")
    elif form.months:
        ends = cycle(form.months, 12) or (len(form.months) == 2 and _pair(form.months))
        names = [MONTHS[month - 1] for month in form.months]
        yield from [f"{MONTHS[ends[0] - 1]}-{MONTHS[ends[1] - 1]}"] if ends else names


def _pair(numbers: tuple[int, ...]) -> tuple[int, int] | None:
    """Two that follow each other, as ends."""
    first, last = numbers
    return (first, last) if last == first + 1 else None


def _weekdays(form: SaleHours) -> Iterator[str]:
    names = [WEEKDAYS[day - 1] for day in form.weekdays]
    if form.numbers:
        numbers = ",".join(map(str, form.numbers))
        yield from (f"{name}[{numbers}]" for name in names)
        return
    ends = cycle(form.weekdays, 7)
    yield from [f"{WEEKDAYS[ends[0] - 1]}-{WEEKDAYS[ends[1] - 1]}"] if ends else names


def _end(part: HourRange) -> str:
    return "24:00" if part.closes == MIDNIGHT else f"{part.closes:%H:%M}"


# Reading.


def _form(clause: Clause) -> SaleHours | None:
    if clause.years or clause.weeks or clause.on_holidays:
        return None
    places, days, ranges = _places(clause), _days(clause), [*map(_range, clause.hours)]
    if places is None or days is None or None in ranges:
        return None
    form = SaleHours(
        months=places[0],
        days_of_month=places[1],
        weekdays=days[0],
        numbers=days[1],
        ranges=tuple(part for part in ranges if part is not None),
    )
    return tidy(form)


Two = tuple[tuple[int, ...], tuple[int, ...]]


def _places(clause: Clause) -> Two | None:
    """The months and the days of the month."""
    months: list[int] = []
    dates: set[tuple[int, int]] = set()
    for item in clause.dates:
        if isinstance(item, Months):
            months += cyclic(item.first, item.last, 12)
        elif isinstance(item, Dates) and item.first.year is None:
            dates |= {*_each_day(item.first, item.last)}
        else:
            return None
    if not dates:
        return _sorted(months), ()
    return None if months else _product(dates)


def _each_day(first: Day, last: Day) -> Iterator[tuple[int, int]]:
    """Every day of any year from one to another, over the new year where need be."""
    year = [(month, day) for month in ALL_MONTHS for day in range(1, DAYS_OF_MONTH[month - 1] + 1)]
    start, end = year.index((first.month, first.day)), year.index((last.month, last.day))
    for step in range((end - start) % len(year) + 1):
        yield year[(start + step) % len(year)]


def _product(dates: set[tuple[int, int]]) -> Two | None:
    """The months and days that make these dates, if each month has the same days."""
    months, days = _sorted(month for month, _ in dates), _sorted(day for _, day in dates)
    wanted = {
        (month, day) for month, day in product(months, days) if day <= DAYS_OF_MONTH[month - 1]
    }
    if wanted != dates:
        return None
    if _is_any_month(months, days):
        return (), days
    return (months, days) if len(wanted) == len(months) * len(days) else None


def _days(clause: Clause) -> Two | None:
    """The weekdays, and which of them in a month."""
    if not clause.nths:
        return clause.weekdays, ()
    weekdays = _sorted(nth.weekday for nth in clause.nths)
    numbers = _sorted(nth.number for nth in clause.nths)
    wanted = {*product(weekdays, numbers)}
    is_product = wanted == {(nth.weekday, nth.number) for nth in clause.nths}
    return (weekdays, numbers) if is_product and not clause.weekdays else None


def _range(hours: Minutes) -> HourRange | None:
    if hours.closes >= hours.opens + DAY_MIN:
        return None
    return HourRange(_time(hours.opens), _time(hours.closes))


def _time(minutes: int) -> time:
    return time(*divmod(minutes % DAY_MIN, 60))
