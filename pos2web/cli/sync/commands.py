"""`plan` and `sync`: what would be written to the shop, and writing it."""

from contextlib import closing
from functools import partial
from typing import Any

import click

from pos2web.bootstrap import open_context, read_archive, utc_now
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import latest, past_options, point_of, point_values, say_point
from pos2web.cli.common.progress import stopping, watching
from pos2web.cli.common.reporting import (
    ReportPrinter,
    exit_of_run,
    report_values,
    show_plan,
    show_report,
)
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.common.shops import Answered, over_shops
from pos2web.domain.profile import ShopProfile
from pos2web.engine.context import RunOptions, RunReport, SyncContext
from pos2web.engine.sync import sync as synchronise
from pos2web.errors import Pos2WebError
from pos2web.opening import open_shop
from pos2web.settings import Settings
from pos2web.views.archive import Archive, archive_at
from pos2web.views.plan.as_of import known_profile, plan_then

PLAN_SHOWN_MAX = 100


@click.command()
@click.option(
    "--limit", default=100, show_default=True, help="Show at most so many changes (not in JSON)."
)
@past_options
@json_option
@command_session
def plan(
    session: Session, limit: int, at: str | None, at_position: int | None, as_json: bool
) -> Exit:
    """Show what a sync would change on the shop; nothing is written to it.

    With --at what it would have had to do then, by what was known; nothing is read from either side.
    """
    if at is not None or at_position is not None:
        return plan_at(session, limit, at, at_position, as_json)
    return over_shops(session, partial(plan_one, session, limit, as_json), as_json)


def plan_one(session: Session, limit: int, as_json: bool, settings: Settings) -> Answered:
    """What a sync of one shop would change."""
    with open_context(settings, sleep=session.sleep) as context:
        report = run_sync(session, context, dry_run=True)
        told = ReportPrinter.of(session, context)
        if not as_json:
            show_plan(told, report, limit)
        return exit_of_run(report), report_values(told, report)


def plan_at(
    session: Session, limit: int, at: str | None, at_position: int | None, as_json: bool
) -> Exit:
    """What a sync would have had to do at a moment."""
    settings = session.settings()
    with read_archive(settings) as archive:
        point = point_of(session, archive, at, at_position) or latest(archive)
        with archive_at(archive, settings, point) as then:
            profile = shop_profile(session, settings, then)
            report = plan_then(settings, then, point, profile)
            told = ReportPrinter.of(session, then)
            if as_json:
                session.json(report_values(told, report) | {"at": point_values(point)})
            else:
                say_point(session, point)
                session.tell("plan.then")
                show_plan(told, report, limit)
    return Exit.DONE


def shop_profile(session: Session, settings: Settings, archive: Archive) -> ShopProfile:
    """What the shop is like today; where it can't be asked, as far as its things of then show it."""
    try:
        with closing(open_shop(settings, clock=utc_now, sleep=session.sleep)) as shop:
            return shop.profile()
    except Pos2WebError as error:
        session.tell("plan.then_away", why=error)
        return known_profile(settings, archive)


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
    wanted = {"dry_run": dry_run, "approved": approved, "retry_held": retry_held}
    return over_shops(session, partial(sync_one, session, wanted, as_json), as_json)


def sync_one(
    session: Session, wanted: dict[str, bool], as_json: bool, settings: Settings
) -> Answered:
    """Bring one shop in step."""
    with open_context(settings, sleep=session.sleep) as context:
        report = run_sync(session, context, **wanted)
        told = ReportPrinter.of(session, context)
        if wanted["dry_run"] and not as_json:
            show_plan(told, report, limit=PLAN_SHOWN_MAX)
        elif not as_json:
            show_report(told, report)
        return exit_of_run(report), report_values(told, report)


def run_sync(session: Session, context: SyncContext, **wanted: Any) -> RunReport:
    """One run over the installation's till and shop, watched and stoppable."""
    with stopping(session) as stop, watching(session) as progress:
        return synchronise(context, RunOptions(stop=stop, progress=progress, **wanted))
