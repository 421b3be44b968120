"""What a person typed and can't be meant: refused in his language, with the place of the fault."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from pos2web.cli.common.exits import Exit
from pos2web.cli.common.session import Session, printable
from pos2web.domain.schedules import PeriodError
from pos2web.errors import RuleError, TransientError
from pos2web.messages import Translatable, message
from pos2web.sale_calendar import SaleRuleError
from pos2web.translation import translate

DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ESTALE)
"""What a disk says that is full or away: another path would do no better, trying later may."""


class CommandLineRefusal(click.ClickException):
    """The command line can't be meant; its text is in the person's language."""

    exit_code = int(Exit.USAGE)

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it on stderr, as any error of ours."""
        click.echo(f"pos2web: {printable(self.message)}", file=file, err=file is None)


def refuse(session: Session, name: str, **values: object) -> CommandLineRefusal:
    """A text of ours as a refusal, to be raised."""
    return CommandLineRefusal(session.text(name, **values))


def refused(session: Session, said: Translatable) -> CommandLineRefusal:
    """A sentence as a refusal, to be raised."""
    return CommandLineRefusal(translate(said, session.language))


@contextmanager
def reading_from(session: Session, path: Path) -> Iterator[None]:
    """A path that was given and can't be read is a refusal that names it."""
    try:
        yield
    except OSError as error:
        raise refused(
            session, message("{file} can't be read: {strerror}", file=path, strerror=error.strerror)
        ) from error


@contextmanager
def writing_to(session: Session, path: Path) -> Iterator[None]:
    """A path that was given and can't be written is a refusal that names it.

    Raises TransientError where its disk is full or away.
    """
    try:
        yield
    except (OSError, TransientError) as error:
        cause = error if isinstance(error, OSError) else error.__cause__
        if not isinstance(cause, OSError):
            raise
        said = message("{path} can't be written: {strerror}", path=path, strerror=cause.strerror)
        if cause.errno in DISK:
            raise TransientError(said) from error
        raise refused(session, said) from error


@contextmanager
def reading(session: Session) -> Iterator[None]:
    """Whatever in this block says that a period or a rule is wrong is a refusal."""
    try:
        yield
    except PeriodError as error:
        raise CommandLineRefusal(
            "\n".join(filter(None, [error.told(session.language), error.pointed()]))
        ) from error
    except SaleRuleError as error:
        raise CommandLineRefusal(
            "\n".join(filter(None, [error.told(session.language), pointed(error)]))
        ) from error
    except RuleError as error:
        raise CommandLineRefusal(translate(error, session.language)) from error


def pointed(error: SaleRuleError) -> str:
    """The rule, and under it a line that points at the fault; empty where it has no place."""
    if error.at is None:
        return ""
    return f"{error.text}\n{' ' * error.at}{'^' * max(1, len(error.word))}"
