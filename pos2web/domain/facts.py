"""What happened, in the past tense: the only content of the log.

First sight of a thing is one fact with all its fields; later changes are fine-grained, each with
what it `was`. The same facts tell of a till and of a shop: whose they are stands in the envelope
(`connection`), as do who, when and because of what. A recorded shape is forever: the log's codec
gives every type a name and a version, and `tests/log/stored` keeps an old example of each. What
becomes of runs stands in `run_facts`, what people decide in `decisions`.
"""

from decimal import Decimal
from typing import Any

import msgspec

from pos2web.domain.changes import Change
from pos2web.domain.reasons import Reason
from pos2web.domain.things import (
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
)
from pos2web.domain.values import Kind, Money, ShopKey, Texts
from pos2web.messages import Made


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that happened and stays true."""


class ThingFact(Fact, frozen=True, kw_only=True):
    """A fact about one thing, by its key on the envelope's connection."""

    key: str


# First sight.


class BrandFound(ThingFact, frozen=True, kw_only=True):
    brand: Brand


class SupplierFound(ThingFact, frozen=True, kw_only=True):
    supplier: Supplier


class CategoryFound(ThingFact, frozen=True, kw_only=True):
    category: Category


class OptionFound(ThingFact, frozen=True, kw_only=True):
    option: Option


class OptionValueFound(ThingFact, frozen=True, kw_only=True):
    option_value: OptionValue


class ProductFound(ThingFact, frozen=True, kw_only=True):
    product: Product


class VariantFound(ThingFact, frozen=True, kw_only=True):
    variant: Variant


class ImageFound(ThingFact, frozen=True, kw_only=True):
    image: Image


class StockFound(ThingFact, frozen=True, kw_only=True):
    stock: Stock


# There and gone, for every kind.


class ThingWithdrawn(ThingFact, frozen=True, kw_only=True):
    """Still there, no longer on sale: its `is_active` fell."""

    kind: Kind


class ThingReturned(ThingFact, frozen=True, kw_only=True):
    """On sale again: its `is_active` rose."""

    kind: Kind


class ThingGone(ThingFact, frozen=True, kw_only=True):
    """No longer there at all."""

    kind: Kind


# Fine-grained changes, one field each.


class FieldSet(ThingFact, frozen=True, kw_only=True):
    """A field that has no fact of its own has another value; None where nothing is said of it.

    Both values are plain JSON, references keys of the same side.
    """

    kind: Kind
    field: str
    value: Any
    was: Any


class BrandRenamed(ThingFact, frozen=True, kw_only=True):
    name: str
    was: str


class SupplierRenamed(ThingFact, frozen=True, kw_only=True):
    name: str
    was: str


class CategoryRenamed(ThingFact, frozen=True, kw_only=True):
    name: Texts
    was: Texts


class CategoryDescribed(ThingFact, frozen=True, kw_only=True):
    description: Texts
    was: Texts


class CategoryMoved(ThingFact, frozen=True, kw_only=True):
    parent: str | None
    was: str | None


class OptionRenamed(ThingFact, frozen=True, kw_only=True):
    name: Texts
    was: Texts


class OptionValueRenamed(ThingFact, frozen=True, kw_only=True):
    name: Texts
    was: Texts


class OptionValueMoved(ThingFact, frozen=True, kw_only=True):
    option: str
    was: str


class ReferenceSet(ThingFact, frozen=True, kw_only=True):
    reference: str
    was: str


class ProductRenamed(ThingFact, frozen=True, kw_only=True):
    name: Texts
    was: Texts


class ProductSummarised(ThingFact, frozen=True, kw_only=True):
    summary: Texts
    was: Texts


class ProductDescribed(ThingFact, frozen=True, kw_only=True):
    description: Texts
    was: Texts


class PriceSet(ThingFact, frozen=True, kw_only=True):
    price: Money
    was: Money


class TaxRateSet(ThingFact, frozen=True, kw_only=True):
    tax_rate: Decimal
    was: Decimal


class ProductWeighed(ThingFact, frozen=True, kw_only=True):
    weight: Decimal
    was: Decimal


class ProductBarcoded(ThingFact, frozen=True, kw_only=True):
    ean: str
    was: str


class BrandAssigned(ThingFact, frozen=True, kw_only=True):
    brand: str | None
    was: str | None


class SupplierAssigned(ThingFact, frozen=True, kw_only=True):
    supplier: str | None
    was: str | None


