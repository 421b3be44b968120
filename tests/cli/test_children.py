"""Processes of ours serve beside a command and end with it."""

import os
from pathlib import Path

import pytest

from pos2web.cli.demo.children import serving
from pos2web.errors import TransientError


def test_a_child_says_where_it_serves(tmp_path: Path) -> None:
    with serving("tests.cli.served", [], notes=tmp_path / "notes") as said:
        assert said == {"url": "http://127.0.0.1:1"}


def test_a_child_ends_with_the_block(tmp_path: Path) -> None:
    before = children()

    with serving("tests.cli.served", [], notes=tmp_path / "notes"):
        during = children()

    assert during > before
    assert children() == before


def test_a_child_that_ends_at_once_is_named_with_its_last_words(tmp_path: Path) -> None:
    notes = tmp_path / "notes"

    with (
        pytest.raises(TransientError, match=r"tests\.cli\.served did not start; .*notes"),
        serving("tests.cli.served", ["silent"], notes=notes),
    ):
        pass

    assert notes.exists()


def children() -> int:
    """How many children this process has; 0 where the system doesn't say."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return len(listed.read_text().split()) if listed.exists() else 0
