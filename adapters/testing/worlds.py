"""What the kit needs of an adapter's world: the adapter, and hands to change what it sees."""

from contextlib import AbstractContextManager
from typing import Protocol

from pos2web.domain.things import AnyThing, Image
from pos2web.domain.values import Ref
from pos2web.ports import Shop, Till


class TillWorld(Protocol):
    """A till that is empty at first, and what happens at it."""

    @property
    def till(self) -> Till:
        """The adapter that is tested."""
        ...

    def put(self, *things: AnyThing) -> None:
        """Make these records, or change those of the same key, as a merchant does.

        They are of the till's kinds, and have nothing in the fields that it lacks.
        """
        ...

    def remove(self, ref: Ref) -> None:
        """Strike a record off."""
        ...

    def spoil(self, ref: Ref) -> None:
        """Make a product's record impossible to understand."""
        ...

    def state(self) -> object:
        """All that lies at the till, to be compared."""
        ...

    def unreachable(self) -> Till | None:
        """A till of this sort where nobody answers; None when there can't be one."""
        ...


class PhotoTillWorld(TillWorld, Protocol):
    """A till that keeps photos too."""

    @property
    def photo_bytes_max(self) -> int:
        """The largest photo that the adapter reads."""
        ...

    def put_photo(self, image: Image, content: bytes) -> None:
        """Hang a photo on its product, or put another content in its place."""
        ...

    def lose_photo(self, image: Image) -> None:
        """Take the content away and leave the record."""
        ...


class ShopWorld(Protocol):
    """A shop, maybe in use, in which the kit may make things and removes them again."""

    @property
    def shop(self) -> Shop:
        """The adapter that is tested."""
        ...

    @property
    def prefix(self) -> str:
        """What the names and references of made things start with: of this world alone."""
        ...

    @property
    def refused_photo(self) -> bytes:
        """A content that the shop takes for no photo."""
        ...

    def losing_answers(self) -> AbstractContextManager[None] | None:
        """While it lasts, writes are done and their answers lost; None when that can't be had."""
        ...

    def unknown(self) -> Shop | None:
        """The shop through a key that it doesn't know; None when it asks for no key."""
        ...
