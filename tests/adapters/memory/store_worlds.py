"""The world of the store in memory, for the kit."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.testing.store_worlds import StoreTrouble
from pos2web.errors import CredentialsError, Pos2WebError, TransientError

TROUBLES: dict[StoreTrouble, Pos2WebError] = {
    StoreTrouble.AWAY: TransientError("it does not answer"),
    StoreTrouble.STRANGER: CredentialsError("who are you?"),
}
ROOM_BYTES = 1000


class MemoryStoreWorld:
    """A store in memory, and others that look at the same shelf."""

    secrets = ("PASSWORD",)

    def __init__(self, adapter: type[MemoryStore] = MemoryStore) -> None:
        self._adapter = adapter
        self.store = adapter()

    def another(self) -> MemoryStore:
        return self._adapter(self.store.shelf)

    def having(self, trouble: StoreTrouble) -> AbstractContextManager[None]:
        return self._having(trouble)

    @contextmanager
    def _having(self, trouble: StoreTrouble) -> Iterator[None]:
        store = self.store
        store.trouble = TROUBLES.get(trouble)
        store.is_read_only = trouble is StoreTrouble.READ_ONLY
        store.room_bytes = ROOM_BYTES if trouble is StoreTrouble.FULL else None
        yield
        store.trouble, store.is_read_only, store.room_bytes = None, False, None

    @contextmanager
    def dying(self) -> Iterator[None]:
        self.store.deaths = 1000
        yield
        self.store.deaths = 0
