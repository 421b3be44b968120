"""One process at a time writes; any number read."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionPoolClosedError

from pos2web.errors import ConflictError, SettingsError
from pos2web.log import Log
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pos2web.log import Log
with Log.open(Path(sys.argv[-1]), clock=lambda: datetime.now(UTC)):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WRITER, "daemon", "--password=secret", str(path)]
    with subprocess.Popen(  # noqa: S603 - a command of our own
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process


def test_a_second_writer_is_told_who_writes(path: Path, clock: StillClock) -> None:
    with (
        another_process(path) as process,
        pytest.raises(ConflictError, match=rf"process {process.pid} on .* \(-c daemon\), since 2"),
    ):
        Log.open(path, clock=clock)


def test_a_writer_that_dies_leaves_the_log_free(path: Path, clock: StillClock) -> None:
    with another_process(path) as process:
        process.kill()

    with Log.open(path, clock=clock) as log:
        assert log.append([counted(1)], TILL) == range(1, 2)


def test_a_second_writer_waits_for_the_first(path: Path, clock: StillClock) -> None:
    first = Log.open(path, clock=clock)
    heads: list[int] = []

    def second() -> None:
        with Log.open(path, clock=clock, waits_s=60) as log:
            heads.append(log.head)

    thread = threading.Thread(target=second)
    thread.start()
    first.append([counted(1)], TILL)
    first.close()
    thread.join()

    assert heads == [1]


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_a_writer_that_left_no_name_is_another_process(
    log: Log, clock: StillClock, content: bytes | None
) -> None:
    holder = log.path.with_name("log.db.holder")
    holder.unlink()
    if content is not None:
        holder.write_bytes(content)

    with pytest.raises(ConflictError, match="written by another process"):
        Log.open(log.path, clock=clock)


def test_a_log_may_be_closed_twice(log: Log) -> None:
    log.close()
    log.close()


def test_a_log_in_a_folder_that_is_none_is_a_mistake_in_the_settings(
    tmp_path: Path, clock: StillClock
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match="no log can be written at"):
        Log.open(tmp_path / "file" / "log.db", clock=clock)


def test_a_closed_log_refuses_and_does_not_crash(log: Log) -> None:
    log.close()

    with pytest.raises(ConnectionPoolClosedError):
        log.append([counted(1)], TILL)
    with pytest.raises(ConnectionPoolClosedError):
        list(log.read())
