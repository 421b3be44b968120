"""`status`: where the installation stands."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

import click
import msgspec

from pos2web.bootstrap import Archive, read_archive
from pos2web.cli.exits import Exit
from pos2web.cli.reporting import Telling, show_holds
from pos2web.cli.session import Session, command_session, json_option, local
from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind, Ref
from pos2web.engine.sync import TASK
from pos2web.settings import Settings
from projections import catalogue, claims, holds, links, runs, site

RUNS_SEARCHED = 100


@click.command()
@json_option
@command_session
def status(session: Session, as_json: bool) -> Exit:
    """Say how the last sync went, what each side holds, and what is held back and why."""
    settings = session.settings()
    with read_archive(settings) as archive:
        told = Telling.by(session, archive.models)
        standing = Standing.of(settings, archive)
        if as_json:
            session.json(status_values(told, standing))
        else:
            show_status(told, standing)
    return Exit.DONE


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the installation stands. `linked` is None where a kind has no links of its own."""

    position: int
    holder: str
    last_run: runs.Run | None
    counts: dict[Kind, dict[str, int | None]]
    held: list[tuple[Ref, Reason]]
    unresolved: int

    @classmethod
    def of(cls, settings: Settings, archive: Archive) -> Self:
        """Read it."""
        models, till, shop = archive.models, settings.till.name, settings.shop.name
        # Stock has no links of its own: it goes with its product or variant.
        linked = Counter(ref.kind for ref in links.load(models, shop))
        at_till, on_site = catalogue.load(models, till), site.load(models, shop)
        held = holds.load(models, till)
        return cls(
            position=archive.log.head,
            holder=archive.holder,
            last_run=next((r for r in runs.latest(models, RUNS_SEARCHED) if r.task == TASK), None),
            counts={
                kind: {
                    "till": len(at_till.get(kind, {})),
                    "site": len(on_site.get(kind, {})),
                    "linked": None if kind is Kind.STOCK else linked[kind],
                }
                for kind in Kind
            },
            held=[(ref, held[ref].reason) for ref in sorted(held)],
            unresolved=len(claims.unresolved(models)),
        )


def status_values(told: Telling, standing: Standing) -> dict[str, Any]:
    """Where the installation stands, for JSON."""
    last = standing.last_run
    return {
        "position": standing.position,
        "holder": standing.holder,
        "last_run": last and msgspec.to_builtins(last) | told.reason_values(last.reason),
        "counts": standing.counts,
        "held": told.hold_values(standing.held),
        "unresolved": standing.unresolved,
    }


def show_status(told: Telling, standing: Standing) -> None:
    """Say where the installation stands."""
    session, last = told.session, standing.last_run
    if last is None:
        session.say("status.never")
    else:
        outcome, started = session.text(f"outcome.{last.outcome}"), local(last.started_at)
        session.say("status.last", started=started, outcome=outcome, writes=last.writes)
        if last.reason is not None:
            session.print(f"  {told.because(last.reason)}")
    if standing.holder:
        session.print(standing.holder)
    plurals = told.here.book.plurals
    rows = [(plurals[kind], *counts.values()) for kind, counts in standing.counts.items()]
    session.table(session.text("status.columns").split(","), rows)
    show_holds(told, standing.held)
    if standing.unresolved:
        session.say("status.unresolved", count=standing.unresolved)
