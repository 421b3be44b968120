"""Where a daemon is to be found is told to its owner only, and taken back in time."""

import os
import stat
from pathlib import Path

import pytest

from pos2web.daemon.presence import Presence, announced, find, hook_token, withdraw
from pos2web.settings import Home
from tests.daemon.desk import NOW

TOKEN = "t0ken-of-the-daemon"  # noqa: S105 - of no daemon
HERE = Presence(pid=7, url="http://127.0.0.1:1", token=TOKEN, version="0.1.0", started_at=NOW)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(path=tmp_path / "home")


def test_a_daemon_is_found_while_it_runs(home: Home) -> None:
    with announced(home, HERE):
        assert find(home) == HERE

    assert find(home) is None
    assert list(home.path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"{", b'{"pid": "x"}', b"\xff\xfe", b"9" * 20_000])
def test_what_is_no_word_of_a_daemon_is_none(home: Home, content: bytes) -> None:
    home.path.mkdir()
    home.daemon.write_bytes(content)

    assert find(home) is None


def test_the_word_of_another_daemon_is_not_taken_back(home: Home) -> None:
    with announced(home, HERE):
        withdraw(home, pid=8)

        assert find(home) == HERE


def test_the_hooks_token_stays_the_same(home: Home) -> None:
    first = hook_token(home)

    assert hook_token(home) == first
    assert len(first) > 40


@pytest.mark.parametrize("content", [b"", b"\n", b"\xe9"])
def test_a_hooks_token_that_is_none_is_made_anew(home: Home, content: bytes) -> None:
    home.path.mkdir()
    home.hook_token.write_bytes(content)

    assert len(hook_token(home)) > 40


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_both_files_are_their_owners_only(home: Home) -> None:
    home.path.mkdir()
    home.daemon.write_text("open to all")
    home.daemon.chmod(0o666)

    hook_token(home)
    with announced(home, HERE):
        rights = {stat.S_IMODE(each.stat().st_mode) for each in home.path.iterdir()}

    assert rights == {0o600}


def test_a_token_does_not_show() -> None:
    assert TOKEN not in repr(HERE)
