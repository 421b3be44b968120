"""One thing as it was at a position: on both sides, with its link, holds, pins, rules and stock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from pos2web.domain.connections import is_shop, is_till
from pos2web.domain.facts import Held
from pos2web.domain.pins import Pin
from pos2web.domain.selling import EVERYTHING, Reach, RuleLevel, Scope, Selling
from pos2web.domain.things import Category, Product, Stock, Variant, stock_key
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.past_log import PastLog
from pos2web.projections import catalogue, names, reference
from pos2web.projections.following.rows import Database
from pos2web.projections.things import KnownThing, find_things

SORTS = ("sold_out", "windows", "out_of_stock", "buffers")
"""Sorts of rules about selling, as they are kept; of buffers a variant may have its own."""

OF_THEIR_OWN = {Kind.CATEGORY: RuleLevel.CATEGORY, Kind.BRAND: RuleLevel.BRAND}
"""Things that are not sold, and that rules may be about."""


class Candidate(NamedTuple):
    """A thing that may be meant; nothing is known of one that was first seen later."""

    connection: ConnectionName
    ref: Ref
    known: KnownThing | None


class RuleMatch(NamedTuple):
    """A rule about selling that reached a thing. Of each sort one decides."""

    sort: str
    scope: Scope
    rule: Any
    decides: bool


class Count(NamedTuple):
    """One stock at the till, and the same on the shop if it was there."""

    stock: Stock
    on_site: Stock | None


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One thing on both sides. Of a shop's thing that the till doesn't know, only that side is told."""

    connection: ConnectionName
    ref: Ref
    till: KnownThing | None = None
    shop_key: str | None = None
    site: KnownThing | None = None
    held: Held | None = None
    pins: Mapping[str, Pin]
    rules: tuple[RuleMatch, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def is_gone(self) -> bool:
        """It was there before, and then no longer, on the side that it is told of."""
        known = self.till or self.site
        return known is not None and known.is_gone


def find(past: PastLog, models: Database, name: str, kind: Kind | None = None) -> list[Candidate]:
    """The tills' things that were called so then, else those that are now; else the shops'.

    A name is a reference, an EAN or a key. Those that were there come before those that were gone,
    and a reference before a key. Where all of them were first seen later, the tills' are given, else
    the shops'.
    """
    asked = dict.fromkeys(names.find(models, name))
    asked |= dict.fromkeys((match.connection, match.ref) for match in reference.find(models, name))
    found = [
        Candidate(connection, ref, past.side(connection, ref).known)
        for connection, ref in asked
        if kind in (None, ref.kind)
    ]
    for is_there in (is_till, is_shop):
        here = [one for one in found if one.known and is_there(one.connection)]
        if here:
            then = [one for one in here if name in _names(one)]
            return sorted(then or here, key=lambda one: _rank(one, name))
    return [one for one in found if is_till(one.connection)] or found


def thing_at(past: PastLog, models: Database, found: Candidate) -> Sides:
    """All that was known of a thing. The read models only say which stocks it can have had."""
    ref = found.ref
    if found.connection != past.till:
        connection = found.connection
        return Sides(connection=connection, ref=ref, shop_key=ref.key, site=found.known, pins={})
    shop_key = _shop_key(past, found)
    return Sides(
        connection=found.connection,
        ref=ref,
        till=found.known,
        shop_key=shop_key,
        site=None if shop_key is None else past.side(past.shop, Ref(ref.kind, shop_key)).known,
        held=past.held(ref),
        pins=past.pins(ref),
        rules=tuple(_rules(past, found)),
        counts=tuple(_counts(past, models, ref)),
    )


def _names(found: Candidate) -> tuple[str, ...]:
    thing = None if found.known is None else found.known.thing
    return (getattr(thing, "reference", ""), getattr(thing, "ean", ""), found.ref.key)


def _rank(found: Candidate, name: str) -> tuple[bool, bool, int, str]:
    reference, *_ = _names(found)
    is_gone = found.known is None or found.known.is_gone
    return (is_gone, reference != name, list(Kind).index(found.ref.kind), found.ref.key)


def _shop_key(past: PastLog, found: Candidate) -> str | None:
    """Stock has no link of its own: it goes with what it counts."""
    if found.known is None or not isinstance(found.known.thing, Stock):
        return past.shop_key(found.ref)
    return _shop_stock_key(past, found.known.thing)


def _shop_stock_key(past: PastLog, stock: Stock) -> str | None:
    product = past.shop_key(Ref(Kind.PRODUCT, stock.product))
    if product is None or stock.variant is None:
        return product
    variant = past.shop_key(Ref(Kind.VARIANT, stock.variant))
    return None if variant is None else stock_key(product, variant)


def _counts(past: PastLog, models: Database, ref: Ref) -> Iterator[Count]:
    """The stocks of a product with its variants, or of a variant, by key."""
    thing = past.look(past.till, ref)
    if not isinstance(thing, Product | Variant):
        return
    product = thing.key if isinstance(thing, Product) else thing.product
    columns = catalogue.SHAPE.table.c
    of_product = sa.and_(
        columns.connection == past.till, columns.kind == Kind.STOCK, columns.product == product
    )
    for match in find_things(models, catalogue.SHAPE, of_product):
        stock = _stock(past, past.till, match.ref.key)
        if stock is None or stock.product != product:
            continue
        if isinstance(thing, Variant) and stock.variant != thing.key:
            continue
        shop_key = _shop_stock_key(past, stock)
        yield Count(stock, None if shop_key is None else _stock(past, past.shop, shop_key))


def _stock(past: PastLog, connection: ConnectionName, key: str) -> Stock | None:
    known = past.side(connection, Ref(Kind.STOCK, key)).known
    thing = None if known is None or known.is_gone else known.thing
    return thing if isinstance(thing, Stock) else None


def _rules(past: PastLog, found: Candidate) -> Iterator[RuleMatch]:
    """The rules that reached a thing, those of a sort together, the one that decides first."""
    ref = found.ref
    product, variant = sold(past, ref)
    if product is None:
        if ref.kind in OF_THEIR_OWN:
            scope = Scope(OF_THEIR_OWN[ref.kind], ref.key)
            yield from _reaching(past, past.selling([scope, EVERYTHING]), [scope, EVERYTHING])
        return
    reach = Reach(shelves(past, product))
    scopes = [*reach.scopes(product, variant)]
    yield from _reaching(past, past.selling(scopes), scopes)


def _reaching(past: PastLog, selling: Selling, scopes: list[Scope]) -> Iterator[RuleMatch]:
    for sort in SORTS:
        rules, decides = getattr(selling, sort), True
        for scope in scopes:
            if scope not in rules or (scope.level is RuleLevel.VARIANT and sort != "buffers"):
                continue
            rule = rules[scope]
            until = getattr(rule, "until", None)
            if until is not None and until <= past.at:
                continue
            yield RuleMatch(sort, scope, rule, decides)
            decides = False


def sold(past: PastLog, ref: Ref) -> tuple[Product | None, str | None]:
    """The product that rules look at, and its variant if one is meant."""
    thing, variant = past.look(past.till, ref), None
    if isinstance(thing, Stock):
        variant = thing.variant
        thing = past.look(past.till, Ref(Kind.PRODUCT, thing.product))
    elif isinstance(thing, Variant):
        variant = thing.key
        thing = past.look(past.till, Ref(Kind.PRODUCT, thing.product))
    return (thing if isinstance(thing, Product) else None), variant


def shelves(past: PastLog, product: Product) -> dict[str, Category]:
    """The categories of a product and those above them."""
    found: dict[str, Category] = {}
    waiting = [*product.categories]
    while waiting:
        key = waiting.pop()
        known = past.side(past.till, Ref(Kind.CATEGORY, key)).known
        if key in found or known is None or known.is_gone or not isinstance(known.thing, Category):
            continue
        found[key] = known.thing
        waiting += [known.thing.parent] if known.thing.parent is not None else []
    return found
