"""`projections` and `log`: care of what is stored."""

import click

from pos2web.bootstrap import open_archive, read_log
from pos2web.cli.exits import Exit
from pos2web.cli.session import Session, command_session, json_option


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


@click.group()
def log() -> None:
    """The log of events, which everything is worked out from."""


@log.command()
@json_option
@command_session
def verify(session: Session, as_json: bool) -> Exit:
    """Read the whole log and check that it is what was written."""
    with read_log(session.settings()) as opened:
        report = opened.verify()
    if as_json:
        session.json({"events": report.events, "ok": report.ok, "problems": report.problems})
    elif report.ok:
        session.say("verified", events=report.events)
    else:
        for problem in report.problems:
            session.print(problem, style="red")
    return Exit.DONE if report.ok else Exit.PROBLEM
