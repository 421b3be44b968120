"""Looks through everything on a store: opens each object, reads it whole, and follows the chain.

What a drill proves of the latest state, this says of every object, the older ones too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from pos2web.backup.epochs.epoch_chain import EpochChain
from pos2web.backup.restore.fetching import LOCKED_TRIED
from pos2web.backup.restore.points import Holdings, holdings
from pos2web.backup.store.checking import check_document, check_name
from pos2web.backup.store.damage import DamagedError, LockedError
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.layout import (
    DictionaryObject,
    KeyringObject,
    ListedObject,
    ManifestObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
)
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.store.manifest import look_at_manifest
from pos2web.errors import ArchiveError, RecordError
from pos2web.log.segments import Header, header_of, read
from pos2web.messages import message, message_of
from pos2web.projections.following.database import schema_version
from pos2web.projections.snapshots import files as snapshots


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked through: `events` of the epoch that writes now, and `objects` of all. Every
    problem names the object, or the place, that it is about."""

    events: int
    objects: int
    problems: tuple[str, ...]


def verify(location: BackupLocation, keys: Keys) -> Verified:
    """Download, open and check all that is there; nothing is changed.

    An object that a prune removes meanwhile is no problem. Raises CredentialsError when no key
    opens anything, and TransientError and CredentialsError of the store.
    """
    there = holdings(location.store, location.installation)
    if there.newest is None:
        raise ArchiveError(
            message(
                "there is no backup of {installation} on {store}",
                installation=location.installation,
                store=location.store.name,
            )
        )
    looking = _Looking(location=location, keys=keys, there=there)
    problems = [*there.warnings, *looking.all_lives()]
    if looking.locked and not looking.objects:
        raise looking.locked[0]
    return Verified(events=there.newest.reach, objects=looking.objects, problems=tuple(problems))


@dataclass(kw_only=True)
class _Looking:
    """One look through a store."""

    location: BackupLocation
    keys: Keys
    there: Holdings
    objects: int = 0
    log: str = ""
    locked: list[LockedError] = field(default_factory=list)
    _dictionaries: dict[str, bytes] = field(default_factory=dict)

    def all_lives(self) -> Iterator[str]:
        """What is wrong in any epoch, with the keyring, and with the card."""
        for life in self.there.lives:
            yield from self._life(life)
        if self.there.people is not None:
            yield from self._document(self.there.people)
        if look_at_manifest(self.location)[1]:
            name = self.location.name_of(ManifestObject())
            yield message("{name} is damaged: the next backup of the day makes it anew", name=name)

    def _life(self, life: EpochChain) -> Iterator[str]:
        self._dictionaries = {}
        for each in life.dictionaries:
            yield from self._dictionary(each)
        before: Header | None = None
        for link in life.chain:
            found = self._segment(link, before)
            if isinstance(found, Header):
                before = found
            elif found is not None:
                before = None
                yield found
        for span in (*life.spare, *life.beyond):
            found = self._segment(span, None)
            if isinstance(found, str):
                yield found
        for snapshot in life.snapshots:
            yield from self._snapshot(snapshot)
        for settings in life.settings:
            yield from self._document(settings)

    def _segment(self, found: ListedObject[Meaning], before: Header | None) -> Header | str | None:
        """Its header, or what is wrong with it; None when it is gone."""
        try:
            if (content := self._fetch(found)) is None:
                return None
            check_name(found, content)
            header = header_of(content)
            read(content, self._dictionaries.get(header.dictionary))
        except ArchiveError as error:
            return _naming(found, error)
        self.log = self.log or header.log
        if header.log != self.log:
            return message(
                "{name} belongs to another log ({log}, not {ours})",
                name=found.name,
                log=header.log,
                ours=self.log,
            )
        if before is not None and before.last + 1 == header.first and before.after != header.before:
            return message(
                "{name} does not follow what comes before it: one of the two was altered",
                name=found.name,
            )
        return header

    def _dictionary(self, found: ListedObject[DictionaryObject]) -> Iterator[str]:
        try:
            if (content := self._fetch(found)) is not None:
                check_name(found, content)
                self._dictionaries[found.what.sha256] = content
        except ArchiveError as error:
            yield _naming(found, error)

    def _snapshot(self, found: ListedObject[SnapshotObject]) -> Iterator[str]:
        try:
            content = self._fetch(found)
            if content is not None and found.what.schema == schema_version():
                with TemporaryDirectory() as folder:
                    snapshots.load(content, Path(folder) / "models.db")
        except ArchiveError as error:
            yield _naming(found, error)

    def _document(
        self, found: ListedObject[SettingsObject] | ListedObject[KeyringObject]
    ) -> Iterator[str]:
        try:
            if (content := self._fetch(found)) is not None:
                check_document(found, content, self.log)
        except ArchiveError as error:
            yield _naming(found, error)

    def _fetch(self, found: ListedObject[Meaning]) -> bytes | None:
        """Its content; None when it is gone. Raises ArchiveError where it can't be opened."""
        try:
            content = self.location.fetch(found, self.keys)
        except RecordError:
            return None
        except LockedError as error:
            self.locked.append(error)
            if not self.objects and len(self.locked) >= LOCKED_TRIED:
                raise
            raise DamagedError(message_of(error), name=found.name) from error
        self.objects += 1
        return content


def _naming(found: ListedObject[Meaning], error: ArchiveError) -> str:
    text = message_of(error)
    return text if found.name in text else message("{name}: {text}", name=found.name, text=text)
