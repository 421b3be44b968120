"""Which thing of the till is which on a shop."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from pos2web.domain.facts import Linked, Unlinked
from pos2web.domain.values import ConnectionName, Kind, Ref, ShopKey
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)


class Link(NamedTuple):
    """The shop's key of a thing, how it was recognised, and the position that says so."""

    shop_key: str
    how: str
    position: int


def _pack(link: Link) -> Columns:
    return link


def _unpack(row: Sequence[Any]) -> Link:
    return Link(*row[3:])


SHAPE: TableShape[Link] = TableShape(
    sa.Table(
        "links",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("shop_key", sa.Text, nullable=False),
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Index("links_shop_key", "connection", "kind", "shop_key"),
    ),
    _pack,
    _unpack,
)


def load(database: Database, connection: ConnectionName) -> dict[Ref, ShopKey]:
    """The shop's key of every linked thing of the till."""
    of_connection = SHAPE.table.c.connection == connection
    return {
        Ref(Kind(kind), key): ShopKey(link.shop_key)
        for (_, kind, key), link in stored(database, SHAPE, of_connection)
    }


def find(database: Database, connection: ConnectionName, ref: Ref) -> Link | None:
    """How a thing of the till is linked to a shop, None where it isn't."""
    columns = SHAPE.table.c
    of_thing = (columns.connection == connection, columns.kind == ref.kind, columns.key == ref.key)
    return next((link for _, link in stored(database, SHAPE, *of_thing)), None)


def _linked(batch: Batch, event: Event, fact: Linked) -> None:
    link = Link(fact.shop_key, fact.how, event.position)
    batch.put(SHAPE, (connection_of(event), fact.kind, fact.key), link)


def _unlinked(batch: Batch, event: Event, fact: Unlinked) -> None:
    batch.drop(SHAPE, (connection_of(event), fact.kind, fact.key))


HANDLERS: Handlers = {Linked: _linked, Unlinked: _unlinked}
