"""A product's window at an instant: its rule, its exceptions by date, its first and last day."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.selling import Window, WindowState
from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.sale_calendar.evaluate import state_at
from pos2web.sale_calendar.rule import Opening, SaleRule, joined
from pos2web.sale_calendar.traps import MONTHS

EXCEPTIONS_MAX = 1000
FIRST, LAST = date(1900, 1, 1), date(9998, 12, 31)
"""The grammar's years, but the last."""

DAY = timedelta(days=1)
HOURS = re.compile(r"\d{1,2}:\d\d-\d{1,2}:\d\d(\s*,\s*\d{1,2}:\d\d-\d{1,2}:\d\d)*")


class WindowHours:
    """A window made ready to be asked; raises RuleError when it can't be what was meant.

    On a day of `closed_on` nothing is sold from midnight to midnight, and what would have begun on
    it does not go on after midnight. On a day of `opened_on` the hours given there stand in for
    the rule's; they may go past midnight. Outside of its first and last day a window is open.
    """

    def __init__(self, window: Window) -> None:
        self.rule = SaleRule.parse(window.rule, country=window.country)
        self._special = _special(window)
        self._from = _midnight(window.valid_from or FIRST)
        self._to = _midnight(window.valid_to or LAST) + DAY
        if self._from >= self._to:
            raise RuleError(
                message(
                    "a window can't end on {valid_to}, before {valid_from}",
                    valid_to=window.valid_to,
                    valid_from=window.valid_from,
                )
            )

    def wall_openings(self, start: datetime, end: datetime) -> Iterator[Opening]:
        """The openings between two times of the wall clock: in order, apart from each other."""
        return joined(self._openings(start, end))

    def _openings(self, start: datetime, end: datetime) -> Iterator[Opening]:
        low, high = max(start, self._from), min(end, self._to)
        if start < min(end, self._from):
            yield start, min(end, self._from)
        if low < high:
            yield from self._inside(low, high)
        if max(start, self._to) < end:
            yield max(start, self._to), end

    def _inside(self, start: datetime, end: datetime) -> Iterator[Opening]:
        at = start
        for day in self._days(start, end):
            if at < day:
                yield from self.rule.wall_openings(at, day)
            at = min(day + DAY, end)
            yield from self._on(day, max(start, day), at)
        if at < end:
            yield from self.rule.wall_openings(at, end)

    def _days(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """The midnights of the days on which it is not the rule alone that counts."""
        days = {day + after for day in self._special for after in (timedelta(0), DAY)}
        return iter(sorted(day for day in days if start - DAY < day < end))

    def _on(self, day: datetime, start: datetime, end: datetime) -> Iterator[Opening]:
        if day in self._special:
            hours = self._special[day]
            return iter(()) if hours is None else hours.wall_openings(start, end)
        eve = self._special[day - DAY]
        own = [*self.rule.until_midnight.wall_openings(start, end)]
        return iter(sorted([*own, *(eve.wall_openings(start, end) if eve else ())]))


def is_on_sale(window: Window, instant: datetime, zone: ZoneInfo) -> bool:
    """Whether a window is open at an instant. Raises RuleError when it can't be read."""
    return state_at(WindowHours(window), instant, zone).is_open


def window_state(window: Window, instant: datetime, zone: ZoneInfo) -> WindowState:
    """Whether a window is open, its next edge, and when it opens again. Raises RuleError."""
    state = state_at(WindowHours(window), instant, zone)
    return WindowState(
        is_open=state.is_open,
        until=state.until,
        opens_at=None if state.is_open else state.until,
    )


def check_window(window: Window) -> None:
    """Raise RuleError when a window can't be what was meant; the text says why."""
    WindowHours(window)


def day_rule(day: date, hours: str, *, country: str = "") -> SaleRule:
    """The hours of one day as a rule. Raises RuleError when they are not hours."""
    if not HOURS.fullmatch(hours.strip()):
        raise RuleError(
            message(
                "«{hours}» for {day} are not hours; they are written «10:00-12:00»",
                hours=hours,
                day=day,
            )
        )
    month = MONTHS[day.month - 1]
    return SaleRule.parse(f"{day.year} {month} {day.day} {hours}", country=country)


def _special(window: Window) -> dict[datetime, SaleRule | None]:
    """By the midnight that begins it: what a day has instead of the rule; None is nothing."""
    count = len(window.closed_on) + len(window.opened_on)
    if count > EXCEPTIONS_MAX:
        raise RuleError(
            message(
                "a window may have {exceptions_max} exceptions, not {count}",
                exceptions_max=EXCEPTIONS_MAX,
                count=count,
            )
        )
    special: dict[datetime, SaleRule | None] = {_midnight(day): None for day in window.closed_on}
    for day, hours in window.opened_on:
        if _midnight(day) in special:
            raise RuleError(message("a window has two exceptions for {day}", day=day))
        special[_midnight(day)] = day_rule(day, hours)
    return special


def _midnight(day: date) -> datetime:
    if not FIRST <= day <= LAST:
        raise RuleError(
            message(
                "{day} is no day of a window: they go from {first} to {last}",
                day=day,
                first=FIRST,
                last=LAST,
            )
        )
    return datetime.combine(day, time())
