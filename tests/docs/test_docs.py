"""What the documentation promises to explain, it explains; what it explains is there."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pos2web.cli.common.exits import MEANINGS, Exit
from pos2web.cli.main import cli
from pos2web.domain.policy import DEFAULT_OWNERS
from pos2web.log.shapes import SHAPES
from pos2web.settings import Setting, descriptions, own, secret_variable
from pos2web.settings.home import VARIABLES

DOCS = Path(__file__).parents[2] / "docs"
SECTIONS = {"channel": "alerts.NAME", "store": "backup.store"}
"""Where the settings of an adapter stand, when not in the section of its side."""


def page(name: str) -> str:
    """The text of one page."""
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any depth."""
    _, found, after = text.partition(f"{heading}\n")
    assert found, f"no heading {heading!r}"
    return after.partition("\n#")[0]


def commands(
    command: click.Command = cli, path: str = "pos2web"
) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with what one types to call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    if command.invoke_without_command and command is not cli:
        yield path, command
    for name, below in command.commands.items():
        yield from commands(below, f"{path} {name}")


def names(command: click.Command) -> list[str]:
    """Every option's long name."""
    options = [each for each in command.params if isinstance(each, click.Option)]
    words = [word for option in options for word in (*option.opts, *option.secondary_opts)]
    return [word for word in words if word.startswith("--")]


def row(setting: Setting) -> str:
    """A setting as its page explains it."""
    default = setting.default if setting.default is not None else ""
    if isinstance(default, bool):
        default = str(default).lower()
    usual = "must be given" if setting.required else f"`{default}`" if default != "" else "none"
    secret = " *Secret.*" if setting.is_secret else ""
    return f"| `{setting.name}` | {setting.meaning} | {usual} | {setting.explained()}.{secret} |".replace(
        "..", "."
    )


@pytest.mark.parametrize(("path", "command"), list(commands()))
def test_every_command_and_option_is_explained(path: str, command: click.Command) -> None:
    text = section(page("cli.md"), f"### `{path}`")

    missing = [name for name in names(command) if f"`{name}`" not in text]

    assert missing == []


def test_the_options_of_all_commands_are_explained() -> None:
    assert [name for name in names(cli) if f"`{name}`" not in page("cli.md")] == []


def test_no_command_is_explained_that_is_not_there() -> None:
    explained = {
        line.removeprefix("### `").removesuffix("`")
        for line in page("cli.md").splitlines()
        if line.startswith("### ")
    }

    assert explained == {path for path, _ in commands()}


@pytest.mark.parametrize("code", list(Exit))
def test_every_exit_code_is_explained(code: Exit) -> None:
    assert f"| {code.value} | {code.name} | {MEANINGS[code]} |" in page("cli.md")


@pytest.mark.parametrize(
    ("heading", "settings"),
    [
        ("## [till] and [shop]", own.CONNECTION),
        ("## Several tills and shops", own.OF_SHOP),
        ("## [sync]", own.SYNC),
        ("## [sync.breaker]", own.BREAKER),
        ("## [alerts]", own.ALERTS),
        ("## [alerts.NAME]", own.CHANNEL),
        ("## [backup]", own.BACKUP),
        ("## [backup.store]", own.STORE),
        ("## [daemon]", own.DAEMON),
        ("## [log]", own.LOG),
        *((f"### {name}", each.settings) for name, each in descriptions().items()),
    ],
)
def test_every_setting_is_explained(heading: str, settings: tuple[Setting, ...]) -> None:
    text = section(page("settings.md"), heading)

    assert [row(setting) for setting in settings if row(setting) not in text] == []


def test_every_owner_is_explained() -> None:
    assert "(fields.md#every-field)" in section(page("settings.md"), "## [sync.owners.KIND]")

    for kind, fields in DEFAULT_OWNERS.items():
        told = section(page("fields.md"), f"### {kind}").splitlines()
        for field, owner in fields.items():
            assert [line for line in told if f"| `{field}` |" in line and f"| {owner} |" in line]


def test_every_variable_of_the_environment_is_explained() -> None:
    text = section(page("settings.md"), "## Environment")
    secrets = {
        secret_variable(SECTIONS.get(each.side, each.side), setting.name)
        for each in descriptions().values()
        for setting in each.settings
        if setting.is_secret
    }

    assert [name for name in {*VARIABLES, *secrets} if f"| `{name}` |" not in text] == []


@pytest.mark.parametrize("name", [shape.name for shape in SHAPES])
def test_every_event_is_explained(name: str) -> None:
    assert f"`{name}`" in page("events.md")


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md")))
def test_the_index_leads_to_every_page(name: str) -> None:
    assert name == "index.md" or f"({name})" in page("index.md")
