"""What every command is given: who asks, of which installation, and how to answer."""

import functools
import os
import sys
import textwrap
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, TextIO, TypeVar

import click
import msgspec
from rich.console import Console
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text

from pos2web.cli.texts.common import text
from pos2web.messages import plain
from pos2web.settings import Home, Settings, descriptions, read
from pos2web.translation import translate

F = TypeVar("F", bound=Callable[..., Any])

HELD = str.maketrans({"\u00a0": "\ue000", "\u202f": "\ue001"})
"""Spaces that don't break, as letters: tables break lines at every space."""

LET_GO = str.maketrans({"\ue000": "\u00a0", "\ue001": "\u202f", "\ue002": " "})

NUMBER = "n° "
"""No line ends between this and the number."""

WIDTH_WITHOUT_TERMINAL = 200

ROOM_MIN = 30
"""A narrower column is harder to read than lines that begin anywhere."""


@dataclass(frozen=True, kw_only=True)
class Session:
    """One command's home, language and ways to answer: results on stdout, all else on stderr.

    `sleep` is how it waits for a side that is busy or away.
    """

    home: Home
    language: str
    shop: str | None = None
    sleep: Callable[[float], None] = time.sleep
    out: Console = field(default_factory=lambda: console(sys.stdout))
    err: Console = field(default_factory=lambda: console(sys.stderr))

    def settings(self) -> Settings:
        """The installation's settings, with the shop that was said. Raises SettingsError."""
        return read(self.home, os.environ, descriptions(), self.shop)

    def text(self, name: str, **values: object) -> str:
        """One text in the person's language."""
        return text(name, self.language, **values)

    def say(self, name: str, **values: object) -> None:
        """Answer in the person's language."""
        self.print(self.text(name, **values))

    def tell(self, name: str, **values: object) -> None:
        """Say beside the answer, on stderr."""
        self.err.print(Text(printable(self.text(name, **values))))

    def print(self, line: str, style: str = "") -> None:
        """Answer one line."""
        self.out.print(Text(printable(line), style=style))

    def print_below(self, head: str, body: str, style: str = "") -> None:
        """Answer one line; in a terminal that is too narrow for it, its end below its beginning."""
        room = self.out.width - len(head)
        if self.out.is_terminal and room >= ROOM_MIN:
            lines = textwrap.wrap(held(body), room, break_on_hyphens=False)
            body = f"\n{' ' * len(head)}".join(lines).translate(LET_GO)
        self.print(head + body, style=style)

    def print_said(self, said: str | BaseException, style: str = "") -> None:
        """Answer one line with what an error or a sentence says, in the person's language."""
        self.print(translate(said, self.language), style=style)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Answer with a table."""
        heads = (Column(name, overflow="fold") for name in columns)
        table = Table(*heads, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(Text(held(printable(shown(cell)))) for cell in row))
        for line in self.out.render_lines(table, pad=False):
            self.out.print(*(_let_go(segment) for segment in line), sep="", soft_wrap=True)

    def json(self, value: object) -> None:
        """Answer with one JSON value on one line."""
        encoded = msgspec.json.encode(value, enc_hook=plain, order="sorted")
        sys.stdout.write(encoded.decode() + "\n")
        sys.stdout.flush()


def held(text: str) -> str:
    """Text with private-use letters in place of the spaces at which no line may end."""
    return text.replace(NUMBER, f"{NUMBER[:-1]}\ue002").translate(HELD)


def _let_go(segment: Segment) -> Text:
    text = segment.text.translate(LET_GO)
    return Text(text, style=segment.style or "")


def console(stream: TextIO) -> Console:
    """Answers as wide as the terminal; where there is none, wide enough for a table's rows."""
    width = None if stream.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(file=stream, width=width, highlight=False, soft_wrap=True)


def printable(line: str) -> str:
    """Text without the characters that would steer a terminal."""
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") else "�"
        for char in line
    )


def shown(value: object) -> str:
    """A field's value as a person reads it."""
    plain = msgspec.to_builtins(value)
    if plain is None:
        return "-"
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, list | tuple):
        return ", ".join(map(shown, plain))
    if isinstance(plain, dict):
        if plain.keys() == {"amount", "currency"}:
            return f"{plain['amount']} {plain['currency']}"
        return "; ".join(f"{name}: {shown(part)}" for name, part in plain.items())
    return str(plain)


def local(instant: datetime, zone: tzinfo | None = None) -> str:
    """An instant by the clock on the wall: of this zone, of this machine where none is said."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def command_session(function: F) -> F:
    """Hand the session to a command as its first argument."""

    @click.pass_context
    @functools.wraps(function)
    def with_session(context: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return context.invoke(function, context.obj, *args, **kwargs)

    return with_session  # type: ignore[return-value]  # click's decorators keep no types


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Answer in JSON: one value on stdout, nothing else."
)
