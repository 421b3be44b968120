"""Days and hours of events, as the text of one rule."""

from collections.abc import Sequence
from datetime import date, datetime, time

import msgspec

from pos2web.domain.wall_clock.nights import DAY
from pos2web.sale_calendar.rule import Opening
from pos2web.sale_calendar.traps import MONTHS


class CalendarPart(msgspec.Struct, frozen=True):
    """One event's share of a rule."""

    dates: tuple[str, ...]
    days: str
    hours: str
    is_off: bool = False


def text_of(parts: Sequence[CalendarPart]) -> str:
    """All parts as one rule: the same days once with all their hours, single dates together."""
    by_days: dict[tuple[tuple[str, ...], str, bool], list[str]] = {}
    for part in parts:
        hours = by_days.setdefault((part.dates, part.days, part.is_off), [])
        hours += [part.hours] if part.hours not in hours else []
    by_hours: dict[tuple[str, str, bool, bool], list[str]] = {}
    for (dates, days, is_off), hours in by_days.items():
        key = (days, ",".join(sorted(hours)), is_off, bool(dates))
        by_hours.setdefault(key, []).extend(dates)
    said = [
        (" ".join(filter(None, [",".join(dates), days, hours])), is_off)
        for (days, hours, is_off, _), dates in by_hours.items()
    ]
    open_on = ", ".join(text for text, is_off in said if not is_off)
    return "; ".join([open_on, *(f"{text} off" for text, is_off in said if is_off)])


def hours_text(opening: Opening) -> str:
    """From when to when, as the grammar writes it."""
    opens, closes = opening
    is_midnight = closes == midnight_after(opens)
    return f"{opens:%H:%M}-" + ("24:00" if is_midnight else f"{closes:%H:%M}")


def midnight_after(opens: datetime) -> datetime:
    """The midnight that ends a day."""
    return datetime.combine(opens.date(), time()) + DAY


def date_text(day: date) -> str:
    """A date, as the grammar writes it."""
    return f"{day.year} {MONTHS[day.month - 1]} {day.day}"


def dates_text(first: date, last: date) -> str:
    """From one date to another, both included."""
    return date_text(first) if first == last else f"{date_text(first)}-{date_text(last)}"
