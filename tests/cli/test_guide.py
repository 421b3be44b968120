"""What the guides tell a merchant to type does what they say."""

import re
import shlex
from pathlib import Path

import pytest

from pos2web.cli.main import cli
from tests.cli.conftest import Installation

DOCS = Path(__file__).parents[2] / "docs"
MENUS = """
    INSERT INTO categories (id, name_fr, name_en) VALUES (2, 'Menus', 'Menus');
    UPDATE products SET reference = 'THE-01' WHERE id = 2;
"""
RULING = ("tasks schedule", "tasks disable", "windows", "buffer", "out-of-stock", "sold-out", "why")


def typed(page: str) -> list[str]:
    """Every command line of a guide, without the remark behind it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r"^ +pos2web ([a-z].*)$", text, re.MULTILINE)
    return [line.split("  #")[0].split(" # ")[0].strip() for line in lines]


@pytest.mark.parametrize("page", ["guide.fr.md", "guide.en.md"])
def test_what_is_typed_about_tasks_and_rules_works(pos2web: Installation, page: str) -> None:
    pos2web.ring_up(MENUS)
    pos2web("sync")
    lines = [line for line in typed(page) if line.startswith(RULING)]

    answers = {line: pos2web(*shlex.split(line)) for line in lines}

    assert len(lines) >= 40
    assert {line: answer.err for line, answer in answers.items() if answer.code} == {}


@pytest.mark.parametrize("page", ["guide.fr.md", "guide.en.md"])
def test_every_command_that_is_typed_exists(page: str) -> None:
    names = {line.split()[0] for line in typed(page)}

    assert names - set(cli.commands) == set()


def test_both_guides_tell_the_same_commands() -> None:
    french, english = (
        [line.split()[0] for line in typed(page)] for page in ("guide.fr.md", "guide.en.md")
    )

    assert french == english
