"""When a window opens and closes: the next edges, and the hours of a week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.selling import Window
from pos2web.sale_calendar import HORIZON, WindowHours, openings
from pos2web.views.selling.catalogue import SellingCatalogue

DAY = timedelta(days=1)
WEEK_DAYS = 7

Hours = tuple[datetime, datetime]
"""From when to when, in UTC."""


def edges(catalogue: SellingCatalogue, window: Window) -> Iterator[tuple[datetime, bool]]:
    """When a window opens (True) and closes from the catalogue's instant on, in order."""
    end = catalogue.now + HORIZON
    for opens, closes in openings(WindowHours(window), catalogue.now, end, catalogue.zone):
        if opens > catalogue.now:
            yield opens, True
        if closes < end:
            yield closes, False


def days_of(catalogue: SellingCatalogue, window: Window, monday: date) -> list[list[Hours]]:
    """On each day of a week: from when to when it is open, in UTC.

    What goes past midnight belongs to the day on which it begins, if it is shorter than a day.
    """
    zone = catalogue.zone
    midnights = [midnight(monday + number * DAY, zone) for number in range(-1, WEEK_DAYS + 2)]
    days: list[list[Hours]] = [[] for _ in midnights]
    for opens, closes in openings(WindowHours(window), midnights[0], midnights[-1], zone):
        for number, begins in enumerate(midnights[:-1]):
            ends = midnights[number + 1]
            if opens >= ends or closes <= begins:
                continue
            if closes - opens < timedelta(days=1):
                days[number].append((opens, closes))
                break
            days[number].append((max(opens, begins), min(closes, ends)))
    return days[1 : WEEK_DAYS + 1]


def midnight(of: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins, in UTC."""
    return datetime.combine(of, time(), zone).astimezone(UTC)
