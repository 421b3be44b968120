"""`tasks`: which jobs run by themselves and when, and running one now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from pos2web.bootstrap import read_archive, utc_now
from pos2web.cli.common.deciding import answer, by_option, decide
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.overview import overview_of, task_named, task_values
from pos2web.cli.common.refusing import reading, refuse
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.tasks.runs import run, stop
from pos2web.cli.tasks.screens import show_runs, show_task, show_tasks
from pos2web.domain.decisions import RuleMissedRuns, ScheduleTask, SwitchTask, TaskDecision
from pos2web.domain.schedules import Period, next_run, parse
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.history import till_wording
from pos2web.settings import zone_of
from pos2web.tasks.control import Overview, TaskView

PREVIEW = 10
"""So many runs are listed before periods are set."""


@click.group()
def tasks() -> None:
    """Jobs that run by themselves: which, when, how they went."""


@tasks.command("list")
@json_option
@command_session
def list_(session: Session, as_json: bool) -> Exit:
    """List the tasks: when each runs, when it is due next, how it went last."""
    told, overview = seen(session)
    if as_json:
        views = [task_values(told, view) for view in overview.tasks]
        session.json({"is_daemon": overview.is_daemon, "tasks": views})
    else:
        show_tasks(told, overview)
    return Exit.DONE


@tasks.command()
@click.argument("name")
@json_option
@command_session
def show(session: Session, name: str, as_json: bool) -> Exit:
    """Show one task: how it is set, its next runs, and what its last one came to."""
    task = task_named(session, name)
    told, overview = seen(session)
    view = view_of(overview, task)
    if as_json:
        session.json({"is_daemon": overview.is_daemon, **task_values(told, view)})
    else:
        show_task(told, overview, view)
    return Exit.DONE


@tasks.command()
@click.argument("name")
@by_option
@json_option
@command_session
def enable(session: Session, name: str, by: str | None, as_json: bool) -> Exit:
    """Let a task run by itself."""
    decision = SwitchTask(task=task_named(session, name), is_enabled=True)
    return answer(session, decide(session, decision, by=by), as_json=as_json, acts=False)


@tasks.command()
@click.argument("name")
@by_option
@json_option
@command_session
def disable(session: Session, name: str, by: str | None, as_json: bool) -> Exit:
    """Let a task run only when somebody asks."""
    decision = SwitchTask(task=task_named(session, name), is_enabled=False)
    return answer(session, decide(session, decision, by=by), as_json=as_json, acts=False)


@tasks.command()
@click.argument("name")
@click.argument("periods", nargs=-1, metavar="[PERIOD]...")
@click.option(
    "--missed",
    type=click.Choice([rule.value for rule in MissedRunsPolicy]),
    help="Of runs that were missed: make up for none, or once for all of them.",
)
@click.option("--by-hand", is_flag=True, help="No periods: it runs only when somebody asks.")
@click.option("--preview", is_flag=True, help="List the runs that this would mean; set nothing.")
@by_option
@json_option
@command_session
def schedule(session: Session, name: str, *, by: str | None, as_json: bool, **given: Any) -> Exit:
    """Say when a task runs: each PERIOD in words, in French or English, or as cron has it.

    pos2web tasks schedule stock "every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00"
    """
    task = task_named(session, name)
    periods = read_periods(session, given["periods"])
    if given["preview"]:
        return preview(session, task, periods, as_json=as_json)
    wanted: list[TaskDecision] = []
    if periods or given["by_hand"]:
        if periods and given["by_hand"]:
            raise refuse(session, "tasks.both")
        wanted.append(ScheduleTask(task=task, periods=periods))
    if given["missed"]:
        wanted.append(RuleMissedRuns(task=task, missed=MissedRunsPolicy(given["missed"])))
    if not wanted:
        raise refuse(session, "tasks.no_period")
    outcome = decide(session, *wanted, by=by)
    answer(session, outcome, as_json=as_json, acts=False)
    if periods and not as_json:
        show_runs(session, due(session, periods, count=3))
    return Exit.DONE


def read_periods(session: Session, texts: Sequence[str]) -> tuple[Period, ...]:
    """The periods that are meant; single words are one period that was typed without quotes."""
    is_unquoted = len(texts) > 1 and not any(" " in text for text in texts)
    with reading(session):
        return tuple(parse(text) for text in ([" ".join(texts)] if is_unquoted else texts))


def preview(session: Session, task: str, periods: tuple[Period, ...], *, as_json: bool) -> Exit:
    """List the next runs of these periods, or of those that are set."""
    if not periods:
        _, overview = seen(session)
        periods = view_of(overview, task).setting.periods
    found = due(session, periods, count=PREVIEW)
    if as_json:
        session.json({"task": task, "next_runs": found})
    else:
        show_runs(session, found)
    return Exit.DONE


def due(session: Session, periods: tuple[Period, ...], *, count: int) -> list[datetime]:
    """When these periods come next, by the clock of the installation."""
    zone = zone_of(session.settings().daemon.zone)
    found: list[datetime] = []
    at: datetime | None = utc_now()
    while at is not None and len(found) < count:
        at = next_run(periods, at, zone)
        found += [at] if at is not None else []
    return found


def seen(session: Session) -> tuple[ReportPrinter, Overview]:
    """How the tasks stand, and the words to tell it."""
    settings = session.settings()
    with read_archive(settings) as archive:
        overview = overview_of(session, settings, archive)
    return ReportPrinter(session=session, here=till_wording(session.language)), overview


def view_of(overview: Overview, task: str) -> TaskView:
    """One task of all."""
    return next(view for view in overview.tasks if view.name == task)


tasks.add_command(run)
tasks.add_command(stop)
