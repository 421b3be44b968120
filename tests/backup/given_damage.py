"""A backup of which something gets damaged, and who restores it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.restore.points import Holdings, holdings
from pos2web.backup.restore.restoring import Restored, RestoreRequest, RestoreStage, Told, restore
from pos2web.backup.store.keys import Keys, Locks, generate, recipient_of
from pos2web.backup.store.layout import ListedObject, LogObject
from pos2web.backup.store.location import BackupLocation
from pos2web.log.segments import cut
from pos2web.settings.home import Home
from tests.backup.given import NAME, Living


def untold(_step: RestoreStage, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Scene:
    """An installation that was backed up, its store, and a place to restore it to."""

    living: Living
    store: MemoryStore
    location: BackupLocation
    opening: Keys
    locks: Locks
    empty: Home

    @property
    def there(self) -> Holdings:
        return holdings(self.store, NAME)

    @property
    def pieces(self) -> list[ListedObject[LogObject]]:
        """What covers the log of the first epoch."""
        return list(self.there.lives[0].chain)

    def cover(self, first: int, last: int) -> str:
        """Put what some pieces hold once more, in one that is taken in their place; its name."""
        begin, end = self.pieces[first].what, self.pieces[last].what
        span = LogObject(1, begin.first, end.last, end.until)
        content = cut(self.living.log, begin.first - 1, end.last)
        assert self.location.put(span, content, self.locks)
        name = self.location.name_of(span)
        assert name in [each.name for each in self.pieces]
        return name

    def bring_back(
        self, at: datetime | None = None, *, home: Home | None = None, told: Told = untold
    ) -> Restored:
        home, clock = home or self.empty, self.living.clock
        return restore(
            self.location, home, self.opening, RestoreRequest(at=at), clock=clock, progress=told
        )


Spoil = Callable[[Scene, str], None]


def truncated(scene: Scene, name: str) -> None:
    scene.store.put(name, scene.store.get(name)[:-20], replace=True)


def emptied(scene: Scene, name: str) -> None:
    scene.store.put(name, b"", replace=True)


def another_thing(scene: Scene, name: str) -> None:
    scene.store.put(name, scene.locks.encrypt(b"tea"), replace=True)


def spoilt_before_it_was_locked(scene: Scene, name: str) -> None:
    content = scene.opening.decrypt(scene.store.get(name), name)
    spoilt = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    scene.store.put(name, scene.locks.encrypt(spoilt), replace=True)


def for_other_eyes(scene: Scene, name: str) -> None:
    """As where the beginning of a file of age is damaged: it looks as if it were for other keys."""
    other = Locks([recipient_of(generate())])
    scene.store.put(name, other.encrypt(b"tea"), replace=True)


DAMAGING = (truncated, emptied, another_thing, spoilt_before_it_was_locked)
