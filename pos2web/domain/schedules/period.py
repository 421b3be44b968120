"""When a task runs, by the clock on the wall."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from pos2web.domain.schedules.faults import PeriodError, PeriodFault

DAY_MIN = 24 * 60
MONTH_DAYS_MAX = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Range(msgspec.Struct, frozen=True, order=True):
    """A part of a day, both ends included, in minutes after the midnight that begins it.

    It belongs to the day that it begins on: one past midnight ends after 1440.
    """

    first: int
    last: int


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Either fixed `times`, or every so many minutes; on which days.

    Times are minutes after midnight. With `every_min` (0: there are `times`) runs are counted
    from the start of each range, or from midnight where there is none. Weekdays are 1 (Monday)
    to 7, months 1 to 12, days of the month 1 to 31 or -1 (the last) to -31; none of them means
    any. A day must be of all three; `is_either` asks of weekday and day of the month only one.

    What is recorded is what `checked` returned: sorted, each once, nothing that goes without saying.
    """

    times: tuple[int, ...] = ()
    every_min: int = 0
    ranges: tuple[Range, ...] = ()
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    is_either: bool = False


def minutes_of(period: Period) -> tuple[int, ...]:
    """When it runs on a day that it is for: minutes after midnight, over 1440 on the next day."""
    if not period.every_min:
        return period.times
    if not period.ranges:
        return tuple(range(0, DAY_MIN, period.every_min))
    ranges = (range(part.first, part.last + 1, period.every_min) for part in period.ranges)
    return tuple(sorted({minute for part in ranges for minute in part}))


def checked(period: Period) -> Period:
    """Return a period in its one normal form. Raises PeriodError where it makes no sense."""
    _refuse_impossible_values(period)
    return _plain_days(_plain_times(period))


def _refuse_impossible_values(period: Period) -> None:
    days = (*range(-31, 0), *range(1, 32))
    _only(period.times, range(DAY_MIN), PeriodFault.NO_SUCH_TIME, "times")
    _only(period.weekdays, range(1, 8), PeriodFault.NO_SUCH_WEEKDAY, "weekdays")
    _only(period.month_days, days, PeriodFault.NO_SUCH_DAY, "month_days")
    _only(period.months, range(1, 13), PeriodFault.NO_SUCH_MONTH, "months")


def _only(values: Iterable[int], allowed: Iterable[int], fault: PeriodFault, about: str) -> None:
    for value in values:
        if value not in allowed:
            raise PeriodError(fault, word=str(value), about=about)


def _plain_times(period: Period) -> Period:
    if period.times and (period.every_min or period.ranges):
        raise PeriodError(
            PeriodFault.INTERVAL_AND_TIMES, word=clock(period.times[0]), about="times"
        )
    if period.times:
        return replace(period, times=tuple(sorted({*period.times})))
    if period.ranges and not period.every_min:
        raise PeriodError(
            PeriodFault.RANGE_ALONE, word=clock(period.ranges[0].first), about="ranges"
        )
    if not 1 <= period.every_min <= DAY_MIN:
        if not period.every_min:
            raise PeriodError(PeriodFault.NO_TIME, hints=("at 3:30", "à 3:30"), about="every_min")
        raise PeriodError(PeriodFault.INTERVAL, word=str(period.every_min), about="every_min")
    return _plain_interval(replace(period, ranges=tuple(_apart(period.ranges))))


def _apart(ranges: Iterable[Range]) -> Iterator[Range]:
    """The ranges, sorted; they may touch and not overlap."""
    end = 0
    for part in sorted({*ranges}):
        word = f"{clock(part.first)}-{clock(part.last)}"
        is_short = part.last - part.first < DAY_MIN or part == Range(0, DAY_MIN)
        if not (0 <= part.first < DAY_MIN and is_short):
            raise PeriodError(PeriodFault.NO_SUCH_TIME, word=word, about="ranges")
        if part.last <= part.first:
            raise PeriodError(PeriodFault.RANGE_EMPTY, word=word, about="ranges")
        if part.first < end:
            raise PeriodError(PeriodFault.RANGES_OVERLAP, word=word, about="ranges")
        end = part.last
        yield part


def _plain_interval(period: Period) -> Period:
    """No range where it is the whole day, and no interval where there is one run only."""
    whole_day = (Range(0, DAY_MIN - 1),)
    parts = period.ranges or whole_day
    if parts[0].first == 0 and DAY_MIN - period.every_min <= parts[0].last and len(parts) == 1:
        period, parts = replace(period, ranges=()), whole_day
    if all(part.last - part.first < period.every_min for part in parts):
        return replace(period, times=tuple(part.first for part in parts), every_min=0, ranges=())
    return period


def _plain_days(period: Period) -> Period:
    weekdays, month_days, months = {*period.weekdays}, {*period.month_days}, {*period.months}
    if months >= {*range(1, 13)}:
        months = set()
    all_weekdays, all_days = weekdays >= {*range(1, 8)}, month_days >= {*range(1, 32)}
    if period.is_either and (all_weekdays or all_days):
        weekdays, month_days = set(), set()
    weekdays = set() if all_weekdays else weekdays
    month_days = set() if all_days else month_days
    is_either = period.is_either and bool(weekdays) and bool(month_days)
    if month_days and not is_either and not _exists(month_days, months or range(1, 13)):
        raise PeriodError(PeriodFault.NEVER, word=str(min(month_days, key=abs)), about="month_days")
    return replace(
        period,
        weekdays=tuple(sorted(weekdays)),
        month_days=tuple(sorted(month_days, key=lambda day: (day < 0, day))),
        months=tuple(sorted(months)),
        is_either=is_either,
    )


def _exists(month_days: Iterable[int], months: Iterable[int]) -> bool:
    longest = max(MONTH_DAYS_MAX[month - 1] for month in months)
    return any(abs(day) <= longest for day in month_days)


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it: 3:30, 15:00, and 0:00 for the end of the day."""
    return f"{minute % DAY_MIN // 60}:{minute % 60:02}"
