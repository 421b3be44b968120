"""What a thing is after a fact about it."""

import msgspec

from pos2web.domain import facts
from pos2web.domain.facts import (
    SaleResumed,
    SaleStopped,
    ThingFact,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
)
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
)

FOUND: dict[type[AnyThing], tuple[type[ThingFact], str]] = {
    Brand: (facts.BrandFound, "brand"),
    Supplier: (facts.SupplierFound, "supplier"),
    Category: (facts.CategoryFound, "category"),
    Option: (facts.OptionFound, "option"),
    OptionValue: (facts.OptionValueFound, "option_value"),
    Product: (facts.ProductFound, "product"),
    Variant: (facts.VariantFound, "variant"),
    Image: (facts.ImageFound, "image"),
    Stock: (facts.StockFound, "stock"),
}
"""First sight of each record: its fact, and where in it the record stands."""

CHANGED: dict[type[AnyThing], dict[type[ThingFact], tuple[str, ...]]] = {
    Brand: {facts.BrandRenamed: ("name",)},
    Supplier: {facts.SupplierRenamed: ("name",)},
    Category: {
        facts.CategoryRenamed: ("name",),
        facts.CategoryMoved: ("parent",),
        facts.CategoryDescribed: ("description",),
    },
    Option: {facts.OptionRenamed: ("name",)},
    OptionValue: {
        facts.OptionValueMoved: ("option",),
        facts.OptionValueRenamed: ("name",),
    },
    Product: {
        facts.ReferenceSet: ("reference",),
        facts.ProductRenamed: ("name",),
        facts.PriceSet: ("price",),
        facts.TaxRateSet: ("tax_rate",),
        facts.ProductSummarised: ("summary",),
        facts.ProductDescribed: ("description",),
        facts.ProductWeighed: ("weight",),
        facts.ProductBarcoded: ("ean",),
        facts.BrandAssigned: ("brand",),
        facts.SupplierAssigned: ("supplier",),
        facts.ProductCategorised: ("categories",),
        facts.SaleNoteSet: ("sale_note",),
    },
    Variant: {
        facts.VariantMoved: ("product",),
        facts.VariantReoptioned: ("options",),
        facts.SurchargeSet: ("surcharge",),
        facts.VariantReferenceSet: ("reference",),
        facts.VariantBarcoded: ("ean",),
        facts.WeightSurchargeSet: ("weight_surcharge",),
    },
    Image: {
        facts.ImageReassigned: ("product",),
        facts.ImageMoved: ("position",),
        facts.ImageSourceSet: ("source",),
        facts.ImageStamped: ("stamp",),
        facts.ImageReplaced: ("fingerprint",),
    },
    Stock: {
        facts.StockReassigned: ("product", "variant"),
        facts.StockCounted: ("quantity",),
    },
}
"""The fact that tells of a change of each field; what is yes or no has two, in FLAGS."""

FLAGS: dict[str, tuple[type[ThingFact], type[ThingFact]]] = {
    "is_active": (ThingWithdrawn, ThingReturned),
    "is_for_sale": (SaleStopped, SaleResumed),
}
"""The facts that tell that it fell, and that it rose."""

_RECORD_OF = dict(FOUND.values())
_CHANGES = {
    fact: (record, fields) for record, row in CHANGED.items() for fact, fields in row.items()
}
_FLAG_AFTER: dict[type[ThingFact], tuple[str, bool]] = {
    fact: (field, bool(value)) for field, pair in FLAGS.items() for value, fact in enumerate(pair)
}


def evolve(known: AnyThing | None, fact: ThingFact) -> AnyThing | None:
    """Return the thing as it is after the fact; None when it is gone or was never seen."""
    sort = type(fact)
    if sort in _CHANGES:
        record, fields = _CHANGES[sort]
        if not isinstance(known, record):
            return known
        return msgspec.structs.replace(known, **{field: getattr(fact, field) for field in fields})
    if sort in _RECORD_OF:
        found: AnyThing = getattr(fact, _RECORD_OF[sort])
        return found
    if sort is ThingGone:
        return None
    if sort in _FLAG_AFTER and known is not None:
        field, value = _FLAG_AFTER[sort]
        if hasattr(known, field):
            return msgspec.structs.replace(known, **{field: value})
    return known
