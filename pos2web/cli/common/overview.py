"""How the tasks stand: as the daemon says where one lives, else as the read models know."""

import contextlib
from datetime import datetime
from typing import Any

import msgspec

from pos2web.cli.common.moments import latest
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session
from pos2web.daemon.remote import living
from pos2web.domain.connections import own_name
from pos2web.domain.tasks import OF_INSTALLATION, called
from pos2web.domain.wall_clock.names import folded
from pos2web.errors import Pos2WebError
from pos2web.history import till_wording
from pos2web.history.words import formats
from pos2web.history.words.running import period_words
from pos2web.settings import Settings
from pos2web.tasks.control import LastRun, Overview, TaskView
from pos2web.tasks.table import tasks_of
from pos2web.views.archive import Archive
from pos2web.views.status.overview import overview_at

MINUTES_OF_TWO_DAYS = 2 * 24 * 60


def overview_of(session: Session, settings: Settings, archive: Archive) -> Overview:
    """How everything about the tasks stands, without the right to write the log."""
    control = living(session.home)
    if control is not None:
        with contextlib.suppress(Pos2WebError):  # it has just ended
            return control.overview()
    return overview_at(settings, archive, latest(archive))


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
    """The task that is meant: by its name, or by what people call it in their language.

    Of one of several shops, with `@` and the shop's name behind it, unless the shop was said before.
    """
    said = till_wording(session.language).book.tasks.names
    settings, (asked, _, shop) = session.settings(), name.partition("@")
    tasks = [task.name for task in tasks_of(has_backup=settings.backup is not None)]
    shops = [shop or session.shop] if shop or session.shop else settings.names
    known = {
        called(task, each.shop.name, is_one_of_several=settings.has_several): task
        for each in settings.all_shops()
        for task in tasks
        if own_name(each.shop.name) in shops or task in OF_INSTALLATION
    }
    found = [
        one
        for one, task in known.items()
        if folded(asked) in (task, folded(said.get(task, task)))
        and not (shop and task in OF_INSTALLATION)
    ]
    if len(found) == 1:
        return found[0]
    raise refuse(session, "tasks.unknown", task=name, names=", ".join(known))
