"""Every field of every kind of thing, a row for each.

Whatever asks about fields asks here: who owns them, pins, echoes, the facts that tell of a change,
the words of the history, the samples of the kit. `docs/fields.md` tells how one is added.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from pos2web.domain.fields import goods, parts
from pos2web.domain.fields.row import Field, Form
from pos2web.domain.things import TYPE_OF
from pos2web.domain.values import Kind

__all__ = [
    "FIELDS",
    "FORM_OF",
    "KIND_NAMED",
    "MAY_BE_UNSAID",
    "OPTIONAL",
    "Field",
    "Form",
    "every_field",
    "is_unsaid",
    "names_where",
    "typed",
]

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.BRAND: parts.BRAND,
    Kind.SUPPLIER: parts.SUPPLIER,
    Kind.CATEGORY: parts.CATEGORY,
    Kind.OPTION: parts.OPTION,
    Kind.OPTION_VALUE: parts.OPTION_VALUE,
    Kind.PRODUCT: goods.PRODUCT,
    Kind.VARIANT: goods.VARIANT,
    Kind.IMAGE: parts.IMAGE,
    Kind.STOCK: parts.STOCK,
}
"""The rows of each kind, in the order of its record."""


def every_field() -> Iterator[Field]:
    """The rows of all kinds; a name that several kinds have comes several times."""
    for rows in FIELDS.values():
        yield from rows


def names_where(is_so: Callable[[Field], bool]) -> dict[Kind, frozenset[str]]:
    """By kind, the names of the fields of which this is true."""
    return {
        kind: frozenset(row.name for row in rows if is_so(row)) for kind, rows in FIELDS.items()
    }


FORM_OF: dict[str, Form] = {row.name: row.form for row in every_field()}
"""What a field of this name holds; the name of a brand is one text, other things have several."""

KIND_NAMED: dict[str, Kind] = {row.name: row.of for row in every_field() if row.of is not None}
"""Fields that hold keys of other things, and the kind of those."""

OPTIONAL: dict[Kind, tuple[Field, ...]] = {
    kind: tuple(row for row in rows if row.is_optional) for kind, rows in FIELDS.items()
}
"""The fields of which a till or shop may say nothing."""

_TYPES: dict[Kind, dict[str, Any]] = {
    kind: {field.name: field.type for field in msgspec.structs.fields(record)}
    for kind, record in TYPE_OF.items()
}


MAY_BE_UNSAID = names_where(lambda row: row.is_optional)
"""The names of the fields of which a till or shop may say nothing."""


def is_unsaid(value: Any) -> bool:
    """Whether a field with this value says nothing."""
    return value is msgspec.UNSET or value is None


def typed(kind: Kind, field: str, value: Any) -> Any:
    """A plain value as a record holds it; None is nothing said, where that may be. Raises msgspec.ValidationError where it can't be one."""
    if value is None and field in MAY_BE_UNSAID[kind]:
        return msgspec.UNSET
    return msgspec.convert(value, _TYPES[kind][field], strict=False)
