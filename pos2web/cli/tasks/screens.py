"""Tasks, their runs and what is wrong with them, on a screen."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pos2web.bootstrap import utc_now
from pos2web.cli.common.instants import shown
from pos2web.cli.common.overview import ago
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.schedules import words
from pos2web.history.words.running import matter_words, of_task, period_words
from pos2web.sale_calendar import opening_words
from pos2web.settings import zone_of
from pos2web.tasks.control import LastRun, Overview, TaskView
from pos2web.views.status.overview import last_done


def show_tasks(told: ReportPrinter, overview: Overview) -> None:
    """Every task on a line, and whether anything runs them."""
    session = told.session
    rows = [
        (
            view.name,
            state(session, view),
            period_words(view.setting.periods, told.here),
            next_words(session, overview, view),
            last_words(session, overview, view),
        )
        for view in overview.tasks
    ]
    session.table(session.text("tasks.columns").split(","), rows)
    if not overview.is_daemon:
        session.say("tasks.no_daemon")


def state(session: Session, view: TaskView) -> str:
    """What a task does now; of one that does nothing, whether it will by itself."""
    if view.state == "idle":
        return session.text("tasks.enabled" if view.setting.is_enabled else "tasks.disabled")
    return session.text(f"tasks.{view.state}")


def next_words(session: Session, overview: Overview, view: TaskView) -> str:
    """When it is due next."""
    if not view.next_runs:
        return ""
    zone = ZoneInfo(overview.zone)
    return opening_words(view.next_runs[0], overview.now, zone, session.language)


def last_words(session: Session, overview: Overview, view: TaskView) -> str:
    """How its last run ended and how long ago."""
    last = last_done(view)
    if last is None:
        return session.text("tasks.never")
    outcome, at = last
    return f"{session.text(f'outcome.{outcome}')}, {ago(session, at, overview.now)}"


def show_task(told: ReportPrinter, overview: Overview, view: TaskView) -> None:
    """One task, with all that is known of it."""
    session, zone = told.session, ZoneInfo(overview.zone)
    called = told.here.book.tasks.names.get(view.name, view.name)
    session.print(f"{view.name} ({called})" if called != view.name else view.name, style="bold")
    for name, said in facts(told, overview, view):
        session.print(f"  {session.text(f'tasks.row.{name}')}{told.here.book.colon}{said}")
    if view.last_run is not None:
        at = shown(view.last_run.ended_at or view.last_run.started_at, zone)
        session.print(f"{at}  {ended(told, view.name, view.last_run)}")
    if not overview.is_daemon:
        session.say("tasks.no_daemon")


def facts(told: ReportPrinter, overview: Overview, view: TaskView) -> Iterator[tuple[str, str]]:
    """How a task is set and when it runs: what is said, and its words."""
    session, setting, zone = told.session, view.setting, ZoneInfo(overview.zone)
    yield "state", state(session, view)
    for period in setting.periods:
        yield "period", words(period, session.language)
    if not setting.periods:
        yield "period", told.here.book.tasks.only_when_asked
    yield "missed", session.text(f"tasks.missed.{setting.missed}")
    for at in view.next_runs:
        yield "next", shown(at, zone)
    success = view.last_success_at
    if success is not None:
        yield "success", f"{shown(success, zone)}, {ago(session, success, overview.now)}"


def ended(told: ReportPrinter, task: str, last: LastRun) -> str:
    """How a run went, as history tells it."""
    fact = RunEnded(
        task=task,
        outcome=last.outcome,
        reason=last.reason,
        read=last.read,
        changed=last.changed,
        unchanged=last.unchanged,
        held=last.held,
        writes=last.writes,
        calls=last.calls,
    )
    values = of_task(fact, last.ended_at or last.started_at, told.here)
    said = told.here.book.sentences[RunEnded].format_map(values)
    return said[:1].upper() + said[1:]


def show_runs(session: Session, instants: Iterable[datetime]) -> None:
    """When something is due, an instant a line; «never» where that is nothing."""
    zone, now = zone_of(session.settings().daemon.zone), utc_now()
    lines = [
        f"  {shown(at, zone)}  {opening_words(at, now, zone, session.language)}" for at in instants
    ]
    for line in lines or [f"  {session.text('tasks.only_when_asked')}"]:
        session.print(line)


def show_alerts(told: ReportPrinter, overview: Overview) -> None:
    """What somebody must see to, and since when."""
    session, here = told.session, told.here
    for one in overview.alerts:
        matter = matter_words(one.alert, here)
        line = f"{matter[:1].upper()}{matter[1:]}{here.book.colon}{told.because(one.reason)}"
        since = ago(session, one.since, overview.now)
        session.print(f"! {line} ({since})", style="red")
