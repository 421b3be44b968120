"""The plain values that things and facts are made of."""

import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import NewType

import msgspec

Texts = dict[str, str]
"""One text per language, keyed by ISO 639-1 code (`fr`, `en`); NFC."""

ConnectionName = NewType("ConnectionName", str)
"""One configured till or shop as the log names it: its side and its own name, `till:main`."""

Position = NewType("Position", int)
"""A place in the log, from 1 on; 0 is before the first event."""

NOWHERE = Position(0)
"""Before the first event: the cause of what no event led to."""

TillKey = NewType("TillKey", str)
"""What a till calls one of its things."""

ShopKey = NewType("ShopKey", str)
"""What a shop calls one of its things."""


class Kind(StrEnum):
    """What a thing is. The order is the order in which things are made on a shop."""

    BRAND = "brand"
    SUPPLIER = "supplier"
    CATEGORY = "category"
    OPTION = "option"
    OPTION_VALUE = "option_value"
    PRODUCT = "product"
    VARIANT = "variant"
    IMAGE = "image"
    STOCK = "stock"


class Money(msgspec.Struct, frozen=True, gc=False):
    """An exact amount in one ISO 4217 currency."""

    amount: Decimal
    currency: str


class Ref(msgspec.Struct, frozen=True, order=True, gc=False):
    """Which thing is meant, on one connection: its kind and its key there."""

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def nfc(text: str) -> str:
    """Text in Unicode normal form C, the only form that we store."""
    return unicodedata.normalize("NFC", text)
