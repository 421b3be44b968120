"""`status`: where the installation stands."""

from collections.abc import Mapping
from typing import Any

import click
import msgspec

from pos2web.bootstrap import read_archive
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.moments import latest, past_options, point_of, point_values, say_point
from pos2web.cli.common.overview import ago, last_values, overview_of
from pos2web.cli.common.reporting import ReportPrinter, show_holds
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.status.verdict import show_verdict, verdict_values
from pos2web.cli.tasks.screens import show_alerts, show_tasks
from pos2web.daemon.presence import find
from pos2web.domain.connections import own_name
from pos2web.domain.values import ConnectionName
from pos2web.messages import kept
from pos2web.settings import Settings, zone_of
from pos2web.tasks.control import Overview
from pos2web.translation import translate
from pos2web.views.archive import Archive, PointInTime, archive_at
from pos2web.views.status.overview import overview_at
from pos2web.views.status.standing import InstallationStatus, standing


@click.command()
@past_options
@json_option
@command_session
def status(session: Session, at: str | None, at_position: int | None, as_json: bool) -> Exit:
    """Say whether all is well or what needs somebody; then who writes to the shop, how the tasks and
    the last sync went, what each side holds, and what is held back and why."""
    settings = session.settings()
    with read_archive(settings) as archive:
        point = point_of(session, archive, at, at_position)
        if point is None:
            answer(session, settings, archive, overview_of(session, settings, archive), as_json)
        else:
            answer_then(session, settings, archive, point, as_json)
    return Exit.DONE


def answer_then(
    session: Session, settings: Settings, archive: Archive, point: PointInTime, as_json: bool
) -> None:
    """Where it stood."""
    if not as_json:
        say_point(session, point)
    with archive_at(archive, settings, point) as then:
        overview = overview_at(settings, then, point)
        answer(session, settings, then, overview, as_json, at=point)


def answer(
    session: Session,
    settings: Settings,
    archive: Archive,
    overview: Overview,
    as_json: bool,
    at: PointInTime | None = None,
) -> None:
    """Say all of it: of each shop where there are several, below its name."""
    told, each = ReportPrinter.of(session, archive), settings.per_shop()
    position = latest(archive).position if at is None else at.position
    stands = {one.shop.name: standing(one, archive, position) for one in each}
    if as_json:
        session.json(answer_values(told, stands, overview, at))
        return
    for name, stood in stands.items():
        if len(each) > 1:
            session.print(session.text("shop", shop=own_name(name)), style="bold")
        show_verdict(told, stood, overview)
        show_writer(told, stood)
        if len(each) > 1:
            show_status(told, stood)
    show_running(told, overview)
    if len(each) == 1:
        show_status(told, stands[each[0].shop.name])


def answer_values(
    told: ReportPrinter,
    stands: Mapping[ConnectionName, InstallationStatus],
    overview: Overview,
    at: PointInTime | None,
) -> dict[str, Any]:
    """All of it for JSON; `shops` by name where there are several."""
    of_shops = {
        own_name(name): status_values(told, stood)
        | {"verdict": verdict_values(told, stood, overview)}
        for name, stood in stands.items()
    }
    values = of_shops.popitem()[1] if len(of_shops) == 1 else {"shops": of_shops}
    values |= running_values(told, overview)
    return values if at is None else values | {"at": point_values(at)}


def status_values(told: ReportPrinter, stands: InstallationStatus) -> dict[str, Any]:
    """Where the installation stands, for JSON."""
    last, superseded = stands.last_sync, stands.superseded
    return {
        "epoch": stands.epoch,
        "superseded": superseded
        and {"since": superseded.since} | told.reason_values(superseded.reason),
        "position": stands.position,
        "holder": stands.holder,
        "last_run": last and msgspec.to_builtins(last) | told.reason_values(last.reason),
        "counts": stands.counts,
        "held": told.hold_values(stands.held),
        "unresolved": stands.unresolved,
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


def show_writer(told: ReportPrinter, stands: InstallationStatus) -> None:
    """Say that another installation writes to the shop, if it does, and which epoch this is."""
    session, epoch = told.session, stands.epoch
    if stands.superseded is not None:
        why = told.because(stands.superseded.reason)
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
        problem = translate(kept(backup.problem, backup.said), session.language)
        session.say("status.backup_behind", since=since, problem=problem)
    elif backup.at is not None:
        at = ago(session, backup.at, overview.now)
        session.say("status.backup", position=backup.position, at=at)


def show_status(told: ReportPrinter, stands: InstallationStatus) -> None:
    """Say where the installation stands."""
    session, last = told.session, stands.last_sync
    if last is None:
        session.say("status.never")
    else:
        zone = zone_of(session.settings().daemon.zone)
        outcome, started = session.text(f"outcome.{last.outcome}"), local(last.started_at, zone)
        session.say("status.last", started=started, outcome=outcome, writes=last.writes)
        if last.reason is not None:
            session.print(f"  {told.because(last.reason)}")
    if stands.holder:
        session.print_said(stands.holder)
    plurals = told.here.book.plurals

    rows = [(plurals[kind], one.till, one.site, one.linked) for kind, one in stands.counts.items()]
    session.table(session.text("status.columns").split(","), rows)
    show_holds(told, [*stands.held])
    if stands.unresolved:
        session.say("status.unresolved", count=stands.unresolved)
