"""The command `pos2web`: its common options, and what becomes of errors."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pos2web.cli import demo, looking, sandbox, setup, standing, syncing, upkeep
from pos2web.cli.exits import Exit, exit_of
from pos2web.cli.session import Session
from pos2web.errors import Pos2WebError
from pos2web.settings import LANGUAGES, home, language


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
    standing.status,
    looking.history,
    looking.show,
    looking.drift,
    sandbox.sandbox,
    upkeep.projections,
    upkeep.log,
):
    cli.add_command(command)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command line; its exit code. Errors of ours are one line on stderr."""
    try:
        code = cli.main(args=list(arguments), prog_name="pos2web", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except Pos2WebError as error:
        click.echo(f"pos2web: {error}", err=True)
        return exit_of(error)
    except BrokenPipeError:
        # Who read our answer has seen enough (`pos2web history | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    return int(code or Exit.DONE)
