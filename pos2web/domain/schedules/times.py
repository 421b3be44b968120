"""When periods are due: from the clock on a zone's wall to instants.

A wall-clock time that comes twice, in the autumn, is due the first time only. One that never
comes, in the spring, is due at the end of the gap where it is a fixed time, and not at all where
it is one of an interval. What several periods have in common is due once.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.schedules.period import DAY_MIN, Period, minutes_of
from pos2web.domain.wall_clock.nights import changed_at

HORIZON_DAYS = 3653
"""What is not due in ten years is not due."""

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class MissedRuns(msgspec.Struct, frozen=True, kw_only=True):
    """How many runs were due, and when the last of them was."""

    count: int = 0
    last: datetime | None = None


class _Timetable(msgspec.Struct, frozen=True, gc=False):
    """A period made ready: its minutes on the day it begins, and those on the day after."""

    period: Period
    own: tuple[int, ...]
    spilled: tuple[int, ...]


class _Day(msgspec.Struct, frozen=True, gc=False):
    """The runs of one calendar day: minutes that really pass after `start`, ascending."""

    start: datetime
    minutes: tuple[int, ...]

    def after(self, instant: datetime) -> int:
        """The index of its first run after an instant."""
        return bisect_right(self.minutes, (instant - self.start) // MINUTE)

    def instant(self, index: int) -> datetime:
        return self.start + self.minutes[index] * MINUTE


class _Turn(msgspec.Struct, frozen=True, gc=False):
    """A clock set forward (or back, below 0) by so many minutes, so many after midnight."""

    at: int
    by: int

    def passed(self, fixed: Sequence[int], repeated: Sequence[int]) -> tuple[int, ...]:
        """Times on the wall as minutes that really pass since midnight."""
        shown = (due for due in repeated if not self.at <= due < self.at + self.by)
        walls = (*fixed, *shown)
        return tuple(
            sorted({due if due < self.at else max(self.at, due - self.by) for due in walls})
        )


def next_run(periods: Sequence[Period], after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first instant after `after` when one of the periods is due; None in ten years."""
    first = after.astimezone(zone).date()
    for day in _days(periods, zone, first, first + HORIZON_DAYS * DAY):
        index = day.after(after)
        if index < len(day.minutes):
            return day.instant(index)
    return None


def runs_between(
    periods: Sequence[Period], after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """Every instant when one of the periods is due, after `after`, up to `until` included."""
    for day in _days(periods, zone, *_dates(after, until, zone)):
        last = after
        for index in range(day.after(after), day.after(until)):
            last = day.instant(index)
            yield last
        after = last


def runs_missed(
    periods: Sequence[Period], after: datetime, until: datetime, zone: ZoneInfo
) -> MissedRuns:
    """Count what `runs_between` yields; cheap over months."""
    count, last = 0, None
    for day in _days(periods, zone, *_dates(after, until, zone)):
        index, end = day.after(last or after), day.after(until)
        if index < end:
            count, last = count + end - index, day.instant(end - 1)
    return MissedRuns(count=count, last=last)


def _dates(after: datetime, until: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The calendar days between two instants; one more, for a clock set back over midnight."""
    return after.astimezone(zone).date(), until.astimezone(zone).date() + DAY


def _days(periods: Sequence[Period], zone: ZoneInfo, first: date, last: date) -> Iterator[_Day]:
    """Every day with runs, in order; what a gap moves to the next day may stand on both."""
    tables = [_timetable(period) for period in periods]
    day = first
    while day <= last:
        found = [on for table in tables if (on := _day_with_runs(table, day, last))]
        if not found:
            return
        day = min(found)
        if day > last:
            return
        yield _day(tables, day, zone)
        day += DAY


@lru_cache(maxsize=1024)
def _timetable(period: Period) -> _Timetable:
    minutes = minutes_of(period)
    split = bisect_left(minutes, DAY_MIN)
    return _Timetable(period, minutes[:split], tuple(due - DAY_MIN for due in minutes[split:]))


def _day_with_runs(table: _Timetable, day: date, last: date) -> date | None:
    if table.spilled and _is_for(table.period, day - DAY):
        return day
    months = table.period.months
    year, month, from_day = day.year, day.month, day.day
    while (year, month) <= (last.year, last.month):
        if not months or month in months:
            days = _month_days(table.period, year, month)
            index = bisect_left(days, from_day)
            if index < len(days):
                return date(year, month, days[index])
        year, month, from_day = year + month // 12, month % 12 + 1, 1
    return None


def _is_for(period: Period, day: date) -> bool:
    if period.months and day.month not in period.months:
        return False
    return day.day in _month_days(period, day.year, day.month)


def _month_days(period: Period, year: int, month: int) -> tuple[int, ...]:
    return _month_like(
        period.weekdays, period.month_days, period.is_either, *monthrange(year, month)
    )


@lru_cache(maxsize=4096)
def _month_like(
    weekdays: tuple[int, ...],
    month_days: tuple[int, ...],
    is_either: bool,
    first_weekday: int,
    length: int,
) -> tuple[int, ...]:
    """The days that are meant in a month of this length that begins on this weekday (0 to 6)."""

    def is_meant(day: int) -> bool:
        by_weekday = (first_weekday + day - 1) % 7 + 1 in weekdays
        by_month_day = day in month_days or day - length - 1 in month_days
        if is_either:
            return by_weekday or by_month_day
        return (by_weekday or not weekdays) and (by_month_day or not month_days)

    return tuple(day for day in range(1, length + 1) if is_meant(day))


def _day(tables: Sequence[_Timetable], day: date, zone: ZoneInfo) -> _Day:
    fixed: list[tuple[int, ...]] = []
    repeated: list[tuple[int, ...]] = []
    for table in tables:
        minutes = repeated if table.period.every_min else fixed
        if table.own and _is_for(table.period, day):
            minutes.append(table.own)
        if table.spilled and _is_for(table.period, day - DAY):
            minutes.append(table.spilled)
    midnight = datetime.combine(day, time(), zone)
    turn = _turn(midnight, zone)
    if turn:
        due = turn.passed(_merged((*fixed,)), _merged((*repeated,)))
    else:
        due = _merged((*fixed, *repeated))
    return _Day(midnight.astimezone(UTC), due)


def _merged(parts: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    return parts[0] if len(parts) == 1 else _union(parts)


@lru_cache(maxsize=256)
def _union(parts: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    return tuple(sorted(set[int]().union(*parts)))


def _turn(midnight: datetime, zone: ZoneInfo) -> _Turn | None:
    """How the clock is set on the day that begins then; seldom at all."""
    before, after = midnight.utcoffset(), (midnight + DAY - MINUTE).replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return None
    start = midnight.astimezone(UTC)
    turned = changed_at(start - DAY, start + 2 * DAY, zone)
    return _Turn((turned - start) // MINUTE, (after - before) // MINUTE)
