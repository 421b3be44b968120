"""What the tills hold: every thing as it was last seen, stock included."""

import sqlalchemy as sa

from pos2web.domain.connections import is_till
from pos2web.domain.things import AnyThing, Stock
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.projections.following.rows import Database
from pos2web.projections.things import (
    find_things,
    follow_things,
    load_things,
    thing_there,
    things_shape,
)

SHAPE = things_shape("catalogue")
HANDLERS = follow_things(SHAPE, is_till)


def load(
    database: Database, connection: ConnectionName, *kinds: Kind
) -> dict[Kind, dict[str, AnyThing]]:
    """A till's things of some kinds, of all where none is named, without those that are gone.

    By kind and key; every kind that is asked for is there.
    """
    return load_things(database, SHAPE, connection, *kinds)


def find(database: Database, connection: ConnectionName, ref: Ref) -> AnyThing | None:
    """A thing of a till; None where it is gone or never was."""
    return thing_there(database, SHAPE, connection, ref)


def stocks_of(database: Database, connection: ConnectionName, product: str) -> tuple[Stock, ...]:
    """The stocks of a till's product and its variants, by key."""
    columns = SHAPE.table.c
    of_product = sa.and_(
        columns.connection == connection, columns.kind == Kind.STOCK, columns.product == product
    )
    found = find_things(database, SHAPE, of_product)
    return tuple(one.thing for one in found if isinstance(one.thing, Stock) and not one.is_gone)
