"""Brings an installation back from a store, into a home where none is.

Everything is made in a folder of its own inside the home, `restore.partial`, and moved into place at
the end; until then the home is as it was. Whoever was killed starts it again: what was fetched and
found whole is not fetched again, and what was moved is not moved back.
"""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import zip_longest
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pos2web.backup.epochs import epochs
from pos2web.backup.epochs.epoch_chain import last_stored
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore import placing
from pos2web.backup.restore.fetching import Fetched, Fetching
from pos2web.backup.restore.placing import is_unfinished
from pos2web.backup.restore.points import Holdings
from pos2web.backup.restore.rebuilding import (
    bring_back_log,
    follow_log,
    rebuild_settings,
    rebuild_state,
)
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.location import BackupLocation
from pos2web.domain.archive_facts import RESTORED, EpochBegan
from pos2web.domain.streams import INSTALLATION
from pos2web.errors import ConflictError
from pos2web.log import Entry, Envelope, Log
from pos2web.log.files import keep, private_folder
from pos2web.log.loading import Loaded
from pos2web.log.lock import WriterLock
from pos2web.messages import Sentence, kept, message, plain, sentence_of
from pos2web.ports import Clock
from pos2web.settings.home import Home

__all__ = ["RestoreRequest", "RestoreStage", "Restored", "Told", "is_unfinished", "restore"]


class RestoreStage(StrEnum):
    """What a restore is doing, in this order."""

    FETCH = "fetch"
    LOAD = "load"
    STATE = "state"
    PLACE = "place"


Told = Callable[[RestoreStage, int, int], None]
"""Is told of progress: the step, how much of it is done, and how much it is; in the caller's thread."""


class RestoreRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to bring back: the state at an instant (None: the latest).

    `force`: also over a living installation, which is put aside. `source` is where the backup lies,
    and `actor` who asked, for the history.
    """

    at: datetime | None = None
    force: bool = False
    source: str = ""
    actor: str = "daemon"


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: the log up to `position`, recorded at `at`, from epoch `from_epoch`; after it
    `epoch` began. `objects` were read, of `size` bytes. `aside` is where an installation that was
    there was put. `warnings` say what is not as it should be on the store, `said` how each of them
    was made, where that is known: so that whoever goes on with it can say them in any language."""

    position: int
    at: datetime | None
    epoch: StoredEpoch
    from_epoch: int
    objects: int
    size: int
    aside: Path | None = None
    warnings: tuple[str, ...] = ()
    said: tuple[Sentence | None, ...] = ()


def restore(
    location: BackupLocation,
    home: Home,
    keys: Keys,
    request: RestoreRequest,
    *,
    clock: Clock,
    progress: Told,
) -> Restored:
    """Bring an installation back, ready to serve: log, settings, secrets, keys of people, links and
    everything else of the state. The history is worked out afterwards, by upkeep.

    A new epoch begins in the log and on the store, so that the old installation, should it live,
    stops. May be killed at any moment and started again. Raises ConflictError, with nothing
    changed, when an installation lives here (it says what is there) or another process has its log
    open, or when another restore was quicker; RuleError when nothing had been recorded yet at that
    instant; CredentialsError when no key fits; ArchiveError that names what is missing, newer than
    we know, or damaged with nothing else in its place, and says how far a restore can go; and as
    the store's methods.
    """
    private_folder(home.path)
    lock = WriterLock(home.log)
    lock.acquire(0.0, clock())
    try:
        if not placing.is_unfinished(home):
            placing.refuse_living(home, force=request.force)
            restored = _Restoring(location, home, keys, request, clock, progress).make()
            placing.begin(home, msgspec.json.encode(restored, enc_hook=plain), clock())
        progress(RestoreStage.PLACE, 0, 1)
        result, aside = placing.finish(home)
        progress(RestoreStage.PLACE, 1, 1)
    finally:
        lock.release()
    restored = msgspec.json.decode(result, type=Restored)
    warnings = tuple(
        text if made is None else kept(text, made)
        for text, made in zip_longest(restored.warnings, restored.said)
    )
    return replace(restored, aside=aside, warnings=warnings)


