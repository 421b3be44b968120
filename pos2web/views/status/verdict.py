"""One verdict on an installation: all is well, or what needs somebody, the worst first. Pure."""

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum, StrEnum

import msgspec

from pos2web.domain.reasons import Reason
from pos2web.projections.runs import Run
from pos2web.tasks.control import LastRun, Overview
from pos2web.views.status.standing import InstallationStatus

CATALOGUE = "catalogue"
"""The task that does what `sync` does: where it went well since, an earlier sync says nothing."""


class Gravity(IntEnum):
    """Who acts on a matter: nobody, Pos2Web by itself, or a person."""

    WELL = 0
    HEALING = 1
    YOURS = 2


class MatterSort(StrEnum):
    """What may be the matter, the worst first."""

    SUPERSEDED = "superseded"
    ASKS_FIRST = "asks_first"
    ALERT = "alert"
    NEVER_SYNCED = "never_synced"
    HELD = "held"
    FAILED = "failed"
    BACKUP_BEHIND = "backup_behind"
    UNRESOLVED = "unresolved"


HEALING = frozenset({MatterSort.FAILED, MatterSort.BACKUP_BEHIND, MatterSort.UNRESOLVED})
"""What Pos2Web tries again by itself; of what lasts, an alert tells."""


SORTS = {"halted": MatterSort.ASKS_FIRST, "failed": MatterSort.FAILED}
"""What the outcome of a run is a matter of; no other outcome is one."""


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that isn't as it should be: the task, the alert or how many things it is about."""

    sort: MatterSort
    reason: Reason | None = None
    about: str = ""
    since: datetime | None = None
    count: int = 1

    @property
    def gravity(self) -> Gravity:
        """Who acts on it."""
        return Gravity.HEALING if self.sort in HEALING else Gravity.YOURS


class StatusVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands in one word, and each matter, the worst first."""

    gravity: Gravity
    matters: tuple[Matter, ...] = ()


def verdict(standing: InstallationStatus, overview: Overview) -> StatusVerdict:
    """The verdict on an installation and its tasks."""
    sorts = list(MatterSort)
    matters = sorted(_matters(standing, overview), key=lambda one: sorts.index(one.sort))
    worst = max((one.gravity for one in matters), default=Gravity.WELL)
    return StatusVerdict(gravity=worst, matters=tuple(matters))


def _matters(standing: InstallationStatus, overview: Overview) -> Iterator[Matter]:
    superseded = standing.superseded
    if superseded is not None:
        yield Matter(sort=MatterSort.SUPERSEDED, reason=superseded.reason, since=superseded.since)
    for alert in overview.alerts:
        yield Matter(
            sort=MatterSort.ALERT, reason=alert.reason, about=alert.alert, since=alert.since
        )
    yield from _of_runs(standing, overview)
    if standing.held:
        _, reason = standing.held[0]
        yield Matter(sort=MatterSort.HELD, reason=reason, count=len(standing.held))
    if overview.backup is not None and overview.backup.problem:
        yield Matter(sort=MatterSort.BACKUP_BEHIND, since=overview.backup.behind_since)
    if standing.unresolved:
        yield Matter(sort=MatterSort.UNRESOLVED, count=standing.unresolved)


def _of_runs(standing: InstallationStatus, overview: Overview) -> Iterator[Matter]:
    """What the last run of each task, and the last sync, left to be done."""
    successes = {view.name: view.last_success_at for view in overview.tasks}
    last, views = standing.last_sync, [view for view in overview.tasks if view.last_run]
    if last is None and not views and not any(successes.values()):
        yield Matter(sort=MatterSort.NEVER_SYNCED)
    for view in views:
        yield from _of_run(view.name, view.last_run, view.last_success_at)
    if last is not None:
        yield from _of_run(last.task, last, successes.get(CATALOGUE))


def _of_run(task: str, last: LastRun | Run | None, success: datetime | None) -> Iterator[Matter]:
    """That a run failed or asks first, unless another went well since."""
    sort = None if last is None else SORTS.get(last.outcome)
    if last is None or sort is None:
        return
    since = last.ended_at or last.started_at
    if success is None or success < since:
        yield Matter(sort=sort, reason=last.reason, about=task, since=since)
