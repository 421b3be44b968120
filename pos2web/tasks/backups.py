"""What an installation's backup is made with, and the tasks about it: the day's, and its trial."""

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

import msgspec

from pos2web.backup import epochs as claims
from pos2web.backup.card import Drill, note_drill
from pos2web.backup.depot import Depot
from pos2web.backup.drilling import Drilled, drill
from pos2web.backup.epochs import Epoch
from pos2web.backup.keys import Keys, Locks
from pos2web.backup.shipping import Shipper
from pos2web.backup.taking import keep_people, take
from pos2web.domain.archive_facts import BackedUp, BackupDrilled, backup_stream
from pos2web.domain.epochs import Mark
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, saying
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.engine.epochs import begun
from pos2web.engine.house import House, Options, Report
from pos2web.engine.outcome import new_run
from pos2web.errors import ArchiveError, Pos2WebError, SettingsError
from pos2web.log import Entry, Envelope, Log
from pos2web.said import joined, say, sentence_of
from pos2web.settings import Home

NOTES = logging.getLogger("pos2web.backup")

BACKUP, DRILL = "backup", "drill"
STORE = "store"
"""What the one store is called in the log."""

PROBLEMS_TOLD = 3
"""So many problems of a drill stand in its reason; its own event has all."""


@dataclass(kw_only=True)
class Backups:
    """How one installation is backed up; any thread may use it.

    `locks` are for all who can open a backup, `keys` this machine's own, so that it can try them.
    """

    home: Home
    depot: Depot
    offer: str
    locks: Locks
    keys: Keys
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _shipper: Shipper | None = field(default=None, init=False)
    _keyring: tuple[int, int] | None = field(default=None, init=False)

    def shipper(self, house: House) -> Shipper:
        """What ships this house's log, in the epoch of now."""
        epoch = own_epoch(house.log)
        with self._lock:
            if self._shipper is None or self._shipper.epoch != epoch:
                self._shipper = Shipper(
                    house.log,
                    self.home.segments,
                    self.depot,
                    self.locks,
                    epoch=epoch,
                    clock=house.clock,
                )
                self._shipper.goes_first = partial(self._keep_keyring, self._shipper)
            return self._shipper

    def _keep_keyring(self, shipper: Shipper) -> None:
        """The keyring goes before the log: what a new key sealed is of no use without it.

        One that is damaged is noted once and holds nothing up; the last good one stays there.
        """
        mark = _mark_of(self.home.people)
        if mark == self._keyring:
            return
        try:
            keep_people(shipper, self.home, self.keys)
        except ArchiveError as error:
            NOTES.error("the keyring is not backed up: %s", error)
        self._keyring = mark

    def newer(self, log_id: str, own: int) -> Mark | None:
        """The epoch on the store that is newer than our own, as a shop's mark would tell of it; None
        when ours is the newest. One whose claim is damaged counts too. Raises as the store's `list`
        and `get`, ArchiveError for a claim that is newer than we know."""
        found = claims.newest(self.depot.store, self.depot.installation)
        if found is None or found.number <= own:
            return None
        return Mark(log=log_id, number=found.number, epoch=found.id, since=found.began_at)


class StoreAsked:
    """Asks the store whether a later epoch of this installation writes: for shops that keep no mark,
    and to know of it at once.

    An answer is waited for only a moment: a store that is away holds nobody up.
    """

    def __init__(self, backups: Backups, *, wait_s: float = 5.0) -> None:
        self._backups = backups
        self._wait_s = wait_s

    def __call__(self, own: Mark) -> Mark | None:
        """The epoch that took over, where the store says so within the wait."""
        found: queue.SimpleQueue[Mark | None] = queue.SimpleQueue()

        def ask() -> None:
            try:
                found.put(self._backups.newer(own.log, own.number))
            except Pos2WebError as error:
                NOTES.warning("the store does not say whether another took over: %s", error)
                found.put(None)

        threading.Thread(target=ask, name="store-asked", daemon=True).start()
        try:
            return found.get(timeout=self._wait_s)
        except queue.Empty:
            NOTES.warning("the store took too long to say whether another took over")
            return None


