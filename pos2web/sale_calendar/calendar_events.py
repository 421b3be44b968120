"""Events of a calendar as times of the wall clock: what a calendar program shows of them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import recurring_ical_events  # type: ignore[import-untyped] # it has no types
from icalendar import Calendar, Component, Event

from pos2web.sale_calendar.rule import Opening


def occurrences(events: Iterable[Component], period: Opening, zone: ZoneInfo) -> Iterator[Opening]:
    """From when to when each event is in a period, in no order; the ends may lie outside of it."""
    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    first, last = (end.replace(tzinfo=zone) for end in period)
    for one in recurring_ical_events.of(calendar).between(first, last):
        yield span(one, zone)


def span(event: Event, zone: ZoneInfo) -> Opening:
    """From when to when one event is; a day without hours is a whole one."""
    return wall_time(event.start, zone), wall_time(event.end, zone)


def wall_time(when: date | datetime, zone: ZoneInfo) -> datetime:
    """A time of an event by the clock on our wall; one without a zone is meant for any wall."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time())
    if when.tzinfo is None or getattr(when.tzinfo, "key", "") == zone.key:
        return when.replace(tzinfo=None, fold=0)
    return when.astimezone(zone).replace(tzinfo=None, fold=0)
