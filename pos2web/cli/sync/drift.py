"""`drift`: looking at what differs."""

from functools import partial
from typing import Any

import click
import msgspec

from pos2web.bootstrap import open_context
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.progress import stopping, watching
from pos2web.cli.common.reporting import ReportPrinter, exit_of_run, pairs, show_holds
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.common.shops import Answered, over_shops
from pos2web.domain.reasons import Reason
from pos2web.domain.values import Ref
from pos2web.engine.context import RunOptions
from pos2web.engine.drift import Drift
from pos2web.engine.drift import drift as differences
from pos2web.history import difference
from pos2web.settings import Settings


@click.command()
@json_option
@command_session
def drift(session: Session, as_json: bool) -> Exit:
    """Compare till and site field by field; nothing is written to the shop.

    Ends with 1 when they differ.
    """
    return over_shops(session, partial(drift_of, session, as_json), as_json)


def drift_of(session: Session, as_json: bool, settings: Settings) -> Answered:
    """Compare the till with one shop."""
    with (
        open_context(settings, sleep=session.sleep) as context,
        stopping(session) as stop,
        watching(session) as progress,
    ):
        report, found = differences(context, RunOptions(stop=stop, progress=progress))
        told_by = ReportPrinter.of(session, context)
        values = [msgspec.to_builtins(each) | {"ref": str(each.ref)} for each in found]
        said: dict[str, Any] = {"outcome": report.outcome} | told_by.reason_values(report.reason)
        if report.outcome == "done" and not as_json:
            show_drift(told_by, found, pairs(report.holds))
    said["differences"] = values
    if report.outcome != "done":
        session.tell(f"plan.{report.outcome}", reason=told_by.because(report.reason))
        return exit_of_run(report), said
    return Exit.PROBLEM if found else Exit.DONE, said


def show_drift(told: ReportPrinter, found: list[Drift], held: list[tuple[Ref, Reason]]) -> None:
    """Show what differs, and what is held back."""
    session, here = told.session, told.here
    if not found:
        session.say("drift.none_but_held" if held else "drift.none")
        show_holds(told, held)
        return
    rows = []
    for each in found:
        site, till = difference(each.field, each.site, each.till, here)
        field = here.shop_field(each.field) if each.field else ""
        rows.append((told.thing(each.ref), field, till, site, here.said(each.reason)))
    session.table(session.text("drift.columns").split(","), rows)
    session.say("drift.count", count=len(found))
    show_holds(told, held)
