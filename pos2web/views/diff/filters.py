"""Which differences are asked for: of a thing with what belongs to it, a field, a side, a category."""

from collections.abc import Callable
from functools import cached_property

import msgspec

from pos2web.domain.selling import Reach, Scope
from pos2web.domain.things import Category, Image, Product, Stock, Variant
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.as_of import find
from pos2web.history.past.diff import LINK, PIN, RULE, Difference
from pos2web.history.past.past_log import PastLog
from pos2web.projections import catalogue, links
from pos2web.projections.things import find_things
from pos2web.views.archive import Archive, Viewpoint

Keeps = Callable[[Difference], bool]


class DiffFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: a field, a side, a thing by its kind and name, a category; None is any."""

    field: str | None = None
    connection: str | None = None
    thing: tuple[Kind | None, str] | None = None
    category: Scope | None = None


def kept(view: Viewpoint, asked: DiffFilter) -> Keeps | None:
    """What meets all that is asked for; None where nothing is called as the thing is."""
    conditions: list[Keeps] = []
    owners = Owners(view.archive, view.past)
    if asked.field is not None:
        conditions.append(lambda one: one.field == asked.field)
    if asked.connection is not None:
        conditions.append(lambda one: one.connection == asked.connection)
    if asked.thing is not None:
        refs = _things(view, *asked.thing)
        if not refs:
            return None
        conditions.append(lambda one: not refs.isdisjoint(owners.of(one)))
    if asked.category is not None:
        inside = _inside(view, asked.category)
        conditions.append(lambda one: not inside.isdisjoint(owners.of(one)))
    return lambda one: all(keeps(one) for keeps in conditions)


class Owners:
    """What a difference belongs to, as the till knows it: the thing itself, its variant, its product."""

    def __init__(self, archive: Archive, past: PastLog) -> None:
        self._archive = archive
        self._past = past

    @cached_property
    def _at_till(self) -> dict[Ref, Ref]:
        """The till's thing of every linked thing of the shop."""
        linked = links.load(self._archive.models, self._past.shop)
        return {Ref(ref.kind, shop_key): ref for ref, shop_key in linked.items()}

    def of(self, one: Difference) -> set[Ref]:
        """None of what is about everything, or a task."""
        if one.kind is None:
            return set()
        ref = Ref(one.kind, one.key)
        if one.connection == self._past.till or one.about in (LINK, PIN, RULE):
            return {ref, *_above(self._past, self._past.till, ref)}
        there = (ref, *_above(self._past, one.connection, ref))
        return {self._at_till[each] for each in there if each in self._at_till}


def _above(past: PastLog, connection: ConnectionName, ref: Ref) -> list[Ref]:
    """The product, and the variant, that a thing is a part of on its side."""
    match past.look(connection, ref):
        case Variant(product=product) | Image(product=product):
            return [Ref(Kind.PRODUCT, product)]
        case Stock(product=product, variant=variant):
            found = [Ref(Kind.PRODUCT, product)]
            return found if variant is None else [*found, Ref(Kind.VARIANT, variant)]
        case _:
            return []


def _things(view: Viewpoint, kind: Kind | None, name: str) -> set[Ref]:
    """What is called so. What only a shop has cannot be told apart from the till's by its number."""
    found = find(view.past, view.archive.models, name, kind)
    return {one.ref for one in found if one.connection == view.past.till}


def _inside(view: Viewpoint, scope: Scope) -> set[Ref]:
    """The products of a category and of those below it, gone ones too, and these categories."""
    columns, models = catalogue.SHAPE.table.c, view.archive.models
    categories = catalogue.load(models, view.past.till, Kind.CATEGORY)[Kind.CATEGORY]
    reach = Reach({key: each for key, each in categories.items() if isinstance(each, Category)})
    found = {Ref(Kind.CATEGORY, scope.key)}
    for match in find_things(models, catalogue.SHAPE, columns.kind == Kind.PRODUCT):
        product = match.thing
        is_ours = match.connection == view.past.till and isinstance(product, Product)
        if is_ours and isinstance(product, Product) and scope in reach.scopes(product):
            found.add(match.ref)
    return found
