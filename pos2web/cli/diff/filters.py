"""Which differences are asked for: of a thing with what belongs to it, a field, a side, a category."""

from collections.abc import Callable, Mapping
from functools import cached_property

from pos2web.cli.common.naming import named
from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.scopes import scope_of
from pos2web.cli.common.selling_catalogue import SellingCatalogue
from pos2web.cli.common.session import Session
from pos2web.domain.selling import Reach
from pos2web.domain.things import Image, Product, Stock, Variant
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.history.past.as_of import find
from pos2web.history.past.diff import LINK, PIN, RULE, Difference
from pos2web.history.past.past_log import PastLog
from pos2web.projections import catalogue, links
from pos2web.projections.things import find_things
from pos2web.settings import Settings
from pos2web.views.archive import Archive

Keeps = Callable[[Difference], bool]


def kept(
    session: Session,
    settings: Settings,
    archive: Archive,
    past: PastLog,
    asked: Mapping[str, str | None],
) -> Keeps:
    """What meets all that is asked for. Raises Refusal where a name means nothing."""
    conditions: list[Keeps] = []
    owners = Owners(archive, past)
    if (field := asked["field"]) is not None:
        conditions.append(lambda one: one.field == field)
    if (side := asked["connection"]) is not None:
        conditions.append(lambda one: one.connection == side)
    if (name := asked["thing"]) is not None:
        refs = _things(session, archive, past, name)
        conditions.append(lambda one: not refs.isdisjoint(owners.of(one)))
    if (name := asked["category"]) is not None:
        inside = _inside(SellingCatalogue.of(session, settings, archive), archive, past, name)
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


def _things(session: Session, archive: Archive, past: PastLog, name: str) -> set[Ref]:
    """What is called so. What only a shop has cannot be told apart from the till's by its number."""
    kind, key = named(session, archive, name)
    found = [one for one in find(past, archive.models, key, kind) if one.connection == past.till]
    if not found:
        raise refuse(session, "show.unknown", ref=name)
    return {one.ref for one in found}


def _inside(shelf: SellingCatalogue, archive: Archive, past: PastLog, name: str) -> set[Ref]:
    """The products of a category and of those below it, gone ones too, and these categories."""
    scope = scope_of(shelf, f"category:{name}")
    columns = catalogue.SHAPE.table.c
    reach = Reach(shelf.categories)
    found = {Ref(Kind.CATEGORY, scope.key)}
    for match in find_things(archive.models, catalogue.SHAPE, columns.kind == Kind.PRODUCT):
        product = match.thing
        is_ours = match.connection == past.till and isinstance(product, Product)
        if is_ours and isinstance(product, Product) and scope in reach.scopes(product):
            found.add(match.ref)
    return found
