"""`status`: where the installation stands."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Self

import click
import msgspec

from pos2web.bootstrap import Archive, read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import (
    PointInTime,
    models_of,
    past_options,
    point_of,
    point_values,
    say_point,
)
from pos2web.cli.common.overview import ago, last_values, overview_at, overview_of
from pos2web.cli.common.reporting import ReportPrinter, show_holds
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.tasks.screens import show_alerts, show_tasks
from pos2web.daemon.presence import find
from pos2web.domain.epochs import Epoch
from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind, Ref
from pos2web.engine.sync import TASK
from pos2web.projections import catalogue, claims, epochs, holds, links, runs, site
from pos2web.projections.read_models import ReadModels
from pos2web.said import in_language, kept
from pos2web.settings import Settings, zone_of
from pos2web.tasks.control import Overview

RUNS_SEARCHED = 100


@click.command()
@past_options
@json_option
@command_session
def status(session: Session, at: str | None, at_position: int | None, as_json: bool) -> Exit:
    """Say who writes to the shop, whether the daemon runs, what is wrong, how the tasks and the last
    sync went, what each side holds, and what is held back and why."""
    settings = session.settings()
    with read_archive(settings) as archive:
        point = point_of(session, archive.log, at, at_position)
        if point is None:
            standing = InstallationStatus.of(settings, archive)
            answer(
                session, archive.models, standing, overview_of(session, settings, archive), as_json
            )
        else:
            answer_then(session, settings, archive, point, as_json)
    return Exit.DONE


def answer_then(
    session: Session, settings: Settings, archive: Archive, point: PointInTime, as_json: bool
) -> None:
    """Where it stood."""
    if not as_json:
        say_point(session, point)
    with models_of(settings, archive.log, point) as models:
        then = replace(archive, models=models, holder="")
        standing = replace(InstallationStatus.of(settings, then), position=point.position)
        overview = overview_at(settings, models, point.position, point.at)
        answer(session, models, standing, overview, as_json, at=point)


def answer(
    session: Session,
    models: ReadModels,
    standing: "InstallationStatus",
    overview: Overview,
    as_json: bool,
    at: PointInTime | None = None,
) -> None:
    """Say all of it."""
    told = ReportPrinter.by(session, models)
    if as_json:
        values = status_values(told, standing) | running_values(told, overview)
        session.json(values if at is None else values | {"at": point_values(at)})
    else:
        show_writer(told, standing)
        show_running(told, overview)
        show_status(told, standing)


@dataclass(frozen=True, kw_only=True)
class InstallationStatus:
    """Where the installation stands. `linked` is None where a kind has no links of its own."""

    position: int
    holder: str
    last_run: runs.Run | None
    counts: dict[Kind, dict[str, int | None]]
    held: list[tuple[Ref, Reason]]
    unresolved: int
    epoch: Epoch | None
    refusal: epochs.WriterConflict | None

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
            epoch=epochs.current(models),
            refusal=epochs.refusal(models, shop),
        )


def status_values(told: ReportPrinter, standing: InstallationStatus) -> dict[str, Any]:
    """Where the installation stands, for JSON."""
    last, refusal = standing.last_run, standing.refusal
    return {
        "epoch": standing.epoch,
        "superseded": refusal and {"since": refusal.since} | told.reason_values(refusal.reason),
        "position": standing.position,
        "holder": standing.holder,
        "last_run": last and msgspec.to_builtins(last) | told.reason_values(last.reason),
        "counts": standing.counts,
        "held": told.hold_values(standing.held),
        "unresolved": standing.unresolved,
    }


def running_values(told: ReportPrinter, overview: Overview) -> dict[str, Any]:
    """The daemon, the tasks and what is wrong, for JSON; the same as long as nothing happens."""
    presence = find(told.session.home) if overview.is_daemon else None
    daemon = presence and {
        "pid": overview.pid,
        "url": presence.url,
        "version": overview.version,
        "started_at": overview.started_at,
    }
    alerts = [
        {"alert": one.alert, "since": one.since, "told_by": one.told_by}
        | told.reason_values(one.reason)
        for one in overview.alerts
    ]
    tasks = [
        {
            "name": view.name,
            "is_enabled": view.setting.is_enabled,
            "state": view.state,
            "next_run": view.next_runs[0] if overview.is_daemon and view.next_runs else None,
            "last_run": last_values(told, view.last_run),
            "last_success_at": view.last_success_at,
        }
        for view in overview.tasks
    ]
    backup = msgspec.to_builtins(overview.backup)
    if backup is not None:
        backup.pop("said", None)
    return {"daemon": daemon, "alerts": alerts, "tasks": tasks, "backup": backup}


def show_writer(told: ReportPrinter, standing: InstallationStatus) -> None:
    """Say that another installation writes to the shop, if it does, and which epoch this is."""
    session, epoch = told.session, standing.epoch
    if standing.refusal is not None:
        why = told.because(standing.refusal.reason)
        session.print(f"! {why[:1].upper()}{why[1:]}.", style="bold red")
    if epoch is not None:
        since = told.here.instant(epoch.began_at)
        session.say("status.epoch", number=epoch.number, id=epoch.id, since=since)


def show_running(told: ReportPrinter, overview: Overview) -> None:
    """Say whether the daemon runs and where, what is wrong, and how the tasks stand."""
    session = told.session
    presence = find(session.home) if overview.is_daemon else None
    if presence is not None:
        since = ago(session, overview.started_at or presence.started_at, overview.now)
        session.say("status.daemon", pid=overview.pid, url=presence.url, since=since)
    show_alerts(told, overview)
    show_tasks(told, overview)
    show_backup(session, overview)


def show_backup(session: Session, overview: Overview) -> None:
    """Say how far the store of the backups is, where something ships to it."""
    backup = overview.backup
    if backup is None:
        return
    if backup.problem:
        since = ago(session, backup.behind_since or overview.now, overview.now)
        problem = in_language(kept(backup.problem, backup.said), session.language)
        session.say("status.backup_behind", since=since, problem=problem)
    elif backup.at is not None:
        at = ago(session, backup.at, overview.now)
        session.say("status.backup", position=backup.position, at=at)


def show_status(told: ReportPrinter, standing: InstallationStatus) -> None:
    """Say where the installation stands."""
    session, last = told.session, standing.last_run
    if last is None:
        session.say("status.never")
    else:
        zone = zone_of(session.settings().daemon.zone)
        outcome, started = session.text(f"outcome.{last.outcome}"), local(last.started_at, zone)
        session.say("status.last", started=started, outcome=outcome, writes=last.writes)
        if last.reason is not None:
            session.print(f"  {told.because(last.reason)}")
    if standing.holder:
        session.print_said(standing.holder)
    plurals = told.here.book.plurals
    rows = [(plurals[kind], *counts.values()) for kind, counts in standing.counts.items()]
    session.table(session.text("status.columns").split(","), rows)
    show_holds(told, standing.held)
    if standing.unresolved:
        session.say("status.unresolved", count=standing.unresolved)
