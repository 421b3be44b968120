"""`run`: the daemon, which runs the tasks when they are due."""

import getpass
import os
import sys
from dataclasses import replace

import click

from pos2web.bootstrap import open_daemon
from pos2web.cli.common.exits import Exit, exit_of
from pos2web.cli.common.session import Session, command_session
from pos2web.daemon.process import carry_on
from pos2web.daemon.unit import unit
from pos2web.errors import Pos2WebError
from pos2web.settings import descriptions, secrets_of
from pos2web.translation import translate


@click.command()
@click.option(
    "--notes",
    type=click.Choice(["console", "json"]),
    help="How to note what happens: for people, or one JSON object a line.",
)
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 is any free one.")
@click.option("--print-unit", is_flag=True, help="Print a systemd unit for this home, and end.")
@command_session
def run(session: Session, notes: str | None, port: int | None, print_unit: bool) -> Exit:
    """Run the tasks when they are due, until SIGTERM or Ctrl-C; needs no terminal."""
    if print_unit:
        show_unit(session)
        return Exit.DONE
    settings = session.settings()
    usual = settings.daemon
    daemon = replace(usual, notes=notes or usual.notes, port=usual.port if port is None else port)
    error = carry_on(
        session.home,
        daemon,
        lambda: open_daemon(settings),
        environment=os.environ,
        secrets=secrets_of(settings, descriptions()),
    )
    if error is None:
        return Exit.DONE
    if daemon.notes_file is not None:
        session.err.print(f"pos2web: {translate(error, session.language)}", markup=False)
    return exit_of(error) if isinstance(error, Pos2WebError) else Exit.PROBLEM


def show_unit(session: Session) -> None:
    """Answer with a unit that runs this program over this home, as whoever asks."""
    home = session.home.path
    command = [sys.executable, "-m", "pos2web", "--home", str(home), "run", "--notes", "json"]
    session.print(unit(command, home=home, user=getpass.getuser()).rstrip())
