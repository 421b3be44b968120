"""Pins: a till's field held on the shop at a value, until the till changes it or somebody lifts it."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from pos2web.domain.facts import Fact, ThingFact
from pos2web.domain.fields import names_where
from pos2web.domain.plain import plain
from pos2web.domain.rules.ground import Side
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref

PINNABLE = names_where(lambda row: row.is_pinnable)
"""What may be pinned, by kind: neither stock, which follows the till, nor what something is a part of,
nor photos, whose former content nobody keeps, nor what rules about selling decide."""


class Lifting(StrEnum):
    """Why a pin is no more: the till changed the field, somebody lifted it, or what pinned it was undone."""

    TILL = "till"
    LIFTED = "lifted"
    UNDONE = "undone"


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop shows of a field instead of what the till says.

    `value` is plain JSON as a plan holds it, in the till's keys; amounts are without tax. `over` is
    what the till said of the field when it was pinned, plain likewise but as the till has it.
    """

    value: Any
    over: Any = None


class PinFact(ThingFact, frozen=True, kw_only=True):
    """A fact about the pin of one field of a till's thing; the envelope names the shop."""

    kind: Kind
    field: str

    @property
    def ref(self) -> Ref:
        """The till's thing."""
        return Ref(self.kind, self.key)


class FieldPinned(PinFact, frozen=True, kw_only=True):
    """The shop shows this value from now on; `was` is the pin in whose place it came."""

    value: Any
    over: Any = None
    was: Pin | None = None

    @property
    def pin(self) -> Pin:
        """The pin that stands since."""
        return Pin(value=self.value, over=self.over)


class FieldUnpinned(PinFact, frozen=True, kw_only=True):
    """The till decides of the field again."""

    was: Pin
    why: Lifting


Pins = Mapping[Ref, Mapping[str, Pin]]
"""Every pin that stands on one shop, by the till's thing and field."""


def values(pins: Pins) -> dict[Ref, dict[str, Any]]:
    """What is pinned, as planning takes it."""
    return {
        ref: {field: pin.value for field, pin in fields.items()} for ref, fields in pins.items()
    }


def pinned(pins: Pins, ref: Ref, field: str) -> Pin | None:
    """The pin of one field, if there is one."""
    return pins.get(ref, {}).get(field)


def set_pin(
    pins: Pins, ref: Ref, field: str, pin: Pin | None, why: Lifting = Lifting.LIFTED
) -> list[Fact]:
    """The facts that make a pin, or lift it where None is given; none when it is so already."""
    was = pinned(pins, ref, field)
    if pin == was:
        return []
    if pin is not None:
        value, over = pin.value, pin.over
        return [
            FieldPinned(key=ref.key, kind=ref.kind, field=field, value=value, over=over, was=was)
        ]
    return [_unpinned(ref, field, was, why)] if was is not None else []


def unpinned(ref: Ref, field: str, was: Pin) -> FieldUnpinned:
    """The fact that the till changed a pinned field."""
    return _unpinned(ref, field, was, Lifting.TILL)


def _unpinned(ref: Ref, field: str, was: Pin, why: Lifting) -> FieldUnpinned:
    return FieldUnpinned(key=ref.key, kind=ref.kind, field=field, was=was, why=why)


def pins_after(pins: Pins, fact: Fact) -> Pins:
    """The pins after a fact; what ended a pin doesn't end the one that took its place."""
    if not isinstance(fact, PinFact):
        return pins
    fields = dict(pins.get(fact.ref, {}))
    if isinstance(fact, FieldPinned):
        fields[fact.field] = fact.pin
    elif isinstance(fact, FieldUnpinned) and fields.get(fact.field) == fact.was:
        del fields[fact.field]
    others = {ref: known for ref, known in pins.items() if ref != fact.ref}
    return others | {fact.ref: fields} if fields else others


def said(thing: AnyThing | None, field: str) -> Any:
    """What the till says of a field, plain; None of a thing that is not there."""
    return plain(getattr(thing, field, None))


def overtaken(pins: Pins, till: Side) -> Iterator[tuple[Ref, str, Pin]]:
    """The pins whose field the till changed since, or whose thing is gone from it, in order."""
    for ref in sorted(pins):
        thing = till.get(ref.kind, {}).get(ref.key)
        for field, pin in sorted(pins[ref].items()):
            if thing is None or said(thing, field) != pin.over:
                yield ref, field, pin
