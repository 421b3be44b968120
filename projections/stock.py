"""How much each side has of each product or variant, found without reading the things."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from pos2web.domain.facts import StockCounted, StockFound, StockReassigned, ThingGone
from pos2web.domain.values import ConnectionName, Kind
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


class StockLevel(NamedTuple):
    """What one row of stock counts, in the keys of its own side, and how much there is."""

    product: str
    variant: str | None
    quantity: Decimal


def _pack(level: StockLevel) -> Columns:
    return (level.product, level.variant, str(level.quantity))


def _unpack(row: Sequence[Any]) -> StockLevel:
    _, _, product, variant, quantity = row
    return StockLevel(product, variant, Decimal(quantity))


SHAPE: TableShape[StockLevel] = TableShape(
    sa.Table(
        "stock",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("product", sa.Text, nullable=False),
        sa.Column("variant", sa.Text),
        sa.Column("quantity", sa.Text, nullable=False),
        sa.Index("stock_product", "connection", "product"),
    ),
    _pack,
    _unpack,
)


def load(database: Database, connection: ConnectionName) -> dict[str, StockLevel]:
    """Every level of a till or a shop, by the key of its stock."""
    of_connection = SHAPE.table.c.connection == connection
    return {key: level for (_, key), level in stored(database, SHAPE, of_connection)}


def of_product(
    database: Database, connection: ConnectionName, product: str
) -> dict[str, StockLevel]:
    """The levels of one product and its variants, by the key of their stock."""
    columns = SHAPE.table.c
    of_product = columns.product == product
    rows = stored(database, SHAPE, columns.connection == connection, of_product)
    return {key: level for (_, key), level in rows}


def _found(batch: Batch, event: Event, fact: StockFound) -> None:
    stock = fact.stock
    level = StockLevel(stock.product, stock.variant, stock.quantity)
    batch.put(SHAPE, (connection_of(event), fact.key), level)


def _counted(batch: Batch, event: Event, fact: StockCounted) -> None:
    key = (connection_of(event), fact.key)
    level = batch.get(SHAPE, key)
    if level is not None:
        batch.put(SHAPE, key, level._replace(quantity=fact.quantity))


def _reassigned(batch: Batch, event: Event, fact: StockReassigned) -> None:
    key = (connection_of(event), fact.key)
    level = batch.get(SHAPE, key)
    if level is not None:
        batch.put(SHAPE, key, level._replace(product=fact.product, variant=fact.variant))


def _gone(batch: Batch, event: Event, fact: ThingGone) -> None:
    if fact.kind is Kind.STOCK:
        batch.drop(SHAPE, (connection_of(event), fact.key))


HANDLERS: Handlers = {
    StockFound: _found,
    StockCounted: _counted,
    StockReassigned: _reassigned,
    ThingGone: _gone,
}
