"""Tasks as a merchant sets them: whether they run, when, and what becomes of missed runs."""

from enum import StrEnum

import msgspec

from pos2web.domain.schedules.period import Period


class MissedRunsPolicy(StrEnum):
    """What becomes of runs that were due while nothing could run: none, or one for all of them."""

    SKIP = "skip"
    ONCE = "once"


class TaskSetting(msgspec.Struct, frozen=True, kw_only=True):
    """How one task is set."""

    is_enabled: bool = True
    periods: tuple[Period, ...] = ()
    missed: MissedRunsPolicy = MissedRunsPolicy.ONCE
