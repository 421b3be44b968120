"""systemd hears of us over its socket, and its unit is one that it takes."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.daemon.systemd import Supervisor
from pos2web.daemon.unit import unit

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="systemd is on Linux")

ANALYZE = shutil.which("systemd-analyze")


@pytest.fixture(params=["path", "abstract"])
def listener(request: pytest.FixtureRequest) -> Iterator[tuple[socket.socket, str]]:
    """Where systemd listens, and the address that it gives."""
    if request.param == "abstract" and not sys.platform.startswith("linux"):
        pytest.skip("only Linux has abstract addresses")
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as one,
    ):
        path = f"{folder}/notify"
        is_path = request.param == "path"
        one.bind(path if is_path else f"\0{path}")
        one.settimeout(30)
        yield one, path if is_path else f"@{path}"


def test_it_is_told_that_we_are_ready_alive_and_about_to_end(
    listener: tuple[socket.socket, str],
) -> None:
    heard, address = listener
    supervisor = Supervisor.of({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "6000000"}, pid=7)

    supervisor.ready("7 tasks")
    supervisor.alive()
    supervisor.stopping()

    told = [heard.recv(1000).decode() for _ in range(3)]
    assert told == ["READY=1\nSTATUS=7 tasks", "WATCHDOG=1", "STOPPING=1"]
    assert supervisor.watchdog_s == 6.0


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"WATCHDOG_USEC": "6000000"},
        {"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "6000000"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "6000000", "WATCHDOG_PID": "8"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "0"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "often"},
    ],
)
def test_nobody_is_pinged_who_did_not_ask_us(environment: dict[str, str]) -> None:
    assert Supervisor.of(environment, pid=7).watchdog_s is None


def test_where_nobody_listens_we_go_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Supervisor(str(tmp_path / "gone")).alive()
    Supervisor().alive()

    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "systemd can't be told WATCHDOG=1"
    ]


def made(folder: Path) -> str:
    """A unit for this machine, with a home of which the name is no easy one."""
    home = folder / 'the "home" of 50 % $x'
    command = [sys.executable, "-m", "pos2web", "--home", str(home), "run"]
    return unit(command, home=home, user="root")


def test_the_unit_carries_what_was_given(tmp_path: Path) -> None:
    lines = made(tmp_path).splitlines()

    home = f'"{tmp_path}/the \\"home\\" of 50 %% $$x"'
    assert f'ExecStart="{sys.executable}" "-m" "pos2web" "--home" {home} "run"' in lines
    assert f"ReadWritePaths={home}" in lines
    assert "User=root" in lines


@pytest.mark.parametrize(
    "line",
    [
        "Type=notify",
        "Restart=on-failure",
        "RestartPreventExitStatus=2 6",
        "WatchdogSec=120",
        "TimeoutStopSec=20",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "WantedBy=multi-user.target",
    ],
)
def test_the_unit_says_how_we_are_kept_alive_and_kept_in(tmp_path: Path, line: str) -> None:
    assert line in made(tmp_path).splitlines()


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    file = tmp_path / "pos2web.service"
    file.write_text(made(tmp_path), encoding="utf-8")

    verdict = subprocess.run(  # noqa: S603 - systemd's own program
        [str(ANALYZE), "verify", "--man=no", "--recursive-errors=no", str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_LOG_LEVEL": "warning"},
        timeout=60,
    )

    assert (verdict.returncode, verdict.stdout + verdict.stderr) == (0, "")