@dataclass(frozen=True)
class _Restoring:
    """One restore, up to where everything lies ready in a folder of its own."""

    location: BackupLocation
    home: Home
    keys: Keys
    request: RestoreRequest
    clock: Clock
    progress: Told

    def make(self) -> Restored:
        """Everything but the last step."""
        folder, new = placing.partial(self.home), placing.new_home(self.home)
        private_folder(folder)
        shutil.rmtree(new.path, ignore_errors=True)
        private_folder(new.path)
        fetched, loaded = bring_back_log(
            Fetching(
                self.location,
                self.keys,
                folder / "objects",
                partial(self.progress, RestoreStage.FETCH),
            ),
            new,
            at=self.request.at,
            counted=partial(self.progress, RestoreStage.LOAD),
        )
        rebuild_settings(fetched, new, loaded.log)
        self.progress(RestoreStage.STATE, 0, loaded.position)
        with Log.open(new.log, clock=self.clock) as log:
            warnings = rebuild_state(fetched, new, log)
            epoch = self._claim(fetched, loaded, log)
            self._begin(epoch, loaded, log)
            warnings += follow_log(new, log)
            self.progress(RestoreStage.STATE, loaded.position, loaded.position)
        warned = (*fetched.damaged, *fetched.warnings, *warnings)
        return Restored(
            position=loaded.position,
            at=loaded.at,
            epoch=epoch,
            from_epoch=epoch.from_epoch,
            objects=fetched.objects,
            size=fetched.size,
            warnings=warned,
            said=tuple(sentence_of(each) or None for each in warned),
        )

    def _claim(self, fetched: Fetched, loaded: Loaded, log: Log) -> StoredEpoch:
        """Claim the next epoch on the store, or find that it was claimed before we were killed."""
        store, installation = self.location.store, self.location.installation
        life, note = fetched.source.life, placing.partial(self.home) / "epoch.json"
        newest = epochs.newest(store, installation)
        if newest is not None and note.exists():
            ours = msgspec.json.decode(note.read_bytes(), type=StoredEpoch)
            # What it says of its origin must still be so, or others would be told wrong.
            origin = (life.epoch.number, loaded.position)
            if newest == ours and (ours.from_epoch, ours.position) == origin:
                return ours
        before = [each.number for each in (newest, epochs.of(log)) if each is not None]
        epoch = StoredEpoch(
            number=epochs.following(max(before, default=0)),
            id=secrets.token_hex(8),
            began_at=began_at(self.clock(), fetched.holdings),
            from_epoch=life.epoch.number,
            position=loaded.position,
            at=loaded.at,
        )
        keep(note, msgspec.json.encode(epoch))
        try:
            return epochs.claim(store, installation, epoch)
        except ConflictError as error:
            raise ConflictError(
                message(
                    "another restore of {installation} was quicker, and has epoch {number}: "
                    "see which of the two is wanted; started again, this one takes over from it",
                    installation=installation,
                    number=epoch.number,
                )
            ) from error

    def _begin(self, epoch: StoredEpoch, loaded: Loaded, log: Log) -> None:
        fact = EpochBegan(
            number=epoch.number,
            id=epoch.id,
            why=RESTORED,
            source=self.request.source,
            position=loaded.position,
            at=loaded.at,
        )
        log.append([Entry(INSTALLATION, fact)], Envelope(self.request.actor))


def began_at(now: datetime, holdings: Holdings) -> datetime:
    """When an epoch begins that follows those on a store: after what the last one recorded, for a
    fresh machine's clock may be behind; but that counts only as far as the store's own clock."""
    newest, seen = holdings.newest, last_stored(holdings.listing)
    if newest is None or newest.until is None or seen is None:
        return now
    return max(now, min(newest.until + timedelta(microseconds=1), seen))
