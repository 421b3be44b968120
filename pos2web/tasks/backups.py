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

from pos2web.backup.epochs import epochs as claims
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore.drilling import DrillResult, drill
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.ship.taking import keep_people, take
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.store.manifest import Drill, note_drill
from pos2web.domain.archive_facts import BackedUp, BackupDrilled
from pos2web.domain.epochs import Mark
from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, saying
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.streams import backup_stream, run_stream
from pos2web.engine.context import RunOptions, RunReport, SyncContext
from pos2web.engine.epochs import begun
from pos2web.engine.outcome import new_run
from pos2web.errors import ArchiveError, Pos2WebError, SettingsError
from pos2web.log import Entry, Envelope, Log
from pos2web.messages import joined, message, sentence_of
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
    location: BackupLocation
    offer: str
    locks: Locks
    keys: Keys
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _shipper: Shipper | None = field(default=None, init=False)
    _keyring: tuple[int, int] | None = field(default=None, init=False)

    def shipper(self, context: SyncContext) -> Shipper:
        """What ships this house's log, in the epoch of now."""
        epoch = own_epoch(context.log)
        with self._lock:
            if self._shipper is None or self._shipper.epoch != epoch:
                self._shipper = Shipper(
                    context.log,
                    self.home.segments,
                    self.location,
                    self.locks,
                    epoch=epoch,
                    clock=context.clock,
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
        found = claims.newest(self.location.store, self.location.installation)
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


def own_epoch(log: Log) -> StoredEpoch:
    """The epoch of now, which is begun where none was. Raises ArchiveError."""
    begun(log)
    epoch = claims.of(log)
    if epoch is None:
        raise ArchiveError(message("no epoch could begin in {path}", path=log.path))
    return epoch


def back_up(context: SyncContext, backups: Backups | None, options: RunOptions) -> RunReport:
    """The backup of the day: everything is shipped, with a snapshot, and the store is tidied."""
    del options  # It takes seconds, and what was begun is better ended.
    made = required(backups)

    def act() -> Fact:
        context.models.catch_up(context.log)
        shipper = made.shipper(context)
        taken = take(shipper, made.home, context.models, made.keys, offer=made.offer)
        return BackedUp(
            store=made.location.store.name,
            position=taken.position,
            at=taken.at,
            objects=taken.objects,
            stored_bytes=taken.stored_bytes,
            pruned=taken.pruned,
        )

    report = _as_run(context, BACKUP, act)
    if report.failure is None:
        _ship_the_end(context, made)
    return report


def _ship_the_end(context: SyncContext, backups: Backups) -> None:
    """What the run recorded of itself goes too: nothing comes after it where no daemon runs."""
    try:
        backups.shipper(context).ship()
    except Pos2WebError as error:
        NOTES.warning("the last events of the backup itself are not on the store yet: %s", error)


def try_backup(context: SyncContext, backups: Backups | None, options: RunOptions) -> RunReport:
    """The drill: the backup is restored into a scratch place and compared with the living state."""
    del options
    made = required(backups)

    def act() -> Fact:
        drilled = drill(made.location, made.keys, made.home, context.log, clock=context.clock)
        problems = len(drilled.problems)
        with contextlib.suppress(Pos2WebError):  # the card is only for looking at
            note_drill(made.location, Drill(at=context.clock(), problems=problems))
        return told(made, drilled)

    return _as_run(context, DRILL, act)


def told(backups: Backups, drilled: DrillResult) -> BackupDrilled:
    """A drill as the log keeps it."""
    made = tuple(sentence_of(each) or None for each in drilled.problems)
    return BackupDrilled(
        store=backups.location.store.name,
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
            message("no backup is set up: docs/backup.md tells how ([backup] in pos2web.toml)")
        )
    return backups


def _as_run(context: SyncContext, task: str, act: Callable[[], Fact]) -> RunReport:
    """Do it, between the two events of a run."""
    run = new_run(context)
    envelope = Envelope(actor=f"task:{task}", run=run)
    start = RunStarted(task=task, version=version("pos2web"))
    context.log.append([Entry(stream=run_stream(run), fact=start)], envelope)
    try:
        fact = act()
    except Pos2WebError as error:
        report = _failed(run, error)
    else:
        context.log.append([Entry(stream=backup_stream(STORE), fact=fact)], envelope)
        report = _ended(run, fact)
    end = RunEnded(
        task=task,
        outcome=report.outcome,
        reason=report.reason,
        read=report.read,
        changed=report.changed,
    )
    context.log.append([Entry(stream=run_stream(run), fact=end)], envelope)
    context.models.catch_up(context.log)
    return report


def _ended(run: str, fact: Fact) -> RunReport:
    if isinstance(fact, BackupDrilled) and fact.problems:
        return _failed(run, ArchiveError(joined("; ", fact.told[:PROBLEMS_TOLD])))
    return RunReport(run=run, outcome="done", read=1, changed=1)


def _failed(run: str, error: Pos2WebError) -> RunReport:
    reason = saying(Code.FAILED, error)
    return RunReport(run=run, outcome="failed", reason=reason, failure=error)
