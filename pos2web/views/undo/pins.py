"""Pins: which there are, and which of them a REF means."""

from collections.abc import Mapping

import msgspec

from pos2web.domain.changes import Change
from pos2web.domain.facts import ChangeClaimed
from pos2web.domain.values import Kind, Ref
from pos2web.engine.undoable_events import event_at
from pos2web.log import Event
from pos2web.projections import pins, reference
from pos2web.projections.pins import StandingPin
from pos2web.settings import Settings
from pos2web.views.archive import Archive

PinnedField = tuple[Ref, str]
"""A till's thing and a field of it."""

PinView = StandingPin
"""A pin: at which value, since when, by whom, because of which event."""

Pins = Mapping[PinnedField, PinView]


class TakenBack(msgspec.Struct, frozen=True, kw_only=True):
    """The event that a pin takes back, and the change that it answers, if it does."""

    event: Event
    change: Change | None


def pins_of(settings: Settings, archive: Archive, ref: Ref | None = None, *fields: str) -> Pins:
    """Every pin on the shop, or those of one thing of the till, in order; of these fields only, if
    any are named."""
    found = pins.standing(archive.models, settings.shop.name, ref)
    return {about: one for about, one in found.items() if not fields or about[1] in fields}


def pins_named(
    settings: Settings, archive: Archive, name: tuple[Kind | None, str] | None, field: str | None
) -> list[PinnedField]:
    """The pins of what has a kind and a name, of one field of it or all; every pin without a name."""
    found = pins_of(settings, archive)
    if name is None:
        return [*found]
    kind, key = name
    matches = reference.find(archive.models, key)
    refs = {one.ref for one in matches if one.connection == settings.till.name}
    if kind is not None:
        refs = {one for one in refs if one.kind == kind} | {Ref(kind, key)}
    return [(of, each) for of, each in found if of in refs and field in (None, each)]


def taken_back(archive: Archive, one: PinView) -> TakenBack | None:
    """What a pin is because of; None where a person made it by hand."""
    if one.cause == 0:
        return None
    event = event_at(archive.log, one.cause)
    claim = event_at(archive.log, event.cause).fact if event.cause else None
    return TakenBack(event=event, change=claim.change if isinstance(claim, ChangeClaimed) else None)
