"""The command `pos2web`: its common options, its help, and what becomes of errors.

Nothing is imported here that only a command needs: `pos2web --help` answers at once.
"""

import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from pos2web.cli.common.exits import Exit, exit_of
from pos2web.cli.index import GROUPS, PLACES, LazyCommands
from pos2web.cli.texts.common import text
from pos2web.errors import Pos2WebError
from pos2web.languages import language, languages

CALLS = logging.getLogger("pos2web.adapters.wrappers.logged")
CALLS.addHandler(logging.NullHandler())
"""What it notes of a call that failed is told by the command, in the person's language. A daemon
keeps these notes, in its own way."""

SPOKEN = "pos2web.language"
"""Under this name every command's context knows the language of the command line."""


def language_in(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, however wrong the rest of it is."""
    words = [word for each in arguments for word in each.split("=", 1)]
    given = next((after for word, after in pairwise(words) if word == "--language"), None)
    return language(given if given in languages() else None, os.environ)


class Commands(click.Group):
    """All commands; an error of ours that ends one is one line on stderr, in the person's words."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of a command line, first of all its language: help is in that, too."""
        ctx.meta[SPOKEN] = language_in(args)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under headings, as a person comes to need them."""
        spoken, width = ctx.meta[SPOKEN], max(map(len, PLACES))
        for group, names in GROUPS.items():
            with formatter.section(text(f"help.group.{group}", spoken)):
                formatter.write_dl(
                    [(name.ljust(width), text(f"help.{name}", spoken)) for name in names]
                )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may stand where a command is begun."""
        commands = [
            CompletionItem(name, help=text(f"help.{name}", ctx.meta[SPOKEN]))
            for name in PLACES
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> object:
        """Carry out the command that was asked for."""
        try:
            return super().invoke(ctx)
        except Pos2WebError as error:
            from pos2web.cli.common.session import printable
            from pos2web.translation import translate

            click.echo(f"pos2web: {printable(translate(error, ctx.meta[SPOKEN]))}", err=True)
            return exit_of(error)


@click.group(
    cls=Commands,
    commands=LazyCommands(),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
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
    type=click.Choice(languages()),
    help="Language of the answers; POS2WEB_LANGUAGE or the system's otherwise.",
)
@click.option(
    "--shop", metavar="NAME", help="The shop that is meant, where there are several, by its name."
)
@click.version_option(package_name="pos2web")
@click.pass_context
def cli(
    context: click.Context, given_home: Path | None, given_language: str | None, shop: str | None
) -> None:
    """Keep a shop's till and its e-commerce site in step, and remember every change."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        return
    from pos2web.cli.common.session import Session
    from pos2web.settings import home

    context.obj = Session(
        home=home(given_home, os.environ),
        language=language(given_language, os.environ),
        shop=shop,
        sleep=context.obj,
    )


def run(arguments: Sequence[str], *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Carry out a command line; its exit code. `sleep` is how it waits for who is away."""
    try:
        code = cli.main(args=list(arguments), prog_name="pos2web", standalone_mode=False, obj=sleep)
    except click.exceptions.NoArgsIsHelpError as help_:
        click.echo(help_.format_message())
        return Exit.DONE
    except click.ClickException as error:
        from pos2web.cli.common import usage

        usage.show(error, language_in(arguments))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # Who read our answer has seen enough (`pos2web history | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    return int(code or Exit.DONE)
