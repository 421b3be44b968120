"""Fetches what a restore takes from a store into a folder: opened, checked by name, a few at a time.

What lies in the folder already was fetched whole, and is not fetched again.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pos2web.backup.restore.points import Holdings, RestoreSource, holdings
from pos2web.backup.store.checking import check_document, check_name
from pos2web.backup.store.damage import Damage, DamagedError, LockedError
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.layout import (
    KeyringObject,
    ListedObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
)
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import ArchiveError, CredentialsError, Pos2WebError, RecordError
from pos2web.log.files import keep, private_folder
from pos2web.log.segments import header_of
from pos2web.messages import message
from pos2web.projections.following.database import schema_version

THREADS = 8
SNAPSHOTS_TRIED = 3
LOOKS = 3
"""So often the store is looked at again when something is gone that was listed: a prune goes on."""

LOCKED_TRIED = 3
"""After so many objects that no key opens, and none that one does, the keys are the wrong ones."""

Counted = Callable[[int, int], None]
"""Is told how many of how many objects are there."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a restore takes, opened, in files. `objects` were read, of `size` bytes in all. `damaged`
    tells what counts as missing: others took its place."""

    holdings: Holdings
    source: RestoreSource
    settings: ListedObject[SettingsObject] | None
    people: ListedObject[KeyringObject] | None
    snapshot: ListedObject[SnapshotObject] | None
    folder: Path
    objects: int
    size: int
    damaged: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def content(self, found: ListedObject[Meaning]) -> bytes:
        """What is in an object that was fetched."""
        return _file(self.folder, found.name).read_bytes()

    @property
    def dictionaries(self) -> dict[str, bytes]:
        """What pieces were packed with, by name."""
        return {each.what.sha256: self.content(each) for each in self.source.life.dictionaries}


class Fetching:
    """Fetches for one restore, and remembers what turned out to be damaged: it counts as missing."""

    def __init__(
        self, location: BackupLocation, keys: Keys, folder: Path, counted: Counted
    ) -> None:
        own = hashlib.sha256(f"{location.store.name}\n{location.installation}".encode()).hexdigest()
        self._location = location
        self._keys = keys
        self._folder = folder / own[:16]  # What another store calls so may be something else.
        self._counted = counted
        self._damage = Damage()
        self._brought: set[str] = set()

    def fetch(self, at: datetime | None) -> Fetched:
        """Fetch what brings back the state at an instant; the latest when None.

        Raises CredentialsError when no key fits, ArchiveError that names what is missing or newer
        than we know, or what is damaged with nothing else in its place, and how far one can go
        without, or says that nothing can be restored; and as the store's methods.
        """
        private_folder(self._folder)
        missing: RecordError | None = None
        for _ in range(LOOKS):
            try:
                return self._fetch(at)
            except RecordError as error:
                missing = error
        raise ArchiveError(
            message("{missing}: it was listed, but is not there", missing=missing)
        ) from missing

    def note(self, error: DamagedError | LockedError) -> None:
        """An object that was fetched turned out to be damaged: from now on it counts as missing.

        One that lay here from an earlier try is fetched again first.
        """
        _file(self._folder, error.name).unlink(missing_ok=True)
        if error.name in self._brought:
            self._damage.note(error)

    def _fetch(self, at: datetime | None) -> Fetched:
        there = holdings(self._location.store, self._location.installation)
        latest, goal, is_all_here = there.source(at), at, False
        while not is_all_here:
            sound = there.without(self._damage.names)
            is_enough = sound.brings_back(latest)
            goal = at if is_enough else self._next_best(sound, at)
            source, people = sound.source(goal), sound.people
            settings = sound.settings_at(source)
            documents = [each for each in (settings, people) if each is not None]
            needed: list[ListedObject[Meaning]] = [
                *source.links,
                *source.life.dictionaries,
                *documents,
            ]
            is_all_here = self._bring_all(needed) and self._are_whole(source, documents)
        if not is_enough:
            raise self._refused(goal)
        snapshot, warnings = self._snapshot(source)
        if snapshot is not None:
            needed.append(snapshot)
        return Fetched(
            holdings=there,
            source=source,
            settings=settings,
            people=people,
            snapshot=snapshot,
            folder=self._folder,
            objects=len(needed),
            size=sum(each.stored.size for each in needed),
            damaged=self._damage.told,
            warnings=(
                *_replaced(there.settings_at(latest), settings, there.people, people),
                *there.warnings,
                *there.notes(at),
                *warnings,
            ),
        )

    def _next_best(self, sound: Holdings, at: datetime | None) -> datetime:
        """The last instant that can be restored without what is damaged."""
        found = sound.latest(at)
        if found is None:
            raise self._refused(None)
        return found

    def _refused(self, goal: datetime | None) -> Pos2WebError:
        """What is said where something damaged is needed, but for an instant before it."""
        if len(locked := self._damage.locked) == len(self._damage.names):
            return locked[0]
        if goal is None:
            return ArchiveError(
                message(
                    "{damage}; without it nothing can be restored", damage=self._damage.summed_up
                )
            )
        return ArchiveError(
            message(
                "{damage}; what it holds is nowhere else. Everything up to "
                "{last:%Y-%m-%dT%H:%M:%S.%fZ} can be restored: --at {last:%Y-%m-%dT%H:%M:%S.%fZ}",
                damage=self._damage.summed_up,
                last=goal,
            )
        )

    def _bring_all(self, objects: Sequence[ListedObject[Meaning]]) -> bool:
        """Whether all of them are here now; what is wrong with others is noted.

        Where nothing opens, the first that is locked is named, in the order of `objects`.
        """
        opened, is_whole = 0, True
        locked: dict[int, LockedError] = {}
        self._counted(0, len(objects))
        with ThreadPoolExecutor(THREADS, thread_name_prefix="fetch") as pool:
            brought = {pool.submit(self._tried, each): at for at, each in enumerate(objects)}
            try:
                for number, one in enumerate(as_completed(brought), 1):
                    error = one.result()
                    opened += error is None
                    if isinstance(error, LockedError):
                        locked[brought[one]] = error
                    if error is not None:
                        is_whole = False
                        self._damage.note(error)
                    if not opened and len(locked) >= min(LOCKED_TRIED, len(objects)):
                        raise locked[min(locked)]
                    self._counted(number, len(objects))
            finally:
                for one in brought:
                    one.cancel()
        return is_whole

    def _tried(self, found: ListedObject[Meaning]) -> DamagedError | LockedError | None:
        """Bring one; what is wrong with it."""
        try:
            self._bring(found)
        except (DamagedError, LockedError) as error:
            return error
        return None

    def _bring(self, found: ListedObject[Meaning]) -> None:
        path = _file(self._folder, found.name)
        if not path.exists():
            content = self._location.fetch(found, self._keys)
            check_name(found, content)
            self._brought.add(found.name)
            keep(path, content)

    def _are_whole(
        self,
        source: RestoreSource,
        documents: Sequence[ListedObject[SettingsObject] | ListedObject[KeyringObject]],
    ) -> bool:
        """Whether settings and keyring are those of this log; what is wrong with others is noted."""
        log, is_whole = header_of(self._content(source.links[0])).log, True
        for each in documents:
            try:
                check_document(each, self._content(each), log)
            except DamagedError as error:
                self.note(error)
                is_whole = False
        return is_whole

    def _content(self, found: ListedObject[Meaning]) -> bytes:
        return _file(self._folder, found.name).read_bytes()

    def _snapshot(
        self, source: RestoreSource
    ) -> tuple[ListedObject[SnapshotObject] | None, list[str]]:
        """The nearest snapshot that can be used, and what is wrong with others."""
        fitting = [each for each in source.life.snapshots if _fits(each.what, source)]
        warnings: list[str] = []
        for found in reversed(fitting[-SNAPSHOTS_TRIED:]):
            try:
                self._bring(found)
            except (ArchiveError, CredentialsError, RecordError) as error:
                warnings.append(message("a snapshot can't be used: {error}", error=error))
            else:
                return found, warnings
        if source.life.snapshots and not fitting:
            warnings.append(
                message("no snapshot is of this version and old enough: all is worked out anew")
            )
        return None, warnings


def _replaced(
    settings: ListedObject[SettingsObject] | None,
    other_settings: ListedObject[SettingsObject] | None,
    people: ListedObject[KeyringObject] | None,
    other_people: ListedObject[KeyringObject] | None,
) -> Iterator[str]:
    """What is said where older settings or keys of people, or none, take the place of damaged ones."""
    if settings is not None and other_settings is None:
        yield message("no settings and secrets come back: they have to be made anew")
    elif settings is not None and other_settings is not None and settings != other_settings:
        yield message(
            "the settings and secrets that come back are those of "
            "{at:%Y-%m-%dT%H:%M:%S.%fZ}: what was changed since is lost",
            at=other_settings.what.at,
        )
    if people is not None and other_people is None:
        yield message("no keys of people's data come back: nobody can read it any more")
    elif people is not None and other_people is not None and people != other_people:
        yield message(
            "the keys of people's data that come back are those of "
            "{at:%Y-%m-%dT%H:%M:%S.%fZ}: who was erased since has to be erased again",
            at=other_people.what.at,
        )


def _fits(snapshot: SnapshotObject, source: RestoreSource) -> bool:
    return (
        snapshot.schema == schema_version()
        and (source.at is None or snapshot.at <= source.at)
        and snapshot.position <= source.links[-1].what.last
        and (source.upto is None or snapshot.position <= source.upto)
    )


def _file(folder: Path, name: str) -> Path:
    return folder / name.replace("/", "~")
