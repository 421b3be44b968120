"""The daemon over a fake desk, as a process: `python -m tests.daemon.process HOME HOW`.

`HOW` is what its runs do: `idle`, `busy` until they are stopped, or `stuck`, which hang whatever is
asked of them. Like the real desk, it holds the home's log while it is open.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pos2web.daemon.process import carry_on
from pos2web.errors import ConflictError
from pos2web.log import Log
from pos2web.settings import DaemonSettings, Home
from tests.daemon.desk import FakeDesk

HOW = sys.argv[2]


class RunningDesk(FakeDesk):
    """Has a run under way from its start on."""

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._run = threading.Thread(target=self._busy)

    def start(self) -> None:
        if HOW == "broken":
            raise AssertionError("a mistake of ours")
        self._run.start()

    def close(self, grace_s: float) -> None:
        self._stop.set()
        self._run.join(grace_s)

    def _busy(self) -> None:
        if HOW == "busy":
            self._stop.wait()
        if HOW == "stuck":
            threading.Event().wait()


@contextmanager
def opened(home: Home) -> Iterator[RunningDesk]:
    """A desk that holds the log."""
    with Log.open(home.log, clock=lambda: datetime.now(UTC)):
        yield RunningDesk()


def main() -> int:
    """Be the daemon; its exit code."""
    home = Home(path=Path(sys.argv[1]))
    port, stop_s = int(os.environ.get("PORT", "0")), float(os.environ.get("STOP_S", "10"))
    settings = DaemonSettings(port=port, notes="json", stop_s=stop_s)
    error = carry_on(home, settings, lambda: opened(home), environment=os.environ)
    if error is None:
        return 0
    return 4 if isinstance(error, ConflictError) else 1


if __name__ == "__main__":
    sys.exit(main())
