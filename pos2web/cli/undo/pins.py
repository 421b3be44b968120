"""Pins, told to a person: which there are, and what they are because of."""

from collections.abc import Iterator
from typing import Any

import msgspec

from pos2web.cli.common.instants import shown
from pos2web.cli.common.selling_screen import SellingScreen
from pos2web.domain.values import Ref
from pos2web.history import sentence
from pos2web.views.undo.pins import Pins, PinView, pins_of, taken_back


def standing(screen: SellingScreen, ref: Ref | None = None, *fields: str) -> Pins:
    """The pins on the shop, as the catalogue's archive has them."""
    catalogue = screen.catalogue
    return pins_of(catalogue.settings, catalogue.archive, ref, *fields)


def pin_rows(screen: SellingScreen) -> Iterator[tuple[str, str, str, str, str]]:
    """The pins as rows of a table."""
    here = screen.told.here
    for (ref, field), one in standing(screen).items():
        yield (
            screen.told.thing(ref),
            here.shop_field(field),
            here.value(field, one.pin.value),
            shown(one.since, screen.catalogue.zone),
            actor_words(one.actor),
        )


def actor_words(actor: str) -> str:
    """Who it was: a person by his name."""
    return actor.removeprefix("user:")


def pin_values(screen: SellingScreen, ref: Ref | None = None, *fields: str) -> list[dict[str, Any]]:
    """The pins for JSON: all, or those of a till's thing, of these fields if any are named."""
    return [
        {
            "ref": str(of),
            "name": screen.told.thing(of),
            "field": field,
            "value": one.pin.value,
            "over": one.pin.over,
            "since": one.since,
            "actor": one.actor,
            "run": one.run or None,
            "position": one.position,
            "cause": one.cause or None,
            "because": because(screen, one) or None,
        }
        for (of, field), one in standing(screen, ref, *fields).items()
    ]


def because(screen: SellingScreen, one: PinView) -> str:
    """The sentence of the event that was taken back; empty where there is none."""
    found, here = taken_back(screen.catalogue.archive, one), screen.told.here
    if found is None:
        return ""
    zone, code = screen.catalogue.zone, here.book.code
    return sentence(found.event, code, names=here.names, change=found.change, zone=zone)


def pin_lines(screen: SellingScreen, ref: Ref, *fields: str) -> Iterator[str]:
    """What is pinned of these fields of a till's thing, of all without any: since when, by whom,
    because of what, and what the till says."""
    text, here = screen.session.text, screen.told.here
    for (_, field), one in standing(screen, ref, *fields).items():
        value = here.value(field, one.pin.value)
        since, actor = shown(one.since, screen.catalogue.zone), actor_words(one.actor)
        label = here.shop_field(field)
        yield text("why.pin", since=since, actor=actor, field=label, value=value)
        yield text("why.pin_over", over=here.value(field, msgspec.to_builtins(one.pin.over)))
        if said := because(screen, one):
            yield text("why.pin_because", sentence=said)
