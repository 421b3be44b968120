"""The things that the kit puts at a till and makes on a shop."""

import struct
import zlib
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import NODEFAULT

from pos2web.domain.fields import OPTIONAL, Field, Form
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
    kind_of,
)
from pos2web.domain.values import Kind, Money, Ref, Texts
from pos2web.ports import TillCapabilities

PHOTO_SIDE = 64


def photo(red: int, green: int, blue: int) -> bytes:
    """A PNG of one colour, from 0 to 255 each."""
    line = b"\x00" + bytes((red, green, blue)) * PHOTO_SIDE
    head = struct.pack(">IIBBBBB", PHOTO_SIDE, PHOTO_SIDE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(line * PHOTO_SIDE)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


RED, BLUE = photo(200, 30, 30), photo(30, 30, 200)

TEA, SHIRT = Ref(Kind.PRODUCT, "1"), Ref(Kind.PRODUCT, "2")
COVER = Image(key="1", product="1", position=1)


def euros(amount: str) -> Money:
    """A price of a till."""
    return Money(Decimal(amount), "EUR")


def texts(languages: Iterable[str], text: str) -> Texts:
    """The text in each language, other in each."""
    return {language: f"{text} ({language})" for language in languages}


def tea(capabilities: TillCapabilities) -> Product:
    """A product without variants, with every field filled that such a till keeps."""
    languages = capabilities.languages
    whole = Product(
        key=TEA.key,
        reference="TEA",
        name=texts(languages, "Thé vert"),
        summary=texts(languages, "Un thé"),
        description=texts(languages, "<p>Un thé vert</p>"),
        price=euros("9.90"),
        tax_rate=Decimal("5.5"),
        weight=Decimal("0.125"),
        ean="3760000000017",
        brand="1",
        supplier="1",
        categories=("2", "1"),
        **optional_samples(Kind.PRODUCT, capabilities.languages),
    )
    return kept(whole, capabilities)


def optional_samples(kind: Kind, languages: Iterable[str]) -> dict[str, Any]:
    """A value for every field of which a till may say nothing."""
    return {row.name: sample(row, languages) for row in OPTIONAL[kind]}


def sample(row: Field, languages: Iterable[str], place: int = 0) -> Any:
    """One of the two samples of a field, as things hold it."""
    value = row.samples[place]
    if row.form is not Form.TEXTS:
        return value
    return {language: f"{value}-{language}" for language in languages}


def kept(product: Product, capabilities: TillCapabilities) -> Product:
    """The product as a till knows it: what it lacks is as when nobody says anything."""
    defaults = {
        field.name: field.default if field.default is not NODEFAULT else field.default_factory()
        for field in msgspec.structs.fields(Product)
        if field.name in capabilities.lacking
    }
    return msgspec.structs.replace(product, **defaults)


def catalogue(capabilities: TillCapabilities) -> list[AnyThing]:
    """One or two of every kind that such a till keeps; without photos."""
    languages, kinds = capabilities.languages, capabilities.kinds
    small, large = ("Taille=M",), ("Taille=L",)
    shirt = Product(
        key=SHIRT.key,
        reference="SHIRT",
        name=texts(languages, "Chemise"),
        price=euros("49"),
        tax_rate=Decimal(20),
        categories=("1",),
        is_active=False,
    )
    things: list[AnyThing] = [
        Brand(key="1", name="Lin & Cie"),
        Supplier(key="1", name="Dupont"),
        Category(key="1", name=texts(languages, "Boutique")),
        Category(key="2", name=texts(languages, "Boissons"), parent="1"),
        Option(key="Taille", name={languages[0]: "Taille"}),
        OptionValue(key="Taille=L", option="Taille", name={languages[0]: "L"}),
        OptionValue(key="Taille=M", option="Taille", name={languages[0]: "M"}),
        tea(capabilities),
        kept(shirt, capabilities),
        Variant(key="1", product="2", options=small, surcharge=euros("0.00"), reference="SHIRT-M"),
        Variant(key="2", product="2", options=large, surcharge=euros("2.50"), reference="SHIRT-L"),
        Stock(key="1", product="1", quantity=Decimal(12)),
        Stock(key="2/1", product="2", variant="1", quantity=Decimal(3)),
        Stock(key="2/2", product="2", variant="2", quantity=Decimal(-1)),
    ]
    return [thing for thing in things if kind_of(thing) in kinds and has_variant(thing, kinds)]


def has_variant(thing: AnyThing, kinds: Collection[Kind]) -> bool:
    """Whether it is no stock of a variant where there are no variants."""
    return Kind.VARIANT in kinds or not isinstance(thing, Stock) or thing.variant is None