class ProductCategorised(ThingFact, frozen=True, kw_only=True):
    categories: tuple[str, ...]
    was: tuple[str, ...]


class SaleStopped(ThingFact, frozen=True, kw_only=True):
    """It is shown, but can't be bought any more."""


class SaleResumed(ThingFact, frozen=True, kw_only=True):
    """It can be bought again."""


class SaleNoteSet(ThingFact, frozen=True, kw_only=True):
    """What customers read about its availability is another text."""

    sale_note: Texts
    was: Texts


class VariantReferenceSet(ThingFact, frozen=True, kw_only=True):
    reference: str
    was: str


class VariantBarcoded(ThingFact, frozen=True, kw_only=True):
    ean: str
    was: str


class VariantReoptioned(ThingFact, frozen=True, kw_only=True):
    options: tuple[str, ...]
    was: tuple[str, ...]


class VariantMoved(ThingFact, frozen=True, kw_only=True):
    """It now belongs to another product."""

    product: str
    was: str


class SurchargeSet(ThingFact, frozen=True, kw_only=True):
    surcharge: Money
    was: Money


class WeightSurchargeSet(ThingFact, frozen=True, kw_only=True):
    weight_surcharge: Decimal
    was: Decimal


class ImageMoved(ThingFact, frozen=True, kw_only=True):
    position: int
    was: int


class ImageReassigned(ThingFact, frozen=True, kw_only=True):
    """It now shows another product."""

    product: str
    was: str


class ImageSourceSet(ThingFact, frozen=True, kw_only=True):
    """The till has it elsewhere; the content may be the same."""

    source: str
    was: str


class ImageStamped(ThingFact, frozen=True, kw_only=True):
    """The till touched it; the content may be the same."""

    stamp: str
    was: str


class ImageReplaced(ThingFact, frozen=True, kw_only=True):
    """Its content is another one."""

    fingerprint: str
    was: str


class StockCounted(ThingFact, frozen=True, kw_only=True):
    quantity: Decimal
    was: Decimal


class StockReassigned(ThingFact, frozen=True, kw_only=True):
    """The row counts another product or variant."""

    product: str
    variant: str | None
    was_product: str
    was_variant: str | None


# What we hold back, and why.


class Held(ThingFact, frozen=True, kw_only=True):
    """A thing of the till is kept off the shop until somebody mends it.

    `by` tells who says so: our rule, the reading of it, or the shop; then `digest` identifies
    the content that the shop refused.
    """

    kind: Kind
    reason: Reason
    by: str = "rule"
    digest: str = ""


class Released(ThingFact, frozen=True, kw_only=True):
    """A held thing may go on."""

    kind: Kind
    was: Reason


# Correspondence of till and shop. `key` is the till's; the envelope names the shop.


class Linked(ThingFact, frozen=True, kw_only=True):
    """A till's thing and a shop's are the same. `how`: created, or by what it was adopted."""

    kind: Kind
    shop_key: ShopKey
    how: str


class Unlinked(ThingFact, frozen=True, kw_only=True):
    """They no longer are: the shop's is gone, or it was a mistake."""

    kind: Kind
    shop_key: ShopKey
    why: str


# Writes to a shop.


class ChangeClaimed(Fact, frozen=True, kw_only=True):
    """We are about to make this change; until an outcome is recorded it may have been made."""

    change: Change


class ChangeConfirmed(Fact, frozen=True, kw_only=True):
    """The shop did it. `change` is the id of the claimed change."""

    change: str
    shop_key: ShopKey


class ChangeRefused(Fact, frozen=True, kw_only=True):
    """The shop said no, and nothing was saved. `said` tells how the reason was made, where it is a
    sentence of ours."""

    change: str
    reason: str
    said: Made = msgspec.UNSET


class ChangeLapsed(Fact, frozen=True, kw_only=True):
    """It is not known to have been made: we looked, and what is there will be planned again.
    `said` tells how the reason was made, where it is a sentence of ours."""

    change: str
    reason: str
    said: Made = msgspec.UNSET


class ShopEchoed(ThingFact, frozen=True, kw_only=True):
    """The shop shows `seen` where we sent `sent` (JSON text): its way of writing the same."""

    kind: Kind
    field: str
    sent: str
    seen: str


# How far was read.


class CursorMoved(Fact, frozen=True, kw_only=True):
    """The envelope's connection was observed up to here; the next reading starts from it."""

    cursor: str
    was: str = ""
