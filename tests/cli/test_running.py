"""`pos2web run` from start to end, and the tasks as other commands find them meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos2web.bootstrap import utc_now
from pos2web.cli.common.controlling import control_of
from pos2web.cli.common.session import Session
from pos2web.daemon.presence import find
from pos2web.daemon.remote import RemoteControl
from pos2web.domain.decisions import SwitchTask
from pos2web.errors import ConflictError
from pos2web.log import Log
from pos2web.settings import Home
from tests.cli.conftest import Installation

WAITS_S = 120


@contextmanager
def running(home: Path, notes: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The daemon of this home, once it is there; it is ended after the block at the latest."""
    command = [sys.executable, "-m", "pos2web", "--home", str(home), "run", "--notes=json"]
    with (
        notes.open("wb") as stderr,
        subprocess.Popen([*command, "--port=0"], stderr=stderr) as process,  # noqa: S603 - our own
    ):
        try:
            patience = time.monotonic() + WAITS_S
            while find(Home(path=home)) is None:
                assert process.poll() is None, notes.read_text()
                assert time.monotonic() < patience, "it never got ready"
                time.sleep(0.02)
            yield process
        finally:
            process.kill()


@pytest.fixture
def session(pos2web: Installation) -> Session:
    return Session(home=Home(path=pos2web.home), language="en")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")
def test_the_daemon_is_asked_while_it_runs_and_ends_when_told(
    pos2web: Installation, session: Session, tmp_path: Path
) -> None:
    with running(pos2web.home, tmp_path / "notes") as process:
        with control_of(session) as control:
            is_remote = isinstance(control, RemoteControl)
            overview = control.overview()
            ran = control.run("catalogue", wait_s=WAITS_S)
            control.hint("test")
            off = SwitchTask(task="drift", is_enabled=False)
            positions = control.decide(off, actor="user:zoé")
        status = pos2web("status", "--json")
        process.send_signal(signal.SIGTERM)
        code = process.wait(WAITS_S)

    assert is_remote
    assert (overview.is_daemon, overview.pid) == (True, process.pid)
    assert ran.last is not None
    assert ran.last.outcome == "done"
    assert len(positions) == 1
    assert (status.code, str(process.pid) in status.json["holder"]) == (0, True)
    assert code == 0, (tmp_path / "notes").read_text()
    assert find(session.home) is None


def test_without_a_daemon_the_tasks_are_here(session: Session) -> None:
    with control_of(session) as control:
        ran = control.run("catalogue")
        overview = control.overview()

    assert not overview.is_daemon
    assert overview.pid == os.getpid()
    assert ran.last is not None
    assert ran.last.outcome == "done"


def test_who_has_the_log_and_is_no_daemon_is_named(pos2web: Installation, session: Session) -> None:
    pos2web.replace("#wait_s = 10.0", "wait_s = 0")

    with (
        Log.open(session.home.log, clock=utc_now),
        pytest.raises(ConflictError, match=f"process {os.getpid()}"),
        control_of(session),
    ):
        pass


def test_a_unit_for_this_home_is_printed(pos2web: Installation) -> None:
    answer = pos2web("run", "--print-unit")

    assert answer.code == 0
    assert f'"--home" "{pos2web.home}" "run"' in answer.out
    assert "Type=notify" in answer.out


def test_a_daemon_without_settings_says_which_are_missing(fresh: Installation) -> None:
    answer = fresh("run")

    assert (answer.code, "pos2web.toml is not there" in answer.err) == (6, True)


def test_notes_that_cannot_be_written_end_it_before_it_begins(
    pos2web: Installation, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    pos2web.replace('#notes_file = ""', f'notes_file = "{tmp_path}/file/notes"')

    answer = pos2web("run")

    assert (answer.code, "the notes can't be written there" in answer.err) == (6, True)