def _mark_of(path: Path) -> tuple[int, int] | None:
    """Differs whenever a file that is replaced was; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def own_epoch(log: Log) -> Epoch:
    """The epoch of now, which is begun where none was. Raises ArchiveError."""
    begun(log)
    epoch = claims.of(log)
    if epoch is None:
        raise ArchiveError(say("no epoch could begin in {path}", path=log.path))
    return epoch


def back_up(house: House, backups: Backups | None, options: Options) -> Report:
    """The backup of the day: everything is shipped, with a snapshot, and the store is tidied."""
    del options  # It takes seconds, and what was begun is better ended.
    made = required(backups)

    def act() -> Fact:
        house.models.catch_up(house.log)
        shipper = made.shipper(house)
        taken = take(shipper, made.home, house.models, made.keys, offer=made.offer)
        return BackedUp(
            store=made.depot.store.name,
            position=taken.position,
            at=taken.at,
            objects=taken.objects,
            stored_bytes=taken.stored_bytes,
            pruned=taken.pruned,
        )

    report = _as_run(house, BACKUP, act)
    if report.failure is None:
        _ship_the_end(house, made)
    return report


def _ship_the_end(house: House, backups: Backups) -> None:
    """What the run recorded of itself goes too: nothing comes after it where no daemon runs."""
    try:
        backups.shipper(house).ship()
    except Pos2WebError as error:
        NOTES.warning("the last events of the backup itself are not on the store yet: %s", error)


def try_backup(house: House, backups: Backups | None, options: Options) -> Report:
    """The drill: the backup is restored into a scratch place and compared with the living state."""
    del options
    made = required(backups)

    def act() -> Fact:
        drilled = drill(made.depot, made.keys, made.home, house.log, clock=house.clock)
        problems = len(drilled.problems)
        with contextlib.suppress(Pos2WebError):  # the card is only for looking at
            note_drill(made.depot, Drill(at=house.clock(), problems=problems))
        return told(made, drilled)

    return _as_run(house, DRILL, act)


def told(backups: Backups, drilled: Drilled) -> BackupDrilled:
    """A drill as the log keeps it."""
    made = tuple(sentence_of(each) or None for each in drilled.problems)
    return BackupDrilled(
        store=backups.depot.store.name,
        position=drilled.position,
        events=drilled.position,
        problems=tuple(map(str, drilled.problems)),
        said=made if any(made) else msgspec.UNSET,
        rpo_ms=drilled.rpo_ms,
        rto_ms=drilled.rto_ms,
    )


def required(backups: Backups | None) -> Backups:
    """What was set. Raises SettingsError where no backup was."""
    if backups is None:
        raise SettingsError(
            "no backup is set up: docs/backup.md tells how ([backup] in pos2web.toml)"
        )
    return backups


def _as_run(house: House, task: str, act: Callable[[], Fact]) -> Report:
    """Do it, between the two events of a run."""
    run = new_run(house)
    envelope = Envelope(actor=f"task:{task}", run=run)
    start = RunStarted(task=task, version=version("pos2web"))
    house.log.append([Entry(stream=f"run/{run}", fact=start)], envelope)
    try:
        fact = act()
    except Pos2WebError as error:
        report = _failed(run, error)
    else:
        house.log.append([Entry(stream=backup_stream(STORE), fact=fact)], envelope)
        report = _ended(run, fact)
    end = RunEnded(
        task=task,
        outcome=report.outcome,
        reason=report.reason,
        read=report.read,
        changed=report.changed,
    )
    house.log.append([Entry(stream=f"run/{run}", fact=end)], envelope)
    house.models.catch_up(house.log)
    return report


def _ended(run: str, fact: Fact) -> Report:
    if isinstance(fact, BackupDrilled) and fact.problems:
        return _failed(run, ArchiveError(joined("; ", fact.told[:PROBLEMS_TOLD])))
    return Report(run=run, outcome="done", read=1, changed=1)


def _failed(run: str, error: Pos2WebError) -> Report:
    reason = saying(Code.FAILED, error)
    return Report(run=run, outcome="failed", reason=reason, failure=error)
