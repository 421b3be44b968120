"""An installation in a folder of its own, a clock that stands still, and a store in memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.store import keys
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.location import BackupLocation
from pos2web.settings.home import Home
from tests.backup.given import NAME, Living, acquainted
from tests.backup.given_damage import Scene
from tests.shops.clocks import StillClock


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def store(clock: StillClock) -> MemoryStore:
    return MemoryStore(clock=clock)


@pytest.fixture
def location(store: MemoryStore) -> BackupLocation:
    return BackupLocation(store=store, installation=NAME)


@pytest.fixture(scope="session")
def identity() -> str:
    return keys.generate()


@pytest.fixture
def opening(identity: str) -> Keys:
    return Keys([identity])


@pytest.fixture
def locks(identity: str) -> Locks:
    return Locks([keys.recipient_of(identity)])


@pytest.fixture
def living(
    tmp_path: Path, location: BackupLocation, locks: Locks, clock: StillClock
) -> Iterator[Living]:
    with Living.begun(tmp_path / "home", location, locks, clock) as living:
        yield living


@pytest.fixture
def scene(
    living: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    tmp_path: Path,
) -> Scene:
    """Four pieces, snapshots, settings that changed, a keyring that grew."""
    for number in range(4):
        acquainted(living.home)
        living.home.settings.write_text(f"[till]\nnumber = {number}\n")
        living.work(20)
        living.take(opening)
        living.clock.move(hours=1)
    return Scene(living, store, location, opening, locks, Home(path=tmp_path / "other"))
