"""Windows as an iCalendar file, for any calendar program."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Calendar, Event
from msgspec.structs import replace

from pos2web.domain.selling import Window
from pos2web.domain.wall_clock.nights import DAY, closes_at, wall
from pos2web.sale_calendar.builder import SaleHours, read, write
from pos2web.sale_calendar.calendar_events import occurrences
from pos2web.sale_calendar.clauses import WEEKDAYS
from pos2web.sale_calendar.rule import Opening, SaleRule, joined
from pos2web.sale_calendar.window import WindowHours, day_rule

PRODUCT = "-//Pos2Web//sale calendar//EN"


class NamedWindow(msgspec.Struct, frozen=True):
    """A window and what people call it; a name stands for one window only."""

    name: str
    window: Window


def write_calendar(
    windows: Sequence[NamedWindow], start: datetime, end: datetime, zone: ZoneInfo
) -> bytes:
    """An .ics of when these windows are open between two instants.

    What a form could say is one repeated event for each of its hours; of anything else every
    opening is an event. The same windows and instants give the same bytes. Raises RuleError when a
    window can't be read.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    period = (wall(start, zone), wall(end, zone))
    for named in windows:
        for number, event in enumerate(_events(named.window, period, zone)):
            event.add("uid", str(uuid5(NAMESPACE_URL, f"pos2web:{named.name}:{number}")))
            event.add("dtstamp", start.astimezone(UTC))
            event.add("summary", named.name)
            calendar.add_component(event)
    calendar.add_missing_timezones(period[0].date(), period[1].date() + DAY)
    return bytes(calendar.to_ical())


def _events(window: Window, period: Opening, zone: ZoneInfo) -> list[Event]:
    openings = [*WindowHours(window).wall_openings(*period)]
    repeated = _repeated(window, period, zone)
    if repeated and openings == _shown(repeated, period, zone):
        return repeated
    return [_event(opening, zone) for opening in openings]


def _shown(events: Iterable[Event], period: Opening, zone: ZoneInfo) -> list[Opening]:
    """When these events are in a period, as a calendar program will show them."""
    low, high = period
    found = sorted(
        (max(opens, low), min(closes, high)) for opens, closes in occurrences(events, period, zone)
    )
    return [*joined(opening for opening in found if opening[0] < opening[1])]


def _event(opening: Opening, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("dtstart", opening[0].replace(tzinfo=zone))
    event.add("dtend", opening[1].replace(tzinfo=zone))
    return event


def _repeated(window: Window, period: Opening, zone: ZoneInfo) -> list[Event]:
    """An event for each of the hours of the form that says this window; none when none does."""
    form = read(window.rule, country=window.country)
    if form is None or window.valid_from or window.valid_to:
        return []
    always = replace(form, closed_on_public_holidays=False, closed_on_easter_monday=False)
    closed = {*window.closed_on, *(day for day, _ in window.opened_on)}
    closed.update(_days_off(form, window.country, period))
    events = []
    for one in _one_by_one(always):
        days = [day for day in _days(one, period) if _touches(_on(one, day), period)]
        if days:
            events.append(_series(one, days, closed, zone))
    for day, hours in window.opened_on:
        midnight = datetime.combine(day, time())
        spans = day_rule(day, hours).wall_openings(midnight, midnight + 2 * DAY)
        events += [_event(opening, zone) for opening in spans]
    return events


def _one_by_one(form: SaleHours) -> Iterator[SaleHours]:
    """Yield the form once for each of its hours."""
    for part in form.ranges:
        yield replace(form, ranges=(part,))
    if not form.ranges:
        yield form


def _days(form: SaleHours, period: Opening) -> Iterator[date]:
    """The dates in a period, and on its eve, that a form is about."""
    rule = SaleRule.parse(write(replace(form, ranges=())))
    first, last = (datetime.combine(end.date(), time()) for end in period)
    for opens, closes in rule.wall_openings(first - DAY, last + DAY):
        for number in range((closes - opens).days):
            yield opens.date() + number * DAY


def _days_off(form: SaleHours, country: str, period: Opening) -> Iterator[date]:
    """The dates in a period on which public holidays or Easter keep it closed."""
    off = SaleHours(
        closed_on_public_holidays=form.closed_on_public_holidays,
        closed_on_easter_monday=form.closed_on_easter_monday,
    )
    rule = SaleRule.parse(write(off), country=country)
    at, last = (datetime.combine(end.date(), time()) for end in period)
    at -= DAY
    for opens, closes in rule.wall_openings(at, last + DAY):
        while at < opens:
            yield at.date()
            at += DAY
        at = closes
    while at < last + DAY:
        yield at.date()
        at += DAY


def _on(form: SaleHours, day: date) -> Opening:
    """The only hours of a form, on one of its days."""
    opens, closes = (
        (form.ranges[0].opens, form.ranges[0].closes) if form.ranges else (time(), time())
    )
    last = day if opens < closes else day + DAY
    return datetime.combine(day, opens), datetime.combine(last, closes)


def _touches(one: Opening, other: Opening) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _series(form: SaleHours, days: list[date], closed: set[date], zone: ZoneInfo) -> Event:
    """One repeated event, from the first to the last of its days."""
    first = _on(form, days[0])
    event, opens = _event(first, zone), first[0].time()
    until = closes_at(datetime.combine(days[-1], opens), zone)
    event.add("rrule", _recurrence(form) | {"UNTIL": until})
    for day in sorted(closed & {*days}):
        event.add("exdate", datetime.combine(day, opens, tzinfo=zone))
    return event


def _recurrence(form: SaleHours) -> dict[str, Any]:
    days = [WEEKDAYS[day - 1].upper() for day in form.weekdays]
    rule: dict[str, Any] = {"FREQ": "DAILY"}
    if form.numbers:
        rule["FREQ"] = "MONTHLY"
        days = [f"{number}{day}" for day in days for number in form.numbers]
    elif form.days_of_month:
        rule["FREQ"] = "MONTHLY"
    elif days:
        rule["FREQ"] = "WEEKLY"
    if form.months:
        rule["BYMONTH"] = [*form.months]
    if form.days_of_month:
        rule["BYMONTHDAY"] = [*form.days_of_month]
    if days:
        rule["BYDAY"] = days
    return rule
