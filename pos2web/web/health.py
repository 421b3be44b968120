"""How well the tasks are, as machines that watch us ask it: nothing in it is anybody's secret."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from pos2web.tasks.control import Overview, TaskView

OVERDUE_S = 120.0
"""An idle task that was due so long ago was forgotten: the scheduler is dead."""

NO_PROGRESS_S = 600.0
"""A run that has not moved for so long hangs. Waiting for a shop that is busy takes less."""

HOPELESS_S = 3600.0
"""A run that has not moved for so long never will: only a new process helps."""


class HealthProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: `what` is overdue, no_progress or alert, `about` says of what."""

    what: str
    about: str
    since: datetime


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How well we are. `alive`: tasks are begun when due, and none hangs without hope.

    `ready`: everything is open, and we are not about to end. Open alerts are wrong, and yet no
    reason to start us anew: that would not cure them.
    """

    alive: bool
    ready: bool
    wrong: tuple[HealthProblem, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether the daemon itself is as it should be."""
        return self.alive and self.ready and all(each.what == "alert" for each in self.wrong)


def health(overview: Overview, *, is_ready: bool) -> Health:
    """How well the tasks are that this overview shows."""
    now = overview.now
    troubles = [trouble for task in overview.tasks for trouble in _of_task(task, now)]
    alerts = [
        HealthProblem(what="alert", about=each.alert, since=each.since) for each in overview.alerts
    ]
    return Health(
        alive=not any(_is_deadly(trouble, now) for trouble in troubles),
        ready=is_ready,
        wrong=(*troubles, *alerts),
    )


def _of_task(task: TaskView, now: datetime) -> Iterator[HealthProblem]:
    if task.state == "idle" and task.setting.is_enabled:
        due = min(task.next_runs, default=now)
        if _is_older(due, now, OVERDUE_S):
            yield HealthProblem(what="overdue", about=task.name, since=due)
    moved = [at for at in (task.running_since, task.last_progress_at) if at is not None]
    if task.state == "running" and moved and _is_older(max(moved), now, NO_PROGRESS_S):
        yield HealthProblem(what="no_progress", about=task.name, since=max(moved))


def _is_deadly(trouble: HealthProblem, now: datetime) -> bool:
    return trouble.what == "overdue" or _is_older(trouble.since, now, HOPELESS_S)


def _is_older(at: datetime, now: datetime, seconds: float) -> bool:
    return now - at > timedelta(seconds=seconds)
