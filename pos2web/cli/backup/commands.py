"""`backup`: take one now, list what can be restored, try it, and the keys that open it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import click

from pos2web.backup.epochs import epochs as claims
from pos2web.backup.restore.points import Holdings, holdings
from pos2web.backup.ship.retention import WINDOWS
from pos2web.backup.store.keys import generate, own_key, write_key
from pos2web.backup.verifying import verify as look_through
from pos2web.bootstrap import open_backups, read_log, utc_now
from pos2web.cli.common.controlling import control_of
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.tasks.runs import WAIT_S_MAX, exit_of
from pos2web.domain.archive_facts import BackedUp, BackupDrilled
from pos2web.domain.streams import backup_stream
from pos2web.history import till_wording
from pos2web.log import Log
from pos2web.settings import zone_of
from pos2web.tasks.backups import BACKUP, DRILL, STORE, Backups, required
from pos2web.tasks.control import LastRun

POINTS_SHOWN = 10
UNITS = ("B", "kB", "MB", "GB")


@click.group()
def backup() -> None:
    """Backups of Pos2Web's own data: neither the till nor the site is backed up."""


@backup.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Make a new key, and write its private half to this file.",
)
@json_option
@command_session
def keys(session: Session, out: Path | None, as_json: bool) -> Exit:
    """List who can open the backups; with --out, make a key for the merchant or the technician."""
    if out is not None:
        recipient = write_key(out, generate())
        if as_json:
            session.json({"recipient": recipient, "file": str(out)})
        else:
            session.say("backup.key_made", recipient=recipient, file=out)
        return Exit.DONE
    settings = session.settings()
    own = own_key(settings.home.backup_key).recipients[0]
    others = settings.backup.recipients if settings.backup else ()
    if as_json:
        session.json({"own": own, "recipients": others})
        return Exit.DONE
    rows = [(session.text("backup.key_own"), own)]
    rows += [(session.text("backup.key_other"), each) for each in others]
    session.table(session.text("backup.key_columns").split(","), rows)
    if not others:
        session.tell("backup.only_own_key")
    return Exit.DONE


@backup.command()
@json_option
@command_session
def now(session: Session, as_json: bool) -> Exit:
    """Back up everything now, and remove what is out of the offer's window."""
    last, code, fact = _run(session, BACKUP)
    values = _fact_values(fact)
    if as_json:
        session.json(values | _run_values(session, last))
    elif isinstance(fact, BackedUp):
        told = values | {"at": _local(session, fact.at), "size": size(fact.stored_bytes)}
        session.say("backup.made", **told)
        if fact.pruned:
            session.say("backup.pruned", count=fact.pruned)
        session.say("backup.own_only")
    else:
        _say_failure(session, BACKUP, last)
    return code


@backup.command()
@json_option
@command_session
def drill(session: Session, as_json: bool) -> Exit:
    """Restore into a scratch folder, and compare with the living state; nothing else is touched."""
    last, code, fact = _run(session, DRILL)
    if as_json:
        session.json(_fact_values(fact) | _run_values(session, last))
    elif isinstance(fact, BackupDrilled) and not fact.problems:
        session.say("backup.drilled", events=fact.events, seconds=fact.rto_ms / 1000)
    else:
        _say_failure(session, DRILL, last)
        for problem in fact.told if isinstance(fact, BackupDrilled) else ():
            session.print_said(problem, style="red")
    return code


@backup.command("list")
@click.option("--all", "every", is_flag=True, help="Every restore point, not only the newest.")
@json_option
@command_session
def list_(session: Session, every: bool, as_json: bool) -> Exit:
    """List what can be restored, and how far the store is; nothing is downloaded."""
    settings = session.settings()
    with open_backups(settings) as opened:
        backups = required(opened)
        found, here = holdings(backups.location.store, backups.location.installation), LocalState()
        if settings.home.log.exists():
            with read_log(settings) as log:
                here = LocalState.of(log)
    if as_json:
        session.json(holdings_values(backups, found, here))
    else:
        show_holdings(session, backups, found, here, every=every)
    return Exit.DONE if found.newest else Exit.PROBLEM


@backup.command()
@json_option
@command_session
def verify(session: Session, as_json: bool) -> Exit:
    """Download, open and check everything on the store; nothing is changed."""
    with open_backups(session.settings()) as opened:
        backups = required(opened)
        began = utc_now()
        report = look_through(backups.location, backups.keys)
        seconds = (utc_now() - began).total_seconds()
    values = {"events": report.events, "objects": report.objects, "problems": report.problems}
    if as_json:
        session.json(values | {"ok": not report.problems, "seconds": round(seconds, 3)})
    elif report.problems:
        for problem in report.problems:
            session.print_said(problem, style="red")
    else:
        session.say("backup.verified", **values, seconds=seconds)
    return Exit.PROBLEM if report.problems else Exit.DONE


@dataclass(frozen=True, kw_only=True)
class LocalState:
    """What the log of this home knows: how far it goes, in which epoch, and when it began."""

    head: int = 0
    epoch: str = ""
    since: datetime | None = None

    @classmethod
    def of(cls, log: Log) -> Self:
        """The local state as a log shows it."""
        epoch, first = claims.of(log), next(log.read(0, limit=1), None)
        return cls(
            head=log.head,
            epoch=epoch.id if epoch else "",
            since=first.recorded_at if first else None,
        )


