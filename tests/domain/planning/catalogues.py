"""Tills drawn by chance: mostly sound ones, in which anything may be wrong."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
    stock_key,
)
from pos2web.domain.values import Kind, Money, Texts

Catalogue = dict[Kind, dict[str, AnyThing]]

KEYS = ("1", "2", "3")


class Chance:
    """Draws the same things again from the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - chance, not a secret

    def mostly(self) -> bool:
        return self.random.random() < 0.85

    def one(self, *values: str) -> str:
        return self.random.choice(values)

    def usually(self, value: str, *others: str) -> str:
        return value if self.mostly() else self.random.choice(others)

    def maybe(self) -> str | None:
        return self.random.choice([None, *KEYS])

    def some(self, least: int) -> tuple[str, ...]:
        return tuple(self.random.sample(KEYS, self.random.randint(least, 2)))

    def number(self, *values: str) -> Decimal:
        return Decimal(self.one(*values))

    def euros(self, *values: str) -> Money:
        return Money(self.number(*values), "EUR")

    def name(self, key: str) -> Texts:
        if self.mostly():
            return {"fr": f"N{key}"}
        return self.random.choice([{"en": f"E{key}"}, {"fr": "N", "en": "E"}, {}])

    def text(self) -> Texts:
        languages = self.random.sample(["fr", "en", "nl"], self.random.randint(0, 2))
        return {language: self.one("thé", "café", "mug") for language in languages}


def brand(chance: Chance, key: str) -> Brand:
    return Brand(key=key, name=chance.usually(f"A{key}", "", "A"), is_active=chance.mostly())


def supplier(chance: Chance, key: str) -> Supplier:
    return Supplier(key=key, name=chance.usually(f"B{key}", "", "B"), is_active=chance.mostly())


def category(chance: Chance, key: str) -> Category:
    parent = chance.random.choice([None, None, *KEYS, "9"])
    return Category(
        key=key,
        name=chance.name(key),
        parent=parent,
        description=chance.text(),
        is_active=chance.mostly(),
    )


def option(chance: Chance, key: str) -> Option:
    return Option(key=key, name=chance.name(key))


def option_value(chance: Chance, key: str) -> OptionValue:
    return OptionValue(key=key, option=chance.one(*KEYS), name=chance.name(key))


def product(chance: Chance, key: str) -> Product:
    return Product(
        key=key,
        reference=chance.usually(f"R{key}", "R1", "", "TEA"),
        name=chance.name(key),
        price=Money(Decimal(chance.usually("9.90", "25", "12.345", "-1")), "EUR"),
        tax_rate=chance.number("20", "5.5"),
        summary=chance.text(),
        description=chance.text(),
        weight=chance.number("0", "0.25"),
        ean=chance.one("", "3760000000017"),
        brand=chance.maybe(),
        supplier=chance.maybe(),
        categories=chance.some(0),
        is_active=chance.mostly(),
    )


def variant(chance: Chance, key: str) -> Variant:
    return Variant(
        key=key,
        product=chance.one(*KEYS),
        options=chance.some(1),
        surcharge=chance.euros("0", "1.50", "-1.00", "-10.00"),
        reference=chance.usually("", f"V{key}", "V11"),
        weight_surcharge=chance.number("0", "0.1"),
    )


def image(chance: Chance, key: str) -> Image:
    return Image(
        key=key,
        product=chance.one(*KEYS),
        position=chance.random.randint(1, 2),
        source="photo.jpg",
        fingerprint=chance.one("", "aa", "bb", "cc"),
    )


def stock(chance: Chance, key: str) -> Stock:
    product_key, _, variant_key = key.partition("/")
    return Stock(
        key=key,
        product=product_key,
        variant=variant_key or None,
        quantity=chance.number("0", "3", "2.5", "-4"),
    )


PARTS: list[tuple[Kind, tuple[str, ...], Callable[[Chance, str], AnyThing]]] = [
    (Kind.BRAND, KEYS, brand),
    (Kind.SUPPLIER, KEYS, supplier),
    (Kind.CATEGORY, (*KEYS, "4", "5"), category),
    (Kind.OPTION, KEYS, option),
    (Kind.OPTION_VALUE, KEYS, option_value),
    (Kind.PRODUCT, KEYS, product),
    (Kind.VARIANT, ("11", "12", "13", "14"), variant),
    (Kind.IMAGE, ("21", "22", "23"), image),
    (Kind.STOCK, (), stock),
]


def catalogue(chance: Chance) -> Catalogue:
    """A till in which most things are there and sound."""
    till: Catalogue = {kind: {} for kind in Kind}
    for kind, keys, build in PARTS:
        for key in keys or counted(till):
            if chance.mostly():
                till[kind][key] = build(chance, key)
    return till


def changed(chance: Chance, before: Catalogue) -> Catalogue:
    """The same till later: some things as they were, some changed, gone or new."""
    later = catalogue(chance)
    for kind, things in before.items():
        for key, thing in things.items():
            if chance.random.random() < 0.6:
                later[kind][key] = thing
    return later


def counted(till: Catalogue) -> list[str]:
    """The keys of all stock that may be there."""
    variants = [each for each in till[Kind.VARIANT].values() if isinstance(each, Variant)]
    return [*KEYS, *(stock_key(each.product, each.key) for each in variants)]
