"""`projections` and `log`: care of what is stored."""

from collections.abc import Callable
from pathlib import Path

import click

from pos2web.bootstrap import open_archive, open_log, read_log, utc_now
from pos2web.cli.common.exits import Exit
from pos2web.cli.common.progress import watching
from pos2web.cli.common.refusing import CommandLineRefusal, refuse, refused, writing_to
from pos2web.cli.common.session import Session, command_session, json_option
from pos2web.cli.upkeep.tables import show_table
from pos2web.errors import ConflictError
from pos2web.log.exporting import export, load_folder
from pos2web.log.proving import prove
from pos2web.log.sealing import seal, sealed
from pos2web.messages import message
from pos2web.translation import translate

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group()
def projections() -> None:
    """The read models, which are worked out from the log."""


@projections.command()
@json_option
@command_session
def rebuild(session: Session, as_json: bool) -> Exit:
    """Drop the read models and work them out again from the log; the result is the same."""
    with open_archive(session.settings()) as archive:
        position = archive.models.rebuild(archive.log)
    if as_json:
        session.json({"position": position})
    else:
        session.say("rebuilt", position=position)
    return Exit.DONE


projections.add_command(show_table)


@click.group()
def log() -> None:
    """The log of events, which everything is worked out from."""


@log.command()
@json_option
@command_session
def verify(session: Session, as_json: bool) -> Exit:
    """Read the whole log and its sealed segments, and check that they are what was written."""
    settings = session.settings()
    with read_log(settings) as opened:
        report = prove(opened, settings.home.segments)
    if as_json:
        session.json(
            {
                "events": report.events,
                "segments": report.segments,
                "ok": report.ok,
                "problems": report.problems,
            }
        )
    elif report.ok:
        session.say("verified", events=report.events, segments=report.segments)
    else:
        for problem in report.problems:
            session.print_said(problem, style="red")
    return Exit.DONE if report.ok else Exit.PROBLEM


@log.command("seal")
@json_option
@command_session
def seal_log(session: Session, as_json: bool) -> Exit:
    """Seal all whole segments of the log now; the task `upkeep` does it by itself."""
    settings = session.settings()
    with open_log(settings) as opened:
        made = seal(opened, settings.home.segments)
        found = sealed(settings.home.segments)
        answer = {"sealed": len(made), "segments": len(found), "head": opened.head}
    answer["position"] = found[-1].last if found else 0
    if as_json:
        session.json(answer)
    else:
        session.say("log.sealed", **answer)
    return Exit.DONE


@log.command("export")
@click.argument("folder", type=FOLDER, required=False)
@click.option("--after", type=click.IntRange(min=0), default=0, help="Begin after this position.")
@click.option("--upto", type=click.IntRange(min=0), help="End with this position.")
@json_option
@command_session
def export_log(
    session: Session, folder: Path | None, after: int, upto: int | None, as_json: bool
) -> Exit:
    """Write the log as segments into FOLDER, which others can read (docs/archive-format.md).

    Without FOLDER: into one here that is named after this moment.
    """
    into = folder or Path(f"pos2web-log-{utc_now():%Y%m%dT%H%M%S}")
    with read_log(session.settings()) as opened, writing_to(session, into):
        try:
            exported = export(opened, into, after=after, upto=upto)
        except ConflictError as error:
            raise CommandLineRefusal(translate(error, session.language)) from error
        log_id = opened.id
    size = sum(path.stat().st_size for path in exported.files)
    answer = {
        "folder": str(into),
        "log": log_id,
        "first": exported.first,
        "last": exported.last,
        "files": len(exported.files),
        "size_bytes": size,
    }
    if as_json:
        session.json(answer)
    elif exported.files:
        session.say("log.exported", **answer)
    else:
        session.say("log.nothing_exported")
    return Exit.DONE


@log.command("import")
@click.argument("folder", type=FOLDER)
@json_option
@command_session
def import_log(session: Session, folder: Path, as_json: bool) -> Exit:
    """Make the log of the segments in FOLDER, in an installation that has none.

    All that Pos2Web knows is in it; the read models are worked out from it afterwards.
    """
    home = session.settings().home
    if not folder.is_dir():
        raise refuse(session, "log.no_folder", folder=folder)
    if not sealed(folder):
        raise refused(session, message("there are no segments of a log in {folder}", folder=folder))
    for there in (home.log, home.models, home.history, home.segments):
        if there.exists():
            raise ConflictError(session.text("log.not_empty", path=there))
    with watching(session) as watcher:
        watcher.phase("load", None)
        loaded = load_folder(home.log, folder, clock=utc_now, progress=_steps(watcher.advance))
    answer = {"log": loaded.log, "position": loaded.position}
    if as_json:
        session.json(answer)
    else:
        session.say("log.imported", **answer)
    return Exit.DONE


def _steps(advance: Callable[[int], None]) -> Callable[[int], None]:
    """Told how far it is, says by how much it moved."""
    before = 0

    def told(position: int) -> None:
        nonlocal before
        advance(position - before)
        before = position

    return told
