"""A path that was typed and can't be read or written is a wrong command line, which names it."""

import errno
from pathlib import Path

import pytest

from pos2web.bootstrap import utc_now
from pos2web.cli.common.refusing import CommandLineRefusal, writing_to
from pos2web.cli.common.session import Session
from pos2web.errors import TransientError
from pos2web.log import Log
from pos2web.settings import Home
from tests.cli.conftest import Installation
from tests.history.test_sentences import plain

NOWHERE = "no folder/below"
"""Below a file: no folder can be made there."""


@pytest.fixture
def nowhere(pos2web: Installation, tmp_path: Path) -> Path:
    """An installation with a log, and a path at which nothing can be."""
    (tmp_path / "no folder").touch()
    Log.open(pos2web.home / "log.db", clock=utc_now).close()
    return tmp_path / NOWHERE


@pytest.mark.parametrize(
    "command",
    [
        ["log", "export"],
        ["windows", "export"],
        ["demo", "--once", "--home"],
        ["sandbox", "shop", "--data"],
        ["sandbox", "till", "--data"],
    ],
    ids=" ".join,
)
def test_a_place_that_cannot_be_written_is_a_wrong_command_line(
    pos2web: Installation, nowhere: Path, command: list[str]
) -> None:
    english, french = (pos2web(*command, nowhere, language=code) for code in ("en", "fr"))

    assert (english.code, french.code) == (2, 2)
    assert english.err == f"pos2web: {nowhere} can't be written: Not a directory\n"
    assert (
        plain(french.err) == f"pos2web: impossible d'écrire {nowhere} : ce n'est pas un dossier\n"
    )


def test_a_home_that_cannot_be_written_is_a_wrong_command_line(
    fresh: Installation, tmp_path: Path
) -> None:
    (tmp_path / "no folder").touch()
    fresh.home = tmp_path / NOWHERE

    answer = fresh.init()

    assert (answer.code, answer.err) == (
        2,
        f"pos2web: {fresh.home} can't be written: Not a directory\n",
    )


def test_a_log_that_is_not_there_is_a_wrong_command_line(
    pos2web: Installation, tmp_path: Path
) -> None:
    english, french = (
        pos2web("log", "import", tmp_path / "nope", language=code) for code in ("en", "fr")
    )

    assert (english.code, french.code) == (2, 2)
    assert english.err == f"pos2web: there is no folder {tmp_path / 'nope'}\n"
    assert french.err == f"pos2web: il n'y a pas de dossier {tmp_path / 'nope'}\n"


def test_a_folder_of_another_log_is_a_wrong_command_line(
    pos2web: Installation, tmp_path: Path
) -> None:
    pos2web("plan")
    assert pos2web("log", "export", tmp_path / "out").code == 0
    for file in pos2web.home.glob("*.db*"):
        file.unlink()
    pos2web("plan")

    answer = pos2web("log", "export", tmp_path / "out")

    assert answer.code == 2
    assert "holds segments of another log: choose an empty folder" in answer.err


def test_a_full_disk_is_no_wrong_command_line(tmp_path: Path) -> None:
    session = Session(home=Home(path=tmp_path), language="en")
    full, busy = OSError(errno.ENOSPC, "No space left on device"), TransientError("later")

    with (
        pytest.raises(TransientError, match="can't be written: No space left"),
        writing_to(session, tmp_path),
    ):
        raise full
    with pytest.raises(TransientError, match="later"), writing_to(session, tmp_path):
        raise busy
    with (
        pytest.raises(CommandLineRefusal, match="Permission denied"),
        writing_to(session, tmp_path),
    ):
        raise PermissionError(errno.EACCES, "Permission denied")
