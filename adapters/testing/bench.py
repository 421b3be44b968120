"""A shop on the bench: makes things in it, keeps account of them, and takes them away again."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar
from zlib import crc32

import msgspec

from pos2web.adapters.testing.samples import sample, texts
from pos2web.adapters.testing.seeing import Seen, gathered, see
from pos2web.adapters.testing.worlds import ShopWorld
from pos2web.domain.changes import Action
from pos2web.domain.fields import OPTIONAL, Field
from pos2web.domain.things import (
    AnyThing,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Variant,
    kind_of,
    stock_key,
)
from pos2web.domain.values import Kind, Money, Ref, ShopKey, Texts
from pos2web.ports import Done, Outcome, Refused, Unsure, Untried, Write

SWITCHED = frozenset({Kind.BRAND, Kind.SUPPLIER, Kind.CATEGORY, Kind.PRODUCT})

SomeThing = TypeVar("SomeThing", bound=AnyThing)


class Bench:
    """Hands that write through the port alone, so that they work on a shop in use."""

    def __init__(self, world: ShopWorld) -> None:
        self.world = world
        self.shop = world.shop
        self.profile = world.shop.profile()
        self._numbers = count(1)
        self._ids = count(1)
        self._made: list[Write] = []

    # Things to make. Their names and references are used by nothing else.

    def word(self, meaning: str) -> str:
        """A name or reference that nobody else has."""
        return f"{self.world.prefix}{meaning}{next(self._numbers)}"

    def named(self, meaning: str) -> Texts:
        """A name in every language of the shop."""
        return texts(self.profile.languages, self.word(meaning))

    def ean(self) -> str:
        """A code that nobody else has, of those that are for use inside a house."""
        digits = f"29{crc32(self.word('ean').encode()) % 10**10:010d}"
        weighed = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
        return f"{digits}{-weighed % 10}"

    def money(self, amount: str) -> Money:
        """An amount in the shop's currency."""
        return Money(Decimal(amount), self.profile.currency)

    def product(self, **fields: Any) -> Product:
        """A product with what a product must have."""
        known = self.profile.tax_rates
        plain: dict[str, Any] = {
            "key": "",
            "reference": self.word("REF"),
            "name": self.named("Thé"),
            "price": self.money("8.246446"),
            "tax_rate": max(known) if known else Decimal(20),
            **self.optional(Kind.PRODUCT),
        }
        return Product(**plain | fields)

    def optional(self, kind: Kind, place: int = 0) -> dict[str, Any]:
        """One of both samples of every optional field that the shop has a place for."""
        return {
            row.name: self.sample(row, place)
            for row in OPTIONAL[kind]
            if row.name not in self.profile.lacks.get(kind, ())
        }

    def sample(self, row: Field, place: int = 0) -> Any:
        """One of both samples of a field, in the shop's languages and currency."""
        value = sample(row, self.profile.languages, place)
        return self.money(str(value.amount)) if isinstance(value, Money) else value

    def variant(self, product: str, options: Sequence[str], **fields: Any) -> Variant:
        """A variant that costs as much as its product."""
        plain: dict[str, Any] = {
            "key": "",
            "product": product,
            "options": tuple(sorted(options)),
            "surcharge": self.money("0"),
            "reference": self.word("VAR"),
        }
        return Variant(**plain | fields)

    def size(self, *names: str) -> list[str]:
        """The keys of the values of a new option."""
        option = self.make(Option(key="", name=self.named("Taille")))
        return [
            self.make(OptionValue(key="", option=option, name=self.named(name))) for name in names
        ]

    # Writes.

    def creation(self, thing: AnyThing, content: bytes | None = None) -> Write:
        """The write that makes a thing, with every field."""
        return self._write(Action.CREATE, thing, _fields(thing), content=content)

    def update(self, thing: AnyThing, *fields: str, content: bytes | None = None) -> Write:
        """The write that gives these fields the values that they have in `thing`."""
        return self._write(Action.UPDATE, thing, frozenset(fields), content=content)

    def deactivation(self, thing: AnyThing) -> Write:
        """The write that switches a thing off."""
        off = msgspec.structs.replace(thing, is_active=False)
        return self._write(Action.DEACTIVATE, off, frozenset({"is_active"}))

    def deletion(self, thing: AnyThing) -> Write:
        """The write that deletes a thing."""
        return self._write(Action.DELETE, thing, frozenset())

    def apply(self, *writes: Write) -> list[Outcome]:
        """Write one batch, and keep account of what was made."""
        outcomes = self.shop.apply(writes)
        for write, outcome in zip(writes, outcomes, strict=False):
            if write.action is Action.CREATE and isinstance(outcome, Done):
                self.note(write, outcome.shop_key)
        return outcomes

    def note(self, write: Write, key: str) -> None:
        """Remember that this was made, to take it away in the end."""
        made = msgspec.structs.replace(write.thing, key=key)
        self._made.append(self.deletion(made))

    def make(self, thing: AnyThing, content: bytes | None = None) -> str:
        """Make one thing, which must go well, and say its key."""
        return self.done(self.creation(thing, content))

    def done(self, write: Write) -> str:
        """Make one write, which must go well, and say the key."""
        [outcome] = self.apply(write)
        assert isinstance(outcome, Done), f"{write.action} of {write.kind}: {outcome}"
        return outcome.shop_key

    def insist(self, *writes: Write) -> list[Outcome]:
        """Make these creates; what is not known to be done is looked for, then asked again alone."""
        outcomes = self.apply(*writes)
        for place, write in enumerate(writes):
            if isinstance(outcomes[place], Unsure | Untried):
                found = self.alike(write)
                for key in found:
                    self.note(write, key)
                outcomes[place] = Done(shop_key=found[0]) if found else self.apply(write)[0]
        return outcomes

    def alike(self, write: Write) -> list[str]:
        """The keys of all on the shop that bear the name or reference that a create gave."""
        mark = _mark(write.thing)
        return [
            ref.key
            for ref, thing in self.look(write).things.items()
            if ref.kind is write.kind and _mark(thing) == mark
        ]

    def set_stock(self, product: str, variant: str | None, quantity: str) -> str:
        """Say how many there are."""
        level = Stock(
            key=stock_key(product, variant),
            product=product,
            variant=variant,
            quantity=Decimal(quantity),
        )
        return self.done(self.update(level, "quantity"))

    # Eyes.

    def see(self, since: str | None = None) -> Seen:
        """Observe the whole shop."""
        return see(self.shop, since)

    def look(self, *writes: Write) -> Seen:
        """Look at what writes touched or made."""
        return gathered(self.shop.look(writes))

    def held(self, thing: SomeThing, key: str) -> SomeThing | None:
        """The record that the shop has of a thing, freshly read."""
        known = msgspec.structs.replace(thing, key=key)
        found = self.look(self.update(known)).things.get(Ref(kind_of(thing), key))
        assert found is None or isinstance(found, type(thing))
        return found

    def images(self, product: str) -> list[Image]:
        """The photos that the shop has of a product, the first first."""
        found = self.look(self.creation(Image(key="", product=product))).things.values()
        images = [each for each in found if isinstance(each, Image) and each.product == product]
        return sorted(images, key=lambda image: image.position)

    def levels(self, product: str) -> dict[str, Decimal]:
        """What the shop has of a product and its variants."""
        level = Stock(key=product, product=product, quantity=Decimal(0))
        found = self.look(self.creation(level)).things.values()
        return {
            each.key: each.quantity
            for each in found
            if isinstance(each, Stock) and each.product == product
        }

    # The end.

    def clear(self) -> None:
        """Take away what was made, the last first; switch off what can't be deleted."""
        for deletion in reversed(self._made):
            [outcome] = self.shop.apply([deletion])
            if isinstance(outcome, Refused) and deletion.kind in SWITCHED:
                self.shop.apply([self.deactivation(deletion.thing)])
        self._made.clear()

    def _write(
        self,
        action: Action,
        thing: AnyThing,
        fields: frozenset[str],
        *,
        content: bytes | None = None,
    ) -> Write:
        return Write(
            id=f"{self.world.prefix}{next(self._ids)}",
            action=action,
            kind=kind_of(thing),
            shop_key=ShopKey(thing.key) if thing.key else None,
            thing=thing,
            fields=fields,
            content=content,
        )


def _mark(thing: AnyThing) -> object:
    """What only the thing that was made bears."""
    match thing:
        case Product() | Variant():
            return thing.reference
        case Image() | Stock():
            return thing.product
        case _:
            return thing.name


NOT_WRITTEN = frozenset({"key", "source", "stamp"})


def _fields(thing: AnyThing) -> frozenset[str]:
    return frozenset(thing.__struct_fields__) - NOT_WRITTEN
