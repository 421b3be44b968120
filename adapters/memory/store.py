"""A backup store in memory: the reference, and one that fails as tests want it to."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from threading import Lock

import msgspec

from pos2web.adapters.stores.names import all_checked, checked
from pos2web.adapters.stores.trying import tried
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.messages import message
from pos2web.ports import Clock, Finding, StoredObject

REMEDY = "Look at what the test made of it."


class Kept(msgspec.Struct, frozen=True):
    """The content of an object, and when it was stored."""

    content: bytes
    stored_at: datetime


class Shelf:
    """What is on a store, for as many as look at it; `put` and `delete` are one at a time."""

    def __init__(self) -> None:
        self.objects: dict[str, Kept] = {}
        self.unfinished: list[bytes] = []
        """Parts of objects whose upload ended before it was done; nobody is shown them."""
        self.lock = Lock()

    @property
    def size(self) -> int:
        """Bytes of all that is there, whole or not."""
        whole = sum(len(each.content) for each in self.objects.values())
        return whole + sum(map(len, self.unfinished))


class MemoryStore:
    """Keeps objects on a `shelf`, which other stores may share.

    It fails as it is told: while there is `trouble`, that is raised by every method; with
    `is_read_only`, whatever would write raises; beyond `room_bytes` the store is full; the next
    `deaths` puts die in their middle. `before` is called with each method's name before anything
    is done, also by who waits for something or dies: that is how a store is slow.
    """

    def __init__(
        self,
        shelf: Shelf | None = None,
        *,
        name: str = "memory",
        clock: Clock = lambda: datetime.now(UTC),
    ) -> None:
        self.shelf = Shelf() if shelf is None else shelf
        self.trouble: Pos2WebError | None = None
        self.is_read_only = False
        self.room_bytes: int | None = None
        self.deaths = 0
        self.before: Callable[[str], None] = lambda _method: None
        self._name = name
        self._clock = clock

    @property
    def name(self) -> str:
        return self._name

    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        checked(name)
        self._begin("put", writes=True)
        with self.shelf.lock:
            if name in self.shelf.objects and not replace:
                return False
            self._die_or_fit(name, content)
            self.shelf.objects[name] = Kept(bytes(content), self._clock())
        return True

    def get(self, name: str) -> bytes:
        checked(name)
        self._begin("get")
        kept = self.shelf.objects.get(name)
        if kept is None:
            raise RecordError(
                message("{name} has no {object}", name=self._name, object=name), ref=name
            )
        return kept.content

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        self._begin("list")
        with self.shelf.lock:
            there = sorted(self.shelf.objects.items())
        for name, kept in there:
            if name.startswith(prefix):
                yield StoredObject(name=name, size=len(kept.content), stored_at=kept.stored_at)

    def delete(self, names: Sequence[str]) -> None:
        checked_names = all_checked(names)
        self._begin("delete", writes=True)
        for name in checked_names:
            with self.shelf.lock:
                self.shelf.objects.pop(name, None)

    def check(self) -> Iterator[Finding]:
        return tried(self, remedy=REMEDY)

    def close(self) -> None:
        """Nothing is held open."""

    def _begin(self, method: str, *, writes: bool = False) -> None:
        self.before(method)
        if self.trouble is not None:
            raise self.trouble
        if writes and self.is_read_only:
            raise CredentialsError(message("{name} may only be read", name=self._name))

    def _die_or_fit(self, name: str, content: bytes) -> None:
        if self.deaths:
            self.deaths -= 1
            self.shelf.unfinished.append(content[: len(content) // 2])
            raise TransientError(
                message(
                    "{name} went away while it was given {object}", name=self._name, object=name
                )
            )
        replaced = self.shelf.objects.get(name)
        size = self.shelf.size + len(content) - (len(replaced.content) if replaced else 0)
        if self.room_bytes is not None and size > self.room_bytes:
            raise TransientError(message("{name} is full", name=self._name))
