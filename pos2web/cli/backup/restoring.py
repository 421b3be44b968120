"""`restore`: bring an installation back from its backup; and the look at both sides afterwards."""

import os
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import Any

import click
import msgspec

from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.restoring import (
    Restored,
    RestoreRequest,
    RestoreStage,
    Told,
    is_unfinished,
)
from pos2web.backup.restore.restoring import restore as bring_back
from pos2web.backup.store import layout
from pos2web.backup.store.keys import Keys, own_key, read_keys
from pos2web.backup.store.location import BackupLocation
from pos2web.bootstrap import open_context, utc_now
from pos2web.cli.common.deciding import actor_of, by_option
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.instants import looking_back, zone_here
from pos2web.cli.common.progress import watching
from pos2web.cli.common.refusing import reading, refuse
from pos2web.cli.common.reporting import ReportPrinter, report_values, show_plan
from pos2web.cli.common.session import Session, command_session, json_option, local
from pos2web.cli.sync.commands import run_sync
from pos2web.engine.context import RunProgress
from pos2web.errors import Pos2WebError
from pos2web.opening import store_at
from pos2web.ports import BackupStore
from pos2web.settings import Home
from pos2web.translation import translate

PLAN_SHOWN_MAX = 50

key_option = click.option(
    "--key",
    "key_files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of a key that opens the backup; may be repeated.",
)


@click.command()
@click.argument("source")
@click.option("--name", help="Which installation, where the store holds several.")
@click.option("--at", metavar="INSTANT", help="The state at this instant; the latest otherwise.")
@key_option
@click.option(
    "--force", is_flag=True, help="Also over a living installation, which is put aside and kept."
)
@click.option("--compare/--no-compare", default=True, help="Look at till and site afterwards.")
@by_option
@json_option
@command_session
def restore(
    session: Session, source: str, *, name: str | None, as_json: bool, **given: Any
) -> Exit:
    """Bring Pos2Web's own data back from a backup, on an empty machine.

    SOURCE is a path, s3://bucket/prefix?endpoint=… or sftp://user@host/path; secrets of a store are
    read from the environment. Nothing is written to the till or the site.
    """
    at = given["at"]
    if at is not None:
        at = looking_back(session, at, utc_now(), zone_here(session))
    keys = keys_of(session, given["key_files"])
    store = store_at(source, os.environ)
    try:
        installation = name or only_one(session, store, source)
        wanted = RestoreRequest(
            at=at,
            force=given["force"],
            source=store.name,
            actor=actor_of(session, given["by"]),
        )
        location = BackupLocation(store=store, installation=installation)
        # One that was cut off at its very end needs no store any more.
        told = () if as_json or is_unfinished(session.home) else foretold(session, location, wanted)
        with reading(session):  # an instant at which there was nothing yet
            restored, seconds = carried_out(session, location, keys, wanted)
    finally:
        store.close()
    values = restored_values(restored, seconds) | {"name": installation}
    if not as_json:
        show_restored(session, installation, restored, seconds, told=told)
    code = Exit.DONE
    if given["compare"]:
        code, compared = compare(session, as_json=as_json)
        values |= compared
    if as_json:
        session.json(values)
    else:
        session.say("restore.next")
    return code


def keys_of(session: Session, files: Sequence[Path]) -> Keys:
    """The keys that were given; this machine's own where none was. Raises Refusal without any."""
    if files:
        return read_keys(files)
    own = session.home.backup_key
    if not own.exists():
        raise refuse(session, "restore.no_key")
    return own_key(own)


def only_one(session: Session, store: BackupStore, source: str) -> str:
    """The one installation of a store. Raises Refusal where there are none, or several."""
    names = sorted(layout.installations(store))
    if not names:
        raise refuse(session, "restore.empty", source=source)
    if len(names) > 1:
        raise refuse(session, "restore.which", source=source, names=", ".join(names))
    return names[0]


def foretold(session: Session, location: BackupLocation, wanted: RestoreRequest) -> Sequence[str]:
    """Say what a person should know before anything is restored; what was said."""
    found = holdings(location.store, location.installation)
    told = [*found.warnings, *found.notes(wanted.at)]
    for each in told:
        session.print_said(each, style="yellow")
    return told


def carried_out(
    session: Session,
    location: BackupLocation,
    keys: Keys,
    wanted: RestoreRequest,
    home: Home | None = None,
) -> tuple[Restored, float]:
    """Restore, with progress shown; and how many seconds it took."""
    began = monotonic()
    with watching(session) as progress:
        restored = bring_back(
            location, home or session.home, keys, wanted, clock=utc_now, progress=telling(progress)
        )
    return restored, monotonic() - began


def telling(progress: RunProgress) -> Told:
    """Progress of a restore as that of a run is shown."""
    shown: dict[RestoreStage, int] = {}

    def told(step: RestoreStage, done: int, total: int) -> None:
        if step not in shown:
            shown[step] = 0
            progress.phase(step.value, total)
        progress.advance(done - shown[step])
        shown[step] = done

    return told


def restored_values(restored: Restored, seconds: float) -> dict[str, Any]:
    """What came back, for JSON."""
    return {
        "position": restored.position,
        "at": restored.at,
        "events": restored.position,
        "epoch": restored.epoch.number,
        "from_epoch": restored.from_epoch,
        "objects": restored.objects,
        "size": restored.size,
        "aside": None if restored.aside is None else str(restored.aside),
        "warnings": restored.warnings,
        "seconds": round(seconds, 3),
    }


def show_restored(
    session: Session, name: str, restored: Restored, seconds: float, *, told: Sequence[str]
) -> None:
    """Say what came back, and what of it was not told yet."""
    at = "-" if restored.at is None else local(restored.at, zone_here(session))
    session.say(
        "restore.done",
        installation=name,
        position=restored.position,
        events=restored.position,
        at=at,
        seconds=seconds,
    )
    session.say("restore.epoch", number=restored.epoch.number)
    if restored.aside is not None:
        session.say("restore.aside", path=restored.aside)
    for warning in (each for each in restored.warnings if each not in told):
        session.print_said(warning, style="yellow")
    session.say("backup.own_only")


def compare(session: Session, *, as_json: bool) -> tuple[Exit, dict[str, Any]]:
    """Look at both sides, and say what a sync would do; what kept us from it is no failure of the
    restore."""
    try:
        with open_context(session.settings(), sleep=session.sleep) as context:
            report = run_sync(session, context, dry_run=True)
            told = ReportPrinter.of(session, context)
            values = report_values(told, report)
            if report.outcome != "done" and report.plan is None:
                if not as_json:
                    session.say("restore.not_compared", reason=told.because(report.reason))
            elif not as_json:
                session.say("restore.compared")
                show_plan(told, report, PLAN_SHOWN_MAX)
    except Pos2WebError as error:
        if not as_json:
            session.say("restore.not_compared", reason=translate(error, session.language))
        return Exit.DONE, {"plan": None, "not_compared": str(error)}
    plan = msgspec.to_builtins(values.get("plan"))
    return Exit.DONE, {"plan": plan, "not_compared": "" if plan else values["reason"]}
