"""Pinned fields: what the shop shows of them is not what the till says."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pos2web.domain.changes import Owner
from pos2web.domain.policy import Policy
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref

Pinned = Mapping[Ref, Mapping[str, Any]]
"""By the till's thing and field: the value that it is held at, as a plan has it."""

UNPINNED: Pinned = {}

SWITCH = "is_active"


def of_ours(pins: Pinned, policy: Policy) -> dict[Ref, dict[str, Any]]:
    """The pins of fields that are the till's by the merchant's settings; others are not ours to write."""
    found = {
        ref: {
            field: value
            for field, value in fields.items()
            if policy.owner(ref.kind, field) is Owner.TILL
        }
        for ref, fields in pins.items()
    }
    return {ref: fields for ref, fields in found.items() if fields}


def switched(till: Side, pins: Pinned) -> Side:
    """The till's things, on sale or not as is pinned; rules about selling apply to that."""
    found: dict[Kind, Mapping[str, AnyThing]] = dict(till)
    for ref, fields in pins.items():
        thing = found.get(ref.kind, {}).get(ref.key)
        if SWITCH in fields and thing is not None:
            pinned = msgspec.structs.replace(thing, is_active=bool(fields[SWITCH]))
            found[ref.kind] = {**found[ref.kind], ref.key: pinned}
    return found
