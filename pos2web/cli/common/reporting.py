"""What a run did or would do, told in the person's language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

import msgspec

from pos2web.cli.common.exits import OUTCOMES, Exit, exit_of
from pos2web.cli.common.session import Session
from pos2web.domain.changes import Change, Hold
from pos2web.domain.reasons import Reason
from pos2web.domain.values import ConnectionName, Ref
from pos2web.engine.context import RunReport, SyncContext
from pos2web.history import (
    ThingNames,
    Wording,
    because,
    headline,
    reason_of,
    steps,
    till_wording,
    titled,
)
from pos2web.views.archive import Archive

HOLDS_SHOWN_MAX = 20


@dataclass(frozen=True, kw_only=True)
class ReportPrinter:
    """Who is told, in which words; for as long as the read models are open."""

    session: Session
    here: Wording

    @classmethod
    def of(cls, session: Session, known: Archive | SyncContext) -> Self:
        """Things are called by the names that the read models know."""
        names = ThingNames(known.models, session.language)
        return cls(session=session, here=till_wording(session.language, names))

    def of_side(self, connection: ConnectionName) -> Wording:
        """The words for the things of one connection."""
        return msgspec.structs.replace(self.here, connection=connection)

    def thing(self, ref: Ref) -> str:
        """A till's thing, by its name and number, at the beginning of a line."""
        title = titled(ref, self.session.language, names=self.here.names)
        return title[:1].upper() + title[1:]

    def because(self, reason: Reason | None) -> str:
        """A reason; nothing where there is none."""
        if reason is None:
            return ""
        return because(reason, self.session.language, names=self.here.names)

    def reason_values(self, reason: Reason | None) -> dict[str, str]:
        """A reason for JSON: its text in the person's language, and its code."""
        code = "" if reason is None else reason.code.value
        return {"reason": self.because(reason), "code": code}

    def hold_values(self, holds: Iterable[tuple[Ref, Reason]]) -> list[dict[str, str]]:
        """What is held, for JSON."""
        return [{"ref": str(ref)} | self.reason_values(reason) for ref, reason in holds]


def report_values(told: ReportPrinter, report: RunReport) -> dict[str, Any]:
    """A report as JSON; the plan only where there is one to look at."""
    values = plain_values(report)
    values |= told.reason_values(report.reason)
    values["holds"] = told.hold_values(pairs(report.holds))
    if report.plan is None:
        del values["plan"]
    else:
        values["plan"]["holds"] = told.hold_values(pairs(report.plan.holds))
    return values


def plain_values(report: RunReport) -> dict[str, Any]:
    """A report's fields; the error that ended it is told by its `reason`."""
    values: dict[str, Any] = msgspec.to_builtins(replace(report, failure=None))
    del values["failure"]
    return values


def pairs(holds: Iterable[Hold]) -> list[tuple[Ref, Reason]]:
    """What is held, and why."""
    return [(hold.ref, hold.reason) for hold in holds]


def show_report(told: ReportPrinter, report: RunReport) -> None:
    """Say how a run ended."""
    values = plain_values(report) | {"reason": told.because(report.reason)}
    told.session.say(f"sync.{report.outcome}", **values)
    if report.outcome == "done" or report.writes:
        told.session.say("sync.totals", **values)
    show_holds(told, pairs(report.holds))


def show_holds(told: ReportPrinter, holds: list[tuple[Ref, Reason]]) -> None:
    """Say what is held back, and why."""
    if not holds:
        return
    told.session.print(f"{told.session.text('held')} ({len(holds)})", style="bold")
    for ref, reason in holds[:HOLDS_SHOWN_MAX]:
        said = f"{told.thing(ref)}{told.here.book.colon}{told.because(reason)}"
        told.session.print_below("  ", said)
    if len(holds) > HOLDS_SHOWN_MAX:
        told.session.say("more", count=len(holds) - HOLDS_SHOWN_MAX)


def show_plan(told: ReportPrinter, report: RunReport, limit: int) -> None:
    """Show what a run would do; only why, where it did not get as far as a plan."""
    session, planned = told.session, report.plan
    if planned is not None:
        for change in planned.changes[:limit]:
            show_change(told, change)
        if len(planned.changes) > limit:
            session.say("more", count=len(planned.changes) - limit)
        session.say("plan.count" if planned.changes else "plan.empty", count=len(planned.changes))
    show_holds(told, pairs(report.holds))
    if report.outcome != "done":
        session.tell(f"plan.{report.outcome}", reason=told.because(report.reason))
    elif report.reason is not None:
        session.tell("plan.asks", reason=told.because(report.reason))


def show_change(told: ReportPrinter, change: Change) -> None:
    """Show one change: what it does to which thing, and each field's step."""
    whole = reason_of(change, told.here)
    told.session.print(headline(change, told.here) + in_brackets(whole), style="bold")
    if whole:
        return
    for step in steps(change, told.here):
        values = " → ".join(filter(None, [step.before, step.after]))
        colon = told.here.book.colon if values else ""
        told.session.print_below("  ", f"{step.field}{colon}{values}{in_brackets(step.reason)}")


def in_brackets(reason: str) -> str:
    """A remark at the end of a line, if there is one."""
    return f"  ({reason})" if reason else ""


def exit_of_run(report: RunReport) -> Exit:
    """The code that tells a script how a run ended."""
    return OUTCOMES[report.outcome] if report.failure is None else exit_of(report.failure)
