"""`plan` and `sync`: what would be written to the shop, and writing it."""

from typing import Any

import click

from pos2web.bootstrap import open_house
from pos2web.cli.exits import Exit, exit_of_run
from pos2web.cli.progress import stopping, watching
from pos2web.cli.reporting import Telling, report_values, show_plan, show_report
from pos2web.cli.session import Session, command_session, json_option
from pos2web.engine.house import House, Options, Report
from pos2web.engine.sync import sync as synchronise

PLAN_SHOWN_MAX = 100


@click.command()
@click.option(
    "--limit", default=100, show_default=True, help="Show at most so many changes (not in JSON)."
)
@json_option
@command_session
def plan(session: Session, limit: int, as_json: bool) -> Exit:
    """Show what a sync would change on the shop; nothing is written to it."""
    with open_house(session.settings()) as house:
        report = run_sync(session, house, dry_run=True)
        told = Telling.of(session, house)
        if as_json:
            session.json(report_values(told, report))
        else:
            show_plan(told, report, limit)
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
    with open_house(session.settings()) as house:
        report = run_sync(session, house, dry_run=dry_run, approved=approved, retry_held=retry_held)
        told = Telling.of(session, house)
        if as_json:
            session.json(report_values(told, report))
        elif dry_run:
            show_plan(told, report, limit=PLAN_SHOWN_MAX)
        else:
            show_report(told, report)
    return exit_of_run(report)


def run_sync(session: Session, house: House, **wanted: Any) -> Report:
    """One run over the installation's till and shop, watched and stoppable."""
    with stopping(session) as stop, watching(session) as progress:
        return synchronise(house, Options(stop=stop, progress=progress, **wanted))
