"""When something is on sale: its state at an instant, its edges, its openings.

Rules speak of the wall clock; `nights` says what that means on the two nights of the year when it
is changed. Openings that then touch or overlap are one.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from pos2web.domain.wall_clock.nights import DAY, closes_at, is_near_change, opens_at, wall
from pos2web.sale_calendar.rule import Opening

HORIZON = timedelta(days=3660)
"""So far we look for an edge: ten years hold a 29 February, wherever they begin."""


class OpenHours(Protocol):
    """Anything that says from when to when it is open by the wall clock: a rule, a window."""

    def wall_openings(self, start: datetime, end: datetime) -> Iterator[Opening]:
        """The openings between two times of the wall clock: in order, apart from each other."""
        ...


class OpenState(NamedTuple):
    """Open or not, and the instant (UTC) of the next edge; None when none comes in the horizon."""

    is_open: bool
    until: datetime | None


def state_at(hours: OpenHours, instant: datetime, zone: ZoneInfo) -> OpenState:
    """Whether it is open at an instant, and until when that stays so."""
    opening = next(_from(hours, instant, zone), None)
    if opening is None:
        return OpenState(is_open=False, until=None)
    opens, closes = opening
    if instant < opens:
        return OpenState(is_open=False, until=opens)
    is_endless = closes >= opens_at(_limit(instant, zone), zone)
    return OpenState(is_open=True, until=None if is_endless else closes)


def next_edge(hours: OpenHours, instant: datetime, zone: ZoneInfo) -> datetime | None:
    """The next instant at which it opens or closes."""
    return state_at(hours, instant, zone).until


def next_opening(hours: OpenHours, instant: datetime, zone: ZoneInfo) -> datetime | None:
    """The next instant at which it opens; where it is open, that of the opening after this one."""
    return next((opens for opens, _ in _from(hours, instant, zone) if opens > instant), None)


def openings(hours: OpenHours, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Opening]:
    """The openings in a period, in UTC and in order; those that reach out of it are cut."""
    low, high = wall(start, zone) - DAY, wall(end, zone) + DAY
    for opens, closes in _merged(hours, low, high, zone):
        if opens >= end:
            return
        if closes > start:
            yield max(opens, start), min(closes, end)


def _from(hours: OpenHours, instant: datetime, zone: ZoneInfo) -> Iterator[Opening]:
    """The openings that end after an instant. The first may begin earlier than is said.

    The wall clock may be put back in the next day, and openings of times that it shows now come
    again; else nothing before now matters.
    """
    now = wall(instant, zone)
    is_calm = not is_near_change(instant + DAY, zone)
    low = now if is_calm else now - DAY
    for opening in _merged(hours, low, _limit(instant, zone), zone):
        if opening[1] > instant:
            yield opening


def _limit(instant: datetime, zone: ZoneInfo) -> datetime:
    return wall(instant, zone) + HORIZON


def _merged(hours: OpenHours, low: datetime, high: datetime, zone: ZoneInfo) -> Iterator[Opening]:
    """Openings as instants. One is held back only where the next could still touch it."""
    held: Opening | None = None
    for first, last in hours.wall_openings(low, high):
        opens, closes = opens_at(first, zone), closes_at(last, zone)
        if opens >= closes:
            continue
        if held and opens <= held[1]:
            held = (held[0], max(closes, held[1]))
        elif held:
            yield held
            held = (opens, closes)
        else:
            held = (opens, closes)
        if not is_near_change(held[1], zone):
            yield held
            held = None
    if held:
        yield held
