"""Starts servers that end with the tests, whatever becomes of these."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

HOST = "127.0.0.1"
START_S_MAX = 60
STOP_S_MAX = 10
PAUSE_S = 0.02


class Missing(Exception):  # noqa: N818 - what a person reads when a test can't run
    """The server can't be had here; the text says what to do."""


class Failed(Exception):  # noqa: N818 - what a person reads when a test can't run
    """The server did not start; the text has what it said."""


def free_ports(count: int) -> list[int]:
    """Ports on which nobody listens, all different."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in taken:
            each.bind((HOST, 0))
        return [each.getsockname()[1] for each in taken]


class Process:
    """A server's process; what it says is in a file."""

    def __init__(self, command: Sequence[str], *, log: Path) -> None:
        self._log = log
        self._program = command[0]
        with log.open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - a command of our own
                [*dying_with_us(), *command],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": str(log.parent)},
            )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def wait_for(self, is_ready: Callable[[], bool]) -> None:
        """Return when it is ready. Raises Failed when it ends before, or never is."""
        until = time.monotonic() + START_S_MAX
        while not is_ready():
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                said = self._log.read_text("utf-8", "replace")[-2000:]
                raise Failed(f"{self._program} did not start:\n{said}")
            time.sleep(PAUSE_S)

    def pause(self) -> None:
        """Let it stand still: it answers nothing, and its connections stay."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it run again."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait(timeout=STOP_S_MAX)


def dying_with_us() -> list[str]:
    """What goes before a command so that it ends when we do, where the system can do that."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def listens(port: int) -> bool:
    """Whether somebody listens on this port."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
