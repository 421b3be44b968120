"""What a thing is after a fact about it, and which of its fields the fact changes."""

from typing import Any

import msgspec

from pos2web.domain import facts
from pos2web.domain.facts import FieldSet, ThingFact, ThingGone
from pos2web.domain.fields import FIELDS, every_field, typed
from pos2web.domain.things import (
    TYPE_OF,
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
    TYPE_OF[kind]: {
        fact: tuple(row.name for row in rows if row.fact is fact)
        for fact in dict.fromkeys(row.fact for row in rows)
        if isinstance(fact, type) and fact is not FieldSet
    }
    for kind, rows in FIELDS.items()
}
"""The fact that tells of a change of each field that has one of its own, FLAGS apart."""

FLAGS: dict[str, tuple[type[ThingFact], type[ThingFact]]] = {
    row.name: row.fact for row in every_field() if isinstance(row.fact, tuple)
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
    return known if known is None else _set(known, fact)


def _set(known: AnyThing, fact: ThingFact) -> AnyThing:
    """What a fact sets that is about several kinds or fields; one that we don't know is passed over."""
    if isinstance(fact, FieldSet) and kind_of(known) is fact.kind and hasattr(known, fact.field):
        value = typed(fact.kind, fact.field, fact.value)
        return msgspec.structs.replace(known, **{fact.field: value})
    field, value = _FLAG_AFTER.get(type(fact), ("", None))
    return msgspec.structs.replace(known, **{field: value}) if hasattr(known, field) else known


def fields_of(fact: ThingFact) -> tuple[str, ...]:
    """The fields of its thing that a fact changes; none for a first sight or an end."""
    return tuple(field for field, _, _ in steps_of(fact))


def steps_of(fact: ThingFact) -> tuple[tuple[str, Any, Any], ...]:
    """The fields of its thing that a fact changes, each with its value before and after.

    Where the fact has them plain, because the field has no fact of its own, so are they here.
    """
    sort = type(fact)
    if isinstance(fact, FieldSet):
        return ((fact.field, fact.was, fact.value),)
    if sort in _FLAG_AFTER:
        field, value = _FLAG_AFTER[sort]
        return ((field, not value, value),)
    _, fields = _CHANGES.get(sort, (None, ()))
    was = "was" if len(fields) == 1 else "was_{}"
    return tuple(
        (field, getattr(fact, was.format(field)), getattr(fact, field)) for field in fields
    )
