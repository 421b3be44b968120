"""Kills backups, prunes and restores at random moments, and looks at what is left each time.

`python -m tests.backup.killing FOLDER --kills 1000 --seed 7`: half of the processes are killed by the
clock, half as they are about to do something to a file. After each kill the store must be readable
without a gap, everything that was told to be shipped must be there, and no restore point inside the
window may be lost; every few times a restore is made and compared with the log. A restore that was
killed is started again and must come to the same.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pos2web.adapters.folder_store.adapter import FolderStore
from pos2web.backup.epochs import epochs
from pos2web.backup.restore import placing
from pos2web.backup.restore.fetching import Fetching
from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.rebuilding import bring_back_log, rebuild_settings
from pos2web.backup.restore.restoring import RestoreRequest, is_unfinished, restore
from pos2web.backup.ship.pruning import prune
from pos2web.backup.ship.retention import WINDOWS
from pos2web.backup.store import keys
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import ConflictError
from pos2web.log import Log
from pos2web.ports import Clock
from pos2web.settings.home import Home
from tests.backup.given import NAME, Living, acquainted
from tests.shops.clocks import NOON, StillClock

OFFER = "daily"
TOUCHES = ("fsync", "replace", "link", "unlink", "open", "mkdir", "rmdir")
"""What processes do to files, and may die before."""

SPANS = {"ship": (60, 0.15), "take": (90, 0.2), "prune": (12, 0.01), "restore": (90, 0.2)}
"""About as many of these, and seconds, as each one needs."""

PLACED = {
    "log.db",
    "log.db.lock",
    "models.db",
    "people.keys",
    "pos2web.toml",
    "secrets.toml",
    "segments",
}
"""What is in a home that was just restored."""

Point = tuple[str, int]
"""The id of an epoch, and a position in its log."""


class Store(FolderStore):
    """A folder whose clock goes as fast as ours."""

    def __init__(self, path: Path, clock: Clock) -> None:
        super().__init__(path)
        self._folder, self._clock = path, clock

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        is_new = super().put(name, content, replace=replace)
        if is_new:
            now = self._clock().timestamp()
            os.utime(self._folder / name, (now, now))
        return is_new


@dataclass
class Torment:
    """One installation, its store, and what is known of them."""

    folder: Path
    dice: random.Random
    clock: StillClock = field(default_factory=lambda: StillClock(NOON + timedelta(days=7)))
    points: dict[datetime, Point] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    number: int = 1

    def __post_init__(self) -> None:
        self.location = BackupLocation(
            store=Store(self.folder / "store", self.clock), installation=NAME
        )
        (self.folder / "store").mkdir()
        identity = keys.generate()
        self.opening, self.locks = Keys([identity]), Locks([keys.recipient_of(identity)])
        with Living.begun(self.home.path, self.location, self.locks, self.clock) as living:
            living.work(5)
            acquainted(living.home)
            living.take(self.opening, OFFER)

    @property
    def home(self) -> Home:
        """Where the installation of now lives; those before stay, to compare with."""
        return self.home_of(self.number)

    def home_of(self, number: int) -> Home:
        return Home(path=self.folder / f"home-{number}")

    # What is killed.

    def ship(self, tell: Callable[[int], None]) -> None:
        with self.living() as living:
            for number in range(30):
                living.count(*range(1 + number % 4))
                tell(living.shipper.ship().position)

    def take(self, tell: Callable[[int], None]) -> None:
        with self.living() as living:
            living.home.settings.write_text(f"# {self.clock()}\n")
            acquainted(living.home)
            living.work(3)
            tell(living.take(self.opening, OFFER).position)

    def prune(self, _tell: Callable[[int], None]) -> None:
        prune(self.location, OFFER, self.clock())

    def restore(self, _tell: Callable[[int], None]) -> None:
        self.bring_back()

    def living(self) -> Any:
        return Living.opened(self.home, self.location, self.locks, self.clock)

    def bring_back(self) -> int:
        other = self.home_of(self.number + 1)
        wanted = RestoreRequest(source="the torment")
        back = restore(
            self.location, other, self.opening, wanted, clock=self.clock, progress=lambda *_: None
        )
        return back.position

    # Rounds.

    def round(self) -> None:
        """Kill one process, and look."""
        verb = self.dice.choice(["ship", "ship", "take", "take", "prune", "restore"])
        told = self.killed(verb)
        self.look(told)
        if verb == "restore":
            self.start_again()
        self.clock.move(minutes=self.dice.uniform(1, 200))

    def killed(self, verb: str) -> list[int]:
        """The positions that a process told to be shipped before it was killed."""
        reading, writing = os.pipe()
        most, longest_s = SPANS[verb]
        touches = self.dice.randrange(1, most) if self.dice.random() < 0.5 else 0
        after_s = 5.0 if touches else self.dice.uniform(0, longest_s)
        child = os.fork()
        if child == 0:
            self.run(verb, touches, writing)
        os.close(writing)
        status = ended(child, after_s)
        self.told[verb if os.WIFSIGNALED(status) else f"{verb} to its end"] += 1
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{verb} failed"
        with os.fdopen(reading) as file:
            return [int(line) for line in file.read().split("\n")[:-1]]

    def run(self, verb: str, touches: int, writing: int) -> None:
        """In the process that is killed."""
        try:
            if touches and verb == "restore" and self.dice.random() < 0.6:
                die_while_placing(1 + touches % 24)
            elif touches:
                die_at_touch(touches)
            act = getattr(self, verb)
            act(lambda position: os.write(writing, f"{position}\n".encode()))
        except BaseException as error:  # noqa: BLE001 - the parent must be told of any
            os.write(2, f"{verb}: {type(error).__name__}: {error}\n".encode())
            os._exit(1)
        os._exit(0)

    # What must hold.

    def look(self, told: Sequence[int]) -> None:
        """The store is readable and has everything that it must."""
        there = holdings(self.location.store, NAME)
        assert list(there.warnings) == []
        life = next(life for life in there.lives if life.epoch.number == self.number)
        assert life.reach >= max(told, default=0), f"{told[-1]} was told, {life.reach} is there"
        begins = self.clock() - WINDOWS[OFFER]
        self.points = {at: point for at, point in self.points.items() if at >= begins}
        for at, (epoch, position) in self.points.items():
            source = there.source(at)
            assert (source.life.epoch.id, source.links[-1].what.last >= position) == (epoch, True)
        for point in there.points:
            epoch = next(x.epoch.id for x in there.lives if x.epoch.number == point.epoch)
            self.points[point.at] = (epoch, point.position)
        if self.dice.random() < 0.25:
            self.compare(self.dice.choice([None, *self.points]))

    def compare(self, at: datetime | None) -> None:
        """What a restore brings back is what was recorded."""
        scratch = Home(path=self.folder / "scratch")
        scratch.path.mkdir()
        folder = scratch.path / "objects"
        fetching = Fetching(self.location, self.opening, folder, lambda *_: None)
        fetched, loaded = bring_back_log(fetching, scratch, at=at, counted=lambda *_: None)
        rebuild_settings(fetched, scratch, loaded.log)
        home = self.home_of(fetched.source.life.epoch.number)
        assert lines_of(scratch, loaded.position) == lines_of(home, loaded.position)
        assert loaded.digest
        shutil.rmtree(scratch.path)

    def start_again(self) -> None:
        """A restore that was begun is ended, and the new installation is the one that goes on."""
        newest = epochs.newest(self.location.store, NAME)
        assert newest is not None
        other = self.home_of(self.number + 1)
        if newest.number == self.number and not other.log.exists() and self.dice.random() < 0.3:
            return  # Nobody knows of it yet: the old one goes on, and the next one may be killed again.
        try:
            position = self.bring_back()
        except ConflictError as error:
            assert "an installation lives in" in str(error)  # noqa: PT017 - it was done but for the last word
            position = head_of(other) - 1
        assert not is_unfinished(other)
        assert {path.name for path in other.path.iterdir()} == PLACED
        assert lines_of(other, position) == lines_of(self.home, position)
        newest = epochs.newest(self.location.store, NAME)
        with closing(Log.open(other.log, clock=self.clock)) as log:
            assert epochs.of(log) is not None
            assert newest is not None
            assert log.verify().problems == ()
            (last,) = log.read(log.head - 1)
            assert last.fact.id == newest.id  # type: ignore[attr-defined]  # the epoch's beginning
        self.number = newest.number
        if other.path != self.home.path:
            other.path.rename(self.home.path)


def die_at_touch(count: int) -> None:
    """Die as the process is about to touch a file for the so many-th time."""
    left = [count]

    def dying(act: Callable[..., Any]) -> Callable[..., Any]:
        def touch(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*args, **kwargs)

        return touch

    for name in TOUCHES:
        setattr(os, name, dying(getattr(os, name)))


def die_while_placing(count: int) -> None:
    """The same, but counted from when a restore begins to move things into place."""
    finish = placing.finish

    def dying(home: Home) -> tuple[bytes, Path | None]:
        die_at_touch(count)
        return finish(home)

    setattr(placing, "finish", dying)  # noqa: B010 - only here, where it dies


def ended(child: int, after_s: float) -> int:
    """How a process ended; it is killed after so long."""
    deadline = time.monotonic() + after_s
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def lines_of(home: Home, upto: int | None) -> list[bytes]:
    with closing(Log.open(home.log, clock=StillClock(), read_only=True)) as log:
        return list(log.lines(0, upto))


def head_of(home: Home) -> int:
    with closing(Log.open(home.log, clock=StillClock(), read_only=True)) as log:
        return log.head


def main(arguments: Sequence[str]) -> int:
    """Kill so many times, and say what was killed."""
    parser = argparse.ArgumentParser(prog="tests.backup.killing", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}", flush=True)  # noqa: T201 - a command prints
    torment = Torment(options.folder, random.Random(options.seed))  # noqa: S311 - chance, not a secret
    killed = 0
    while killed < options.kills:
        torment.round()
        killed = sum(count for verb, count in torment.told.items() if " " not in verb)
    print(dict(torment.told))  # noqa: T201 - a command prints
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
