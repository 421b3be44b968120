"""What people mean by what they type: a reference, an EAN or a key, of now or of before."""

import sqlalchemy as sa

from pos2web.domain.connections import is_shop, is_till
from pos2web.domain.things import AnyThing, Product, Variant, stock_key
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.projections import catalogue, names, site
from pos2web.projections.following.rows import Database
from pos2web.projections.things import Match, find_thing, find_things

CATALOGUE, SITE = catalogue.SHAPE, site.SHAPE


def find(database: Database, name: str) -> list[Match]:
    """The tills' things of this reference, EAN or key, else the shops'.

    Those that are there come before those that are gone, and a reference before a key.
    """
    for shape in (CATALOGUE, SITE):
        columns = shape.table.c
        by_name = sa.or_(columns.reference == name, columns.ean == name, columns.key == name)
        if found := find_things(database, shape, by_name):
            return sorted(found, key=lambda match: _rank(match, name))
    return []


def family(database: Database, name: str, kind: Kind | None = None) -> list[Match]:
    """What was ever called so, of one kind where that is given, and what belongs to it.

    The tills' things, else the shops': what `find` gives and what had the name before, with the
    variants, photos and stock of each.
    """
    found = {(match.connection, match.ref): match for match in find(database, name)}
    for connection, ref in names.find(database, name):
        if (connection, ref) not in found:
            found |= {
                (match.connection, match.ref): match for match in _at(database, connection, ref)
            }
    called = [match for match in found.values() if kind in (None, match.ref.kind)]
    of_tills = [match for match in called if is_till(match.connection)]
    members = {(match.connection, match.ref): match for match in of_tills or called}
    for match in of_tills or called:
        for member in _members(database, match):
            members.setdefault((member.connection, member.ref), member)
    return list(members.values())


def known(database: Database, connection: ConnectionName | None, ref: Ref) -> AnyThing | None:
    """A connection's thing as it was last seen, any till's when None is given."""
    shape = SITE if connection is not None and is_shop(connection) else CATALOGUE
    return find_thing(database, shape, ref, connection)


def members_on_shop(database: Database, connection: ConnectionName, product: str) -> list[Ref]:
    """What belongs to a product on a shop: its variants, photos and stock."""
    columns = SITE.table.c
    of_product = sa.and_(columns.connection == connection, columns.product == product)
    return [match.ref for match in find_things(database, SITE, of_product)]


def _at(database: Database, connection: ConnectionName, ref: Ref) -> list[Match]:
    shape = CATALOGUE if is_till(connection) else SITE
    columns = shape.table.c
    of_ref = (columns.connection == connection, columns.kind == ref.kind, columns.key == ref.key)
    return find_things(database, shape, sa.and_(*of_ref))


def _members(database: Database, match: Match) -> list[Match]:
    shape = CATALOGUE if is_till(match.connection) else SITE
    columns = shape.table.c
    of_connection = columns.connection == match.connection
    if isinstance(match.thing, Product):
        return find_things(
            database, shape, sa.and_(of_connection, columns.product == match.ref.key)
        )
    if isinstance(match.thing, Variant):
        key = stock_key(match.thing.product, match.ref.key)
        is_its_stock = sa.and_(columns.kind == Kind.STOCK, columns.key == key)
        return find_things(database, shape, sa.and_(of_connection, is_its_stock))
    return []


def _rank(match: Match, name: str) -> tuple[bool, bool, int]:
    is_reference = getattr(match.thing, "reference", None) == name
    return (match.is_gone, not is_reference, list(Kind).index(match.ref.kind))
