"""A till and a shop in memory: the reference that every other adapter is written like."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import count
from typing import Any

import msgspec

from pos2web.adapters.memory.contents import Contents
from pos2web.adapters.memory.rules import PROFILE, as_new, is_part, marks, refusals, written
from pos2web.domain.changes import Action
from pos2web.domain.profile import ShopProfile
from pos2web.domain.things import (
    ZERO,
    AnyThing,
    Image,
    Product,
    Stock,
    Variant,
    stock_key,
)
from pos2web.domain.values import Kind, Ref
from pos2web.errors import RecordError
from pos2web.messages import joined, message
from pos2web.ports import (
    Done,
    Finding,
    Outcome,
    Page,
    Refused,
    Severity,
    TillCapabilities,
    Write,
)

CAPABILITIES = TillCapabilities(has_feed=True, languages=("fr", "en"))
PHOTO_BYTES_MAX = 20_000_000


class MemoryTill:
    """A till whose back office is a dictionary. `photos` are contents by `Image.source`."""

    def __init__(
        self, *things: AnyThing, capabilities: TillCapabilities = CAPABILITIES, page_size: int = 500
    ) -> None:
        self.photos: dict[str, bytes] = {}
        self._capabilities = capabilities
        self._contents = Contents(page_size=page_size)
        self.put(*things)

    # What an adapter does.

    @property
    def capabilities(self) -> TillCapabilities:
        return self._capabilities

    def observe(self, since: str | None) -> Iterator[Page]:
        """Yield each thing put since, and name the others; a removed one is not named."""
        seen = since if self._capabilities.has_feed else None
        return self._contents.pages(seen, self._capabilities.kinds)

    def pulse(self) -> str | None:
        return str(self._contents.changes)

    def open_image(self, image: Image) -> bytes:
        content = self.photos.get(image.source)
        ref = str(Ref(Kind.IMAGE, image.key))
        if content is None:
            raise RecordError(message("no photo at {source}", source=image.source), ref=ref)
        if len(content) > PHOTO_BYTES_MAX:
            text = message(
                "photo {source} has {count} bytes, more than {photo_bytes_max}",
                source=image.source,
                count=len(content),
                photo_bytes_max=PHOTO_BYTES_MAX,
            )
            raise RecordError(text, ref=ref)
        return content

    def check(self) -> Iterator[Finding]:
        held = len(self.contents())
        yield Finding(
            severity=Severity.OK, about="till", text=message("{held} things in memory", held=held)
        )

    def close(self) -> None:
        """Nothing is held open."""

    # What a merchant does at the till.

    def put(self, *things: AnyThing) -> None:
        """Add these things, or replace those of the same kind and key."""
        for thing in things:
            self._contents.put(thing)

    def withdraw(self, ref: Ref) -> None:
        """Stop selling it; it stays on the books."""
        self._contents.put(msgspec.structs.replace(self._contents.require(ref), is_active=False))

    def remove(self, ref: Ref) -> None:
        """Strike it from the books."""
        self._contents.drop(ref)

    def spoil(self, ref: Ref, reason: str) -> None:
        """Make its record impossible to understand, until it is put again."""
        self._contents.spoil(ref, reason)

    def contents(self) -> dict[Ref, AnyThing]:
        """A copy of all that the till holds."""
        return self._contents.everything()


class Moment(StrEnum):
    """When a fault strikes: before a write has its effect, or after."""

    BEFORE = "before"
    AFTER = "after"


Fault = Callable[[Moment, Write], Outcome | None]
"""Asked at both moments of every write: an outcome becomes the answer, None lets it pass.

