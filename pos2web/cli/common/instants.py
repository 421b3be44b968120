"""Days and instants as people type them, by the clock on the wall of the shop."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pos2web.cli.common.refusing import CommandLineRefusal, refuse
from pos2web.cli.common.session import Session
from pos2web.domain.wall_clock.names import WEEKDAYS, folded
from pos2web.errors import SettingsError
from pos2web.settings import zone_of

TIME = re.compile(r"(?:(?:à|a|at)\s+)?(\d{1,2})\s*(?:h|:)\s*(\d\d)?", re.IGNORECASE)
EUROPEAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
AGO = re.compile(r"-\s*(\d{1,6})\s*(min|m|h|d|j)", re.IGNORECASE)
DAY = timedelta(days=1)
SPANS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": DAY,
    "j": DAY,
}
DAYS_MAX = 366
"""So many days one range may name."""

YEARS = range(1970, 3000)
"""What is not of these years was mistyped, and calendars end somewhere."""

RELATIVE = {
    "yesterday": -1,
    "hier": -1,
    "today": 0,
    "aujourd'hui": 0,
    "tomorrow": 1,
    "demain": 1,
}


def zone_here(session: Session) -> ZoneInfo:
    """The zone that instants are meant in; this machine's where nothing is set yet."""
    try:
        return zone_of(session.settings().daemon.zone)
    except SettingsError:
        return zone_of("")


def instant(session: Session, text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that is meant, in UTC: 2026-11-24T09:30, «demain 8:00», «lundi», «18h30».

    A day alone is its beginning; a time alone is the next one. Wall time of the zone, unless
    an offset is said.
    """
    said = " ".join(text.split())
    found = _iso(said, zone) or _spoken(said, now, zone)
    if found is None or found.year not in YEARS:
        raise refuse(session, "wrong.instant", text=text)
    return found.astimezone(UTC)


def before(session: Session, text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the past that is meant, as by `looking_back`; refused if still to come."""
    found = looking_back(session, text, now, zone)
    if found > now:
        raise refuse(session, "past.future", text=text, at=shown(found, zone))
    return found


def looking_back(session: Session, text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The instant that is meant, in UTC: 2026-11-24T09:30, «hier 18:00», «lundi», -2h.

    A day alone is its beginning; a day of the week or a time alone is the last one.
    """
    said = " ".join(text.split())
    found = _ago(said, now) or _iso(said, zone) or _spoken(said, now, zone, back=True)
    if found is None or found.year not in YEARS:
        raise refuse(session, "wrong.past", text=text)
    return found.astimezone(UTC)


def period(
    session: Session, since: str | None, until: str | None, now: datetime, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """What --since and --until mean, looking back; the end of a period may be still to come.

    Raises Refusal, which names the option, where one is no instant or nothing is between them.
    """
    begin = _option(session, "--since", since, lambda text: before(session, text, now, zone))
    end = _option(session, "--until", until, lambda text: looking_back(session, text, now, zone))
    if begin and end and begin >= end:
        said = {"since": shown(begin, zone), "until": shown(end, zone)}
        raise refuse(session, "past.between", **said)
    return begin, end


def day(session: Session, text: str) -> date:
    """The day that is meant: 2026-12-24 or 24/12/2026."""
    found = _day(text.strip())
    if found is None or found.year not in YEARS:
        raise refuse(session, "wrong.day", text=text)
    return found


def days(session: Session, text: str) -> Iterator[date]:
    """Every day that is meant: one, or all from one to another as 2026-08-01..2026-08-15."""
    begin, dots, end = text.partition("..")
    first = day(session, begin)
    last = day(session, end) if dots else first
    if not first <= last < first + DAYS_MAX * DAY:
        raise refuse(session, "wrong.days", text=text)
    for number in range((last - first).days + 1):
        yield first + number * DAY


def shown(at: datetime, zone: ZoneInfo) -> str:
    """An instant by the clock on the wall, with the zone's name where it shows that time twice."""
    there = at.astimezone(zone)
    return f"{there:%Y-%m-%d} {clock(at, zone)}"


def to_the_second(at: datetime, zone: ZoneInfo) -> str:
    """An instant by the clock on the wall, to the second: for instants within one minute."""
    there = at.astimezone(zone)
    return f"{there:%Y-%m-%d} {clock(at, zone, seconds=f':{there:%S}')}"


def clock(at: datetime, zone: ZoneInfo, *, seconds: str = "") -> str:
    """The time of day by the clock on the wall, without its date."""
    there = at.astimezone(zone)
    comes_twice = there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()
    return f"{there.hour}:{there:%M}{seconds}" + (f" {there:%Z}" if comes_twice else "")


def _option(
    session: Session, option: str, text: str | None, read: Callable[[str], datetime]
) -> datetime | None:
    try:
        return None if text is None else read(text)
    except CommandLineRefusal as error:
        raise refuse(session, "past.option", option=option, why=error.message) from error


def _iso(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _spoken(text: str, now: datetime, zone: ZoneInfo, *, back: bool = False) -> datetime | None:
    """A day, a time, or both, as people say it: the next one to come, or the last one that was."""
    today = now.astimezone(zone).date()
    word, _, rest = text.partition(" ")
    named = _named_day(word, today, back=back)
    if named is not None:
        at = _time(rest) if rest else time()
        return None if at is None else datetime.combine(named, at, zone)
    at = _time(text)
    if at is None:
        return None
    found = datetime.combine(today, at, zone)
    if back:
        return found if found <= now else datetime.combine(today - DAY, at, zone)
    return found if found > now else datetime.combine(today + DAY, at, zone)


def _ago(text: str, now: datetime) -> datetime | None:
    found = AGO.fullmatch(text)
    return None if found is None else now - int(found[1]) * SPANS[found[2].lower()]


def _named_day(word: str, today: date, *, back: bool) -> date | None:
    said = folded(word)
    if said in RELATIVE:
        return today + RELATIVE[said] * DAY
    for names in WEEKDAYS.values():
        known = [folded(name) for name in names]
        if said in known:
            later = (known.index(said) - today.weekday()) % 7
            return today + (later - 7 if back else later or 7) * DAY
    return _day(word)


def _day(text: str) -> date | None:
    european = EUROPEAN.fullmatch(text)
    try:
        if european:
            return date(int(european[3]), int(european[2]), int(european[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    found = TIME.fullmatch(text)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None
