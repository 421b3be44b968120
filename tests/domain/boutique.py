"""A small boutique to write tests with: everything about it is sound unless a test says so."""

from decimal import Decimal
from typing import Any

from pos2web.domain.rules.ground import Side
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Variant,
    kind_of,
    stock_key,
)
from pos2web.domain.values import Kind, Money, Texts


def euros(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def fr(text: str) -> Texts:
    return {"fr": text}


def side(*things: AnyThing) -> dict[Kind, dict[str, AnyThing]]:
    held: dict[Kind, dict[str, AnyThing]] = {kind: {} for kind in Kind}
    for thing in things:
        held[kind_of(thing)][thing.key] = thing
    return held


def with_(till: Side, *things: AnyThing) -> dict[Kind, dict[str, AnyThing]]:
    """The same side where these things are new or otherwise."""
    before = [thing for kind in till.values() for thing in kind.values()]
    return side(*before, *things)


def without(till: Side, *things: AnyThing) -> dict[Kind, dict[str, AnyThing]]:
    gone = {(kind_of(thing), thing.key) for thing in things}
    return side(
        *(t for kind in till.values() for t in kind.values() if (kind_of(t), t.key) not in gone)
    )


def category(key: str, name: str, parent: str | None = None, **more: Any) -> Category:
    return Category(key=key, name=fr(name), parent=parent, **more)


def product(key: str = "1", reference: str = "TEA", **more: Any) -> Product:
    said = {
        "name": fr("Thé vert"),
        "price": euros("9.90"),
        "tax_rate": Decimal("5.5"),
        **more,
    }
    return Product(key=key, reference=reference, **said)


def variant(key: str, of: str = "1", *options: str, **more: Any) -> Variant:
    return Variant(key=key, product=of, options=options, **{"surcharge": euros("0"), **more})


def stock(of: str, quantity: str, variant_key: str | None = None) -> Stock:
    return Stock(
        key=stock_key(of, variant_key), product=of, variant=variant_key, quantity=Decimal(quantity)
    )


def photo(key: str, of: str = "1", fingerprint: str = "aa", **more: Any) -> Image:
    return Image(key=key, product=of, source=f"{key}.jpg", fingerprint=fingerprint, **more)


SIZE = Option(key="Size", name=fr("Taille"))
SMALL = OptionValue(key="Size=S", option="Size", name=fr("S"))
LARGE = OptionValue(key="Size=L", option="Size", name=fr("L"))
SIZES = (SIZE, SMALL, LARGE)
PALAIS = Brand(key="7", name="Palais")
TEAS = category("3", "Thés")