An answer given before keeps the write from happening; whatever it raises goes to the caller.
"""


def no_fault(_moment: Moment, _write: Write) -> None:
    """Let everything pass."""


class MemoryShop:
    """A shop that takes duplicates and unknown references, and makes stock rows by itself."""

    def __init__(
        self, profile: ShopProfile = PROFILE, *, fault: Fault = no_fault, page_size: int = 100
    ) -> None:
        self.photos: dict[str, bytes] = {}
        self.mark: str | None = None
        self.fault = fault
        self._profile = profile
        self._contents = Contents(page_size=page_size)
        self._next_key = count(1)
        self._calls = 0

    # What an adapter does.

    @property
    def calls(self) -> int:
        return self._calls

    def profile(self) -> ShopProfile:
        self._count_call()
        return self._profile

    def observe(self, since: str | None) -> Iterator[Page]:
        for page in self._contents.pages(since):
            self._count_call()
            yield page

    def look(self, writes: Sequence[Write]) -> Iterator[Page]:
        """Find by key what is written to, and by likeness what may have been made.

        A product comes with all of its images, an image with its product.
        """
        self._count_call()
        held = self.contents()
        keys = {Ref(write.kind, write.shop_key) for write in writes if write.shop_key}
        keys |= {Ref(Kind.PRODUCT, w.thing.product) for w in writes if isinstance(w.thing, Image)}
        creates = [write.thing for write in writes if write.action is Action.CREATE]
        created_marks = frozenset[tuple[str, ...]]().union(*map(marks, creates))
        found = {ref for ref, thing in held.items() if ref in keys or marks(thing) & created_marks}
        yield Page(
            things=tuple(
                thing
                for ref, thing in held.items()
                if ref in found
                or (isinstance(thing, Image) and Ref(Kind.PRODUCT, thing.product) in found)
            )
        )

    def apply(self, writes: Sequence[Write]) -> list[Outcome]:
        """Write each in turn: one that is refused doesn't keep the others from being written."""
        self._count_call()
        return [self._apply_one(write) for write in writes]

    def read_image(self, image: Image) -> bytes:
        self._count_call()
        content = self.photos.get(image.key)
        if content is None:
            raise RecordError(
                message("no photo {key}", key=image.key), ref=str(Ref(Kind.IMAGE, image.key))
            )
        return content

    def read_mark(self) -> str | None:
        self._count_call()
        return self.mark

    def write_mark(self, mark: str) -> bool:
        self._count_call()
        self.mark = mark or None
        return True

    def check(self) -> Iterator[Finding]:
        held = len(self.contents())
        yield Finding(
            severity=Severity.OK, about="shop", text=message("{held} things in memory", held=held)
        )

    def close(self) -> None:
        """Nothing is held open."""

    # What a person does in the back office.

    def make(self, thing: AnyThing) -> str:
        """Add this, under the next number where it has no key, and say its key."""
        with self._contents.lock:
            key = thing.key or str(next(self._next_key))
            made = msgspec.structs.replace(thing, key=key)
            self._contents.put(made)
            if isinstance(made, Product):
                self._put_stock_row(made.key, None)
            if isinstance(made, Variant):
                self._contents.drop(Ref(Kind.STOCK, made.product))
                self._put_stock_row(made.product, made.key)
        return key

    def edit(self, ref: Ref, **fields: Any) -> None:
        """Give these fields of a thing other values."""
        with self._contents.lock:
            self._contents.put(msgspec.structs.replace(self._contents.require(ref), **fields))

    def remove(self, ref: Ref) -> None:
        """Delete it, with all that exists only as a part of it."""
        with self._contents.lock:
            gone = self._contents.drop(ref)
            if ref.kind is Kind.IMAGE:
                self.photos.pop(ref.key, None)
            for part, thing in self.contents().items():
                if is_part(thing, ref):
                    self.remove(part)
            if isinstance(gone, Variant):
                self._sell_plainly_again(gone.product)

    def contents(self) -> dict[Ref, AnyThing]:
        """A copy of all that the shop holds."""
        return self._contents.everything()

    # How a write has its effect.

    def _apply_one(self, write: Write) -> Outcome:
        with self._contents.lock:
            answer = self.fault(Moment.BEFORE, write)
            if answer is None:
                outcome = self._effect(write)
                answer = self.fault(Moment.AFTER, write)
            return outcome if answer is None else answer

    def _effect(self, write: Write) -> Outcome:
        match write.action:
            case Action.CREATE if write.kind is not Kind.STOCK:
                return self._create(write)
            case Action.CREATE | Action.UPDATE:
                return self._update(write)
            case Action.DEACTIVATE:
                return self._deactivate(write)
            case Action.DELETE:
                self.remove(Ref(write.kind, write.shop_key or ""))
                return Done(shop_key=write.shop_key or "")

    def _create(self, write: Write) -> Outcome:
        if refused := list(refusals(write, self._profile)):
            return Refused(reason=joined("; ", refused))
        key = self.make(as_new(write, self._profile))
        if write.content is not None:
            self.photos[key] = write.content
        return Done(shop_key=key)

    def _update(self, write: Write) -> Outcome:
        key = write.shop_key or write.thing.key
        if isinstance(write.thing, Stock):
            key = stock_key(write.thing.product, write.thing.variant)
        held = self._contents.get(Ref(write.kind, key))
        if held is None:
            return Refused(reason=message("there is no {kind} {key}", kind=write.kind, key=key))
        if refused := list(refusals(write, self._profile)):
            return Refused(reason=joined("; ", refused))
        self._contents.put(written(write, held, self._profile))
        if write.content is not None:
            self.photos[key] = write.content
        return Done(shop_key=key)

    def _deactivate(self, write: Write) -> Outcome:
        """Switch it off; delete what has no switch."""
        ref = Ref(write.kind, write.shop_key or "")
        held = self._contents.get(ref)
        if held is not None and hasattr(held, "is_active"):
            self._contents.put(msgspec.structs.replace(held, is_active=False))
        else:
            self.remove(ref)
        return Done(shop_key=ref.key)

    def _put_stock_row(self, product: str, variant: str | None) -> None:
        key = stock_key(product, variant)
        if self._contents.get(Ref(Kind.STOCK, key)) is None:
            self._contents.put(Stock(key=key, product=product, variant=variant, quantity=ZERO))

    def _sell_plainly_again(self, product: str) -> None:
        """Give a product its own stock row back when its last variant is gone."""
        held = self.contents()
        has_variants = any(
            isinstance(thing, Variant) and thing.product == product for thing in held.values()
        )
        if Ref(Kind.PRODUCT, product) in held and not has_variants:
            self._put_stock_row(product, None)

    def _count_call(self) -> None:
        with self._contents.lock:
            self._calls += 1
