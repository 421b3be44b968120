"""Help comes at once, in groups as a person comes to need them, in the person's language."""

import subprocess
import sys

import click
import pytest

from pos2web.cli.index import GROUPS, PLACES
from pos2web.cli.main import cli, run
from pos2web.cli.texts.common import text
from pos2web.languages import languages
from tests.history.test_sentences import plain

HEAVY = {
    "PIL",
    "alembic",
    "apscheduler",
    "asyncssh",
    "cryptography",
    "eventsourcing",
    "httpx",
    "icalendar",
    "jinja2",
    "lxml",
    "msgspec",
    "nh3",
    "obstore",
    "opening_hours",
    "platformdirs",
    "prometheus_client",
    "pyrage",
    "rich",
    "sqlalchemy",
    "starlette",
    "structlog",
    "uvicorn",
    "zstandard",
}
"""Libraries that only commands need."""

LINE_CHARS_MAX = 78 - 2 - 2
"""What click leaves of 80 columns for a command's name and its line."""

BARE = [
    name
    for name in PLACES
    if isinstance(command := cli.commands[name], click.Group) and not command.invoke_without_command
]
"""Groups that do nothing by themselves."""


@pytest.mark.parametrize("asked", ["--help", "--version", ""])
def test_help_loads_no_command_and_no_library_of_one(asked: str) -> None:
    code = (
        f"import sys; from pos2web.cli.main import run; run({asked.split()}); print(*sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter

    loaded = set(said.stdout.splitlines()[-1].split())
    assert "click" in loaded
    assert loaded & HEAVY == set()
    assert {f"pos2web.cli.{place.partition(':')[0]}" for place in PLACES.values()} & loaded == set()


def test_each_command_is_loaded_under_the_name_by_which_it_is_called() -> None:
    assert {name: command.name for name, command in cli.commands.items()} == {
        name: name for name in PLACES
    }


def test_no_command_stands_under_two_headings() -> None:
    assert len(PLACES) == sum(len(names) for names in GROUPS.values())


@pytest.mark.parametrize("language", languages())
def test_the_line_of_every_command_fits(language: str) -> None:
    width = max(map(len, PLACES))
    lines = {name: text(f"help.{name}", language) for name in PLACES}

    too_long = {name for name, line in lines.items() if width + len(line) > LINE_CHARS_MAX}

    assert too_long == set()


def test_help_is_grouped_as_a_person_comes_to_need_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--language", "fr", "--help"]) == 0

    lines = plain(capsys.readouterr().out).splitlines()
    heads = [line.removesuffix(" :") for line in lines if line.endswith(" :")]
    assert heads == [plain(text(f"help.group.{group}", "fr")).strip() for group in GROUPS]
    assert "  windows       Périodes de vente, par jours et par heures." in lines


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for words in ([], ["--language", "en"], ["--language", "en", "--help"]):
        assert run(words) == 0
        answers.append(capsys.readouterr())

    assert {answer.err for answer in answers} == {""}
    assert answers[1].out == answers[2].out
    assert answers[0].out.startswith("Usage: pos2web")


def test_a_bare_group_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    for name in BARE:
        assert run([name]) == 0
        bare = capsys.readouterr()
        assert run([name, "--help"]) == 0
        assert bare == capsys.readouterr()
        assert bare.out.startswith(f"Usage: pos2web {name}")
    assert len(BARE) > 5


def test_a_command_that_is_nearly_right_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["histroy"]) == 2

    assert "history" in capsys.readouterr().err
