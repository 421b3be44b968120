"""Ninety days of a real installation and a real log: what is restored is what was recorded."""

import random
import shutil
from datetime import timedelta
from pathlib import Path

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.restore.fetching import Fetching
from pos2web.backup.restore.points import RestorePoint, holdings
from pos2web.backup.restore.rebuilding import bring_back_log
from pos2web.backup.restore.restoring import RestoreRequest, restore
from pos2web.backup.ship.retention import WINDOWS
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import TransientError
from pos2web.settings.home import Home
from tests.backup.given import NAME, Living
from tests.backup.test_restoring import lines_of, untold
from tests.shops.clocks import StillClock

OFFER = "weekly"
DAYS = 90


class Months:
    """An installation whose machine is lost now and then; the homes of all its epochs are kept."""

    def __init__(self, folder: Path, keys: Keys, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - chance, not a secret
        self.folder, self.keys, self.locks = folder, keys, Locks(keys.recipients)
        self.clock, self.true = StillClock(), StillClock()
        self.store = MemoryStore(clock=self.true)
        self.location = BackupLocation(store=self.store, installation=NAME)
        self.number = 1
        with Living.begun(self.home(1).path, self.location, self.locks, self.clock) as living:
            living.count(1)

    def home(self, number: int) -> Home:
        return Home(path=self.folder / str(number))

    def day(self) -> None:
        """A day's work, with a store that may be away and a clock that may be wrong."""
        if self.dice.random() < 0.1:
            self.clock.now = self.true.now - timedelta(days=self.dice.choice([2, 400]))
        elif self.dice.random() < 0.5:
            self.clock.now = self.true.now
        is_away = self.dice.random() < 0.2
        self.store.trouble = TransientError("the store is away") if is_away else None
        home = self.home(self.number)
        with Living.opened(home, self.location, self.locks, self.clock) as living:
            for _ in range(self.dice.randrange(1, 4)):
                self.pass_(self.dice.uniform(1, 7))
                living.count(*range(self.dice.randrange(1, 5)))
                if not is_away:
                    living.shipper.ship()
            if not is_away:
                living.take(self.keys, OFFER)
        self.store.trouble = None
        self.pass_(self.dice.uniform(1, 4))

    def pass_(self, hours: float) -> None:
        self.clock.move(hours=hours)
        self.true.move(hours=hours)

    def lose(self) -> None:
        """The machine is lost, and brought back as it was at some instant of the window."""
        self.clock.now = self.true.now
        points = self.points()
        wanted = RestoreRequest(
            at=self.dice.choice([None, points[-1].at, points[len(points) // 2].at])
        )
        other = self.home(self.number + 1)
        restore(self.location, other, self.keys, wanted, clock=self.clock, progress=untold)
        self.number += 1

    def points(self) -> list[RestorePoint]:
        """Those inside the window."""
        begins = self.true.now - WINDOWS[OFFER]
        there = holdings(self.store, NAME)
        assert list(there.warnings) == []
        return [point for point in there.points if point.at >= begins]

    def compare(self) -> None:
        """What would come back at some instant is what was recorded by then."""
        point = self.dice.choice(self.points())
        scratch = Home(path=self.folder / "scratch")
        scratch.path.mkdir()
        folder = scratch.path / "objects"
        fetching = Fetching(self.location, self.keys, folder, lambda *_: None)
        _, loaded = bring_back_log(fetching, scratch, at=point.at, counted=lambda *_: None)
        assert loaded.position >= point.position
        recorded = lines_of(self.home(point.epoch), loaded.position)
        assert lines_of(scratch, loaded.position) == recorded
        shutil.rmtree(scratch.path)


def test_what_is_restored_within_ninety_days_is_what_was_recorded(
    tmp_path: Path, opening: Keys, seed: int
) -> None:
    months = Months(tmp_path, opening, seed)
    for number in range(DAYS):
        months.day()
        if months.dice.random() < 0.06 and months.points():
            months.lose()
        if number % 3 == 0 and months.points():
            months.compare()

    old = months.true.now - timedelta(days=30)
    epochs = [life.epoch for life in holdings(months.store, NAME).lives]
    assert all(later.began_at > old for later in epochs[1:]) or len(epochs) == 1
    assert len(months.store.shelf.objects) < 100
