"""What the kit needs of a backup store's world: the store, and hands to trouble it."""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Protocol

from pos2web.ports import BackupStore


class StoreTrouble(StrEnum):
    """What may be wrong with a store."""

    AWAY = "it is away"
    FULL = "it is full"
    READ_ONLY = "it may only be read"
    STRANGER = "it knows us not"


class StoreWorld(Protocol):
    """A store that is empty when a test begins."""

    @property
    def store(self) -> BackupStore:
        """The adapter that is tested."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be read in anything that the adapter says."""
        ...

    def another(self) -> BackupStore:
        """The store, opened once more, as another process would; the world closes it."""
        ...

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None] | None:
        """While it lasts, the store is so; None when that never happens.

        One that is full still takes a few bytes, but not `LARGE`.
        """
        ...

    def dying(self) -> AbstractContextManager[None] | None:
        """While it lasts, whoever puts `LARGE` is cut off in its middle; None when that can't be."""
        ...
