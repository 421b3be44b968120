"""Things as the shop should show them where fields of theirs are pinned."""

from typing import Any

import msgspec

from pos2web.domain.fields import KIND_NAMED, typed
from pos2web.domain.plain import plain
from pos2web.domain.planning.pinned import SWITCH
from pos2web.domain.planning.situation import Situation
from pos2web.domain.things import AnyThing, kind_of
from pos2web.domain.values import Ref


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


def is_pinned(situation: Situation, ref: Ref, field: str, want: Any) -> bool:
    """Whether a thing's field is wanted so because it is pinned."""
    fields = situation.pins.get(ref, {})
    return field in fields and fields[field] == plain(want)


def _is_there(situation: Situation, field: str, value: Any) -> bool:
    """Whether everything that a pinned value names is on the shop."""
    if field not in KIND_NAMED or value is None:
        return True
    kind = KIND_NAMED[field]
    keys = (value,) if isinstance(value, str) else value
    return all(situation.is_there(kind, key) for key in keys)
