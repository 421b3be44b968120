"""A thing of the till with all that decides what a site shows of it, as a plan knows both sides."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pos2web.domain.fields import KIND_NAMED
from pos2web.domain.planning.pinned import Pinned
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.as_of import Sides
from pos2web.history.past.past_log import PastLog

Things = dict[Kind, dict[str, AnyThing]]


class Surroundings(NamedTuple):
    """Both sides as far as they matter, the links between them, and the pins."""

    till: Things
    site: Things
    links: dict[Ref, str]
    pins: Pinned


def surroundings(past: PastLog, sides: Sides, also: Iterable[Ref]) -> Surroundings:
    """What a thing names, what that names, and the stocks that count; `also` is there besides."""
    counted = [Ref(Kind.STOCK, count.stock.key) for count in sides.counts]
    till = _with_what_they_name(past, [sides.ref, *counted, *also])
    site: Things = {kind: {} for kind in Kind}
    links: dict[Ref, str] = {}
    for ref in [Ref(kind, key) for kind, things in till.items() for key in things]:
        shop_key = sides.shop_key if ref == sides.ref else past.shop_key(ref)
        there = None if shop_key is None else _there(past, past.shop, Ref(ref.kind, shop_key))
        if shop_key is not None and there is not None:
            site[ref.kind][shop_key] = there
            if ref.kind is not Kind.STOCK:
                links[ref] = shop_key
    pinned = {ref: past.pins(ref) for ref in {sides.ref, *_products(till)}}
    pins = {ref: {name: pin.value for name, pin in of.items()} for ref, of in pinned.items() if of}
    return Surroundings(till, site, links, pins)


def _with_what_they_name(past: PastLog, refs: Iterable[Ref]) -> Things:
    found: Things = {kind: {} for kind in Kind}
    waiting = [*refs]
    while waiting:
        ref = waiting.pop()
        thing = None if ref.key in found[ref.kind] else _there(past, past.till, ref)
        if thing is not None:
            found[ref.kind][ref.key] = thing
            waiting += _named_by(thing)
    return found


def _named_by(thing: AnyThing) -> Iterator[Ref]:
    for field, kind in KIND_NAMED.items():
        value = getattr(thing, field, None)
        keys = (value,) if isinstance(value, str) else value or ()
        yield from (Ref(kind, key) for key in keys)


def _there(past: PastLog, connection: ConnectionName, ref: Ref) -> AnyThing | None:
    known = past.side(connection, ref).known
    return None if known is None or known.is_gone else known.thing


def _products(till: Things) -> Iterator[Ref]:
    return (Ref(Kind.PRODUCT, key) for key in till[Kind.PRODUCT])
