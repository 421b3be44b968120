"""The worlds of the till and of the shop in memory, for the kit."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import msgspec

from pos2web.adapters.memory.adapter import (
    PHOTO_BYTES_MAX,
    MemoryShop,
    MemoryTill,
    Moment,
    no_fault,
)
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import AnyThing, Image
from pos2web.domain.values import Ref
from pos2web.errors import CredentialsError, TransientError
from pos2web.ports import Finding, Outcome, Page, Severity, Shop, Till, Unsure, Write


class MemoryTillWorld:
    """A till in memory and its merchant."""

    photo_bytes_max = PHOTO_BYTES_MAX

    def __init__(self, till: MemoryTill | None = None) -> None:
        self.till = MemoryTill() if till is None else till
        self._hung = 0

    def put(self, *things: AnyThing) -> None:
        self.till.put(*things)

    def put_photo(self, image: Image, content: bytes) -> None:
        self._hung += 1
        source = f"{image.key}.png"
        self.till.photos[source] = content
        self.till.put(msgspec.structs.replace(image, source=source, stamp=str(self._hung)))

    def lose_photo(self, image: Image) -> None:
        del self.till.photos[f"{image.key}.png"]

    def remove(self, ref: Ref) -> None:
        self.till.remove(ref)

    def spoil(self, ref: Ref) -> None:
        self.till.spoil(ref, f"{ref} can't be read")

    def state(self) -> object:
        return self.till.contents(), dict(self.till.photos)

    def unreachable(self) -> Till:
        return SilentTill()


class MemoryShopWorld:
    """A shop in memory that can be made to lose its answers."""

    prefix = "KIT-"
    refused_photo = bytes(2_000_001)

    def __init__(self, shop: MemoryShop | None = None) -> None:
        self.shop = MemoryShop() if shop is None else shop

    def losing_answers(self) -> AbstractContextManager[None]:
        return self._losing_answers()

    @contextmanager
    def _losing_answers(self) -> Iterator[None]:
        self.shop.fault = lost_after
        yield
        self.shop.fault = no_fault

    def unknown(self) -> Shop:
        return ClosedShop()


def lost_after(moment: Moment, _write: Write) -> Outcome | None:
    """The write is done, and its answer lost."""
    return Unsure(reason="the answer was lost") if moment is Moment.AFTER else None


class SilentTill(MemoryTill):
    """A till that doesn't answer."""

    def observe(self, since: str | None) -> Iterator[Page]:
        raise TransientError(f"the till doesn't answer, asked for news since {since}")

    def pulse(self) -> str | None:
        raise TransientError("the till doesn't answer, asked for its pulse")

    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.PROBLEM, about="till", text="it doesn't answer")


class ClosedShop(MemoryShop):
    """A shop that takes no key."""

    def profile(self) -> ShopProfile:
        raise CredentialsError("the key is unknown")

    def observe(self, since: str | None) -> Iterator[Page]:
        raise CredentialsError(f"the key is unknown, asked for news since {since}")

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        raise CredentialsError(f"the key is unknown, asked for {len(writes)} writes")

    def read_mark(self) -> str | None:
        return None

    def write_mark(self, mark: str) -> bool:
        del mark
        return False

    def check(self) -> Iterator[Finding]:
        yield Finding(severity=Severity.PROBLEM, about="shop", text="the key is unknown")
