"""The daemon as a process: found while it runs, gone in time when asked, alone on its log."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pos2web.daemon.ending import ENDED_BY_FORCE
from pos2web.daemon.presence import find
from pos2web.daemon.remote import living
from pos2web.settings import Home
from tests.daemon.desk import OVERVIEW

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")

WAITS_S = 60
Process = subprocess.Popen[bytes]
Start = Callable[..., Process]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(path=tmp_path / "home")


@pytest.fixture
def start(home: Home, tmp_path: Path) -> Iterator[Start]:
    """Start a daemon over this home; whatever becomes of it, it ends with the test."""
    started: list[Process] = []

    def start_one(how: str = "idle", **environment: str) -> Process:
        home.path.mkdir(exist_ok=True)
        with (tmp_path / f"notes{len(started)}").open("wb") as notes:
            process = subprocess.Popen(  # noqa: S603 - a command of our own
                [sys.executable, "-m", "tests.daemon.process", str(home.path), how],
                env={**os.environ, **environment},
                stderr=notes,
            )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


def notes(tmp_path: Path, number: int = 0) -> list[dict[str, Any]]:
    """What one of the daemons noted."""
    return [json.loads(line) for line in (tmp_path / f"notes{number}").read_text().splitlines()]


def until_ready(home: Home, process: Process) -> None:
    """Wait until the daemon says where it is."""
    patience = time.monotonic() + WAITS_S
    while find(home) is None:
        assert process.poll() is None, "it ended"
        assert time.monotonic() < patience, "it never got ready"
        time.sleep(0.01)


def test_a_running_daemon_is_found_and_answers(home: Home, start: Start) -> None:
    until_ready(home, start())

    control = living(home)

    assert control is not None
    assert control.overview() == OVERVIEW


@pytest.mark.parametrize(("how", "name"), [("idle", "SIGINT"), ("busy", "SIGTERM")])
def test_asked_to_end_it_ends_cleanly(
    home: Home, start: Start, tmp_path: Path, how: str, name: str
) -> None:
    process = start(how)
    until_ready(home, process)

    presence = find(home)
    process.send_signal(getattr(signal, name))

    assert process.wait(WAITS_S) == 0
    assert notes(tmp_path)[-1]["event"] == "ended"
    assert not home.daemon.exists()
    assert presence is not None
    assert presence.token not in (tmp_path / "notes0").read_text()


def test_a_run_that_cannot_be_stopped_does_not_keep_it(
    home: Home, start: Start, tmp_path: Path
) -> None:
    process = start("stuck", STOP_S="2.5")
    until_ready(home, process)

    process.terminate()

    assert process.wait(WAITS_S) == ENDED_BY_FORCE
    assert "by force" in notes(tmp_path)[-1]["event"]
    assert not home.daemon.exists()


def test_asked_twice_it_is_gone(home: Home, start: Start, tmp_path: Path) -> None:
    process = start("stuck", STOP_S="3600")
    until_ready(home, process)

    process.terminate()
    while not any("ending" in line["event"] for line in notes(tmp_path)):
        time.sleep(0.01)
    process.terminate()

    assert process.wait(WAITS_S) == ENDED_BY_FORCE
    assert not home.daemon.exists()


def test_a_terminal_that_closes_does_not_end_it(home: Home, start: Start) -> None:
    process = start()
    until_ready(home, process)

    process.send_signal(signal.SIGHUP)

    assert living(home) is not None
    assert process.poll() is None


def test_a_second_daemon_says_who_has_the_log(home: Home, start: Start, tmp_path: Path) -> None:
    first = start()
    until_ready(home, first)

    second = start()

    assert second.wait(WAITS_S) == 4
    assert f"process {first.pid}" in notes(tmp_path, 1)[-1]["event"]
    assert living(home) is not None


def test_a_port_that_is_taken_ends_it_with_the_way_out(start: Start, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        process = start(PORT=str(other.getsockname()[1]))

        assert process.wait(WAITS_S) == 4

    assert "--port" in notes(tmp_path)[-1]["event"]


def test_a_mistake_of_ours_is_noted_before_the_end(
    home: Home, start: Start, tmp_path: Path
) -> None:
    process = start("broken")

    assert process.wait(WAITS_S) == 1
    assert "AssertionError: a mistake of ours" in notes(tmp_path)[-1]["exception"]
    assert find(home) is None


def test_a_killed_daemon_is_recognised_and_followed_by_another(home: Home, start: Start) -> None:
    killed = start()
    until_ready(home, killed)
    killed.kill()
    killed.wait()
    was = living(home)

    home.daemon.unlink()
    until_ready(home, start())

    assert was is None
    assert living(home) is not None


def test_systemd_hears_when_it_is_ready_lives_and_ends(start: Start, tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as systemd:
        systemd.bind(str(tmp_path / "s"))
        systemd.settimeout(WAITS_S)
        process = start(NOTIFY_SOCKET=str(tmp_path / "s"), WATCHDOG_USEC="300000")

        told = [systemd.recv(1000).decode() for _ in range(3)]
        process.terminate()
        while (last := systemd.recv(1000).decode()) == "WATCHDOG=1":
            pass

    assert told[0].startswith("READY=1\n")
    assert told[1:] == ["WATCHDOG=1"] * 2
    assert last == "STOPPING=1"
    assert process.wait(WAITS_S) == 0
