"""When periods are due, found minute by minute, by looking at the clock on the wall.

It shares nothing with what it judges but the record of a period.
"""

import calendar
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.schedules import Period

MINUTE = timedelta(minutes=1)


def due(
    periods: Sequence[Period], after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[datetime]:
    """Every due minute after one instant, up to another; both are whole minutes."""
    instant = after + MINUTE
    while instant <= until:
        if any(_is_due(period, instant, zone) for period in periods):
            yield instant
        instant += MINUTE


def _is_due(period: Period, instant: datetime, zone: ZoneInfo) -> bool:
    shown = instant.astimezone(zone)
    before = (instant - MINUTE).astimezone(zone).replace(tzinfo=None)
    wall = shown.replace(tzinfo=None)
    if not shown.fold and _says(period, wall):
        return True
    skipped = before + MINUTE
    while period.times and skipped < wall:
        if _says(period, skipped):
            return True
        skipped += MINUTE
    return False


def _says(period: Period, wall: datetime) -> bool:
    minute = wall.hour * 60 + wall.minute
    today = wall.date()
    return (_is_day(period, today) and _is_minute(period, minute)) or (
        _is_day(period, today - timedelta(days=1)) and _is_minute(period, minute + 1440)
    )


def _is_minute(period: Period, minute: int) -> bool:
    if period.times:
        return minute in period.times
    if not period.ranges:
        return minute < 1440 and minute % period.every_min == 0
    return any(
        part.first <= minute <= part.last and (minute - part.first) % period.every_min == 0
        for part in period.ranges
    )


def _is_day(period: Period, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    by_month_day = {day.day, day.day - length - 1} & {*period.month_days}
    by_weekday = day.isoweekday() in period.weekdays
    if period.months and day.month not in period.months:
        return False
    if period.is_either:
        return bool(by_month_day) or by_weekday
    return (not period.month_days or bool(by_month_day)) and (not period.weekdays or by_weekday)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
