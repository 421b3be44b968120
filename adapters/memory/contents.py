"""What a system held in memory contains, with a version for each thing: the smallest change feed."""

from collections.abc import Iterator
from itertools import islice
from threading import RLock

from pos2web.domain.things import AnyThing, kind_of
from pos2web.domain.values import Kind, Ref
from pos2web.ports import Page, Unreadable


class Contents:
    """Things by kind and key, safe to read and write from several threads.

    Everything put that is new raises the version, so that a cursor is the version that a reader has
    seen; `changes` counts what is dropped and spoilt, too.
    """

    def __init__(self, *, page_size: int) -> None:
        self.lock = RLock()
        self._page_size = page_size
        self._things: dict[Ref, AnyThing] = {}
        self._versions: dict[Ref, int] = {}
        self._spoilt: dict[Ref, str] = {}
        self._version = 0
        self.changes = 0

    def put(self, thing: AnyThing) -> None:
        """Hold this thing, in place of any other of its kind and key."""
        ref = Ref(kind_of(thing), thing.key)
        with self.lock:
            was_spoilt = self._spoilt.pop(ref, None) is not None
            if self._things.get(ref) != thing or was_spoilt:
                self._version += 1
                self.changes += 1
                self._things[ref] = thing
                self._versions[ref] = self._version

    def drop(self, ref: Ref) -> AnyThing | None:
        """Hold it no longer, and return what was held."""
        with self.lock:
            self.changes += 1
            self._versions.pop(ref, None)
            self._spoilt.pop(ref, None)
            return self._things.pop(ref, None)

    def spoil(self, ref: Ref, reason: str) -> None:
        """Keep the record but make it impossible to understand, until it is put again."""
        with self.lock:
            self.changes += 1
            self._spoilt[ref] = reason

    def get(self, ref: Ref) -> AnyThing | None:
        """The thing held there, if any."""
        return self._things.get(ref)

    def require(self, ref: Ref) -> AnyThing:
        """The thing held there; asking for what isn't is a mistake of the caller."""
        return self._things[ref]

    def everything(self) -> dict[Ref, AnyThing]:
        """A copy of all that is held, in the order of `Kind`, then of arrival."""
        with self.lock:
            order = list(Kind)
            return dict(sorted(self._things.items(), key=lambda held: order.index(held[0].kind)))

    def pages(self, since: str | None, kinds: frozenset[Kind] = frozenset(Kind)) -> Iterator[Page]:
        """Yield one state of these kinds, one by one; whole records only of what is newer."""
        with self.lock:
            version, seen = self._version, self._seen(since)
            things, spoilt = self.everything(), dict(self._spoilt)
            versions = dict(self._versions)
        for kind in (each for each in Kind if each in kinds):
            held = [
                thing for ref, thing in things.items() if ref.kind is kind and ref not in spoilt
            ]
            newer = (thing for thing in held if versions[Ref(kind, thing.key)] > seen)
            older = (
                Ref(kind, thing.key) for thing in held if versions[Ref(kind, thing.key)] <= seen
            )
            while part := tuple(islice(newer, self._page_size)):
                yield Page(things=part)
            unreadable = (
                Unreadable(ref=ref, reason=reason)
                for ref, reason in spoilt.items()
                if ref.kind is kind
            )
            yield Page(unchanged=tuple(older), unreadable=tuple(unreadable), complete=(kind,))
        yield Page(cursor=str(version))

    def _seen(self, since: str | None) -> int:
        """The version under a cursor; a cursor of another life, ahead of us, has seen nothing."""
        seen = int(since) if since and since.isdecimal() else 0
        return seen if seen <= self._version else 0
