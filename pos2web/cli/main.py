"""The command `pos2web`: its common options, and what becomes of errors."""

import logging
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click

from pos2web.cli.backup import commands as backups
from pos2web.cli.backup import fleet, restoring
from pos2web.cli.common import usage
from pos2web.cli.common.exits import Exit, exit_of
from pos2web.cli.common.session import Session, printable
from pos2web.cli.demo import demo, sandbox
from pos2web.cli.diff import commands as diff
from pos2web.cli.history import commands as history
from pos2web.cli.privacy import commands as privacy
from pos2web.cli.selling import commands as selling
from pos2web.cli.setup import commands as setup
from pos2web.cli.show import commands as showing
from pos2web.cli.status import status as standing
from pos2web.cli.sync import commands as syncing
from pos2web.cli.sync import drift as looking
from pos2web.cli.tasks import commands as tasks
from pos2web.cli.tasks import running, taking_over
from pos2web.cli.undo import commands as undoing
from pos2web.cli.upkeep import commands as upkeep
from pos2web.cli.why import commands as why
from pos2web.cli.windows import commands as windows
from pos2web.errors import Pos2WebError
from pos2web.said import in_language
from pos2web.settings import LANGUAGES, home, language

CALLS = logging.getLogger("pos2web.adapters.wrappers.logged")
CALLS.addHandler(logging.NullHandler())
"""What it notes of a call that failed is told by the command, in the person's language. A daemon
keeps these notes, in its own way."""


class Commands(click.Group):
    """All commands; an error of ours that ends one is one line on stderr, in the person's words."""

    def invoke(self, ctx: click.Context) -> object:
        """Carry out the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Pos2WebError as error:
            spoken_here = ctx.obj.language if ctx.obj else language(None, os.environ)
            click.echo(f"pos2web: {printable(in_language(error, spoken_here))}", err=True)
            return exit_of(error)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "--home",
    "given_home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation; POS2WEB_HOME or the platform's usual one otherwise.",
)
@click.option(
    "--language",
    "given_language",
    type=click.Choice(LANGUAGES),
    help="Language of the answers; POS2WEB_LANGUAGE or the system's otherwise.",
)
@click.version_option(package_name="pos2web")
@click.pass_context
def cli(context: click.Context, given_home: Path | None, given_language: str | None) -> None:
    """Keep a shop's till and its e-commerce site in step, and remember every change."""
    context.obj = Session(
        home=home(given_home, os.environ), language=language(given_language, os.environ)
    )


for command in (
    demo.demo,
    setup.init,
    setup.check,
    setup.adapters,
    syncing.plan,
    syncing.sync,
    running.run,
    tasks.tasks,
    selling.buffer,
    selling.out_of_stock,
    selling.sold_out,
    windows.windows,
    taking_over.take_over,
    standing.status,
    history.history,
    showing.show,
    diff.diff,
    why.why,
    looking.drift,
    undoing.undo,
    undoing.rewind,
    undoing.pins,
    privacy.privacy,
    sandbox.sandbox,
    backups.backup,
    restoring.restore,
    fleet.fleet,
    upkeep.projections,
    upkeep.log,
):
    cli.add_command(command)


def _language_in(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, however wrong the rest of it is."""
    words = [word for each in arguments for word in each.split("=", 1)]
    given = next((after for word, after in pairwise(words) if word == "--language"), None)
    return language(given if given in LANGUAGES else None, os.environ)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; its exit code."""
    try:
        code = cli.main(args=list(arguments), prog_name="pos2web", standalone_mode=False)
    except click.ClickException as error:
        usage.show(error, _language_in(arguments))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Who read our answer has seen enough (`pos2web history | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    return int(code or Exit.DONE)
