"""A trial restore finds what differs, says how long it took, and leaves nothing behind."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs.epochs import claim
from pos2web.backup.restore.drilling import SCRATCH, DrillResult, drill
from pos2web.backup.restore.rebuilding import follow_log
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.layout import SettingsObject, SnapshotObject
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.domain.facts import ChangeClaimed
from pos2web.errors import ArchiveError, TransientError
from pos2web.log import Event, Log
from pos2web.projections.snapshots import files as snapshots
from pos2web.settings.home import Home
from tests.backup.given import NAME, TILL, Living, acquainted, epoch, linked
from tests.shops.clocks import StillClock


@pytest.fixture
def backed_up(living: Living, opening: Keys) -> Living:
    living.log.append([linked(f"T{number}") for number in range(20)], TILL)
    living.take(opening)
    living.work(9)
    living.shipper.ship()
    return living


def tried(living: Living, location: BackupLocation, opening: Keys) -> DrillResult:
    drilled = drill(location, opening, living.home, living.log, clock=living.clock)
    assert not (living.home.path / SCRATCH).exists()
    return drilled


def test_a_good_backup_has_no_problems(
    backed_up: Living, location: BackupLocation, opening: Keys
) -> None:
    before = dict(location.store.shelf.objects)  # type: ignore[attr-defined]  # a store in memory has it

    drilled = tried(backed_up, location, opening)

    assert (drilled.problems, drilled.warnings) == ((), ())
    assert drilled.position == backed_up.log.head
    assert drilled.at == backed_up.clock()
    assert drilled.rpo_ms == 0
    assert drilled.rto_ms > 0
    assert (drilled.objects, drilled.size > 0) == (4, True)
    assert location.store.shelf.objects == before  # type: ignore[attr-defined]  # as before


def test_what_would_be_lost_is_told(
    backed_up: Living, location: BackupLocation, opening: Keys
) -> None:
    backed_up.clock.move(seconds=90)
    backed_up.count(1)

    assert tried(backed_up, location, opening).rpo_ms == 90_000


def test_a_log_that_was_altered_here_is_found(
    backed_up: Living, location: BackupLocation, opening: Keys
) -> None:
    with closing(sqlite3.connect(backed_up.home.log)) as connection:
        connection.execute("UPDATE appends SET digest = zeroblob(32) WHERE position = 30")
        connection.execute("UPDATE appends SET digest = zeroblob(32) WHERE position > 30")
        connection.commit()

    (problem,) = tried(backed_up, location, opening).problems

    assert problem.endswith("is not the one here")


def test_a_log_that_is_shorter_here_is_found(
    backed_up: Living, location: BackupLocation, opening: Keys, clock: StillClock, tmp_path: Path
) -> None:
    with Log.open(tmp_path / "log.db", clock=clock) as other:
        (problem,) = drill(location, opening, backed_up.home, other, clock=clock).problems
        assert "another log" in problem
    with closing(sqlite3.connect(backed_up.home.log)) as connection:
        connection.execute("DELETE FROM appends WHERE position > 30")
        connection.commit()

    (problem,) = tried(backed_up, location, opening).problems

    assert problem.endswith("is not the one here")


def test_state_that_came_back_otherwise_is_found(
    backed_up: Living, location: BackupLocation, opening: Keys, locks: Locks, store: MemoryStore
) -> None:
    (found,) = location.listing().of(SnapshotObject)
    wrong = backed_up.home.path / "wrong"
    with closing(sqlite3.connect(backed_up.home.models)) as connection:
        connection.execute("DELETE FROM links WHERE key = 'T3'")
        connection.commit()
    backed_up.models.close()
    content = snapshots.take(backed_up.models, wrong).read_bytes()
    store.put(found.name, locks.encrypt(content), replace=True)
    snapshots.discard(backed_up.home.snapshots)

    problems = tried(backed_up, location, opening).problems

    assert problems == ("the state differs in links: 1 rows only here, 0 only there",)


def test_no_backup_at_all_is_a_problem(
    living: Living, location: BackupLocation, opening: Keys
) -> None:
    assert tried(living, location, opening) == DrillResult(
        problems=("there is no backup of tea-shop on this store",)
    )
    with pytest.raises(ArchiveError, match="there is no backup of tea-shop on memory"):
        verify(location, opening)


def test_a_store_that_is_away_is_no_problem_of_the_backup(
    backed_up: Living, location: BackupLocation, opening: Keys, store: MemoryStore
) -> None:
    store.trouble = TransientError("away")

    with pytest.raises(TransientError, match="away"):
        tried(backed_up, location, opening)
    assert not (backed_up.home.path / SCRATCH).exists()


def test_what_an_earlier_drill_left_is_removed(
    backed_up: Living, location: BackupLocation, opening: Keys
) -> None:
    left = Home(path=backed_up.home.path / SCRATCH)
    left.path.mkdir()
    left.log.write_bytes(b"half")

    assert tried(backed_up, location, opening).problems == ()


def test_all_objects_are_looked_through(
    backed_up: Living, location: BackupLocation, opening: Keys, store: MemoryStore
) -> None:
    acquainted(backed_up.home)
    backed_up.clock.move(days=1)
    backed_up.count(1)
    backed_up.take(opening)
    claim(store, NAME, epoch(2, backed_up.clock() + timedelta(days=1), position=3))

    verified = verify(location, opening)

    assert verified.problems == ()
    assert verified.objects == len(store.shelf.objects) - 3


def test_what_goes_while_it_is_looked_through_is_no_problem(
    backed_up: Living, location: BackupLocation, opening: Keys, store: MemoryStore
) -> None:
    (settings,) = location.listing().of(SettingsObject)

    def prune(method: str) -> None:
        if method == "get":
            store.shelf.objects.pop(settings.name, None)

    store.before = prune

    assert verify(location, opening).problems == ()
    assert backed_up.log.head > 0


POISON = ChangeClaimed(change="not a change")  # type: ignore[arg-type]  # what no read model can follow


class Poisoned:
    """A log in which the last event can't be applied."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    def read(self, *args: Any, **kwargs: Any) -> Iterator[Event]:
        for event in self._log.read(*args, **kwargs):
            is_last = event.position == self._log.head
            yield msgspec.structs.replace(event, fact=POISON) if is_last else event


def test_state_that_stands_still_is_told(
    backed_up: Living, location: BackupLocation, opening: Keys, tmp_path: Path
) -> None:
    log = cast("Log", Poisoned(backed_up.log))

    drilled = drill(location, opening, backed_up.home, log, clock=backed_up.clock)
    (warning,) = follow_log(Home(path=tmp_path), log)

    (problem,) = drilled.problems
    assert problem.startswith("the state here can't be worked out to compare: event ")
    assert warning.startswith("the read models stand still: event ")
