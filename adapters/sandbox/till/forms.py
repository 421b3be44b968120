"""What people type into the till, checked; refusals are in the words of their language."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from stdnum import ean as barcodes

from pos2web.adapters.sandbox.till.words import Say
from pos2web.domain.values import nfc
from pos2web.errors import RuleError

NAME_MAX, REFERENCE_MAX, SUMMARY_MAX = 128, 64, 800
PRICE_MAX = Decimal("99999.99")
QUANTITY_MAX, SOLD_MAX, LINES_MAX = 99_999, 999, 100
VAT_RATES = ("20", "10", "5.5", "2.1")

Fields = Mapping[str, object]


class Line(NamedTuple):
    """So many of a product, or of one of its variants, on a ticket."""

    product: int
    variant: int | None
    quantity: int


class Draft(NamedTuple):
    """A product that is to be put on a shelf."""

    reference: str
    ean: str | None
    name_fr: str
    name_en: str | None
    price: Decimal
    vat: str
    shelf: int
    stock: int


def text(fields: Fields, key: str) -> str:
    """What was typed into a field, without what can't be seen."""
    typed = fields.get(key, "")
    if not isinstance(typed, str):
        return ""
    return " ".join(nfc("".join(char for char in typed if char.isprintable())).split())


def price(typed: str, say: Say) -> Decimal:
    """An amount in euros, with a comma or a point."""
    plain = re.sub(r"[\s€]", "", typed).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,2})?", plain):
        raise RuleError(say("no_price", text=typed))
    value = Decimal(plain)
    if not 0 < value <= PRICE_MAX:
        raise RuleError(say("no_price", text=typed))
    return value


def quantity(typed: str, say: Say, *, low: int = 0, high: int = QUANTITY_MAX) -> int:
    """A whole number within bounds."""
    if not re.fullmatch(r"-?[0-9]{1,6}", typed) or not low <= int(typed) <= high:
        raise RuleError(say("no_quantity", text=typed, low=low, high=high))
    return int(typed)


def names(fields: Fields, say: Say) -> tuple[str, str | None]:
    """A product's name in French, and in English where there is one."""
    french, english = text(fields, "name_fr"), text(fields, "name_en")
    if not french or max(len(french), len(english)) > NAME_MAX:
        raise RuleError(say("no_name", limit=NAME_MAX))
    return french, english or None


def lines(typed: Sequence[object], say: Say) -> list[Line]:
    """What is on the ticket: each line reads `product:variant:quantity`, with no variant empty."""
    found = []
    for one in typed[: LINES_MAX + 1]:
        match = re.fullmatch(r"([0-9]{1,12}):([0-9]{0,12}):(.{0,9})", str(one))
        if match is None:
            raise RuleError(say("no_product"))
        product, variant, count = match.groups()
        number = quantity(count, say, low=1, high=SOLD_MAX)
        found.append(Line(int(product), int(variant) if variant else None, number))
    if not found:
        raise RuleError(say("no_lines"))
    if len(found) > LINES_MAX:
        raise RuleError(say("no_quantity", text=len(typed), low=1, high=LINES_MAX))
    return found


def draft(fields: Fields, say: Say) -> Draft:
    """A new product."""
    french, english = names(fields, say)
    reference, ean, vat = (text(fields, key) for key in ("reference", "ean", "vat"))
    if not reference or len(reference) > REFERENCE_MAX:
        raise RuleError(say("no_reference", limit=REFERENCE_MAX))
    if ean and not (len(ean) in {8, 13} and barcodes.is_valid(ean)):
        raise RuleError(say("no_ean", text=ean))
    if vat not in VAT_RATES:
        raise RuleError(say("no_vat"))
    shelf = text(fields, "shelf")
    if not re.fullmatch(r"[0-9]{1,12}", shelf):
        raise RuleError(say("no_shelf"))
    return Draft(
        reference=reference,
        ean=ean or None,
        name_fr=french,
        name_en=english,
        price=price(text(fields, "price"), say),
        vat=vat,
        shelf=int(shelf),
        stock=quantity(text(fields, "stock"), say),
    )
