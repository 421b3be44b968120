"""Tasks as a merchant sets them: whether they run, when, and what becomes of missed runs."""

from enum import StrEnum

import msgspec

from pos2web.domain.connections import own_name
from pos2web.domain.schedules.period import Period
from pos2web.domain.values import ConnectionName

OF_INSTALLATION = frozenset({"upkeep", "backup", "drill"})
"""Tasks that run once, however many shops there are; every other one is a shop's."""


def called(task: str, shop: ConnectionName, *, is_one_of_several: bool) -> str:
    """What people call a task: with several shops its name, `@` and the shop's own name."""
    if not is_one_of_several or task in OF_INSTALLATION:
        return task
    return f"{task}@{own_name(shop)}"


class MissedRunsPolicy(StrEnum):
    """What becomes of runs that were due while nothing could run: none, or one for all of them."""

    SKIP = "skip"
    ONCE = "once"


class TaskSetting(msgspec.Struct, frozen=True, kw_only=True):
    """How one task is set."""

    is_enabled: bool = True
    periods: tuple[Period, ...] = ()
    missed: MissedRunsPolicy = MissedRunsPolicy.ONCE
