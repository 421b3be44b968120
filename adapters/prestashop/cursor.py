"""Up to when a shop was seen, told by the shop's own clock and in its own time.

PrestaShop dates its records in shop-local time without a zone. A cursor holds the instant at
which an observation began (the shop's clock, UTC) and the newest local date that it saw.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pos2web.adapters.http import Response, http_date

VERSION = "3"
"""Goes up when more is read of a thing than before: then everything is read once more."""

_FORMAT = "%Y-%m-%d %H:%M:%S"
_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_HOURS_MAX = 24 * 400


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """`began` is 0 and `newest` empty where the shop didn't say."""

    began: int = 0
    newest: str = ""

    def __str__(self) -> str:
        return f"{VERSION}|{self.began}|{self.newest}"


def cursor_of(text: str | None) -> Cursor | None:
    """The cursor that a text holds; None, which means everything, for what isn't one of ours."""
    version, _, rest = (text or "").partition("|")
    began, _, newest = rest.partition("|")
    if version != VERSION or not began.isdigit():
        return None
    return Cursor(began=int(began), newest=newest if is_date(newest) else "")


def seconds_of(response: Response | None) -> int:
    """The shop's clock when it answered, in seconds since 1970; 0 where it doesn't tell."""
    if response is None:
        return 0
    access_time = response.headers.get("access-time", "")
    if access_time.isdigit():
        return int(access_time)
    date = http_date(response.headers.get("date", ""))
    return 0 if date is None else int(date.timestamp())


def changed_from(cursor: Cursor, *, now: int, zone: str, overlap_s: int) -> str:
    """The local date from which on records may have changed since; empty means from ever.

    Between the cursor and now the shop's clock may have been set back for winter: then local
    dates of an hour come twice, and the earlier reading of it counts. Where the clock itself was
    wrong and was put back, what changed since bears dates from before the cursor.
    """
    if now and now + abs(overlap_s) < cursor.began:
        return ""
    offset = _lowest_offset(cursor.began, now, zone)
    if offset is not None:
        local = datetime.fromtimestamp(cursor.began, UTC) + offset
        return (local - timedelta(seconds=overlap_s)).strftime(_FORMAT)
    if not cursor.newest:
        return ""
    newest = datetime.strptime(cursor.newest, _FORMAT).replace(tzinfo=UTC)
    return (newest - timedelta(seconds=overlap_s)).strftime(_FORMAT)


def is_date(text: str) -> bool:
    """Whether this is a date as PrestaShop writes them, and not one of its zero dates."""
    if not _SHAPE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)  # a tenth of what `strptime` costs
    except ValueError:
        return False
    return True


def _lowest_offset(began: int, now: int, zone: str) -> timedelta | None:
    if not zone or not began or now < began:
        return None
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    hours = min((now - began) // 3600 + 1, _HOURS_MAX)
    instants = [datetime.fromtimestamp(began + 3600 * hour, tz) for hour in range(hours)]
    instants.append(datetime.fromtimestamp(now, tz))
    return min(instant.utcoffset() or timedelta() for instant in instants)
