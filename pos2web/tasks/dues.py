"""What is due, what was missed, and what becomes of that: by the wall clock, and pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.schedules import next_run, runs_missed
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting

LATE = timedelta(seconds=60)
"""A run that can't begin within this time of its due instant was missed."""

SET_BACK = timedelta(seconds=60)
"""A clock that is this much before what was accounted for was set back, and is followed."""

NEXT_SHOWN = 3


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the clock says of one task.

    `is_due`: it shall run now. `missed` of its runs did not take place; `made_up` when the one
    that is due stands for them. `accounted` is what counts as seen to from now on.
    """

    accounted: datetime
    is_due: bool = False
    missed: int = 0
    made_up: bool = False


def due(setting: TaskSetting, accounted: datetime, now: datetime, zone: ZoneInfo) -> Due:
    """What is due of a task of which everything up to `accounted` is seen to."""
    if now < accounted - SET_BACK:
        return Due(accounted=now)
    if not setting.is_enabled or now <= accounted:
        return Due(accounted=max(now, accounted))
    found = runs_missed(setting.periods, accounted, now, zone)
    if found.last is None:
        return Due(accounted=now)
    is_late = now - found.last > LATE
    if is_late and setting.missed is MissedRunsPolicy.SKIP:
        return Due(accounted=now, missed=found.count)
    missed = found.count if is_late else found.count - 1
    is_made_up = setting.missed is MissedRunsPolicy.ONCE
    return Due(accounted=now, is_due=True, missed=missed, made_up=is_made_up and missed > 0)


def upcoming(setting: TaskSetting, now: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The next few instants at which a task is due; none when it is not enabled."""
    found: list[datetime] = []
    after = now
    while setting.is_enabled and len(found) < NEXT_SHOWN:
        following = next_run(setting.periods, after, zone)
        if following is None:
            break
        found.append(following)
        after = following
    return tuple(found)
