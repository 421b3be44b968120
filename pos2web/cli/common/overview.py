"""How the tasks stand: as the daemon says where one lives, else as the read models know."""

import contextlib
import os
from datetime import datetime
from importlib.metadata import version
from typing import Any

import msgspec

from pos2web.bootstrap import Archive, utc_now
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session
from pos2web.daemon.remote import living
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.wall_clock.names import folded
from pos2web.errors import Pos2WebError
from pos2web.history import till_wording
from pos2web.history.words import formats
from pos2web.history.words.running import period_words
from pos2web.projections import alerts, runs
from pos2web.projections.read_models import ReadModels
from pos2web.projections.tasks import TaskRow
from pos2web.projections.tasks import load as load_tasks
from pos2web.settings import Settings, zone_of
from pos2web.tasks.control import LastRun, Overview, TaskView
from pos2web.tasks.dues import upcoming
from pos2web.tasks.service import alert_view, setting_of
from pos2web.tasks.table import tasks_of
from pos2web.tasks.task_state import run_told

MINUTES_OF_TWO_DAYS = 2 * 24 * 60


def overview_of(session: Session, settings: Settings, archive: Archive) -> Overview:
    """How everything about the tasks stands, without the right to write the log."""
    control = living(session.home)
    if control is not None:
        with contextlib.suppress(Pos2WebError):  # it has just ended
            return control.overview()
    return overview_at(settings, archive.models, archive.log.head, utc_now())


def overview_at(settings: Settings, models: ReadModels, position: int, now: datetime) -> Overview:
    """How it stands by some read models at an instant."""
    zone = zone_of(settings.daemon.zone)
    rows = load_tasks(models)
    views = []
    for task in tasks_of(has_backup=settings.backup is not None):
        row = rows.get(task.name) or TaskRow()
        setting = setting_of(task, row)
        due = upcoming(setting, now, zone)
        views.append(_view(models, task.name, setting, row, due, now))
    return Overview(
        version=version("pos2web"),
        pid=os.getpid(),
        is_daemon=False,
        now=now,
        zone=str(zone),
        position=position,
        tasks=tuple(views),
        alerts=tuple(alert_view(one) for one in alerts.standing(models)),
    )


def _view(
    models: ReadModels,
    name: str,
    setting: TaskSetting,
    row: TaskRow,
    due: tuple[datetime, ...],
    now: datetime,
) -> TaskView:
    last, success = runs.last_of(models, name), row.last_success_at
    return TaskView(
        name=name,
        setting=setting,
        next_runs=due,
        last_run=None if last is None else run_told(last),
        last_success_at=success,
        last_success_age_s=None if success is None else (now - success).total_seconds(),
    )


def last_done(view: TaskView) -> tuple[str, datetime] | None:
    """How a task's last run ended, and when; runs that found nothing to do are known by that only."""
    last, success = view.last_run, view.last_success_at
    if last is not None and (last.ended_at is None or success is None or last.ended_at > success):
        return last.outcome, last.ended_at or last.started_at
    return None if success is None else ("done", success)


def ago(session: Session, instant: datetime, now: datetime) -> str:
    """How long ago something was."""
    minutes = max(0, int((now - instant).total_seconds() // 60))
    if minutes >= MINUTES_OF_TWO_DAYS:
        return session.text("ago.days", days=minutes // (24 * 60))
    if minutes == 0:
        return session.text("ago.now")
    return session.text("ago", duration=formats.duration(minutes))


def task_values(told: ReportPrinter, view: TaskView) -> dict[str, Any]:
    """One task, for JSON."""
    values: dict[str, Any] = msgspec.to_builtins(view)
    values["periods_in_words"] = period_words(view.setting.periods, told.here)
    values["last_run"] = last_values(told, view.last_run)
    return values


def last_values(told: ReportPrinter, last: LastRun | None) -> dict[str, Any] | None:
    """A run, for JSON."""
    if last is None:
        return None
    values: dict[str, Any] = msgspec.to_builtins(last)
    return values | told.reason_values(last.reason)


def task_named(session: Session, name: str) -> str:
    """The task that is meant: by its name, or by what people call it in their language."""
    called = till_wording(session.language).book.tasks.names
    tasks = tasks_of(has_backup=session.settings().backup is not None)
    for task in tasks:
        if folded(name) in (task.name, folded(called.get(task.name, task.name))):
            return task.name
    raise refuse(session, "tasks.unknown", task=name, names=", ".join(t.name for t in tasks))
