"""One installation's place on a store: objects go in locked and come out opened, by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.layout import ListedObject, Meaning, StoreListing, listing, name_of
from pos2web.ports import BackupStore

BATCH = 500
"""So many objects are removed with one call; within it a store may take them in any order."""


@dataclass(frozen=True, kw_only=True)
class BackupLocation:
    """Where an installation's backup lies. Raises as the store's methods do."""

    store: BackupStore
    installation: str

    def put(self, what: Meaning, content: bytes, locks: Locks) -> int:
        """Lock an object and keep it; the bytes that this took, 0 where it was there already."""
        locked = locks.encrypt(content)
        return len(locked) if self.store.put(self.name_of(what), locked) else 0

    def fetch(self, found: ListedObject[Meaning], keys: Keys) -> bytes:
        """The content of an object, opened.

        Raises RecordError when it is gone since it was listed, LockedError when no key fits,
        DamagedError when it is damaged; all name the object.
        """
        return keys.decrypt(self.store.get(found.name), found.name)

    def name_of(self, what: Meaning) -> str:
        """What the store calls an object."""
        return name_of(self.installation, what)

    def listing(self) -> StoreListing:
        """What there is."""
        return listing(self.store, self.installation)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, the first ones first: whoever is cut off has removed no later one."""
        batch: list[str] = []
        for name in names:
            batch.append(name)
            if len(batch) == BATCH:
                self.store.delete(batch)
                batch = []
        if batch:
            self.store.delete(batch)
