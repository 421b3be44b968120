"""How the tasks stand by what was recorded, where no daemon can be asked."""

import os
from datetime import datetime
from importlib.metadata import version

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.tasks import OF_INSTALLATION, TaskSetting, called
from pos2web.projections import alerts, runs
from pos2web.projections.read_models import ReadModels
from pos2web.projections.tasks import TaskRow
from pos2web.projections.tasks import load as load_tasks
from pos2web.settings import Settings, zone_of
from pos2web.tasks.control import Overview, TaskView
from pos2web.tasks.dues import upcoming
from pos2web.tasks.service import alert_view, setting_of
from pos2web.tasks.table import tasks_of
from pos2web.tasks.task_state import run_told
from pos2web.views.archive import Archive, PointInTime


def overview_at(settings: Settings, archive: Archive, point: PointInTime) -> Overview:
    """How the tasks stand at a moment by the read models of an archive."""
    zone, models = zone_of(settings.daemon.zone), archive.models
    views = []
    for one in settings.all_shops():
        rows = load_tasks(models, one.shop.name)
        for task in tasks_of(has_backup=settings.backup is not None):
            if task.name in OF_INSTALLATION and one.shop is not settings.each[0].shop:
                continue
            row = rows.get(task.name) or TaskRow()
            views.append(_view(one, models, setting_of(task, row), task.name, row, point.at))
    return Overview(
        version=version("pos2web"),
        pid=os.getpid(),
        is_daemon=False,
        now=point.at,
        zone=str(zone),
        position=point.position,
        tasks=tuple(views),
        alerts=tuple(alert_view(one) for one in alerts.standing(models)),
    )


def _view(
    settings: Settings,
    models: ReadModels,
    setting: TaskSetting,
    task: str,
    row: TaskRow,
    now: datetime,
) -> TaskView:
    shop, success = settings.shop.name, row.last_success_at
    last = runs.last_of(models, task, shop)
    return TaskView(
        name=called(task, shop, is_one_of_several=settings.has_several),
        shop=NO_CONNECTION if task in OF_INSTALLATION else shop,
        setting=setting,
        next_runs=upcoming(setting, now, zone_of(settings.daemon.zone)),
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
