"""An installation over the sample boutique and the sandbox shop, and its daemon as a process."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.cli.demo.children import SANDBOX_SHOP, serving
from pos2web.daemon.presence import Presence, find
from pos2web.daemon.remote import RemoteControl
from pos2web.settings import Home, descriptions, write

STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 30.0


@dataclass(frozen=True)
class Installation:
    """Its home, and where its shop and its till are."""

    home: Home
    till: Path
    shop_url: str

    def command(self, *words: str) -> list[str]:
        """A command line of ours in this home."""
        program = [sys.executable, "-m", "pos2web", "--home", str(self.home.path)]
        return [*program, "--language", "en", *words]

    def ask(self, *words: str) -> str:
        """What a command prints."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own
        return done.stdout

    def sync(self) -> None:
        """Bring everything to the shop, and with a second sync the last echoes home."""
        for _ in range(2):
            subprocess.run(self.command("sync", "--yes"), check=True, capture_output=True)  # noqa: S603 - a command of our own


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """A new installation whose shop is served meanwhile."""
    database, home = folder / "till.sqlite", Home(path=folder / "home")
    write_till(database)
    shop_data = ["--data", str(folder / "shop")]
    with serving(SANDBOX_SHOP, shop_data, notes=folder / "shop.log") as shop:
        till = {"adapter": "sql_database", "url": str(database)}
        given = {"till": till, "shop": {"adapter": "prestashop", **shop}}
        write(home, descriptions(), given, "en")
        yield Installation(home, database, shop["url"])


@dataclass(frozen=True)
class Running:
    """A daemon's process."""

    process: "subprocess.Popen[bytes]"
    presence: Presence

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    @property
    def control(self) -> RemoteControl:
        """What other commands ask it."""
        return RemoteControl(self.presence)

    def end(self) -> tuple[int, float]:
        """Ask it to end as systemd does: its exit code, and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(ENDS_WITHIN_S)
        return code, time.monotonic() - began


@contextmanager
def daemon(installation: Installation, notes: Path) -> Iterator[Running]:
    """`pos2web run`, once it answers; it is killed when it has not ended by itself."""
    command = installation.command("run", "--port", "0", "--notes", "json")
    with notes.open("wb") as said:
        process = subprocess.Popen(command, stderr=said)  # noqa: S603 - a command of our own
    try:
        patience = time.monotonic() + STARTS_WITHIN_S
        # What a daemon said that was killed before still lies there.
        while (presence := find(installation.home)) is None or presence.pid != process.pid:
            if process.poll() is not None or time.monotonic() > patience:
                raise TimeoutError(f"the daemon did not start: {notes.read_text()[-2000:]}")
            time.sleep(0.05)
        yield Running(process, presence)
    finally:
        process.kill()
        process.wait()