def earliest(backups: Backups, found: Holdings, here: LocalState) -> datetime | None:
    """From when on any instant can be restored and is promised; None where nothing can be.

    The names on a store tell when an epoch began, and when the last event of an object was
    recorded; only the log here tells when its first was.
    """
    points = list(found.points)
    if not points:
        return None
    oldest = found.lives[0]
    begins = [oldest.begins, points[0].at]
    if here.since is not None and here.epoch in [life.epoch.id for life in found.lives]:
        begins.append(here.since)
    return min(max(min(begins), utc_now() - WINDOWS[backups.offer]), points[-1].at)


def holdings_values(backups: Backups, found: Holdings, here: LocalState) -> dict[str, Any]:
    """What can be restored, for JSON; instants outside the offer's window are not promised."""
    newest, listing, head = found.newest, found.listing, here.head
    points = list(found.points)
    return {
        "name": listing.installation,
        "store": backups.location.store.name,
        "offer": backups.offer,
        "window_days": WINDOWS[backups.offer].days,
        "epoch": newest.epoch.number if newest else 0,
        "position": newest.reach if newest else 0,
        "from": earliest(backups, found, here),
        "until": newest.until if newest else None,
        "behind": max(0, head - newest.reach) if newest else head,
        "objects": len(listing.found),
        "size": listing.size,
        "points": [
            {"epoch": each.epoch, "position": each.position, "at": each.at} for each in points
        ],
        "warnings": [*found.warnings, *found.notes(None)],
    }


def show_holdings(
    session: Session, backups: Backups, found: Holdings, here: LocalState, *, every: bool
) -> None:
    """Say what can be restored."""
    values = holdings_values(backups, found, here)
    points, store = list(found.points), backups.location.store.name
    if not points:
        session.say("backup.none", installation=values["name"], store=store)
        return
    session.say(
        "backup.restorable",
        installation=values["name"],
        offer=f"{backups.offer} ({session.text(f'backup.offer.{backups.offer}')})",
        begins=_local(session, min(_whole_second(values["from"]), points[-1].at)),
        ends=_local(session, points[-1].at),
    )
    told = {name: values[name] for name in ("objects", "position")}
    session.say("backup.size", store=store, size=size(values["size"]), **told)
    if values["behind"]:
        session.say("backup.behind", count=values["behind"])
    shown = points if every else points[-POINTS_SHOWN:]
    rows = [(each.epoch, each.position, _local(session, each.at)) for each in reversed(shown)]
    session.table(session.text("backup.columns").split(","), rows)
    for warning in values["warnings"]:
        session.print_said(warning, style="yellow")
    session.say("backup.own_only")


def size(count: int) -> str:
    """So many bytes, for people."""
    amount, unit = float(count), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return (
        f"{amount:.0f} {UNITS[unit]}"
        if amount >= 100 or not unit
        else f"{amount:.1f} {UNITS[unit]}"
    )


def _run(
    session: Session, task: str
) -> tuple[LastRun | None, Exit, BackedUp | BackupDrilled | None]:
    """Run a task in the daemon or here: its run, the exit code, and what it recorded."""
    settings = session.settings()
    required_settings(settings.backup is not None)
    with control_of(session) as control:
        asked = control.run(task, wait_s=WAIT_S_MAX)
    with read_log(settings) as log:
        fact = recorded(log, task, asked.last)
    return asked.last, exit_of(asked, WAIT_S_MAX), fact


def required_settings(is_set: bool) -> None:
    """Raise SettingsError where no backup is set up."""
    if not is_set:
        required(None)


def recorded(log: Log, task: str, last: LastRun | None) -> BackedUp | BackupDrilled | None:
    """What a run recorded of a backup; None when nothing."""
    kind = BackedUp if task == BACKUP else BackupDrilled
    found = None
    for event in log.read_stream(backup_stream(STORE)):
        if isinstance(event.fact, kind) and last is not None and event.run == last.run:
            found = event.fact
    return found


def _fact_values(fact: BackedUp | BackupDrilled | None) -> dict[str, Any]:
    names = () if fact is None else fact.__struct_fields__
    return {name: getattr(fact, name) for name in names if name != "said"}


def _run_values(session: Session, last: LastRun | None) -> dict[str, Any]:
    told = ReportPrinter(session=session, here=till_wording(session.language))
    if last is None:
        return {"outcome": "unknown", "run": "", "reason": None}
    return {"outcome": last.outcome, "run": last.run, **told.reason_values(last.reason)}


def _say_failure(session: Session, task: str, last: LastRun | None) -> None:
    if last is None:
        session.say("backup.goes_on", task=task)
        return
    told = ReportPrinter(session=session, here=till_wording(session.language))
    session.tell(f"{task}.failed", reason=told.because(last.reason))


def _whole_second(at: datetime) -> datetime:
    """The first second that does not begin before an instant: as it is shown it can be typed."""
    return (at + timedelta(microseconds=999_999)).replace(microsecond=0)


def _local(session: Session, at: datetime) -> str:
    return local(at, zone_of(session.settings().daemon.zone))
