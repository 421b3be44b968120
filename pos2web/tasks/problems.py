"""What is wrong with a task, so that somebody must be told: pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.reasons import Code, Reason
from pos2web.tasks.dues import upcoming
from pos2web.tasks.task_state import TaskState

STUCK = timedelta(minutes=10)
"""A run without progress for so long has failed."""

FAILURES_MAX = 3
"""So many failed runs in a row are told; fewer are the weather."""

OVERDUE_MIN = timedelta(hours=1)
OVERDUE_GAPS = 3


def wrong_with(
    task_state: TaskState, now: datetime, steady: datetime, zone: ZoneInfo
) -> dict[str, Reason]:
    """What is wrong with one task now, by the name of the alert.

    `steady`: since when the clock has gone on; what was before says nothing of how long ago it is.
    """
    name = task_state.name
    if reason := stuck(task_state, now, steady):
        return {f"progress:{name}": reason}
    if not task_state.setting.is_enabled:
        return {}
    if task_state.trouble is not None and (
        task_state.is_hopeless or task_state.failures >= FAILURES_MAX
    ):
        return {f"task:{name}": task_state.trouble}
    reason = overdue(task_state, now, steady, zone)
    return {} if reason is None else {f"overdue:{name}": reason}


def stuck(task_state: TaskState, now: datetime, steady: datetime) -> Reason | None:
    """That its run makes no progress."""
    return (
        None
        if task_state.running_since is None
        else unmoved(task_state.last_progress_at, now, steady)
    )


def unmoved(last_progress_at: datetime | None, now: datetime, steady: datetime) -> Reason | None:
    """That there was no progress since then for too long."""
    waited = now - _last(now, steady, last_progress_at)
    return _lasting(Code.NO_PROGRESS, waited) if waited > STUCK else None


def overdue(
    task_state: TaskState, now: datetime, steady: datetime, zone: ZoneInfo
) -> Reason | None:
    """That it has not done well for much longer than its schedule means."""
    since = _last(now, steady, task_state.last_success_at, task_state.ruled_at)
    due = upcoming(task_state.setting, since, zone)
    if len(due) < OVERDUE_GAPS or now < max(due[OVERDUE_GAPS - 1], since + OVERDUE_MIN):
        return None
    return _lasting(Code.OVERDUE, now - since)


def _last(now: datetime, *instants: datetime | None) -> datetime:
    """The last of these; an instant to come is one of a clock that was set back."""
    return max((at for at in instants if at is not None and at <= now), default=now)


def _lasting(code: Code, span: timedelta) -> Reason:
    return Reason(code, {"minutes": span // timedelta(minutes=1)})
