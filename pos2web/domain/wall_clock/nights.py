"""From the wall clock to instants, on every night of the year.

An opening from one time of the wall clock to another begins at the first instant at which the clock
shows the former or more, and ends after the last instant at which it shows less than the latter.
Where the clock jumps ahead, all that it leaves out is the instant of the jump; where it is put
back, an opening begins at the first and ends at the second showing of a time.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

TICK = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def opens_at(time: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock shows this time or more."""
    return _instant(time, zone, fold=0)


def closes_at(time: datetime, zone: ZoneInfo) -> datetime:
    """The end of the last instant at which the clock shows less than this time."""
    instant = _instant(time - TICK, zone, fold=1)
    return instant + TICK if instant.microsecond else instant


def is_near_change(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock was changed in the day before an instant, or at it."""
    return instant.astimezone(zone).utcoffset() != (instant - DAY).astimezone(zone).utcoffset()


def _instant(time: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    first, second = time.replace(tzinfo=zone, fold=0), time.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    if before == after:
        return first.astimezone(UTC)
    if before is not None and after is not None and before < after:
        return changed_at(second.astimezone(UTC), first.astimezone(UTC), zone)
    return (second if fold else first).astimezone(UTC)


@lru_cache(maxsize=1024)
def changed_at(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The instant between two, to the second, from which on the zone's offset is not that at the first.

    The offset must change exactly once between the two.
    """
    low, high = low.replace(microsecond=0), high.replace(microsecond=0) + SECOND
    offset = low.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
