"""Pins, told to a person: which there are, and what they are because of."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pos2web.cli.common.instants import shown
from pos2web.cli.common.selling_catalogue import SellingCatalogue
from pos2web.domain.facts import ChangeClaimed
from pos2web.domain.values import Kind, Ref
from pos2web.engine.undoable_events import event_at
from pos2web.history import sentence
from pos2web.projections import pins, reference
from pos2web.projections.pins import StandingPin
from pos2web.views.archive import Archive

About = tuple[Ref, str]
"""A till's thing and a field of it."""


def standing(shelf: SellingCatalogue, ref: Ref | None = None) -> Mapping[About, StandingPin]:
    """Every pin on the shop, or those of one thing of the till, in order."""
    return pins.standing(shelf.models, shelf.settings.shop.name, ref)


def pins_meant(shelf: SellingCatalogue, ref: str | None, field: str | None) -> list[About]:
    """The pins of what is meant by a REF, of one field of it or all; every pin without a REF."""
    found = standing(shelf)
    if ref is None:
        return [*found]
    kind, colon, key = ref.partition(":")
    is_exact = bool(colon) and kind in set(Kind)
    matches = reference.find(shelf.models, key if is_exact else ref)
    refs = {one.ref for one in matches if one.connection == shelf.settings.till.name}
    if is_exact:
        refs = {one for one in refs if one.kind == kind} | {Ref(Kind(kind), key)}
    return [(of, name) for of, name in found if of in refs and field in (None, name)]


def pin_rows(shelf: SellingCatalogue) -> Iterator[tuple[str, str, str, str, str]]:
    """The pins as rows of a table."""
    here = shelf.told.here
    for (ref, field), one in standing(shelf).items():
        yield (
            shelf.told.thing(ref),
            here.shop_field(field),
            here.value(field, one.pin.value),
            shown(one.since, shelf.zone),
            actor_words(one.actor),
        )


def actor_words(actor: str) -> str:
    """Who it was: a person by his name."""
    return actor.removeprefix("user:")


def pin_values(
    shelf: SellingCatalogue, archive: Archive, ref: Ref | None = None, *fields: str
) -> list[dict[str, Any]]:
    """The pins for JSON: all, or those of a till's thing, of these fields if any are named."""
    return [
        {
            "ref": str(of),
            "name": shelf.told.thing(of),
            "field": field,
            "value": one.pin.value,
            "over": one.pin.over,
            "since": one.since,
            "actor": one.actor,
            "run": one.run or None,
            "position": one.position,
            "cause": one.cause or None,
            "because": because(shelf, archive, one) or None,
        }
        for (of, field), one in standing(shelf, ref).items()
        if not fields or field in fields
    ]


def because(shelf: SellingCatalogue, archive: Archive, one: StandingPin) -> str:
    """The sentence of the event that was taken back; empty where there is none."""
    if one.cause == 0:
        return ""
    here, event = shelf.told.here, event_at(archive.log, one.cause)
    claim = event_at(archive.log, event.cause).fact if event.cause else None
    change = claim.change if isinstance(claim, ChangeClaimed) else None
    return sentence(event, here.book.code, names=here.names, change=change, zone=shelf.zone)


def pin_lines(shelf: SellingCatalogue, archive: Archive, ref: Ref, *fields: str) -> Iterator[str]:
    """What is pinned of these fields of a till's thing, of all without any: since when, by whom,
    because of what, and what the till says."""
    text, here = shelf.session.text, shelf.told.here
    for (_, field), one in standing(shelf, ref).items():
        if not fields or field in fields:
            value = here.value(field, one.pin.value)
            since, actor = shown(one.since, shelf.zone), actor_words(one.actor)
            label = here.shop_field(field)
            yield text("why.pin", since=since, actor=actor, field=label, value=value)
            yield text("why.pin_over", over=here.value(field, msgspec.to_builtins(one.pin.over)))
            if said := because(shelf, archive, one):
                yield text("why.pin_because", sentence=said)
