"""`plan` and `sync`: what would be written to the shop, and writing it."""

from dataclasses import replace
from typing import Any

import click
import msgspec

from pos2web.bootstrap import open_house
from pos2web.cli.exits import Exit, exit_of_run
from pos2web.cli.progress import stopping, watching
from pos2web.cli.session import Session, command_session, json_option, shown
from pos2web.domain.changes import Change, Hold, Plan
from pos2web.engine.house import Options, Report
from pos2web.engine.sync import sync as synchronise

HOLDS_SHOWN_MAX = 20


@click.command()
@click.option(
    "--limit", default=100, show_default=True, help="Show at most so many changes (not in JSON)."
)
@json_option
@command_session
def plan(session: Session, limit: int, as_json: bool) -> Exit:
    """Show what a sync would change on the shop; nothing is written to it."""
    report = run_sync(session, dry_run=True)
    if as_json:
        session.json(report_values(report))
    else:
        show_plan(session, report.plan or Plan(), limit)
        show_holds(session, report.holds)
        if report.reason:
            session.tell(
                f"sync.{'failed' if report.outcome == 'failed' else 'halted'}", reason=report.reason
            )
    return exit_of_run(report)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only look, as `plan` does; nothing is written.")
@click.option("--yes", "approved", is_flag=True, help="Go ahead where the run would ask first.")
@click.option("--retry-held", is_flag=True, help="Ask the shop again for what it refused before.")
@json_option
@command_session
def sync(session: Session, dry_run: bool, approved: bool, retry_held: bool, as_json: bool) -> Exit:
    """Bring the shop in step with the till.

    Run again with nothing changed it writes nothing. Stopped or killed at any moment, the next
    run goes on from there.
    """
    report = run_sync(session, dry_run=dry_run, approved=approved, retry_held=retry_held)
    if as_json:
        session.json(report_values(report))
    else:
        if dry_run:
            show_plan(session, report.plan or Plan(), limit=100)
        show_report(session, report)
    return exit_of_run(report)


def run_sync(session: Session, **wanted: Any) -> Report:
    """One run over the installation's till and shop, watched and stoppable."""
    with (
        open_house(session.settings()) as house,
        stopping(session) as stop,
        watching(session) as progress,
    ):
        return synchronise(house, Options(stop=stop, progress=progress, **wanted))


def report_values(report: Report) -> dict[str, Any]:
    """A report as JSON; the plan only where there is one to look at."""
    values = plain_values(report)
    values["holds"] = [{"ref": str(hold.ref), "reason": hold.reason} for hold in report.holds]
    if report.plan is None:
        del values["plan"]
    return values


def plain_values(report: Report) -> dict[str, Any]:
    """A report's fields; the error that ended it is told by its `reason`."""
    values: dict[str, Any] = msgspec.to_builtins(replace(report, failure=None))
    del values["failure"]
    return values


def show_report(session: Session, report: Report) -> None:
    """Say how a run ended."""
    values = plain_values(report)
    session.say(f"sync.{report.outcome}", **values)
    session.say("sync.totals", **values)
    show_holds(session, report.holds)


def show_holds(session: Session, holds: tuple[Hold, ...]) -> None:
    """Say what is held back, and why."""
    if not holds:
        return
    session.print(f"{session.text('held')} ({len(holds)})", style="bold")
    for hold in holds[:HOLDS_SHOWN_MAX]:
        session.print(f"  {hold.ref}: {hold.reason}")
    if len(holds) > HOLDS_SHOWN_MAX:
        session.say("more", count=len(holds) - HOLDS_SHOWN_MAX)


def show_plan(session: Session, planned: Plan, limit: int) -> None:
    """Show a plan's changes, field by field."""
    if not planned.changes:
        session.say("plan.empty")
        return
    for change in planned.changes[:limit]:
        show_change(session, change)
    if len(planned.changes) > limit:
        session.say("more", count=len(planned.changes) - limit)
    session.say("plan.count", count=len(planned.changes))


def show_change(session: Session, change: Change) -> None:
    """Show one change: what it does to which thing, and each field's step."""
    where = f" ({change.shop_key})" if change.shop_key is not None else ""
    session.print(f"{change.action} {change.ref}{where}", style="bold")
    for step in change.fields:
        reason = f"  [{step.owner}: {step.reason}]" if step.reason else ""
        session.print(f"  {step.field}: {shown(step.before)} → {shown(step.after)}{reason}")
