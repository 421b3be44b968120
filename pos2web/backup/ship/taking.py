"""The backup of the day: what can't be worked out from the log, and what makes a restore quick.

The log itself is shipped as it grows (`shipping`); this adds the read models' state, the settings,
the keyring of people's data, and the card; then the store is tidied.
"""

from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pos2web.backup.ship.pruning import prune
from pos2web.backup.ship.shipping import Shipped, Shipper
from pos2web.backup.store.documents import (
    SETTINGS_FILE,
    D,
    PeopleDocument,
    SettingsDocument,
    instant_of_next,
    people_document,
    read_document,
    settings_document,
)
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.layout import (
    KeyringObject,
    ListedObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
)
from pos2web.backup.store.manifest import read_manifest, write_manifest
from pos2web.errors import ArchiveError, CredentialsError, RecordError, SettingsError
from pos2web.log.keyring import Keyring
from pos2web.messages import message
from pos2web.projections.following.database import schema_version
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots import files as snapshots
from pos2web.settings.home import Home


class BackupResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup came to: everything up to `position`, recorded at `at`, lies on the store, which
    now holds `objects` of `stored_bytes` bytes; `pruned` went."""

    position: int
    at: datetime
    objects: int
    stored_bytes: int
    pruned: int


def take(
    shipper: Shipper, home: Home, models: ReadModels, keys: Keys, *, offer: str
) -> BackupResult:
    """Back up everything now, and remove what is out of the offer's window.

    `models` have followed the log; `keys` are this machine's own, to see what has changed since the
    last time. What is on the store already is not put again, so that it may be killed and run
    again at any time. Raises ArchiveError where nothing is recorded yet, and as `Shipper.ship`.
    """
    shipped = shipper.ship()
    if shipped.at is None:
        raise ArchiveError(
            message("{path} holds nothing yet that could be backed up", path=shipper.log.path)
        )
    _BackupRun(shipper, home, keys).put_all(models)
    _write_card(shipper, offer, shipped)
    pruned = prune(shipper.location, offer, shipper.clock())
    listing = shipper.location.listing()
    return BackupResult(
        position=shipped.position,
        at=shipped.at,
        objects=len(listing.found),
        stored_bytes=listing.size,
        pruned=len(pruned),
    )


def keep_people(shipper: Shipper, home: Home, keys: Keys) -> None:
    """Put the keyring of people's data on the store where it has another one, or none.

    Without it nobody can read what was sealed with a key that it has. Raises as the store's methods,
    and ArchiveError where the keyring is damaged or an old one.
    """
    _BackupRun(shipper, home, keys).put_people()


def _write_card(shipper: Shipper, offer: str, shipped: Shipped) -> None:
    manifest = replace(
        read_manifest(shipper.location),
        name=shipper.location.installation,
        offer=offer,
        program=version("pos2web"),
        epoch=shipper.epoch.number,
        position=shipped.position,
        backed_up_at=shipper.clock(),
        recipients=shipper.locks.recipients,
    )
    write_manifest(shipper.location, manifest)


class _BackupRun:
    """One backup, under way."""

    def __init__(self, shipper: Shipper, home: Home, keys: Keys) -> None:
        self._shipper = shipper
        self._location = shipper.location
        self._epoch = shipper.epoch.number
        self._log = shipper.log
        self._home = home
        self._keys = keys
        self._there = self._location.listing()

    def put_all(self, models: ReadModels) -> None:
        """Everything but the log and the card."""
        self._put_snapshot(models)
        self._put_settings()
        self.put_people()

    def _put_snapshot(self, models: ReadModels) -> None:
        path = snapshots.take(models, self._home.snapshots)
        position = int(path.name.partition("-")[0])
        event = next(self._log.read(position - 1, limit=1), None) if position else None
        if event is not None:
            what = SnapshotObject(self._epoch, position, event.recorded_at, schema_version())
            self._put(what, path.read_bytes())

    def _put_settings(self) -> None:
        paths = sorted(self._home.path.glob("*.toml"))
        files = {path.name: _text(path) for path in paths if SETTINGS_FILE.fullmatch(path.name)}
        ours = [each for each in self._there.of(SettingsObject) if each.what.epoch == self._epoch]
        last = max(ours, key=lambda each: each.what.at, default=None)
        before = self._opened(last, SettingsDocument)
        if before is None or before.files != files:
            at = instant_of_next(self._shipper.clock(), last.what.at if last else None)
            what = SettingsObject(self._epoch, at)
            self._put(what, settings_document(what, self._log.id, files))

    def put_people(self) -> None:
        """The keyring, where it is another one than the last.

        Raises ArchiveError where it is damaged or an old one: the last one is deleted after it.
        """
        ring = Keyring(self._home.people)
        keyring = ring.content()
        last = max(self._there.of(KeyringObject), key=lambda each: each.what.at, default=None)
        before = self._opened(last, PeopleDocument)
        if not keyring or (before is not None and before.keyring == keyring):
            return
        if before is not None and (known := _readable(before.keyring)) is not None:
            ring.check_after(known)
        what = KeyringObject(instant_of_next(self._shipper.clock(), last.what.at if last else None))
        self._put(what, people_document(what, self._log.id, keyring))

    def _opened(
        self,
        found: ListedObject[SettingsObject] | ListedObject[KeyringObject] | None,
        kind: type[D],
    ) -> D | None:
        """What was put the last time; None where it can't be told: then it is put again."""
        if found is None:
            return None
        try:
            content = self._location.fetch(found, self._keys)
            return read_document(content, kind, found.what, self._log.id, found.name)
        except (ArchiveError, CredentialsError, RecordError):
            return None

    def _put(self, what: Meaning, content: bytes) -> None:
        self._location.put(what, content, self._shipper.locks)


def _readable(content: bytes) -> Keyring | None:
    """The keyring that was put the last time; None where that was damaged, and any is better."""
    try:
        return Keyring.load(content)
    except ArchiveError:
        return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            message("{path} can't be backed up: {error}", path=path, error=error)
        ) from error
