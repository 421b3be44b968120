"""Things as the shop should show them where fields of theirs are pinned."""

from typing import Any

import msgspec

from pos2web.domain.planning.pinned import SWITCH
from pos2web.domain.planning.plain import plain
from pos2web.domain.planning.situation import Situation
from pos2web.domain.things import TYPE_OF, AnyThing, kind_of
from pos2web.domain.values import Kind, Ref

_NAMED: dict[str, Kind] = {
    "brand": Kind.BRAND,
    "supplier": Kind.SUPPLIER,
    "parent": Kind.CATEGORY,
    "categories": Kind.CATEGORY,
}
"""Fields that may be pinned and that name other things."""

_TYPES: dict[Kind, dict[str, Any]] = {
    kind: {field.name: field.type for field in msgspec.structs.fields(record)}
    for kind, record in TYPE_OF.items()
}


def as_pinned(situation: Situation, wanted: AnyThing) -> AnyThing:
    """What the shop should show of a thing, with its pinned fields as they are pinned.

    A pin that names what is not on the shop is passed over until it is.
    """
    if not situation.pins:
        return wanted
    kind = kind_of(wanted)
    fields = situation.pins.get(Ref(kind, wanted.key))
    if not fields:
        return wanted
    found = {field: typed(kind, field, value) for field, value in fields.items() if field != SWITCH}
    usable = {field: value for field, value in found.items() if _is_there(situation, field, value)}
    return msgspec.structs.replace(wanted, **usable)


def typed(kind: Kind, field: str, value: Any) -> Any:
    """A plain value as a record holds it. Raises msgspec.ValidationError where it can't be one."""
    return msgspec.convert(value, _TYPES[kind][field], strict=False)


def is_pinned(situation: Situation, ref: Ref, field: str, want: Any) -> bool:
    """Whether a thing's field is wanted so because it is pinned."""
    fields = situation.pins.get(ref, {})
    return field in fields and fields[field] == plain(want)


def _is_there(situation: Situation, field: str, value: Any) -> bool:
    """Whether everything that a pinned value names is on the shop."""
    if field not in _NAMED or value is None:
        return True
    kind = _NAMED[field]
    keys = (value,) if isinstance(value, str) else value
    return all(situation.is_there(kind, key) for key in keys)
