"""An iCalendar file as rules: repeated events become days and hours, single ones dates.

What comes out is compared with what a calendar program shows of the same events; where they
differ, the event is refused by name.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Calendar, Event

from pos2web.domain.values import nfc
from pos2web.domain.wall_clock.nights import DAY
from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.sale_calendar.calendar_events import occurrences, span, wall_time
from pos2web.sale_calendar.calendar_text import (
    CalendarPart,
    date_text,
    dates_text,
    hours_text,
    midnight_after,
    text_of,
)
from pos2web.sale_calendar.clauses import WEEKDAYS
from pos2web.sale_calendar.rule import RULE_CHARS_MAX, Opening, SaleRule, joined
from pos2web.sale_calendar.traps import DAYS_OF_MONTH, MONTHS

FILE_BYTES_MAX = 5_000_000
EVENTS_MAX = 1_000
REPEATED_MAX = 100
COMPARED = timedelta(days=3 * 366)
"""So long an endless event is compared with its rule."""

LASTS_MAX = timedelta(days=10 * 366)
"""A repetition that ends must do so within this time."""

UNSAID = {"BYSETPOS", "BYWEEKNO", "BYYEARDAY"}
MANY_A_DAY = {"BYHOUR", "BYMINUTE", "BYSECOND"}
SHORT = {"HOURLY", "MINUTELY", "SECONDLY"}


class ImportedWindow(msgspec.Struct, frozen=True, kw_only=True):
    """The events of one name as a rule, whose hours are those of the clock on the wall.

    An event that never ends is in the rule as if it had always been; `begins_on` is the first day
    of any of them.
    """

    name: str
    rule: str
    begins_on: date


def read_calendar(content: bytes, zone: ZoneInfo) -> tuple[ImportedWindow, ...]:
    """The events of an .ics by their name, in the order of the file.

    Raises RuleError when it is no calendar, or when an event, which is named, can't be said as a
    rule: among others those that come every second week without an end.
    """
    named: dict[str, list[Event]] = {}
    for event in _events(content):
        named.setdefault(_name(event), []).append(event)
    return tuple(_imported(name, events, zone) for name, events in named.items())


def _events(content: bytes) -> list[Event]:
    if len(content) > FILE_BYTES_MAX:
        raise RuleError(
            message(
                "a calendar may have {file_bytes_max} bytes, not {count}",
                file_bytes_max=FILE_BYTES_MAX,
                count=len(content),
            )
        )
    count = content.count(b"BEGIN:VEVENT")
    if count > EVENTS_MAX:
        raise RuleError(
            message(
                "a calendar may have {events_max} events, not {count}",
                events_max=EVENTS_MAX,
                count=count,
            )
        )
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, KeyError, IndexError) as error:
        raise RuleError(
            message("this is no calendar that can be read: {error}", error=error)
        ) from error
    if not calendars:
        raise RuleError(message("this is no calendar: it is empty"))
    found = [event for each in calendars for event in each.walk("VEVENT")]
    events = [event for event in found if isinstance(event, Event) and not _is_cancelled(event)]
    repeated = sum(map(_is_repeated, events))
    if repeated > REPEATED_MAX:
        raise RuleError(
            message(
                "a calendar may have {repeated_max} repeated events, not {repeated}",
                repeated_max=REPEATED_MAX,
                repeated=repeated,
            )
        )
    return events


def _is_cancelled(event: Event) -> bool:
    return str(event.get("STATUS", "")) == "CANCELLED"


def _name(event: Event) -> str:
    return nfc(str(event.get("SUMMARY", "")).strip())


def _imported(name: str, events: Sequence[Event], zone: ZoneInfo) -> ImportedWindow:
    for event in events:
        _refuse_unusable(event)
    parts = [part for event in events for part in _parts(event, events, zone)]
    text = text_of(parts)
    if len(text) > RULE_CHARS_MAX:
        raise _impossible(events[0], f"they make a rule of {len(text)} characters")
    rule = SaleRule.parse(text)
    begins = min(span(event, zone)[0] for event in events)
    _compare(rule, events, begins, zone)
    return ImportedWindow(name=name, rule=text, begins_on=begins.date())


def _refuse_unusable(event: Event) -> None:
    try:
        opens, closes = event.start, event.end
    except ValueError as error:
        raise _impossible(event, str(error)) from error
    if isinstance(opens, datetime) != isinstance(closes, datetime) or opens >= closes:
        raise _impossible(event, "it does not end after it begins")
    if any(isinstance(end, datetime) and end.second for end in (opens, closes)):
        raise _impossible(event, "its hours are not whole minutes")
    rules = event.rrules
    if any(MANY_A_DAY & rule.keys() or rule["FREQ"][0] in SHORT for rule in rules):
        raise _impossible(event, "it comes several times a day")
    if len(rules) > 1 or event.rdates:
        raise _impossible(event, "it has dates of its own beside its repetition")


def _impossible(event: Event, why: str) -> RuleError:
    return RuleError(
        message("the event «{name}» can't become a rule: {why}", name=_name(event), why=why)
    )


def _compare(rule: SaleRule, events: Sequence[Event], begins: datetime, zone: ZoneInfo) -> None:
    """Refuse where the rule would not be open exactly when the events are."""
    endless = [span(event, zone)[0] for event in events if _is_endless(event)]
    low = max(endless) + DAY if endless else begins
    high = max(low, *(span(event, zone)[1] for event in events)) + COMPARED
    if any(_is_repeated(event) and not _is_endless(event) for event in events):
        high = max(high, begins + LASTS_MAX + 2 * DAY)
    spans = ((max(a, low), min(b, high)) for a, b in occurrences(events, (low, high), zone))
    wanted = [*joined(sorted(one for one in spans if one[0] < one[1]))]
    found = [*rule.wall_openings(low, high)]
    if wanted != found:
        differing = min({*wanted} ^ {*found})[0]
        raise _impossible(events[0], f"from {differing:%Y-%m-%d %H:%M} on it would not be the same")


# One event.


def _is_repeated(event: Event) -> bool:
    return bool(event.rrules) and "RECURRENCE-ID" not in event


def _is_endless(event: Event) -> bool:
    return _is_repeated(event) and not {"UNTIL", "COUNT"} & event.rrules[0].keys()


def _parts(event: Event, others: Iterable[Event], zone: ZoneInfo) -> Iterator[CalendarPart]:
    opening = span(event, zone)
    if not _is_repeated(event):
        yield from _single(opening)
        return
    if opening[1] - opening[0] > DAY:
        raise _impossible(event, "it is repeated and longer than a day")
    rule = {name: value for name, value in event.rrules[0].items() if value}
    beginnings = [] if _is_endless(event) else _beginnings(event, zone)
    if _is_simple(rule):
        dates, days = _dates(rule, opening[0], beginnings), _days(rule, opening[0])
        yield CalendarPart(dates, days, hours_text(opening))
    elif beginnings:
        yield CalendarPart(tuple(map(date_text, beginnings)), "", hours_text(opening))
    else:
        raise _impossible(event, "its repetition never ends and is not of days of week or month")
    for day in _left_out(event, others, zone):
        yield CalendarPart((date_text(day),), "", hours_text(opening), is_off=True)


def _single(opening: Opening) -> Iterator[CalendarPart]:
    """One event; one longer than a day is cut at each midnight."""
    opens, closes = opening
    if closes - opens <= DAY:
        yield CalendarPart((date_text(opens),), "", hours_text(opening))
        return
    while opens < closes:
        end = min(midnight_after(opens), closes)
        yield CalendarPart((date_text(opens),), "", hours_text((opens, end)))
        opens = end


def _beginnings(event: Event, zone: ZoneInfo) -> list[datetime]:
    """When an event that ends some day begins, each time."""
    first = span(event, zone)[0]
    period = (first, first + LASTS_MAX)
    found = sorted(opens for opens, _ in occurrences([event], period, zone))
    rule = event.rrules[0]
    last = max((wall_time(until, zone) for until in rule.get("UNTIL", ())), default=first)
    is_cut = last > period[1] or len(found) + len(event.exdates) < max(rule.get("COUNT", (0,)))
    if is_cut or not found:
        raise _impossible(event, "its repetition ends at once, or in more than ten years")
    return found


def _is_simple(rule: dict[str, Any]) -> bool:
    """Whether a repetition is of days, weekdays and months as a rule says them."""
    frequency = str(rule["FREQ"][0])
    if UNSAID & rule.keys() or rule.get("INTERVAL", [1]) != [1]:
        return False
    if any(day < 0 for day in rule.get("BYMONTHDAY", ())):
        return False
    if any(len(str(day)) > 2 for day in rule.get("BYDAY", ())):
        return frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in rule)
    return True


def _dates(
    rule: dict[str, Any], opens: datetime, beginnings: Sequence[datetime]
) -> tuple[str, ...]:
    frequency = str(rule["FREQ"][0])
    months = sorted(int(month) for month in rule.get("BYMONTH", ()))
    days = sorted(int(day) for day in rule.get("BYMONTHDAY", ()))
    is_dated = not days and "BYDAY" not in rule
    if frequency == "YEARLY" and not months and is_dated:
        months = [opens.month]
    if frequency in ("MONTHLY", "YEARLY") and is_dated:
        days = [opens.day]
    if beginnings:
        return tuple(_bounded(months, days, beginnings))
    if not days:
        return tuple(MONTHS[month - 1] for month in months)
    return tuple(
        f"{MONTHS[month - 1]} {day}"
        for month in months or range(1, 13)
        for day in days
        if day <= DAYS_OF_MONTH[month - 1]
    )


def _bounded(months: list[int], days: list[int], beginnings: Sequence[datetime]) -> Iterator[str]:
    """The dates between the first and the last beginning: all of them, or those of some months."""
    if days:
        yield from map(date_text, beginnings)
        return
    first, last = beginnings[0].date(), beginnings[-1].date()
    if not months:
        yield dates_text(first, last)
        return
    for year in range(first.year, last.year + 1):
        for month in months:
            opens = max(first, date(year, month, 1))
            closes = min(last, (date(year, month, 28) + 4 * DAY).replace(day=1) - DAY)
            if opens <= closes:
                yield dates_text(opens, closes)


def _days(rule: dict[str, Any], opens: datetime) -> str:
    if "BYDAY" not in rule:
        is_weekly = str(rule["FREQ"][0]) == "WEEKLY"
        return WEEKDAYS[opens.weekday()] if is_weekly else ""
    days = [str(day) for day in rule["BYDAY"]]
    return ",".join(
        f"{day[-2:].title()}" + (f"[{int(day[:-2])}]" if day[:-2] else "") for day in days
    )


def _left_out(event: Event, others: Iterable[Event], zone: ZoneInfo) -> Iterator[datetime]:
    """The days on which a repeated event does not come, or comes otherwise."""
    for one in event.exdates:
        yield wall_time(one, zone)
    for other in others:
        if "RECURRENCE-ID" in other and other.get("UID") == event.get("UID"):
            yield wall_time(other.decoded("RECURRENCE-ID"), zone)
