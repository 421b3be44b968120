"""The rules about selling that stand now, by shop."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain import decisions
from pos2web.domain.decisions import SellingFact, selling_after
from pos2web.domain.selling import UNRULED, Selling
from pos2web.domain.values import ConnectionName
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

RULED: tuple[type[SellingFact], ...] = (
    decisions.BufferSet,
    decisions.OutOfStockRuled,
    decisions.WindowSet,
    decisions.SoldOutDeclared,
)
LIFTED: dict[type[SellingFact], type[SellingFact]] = {
    decisions.BufferLifted: decisions.BufferSet,
    decisions.OutOfStockRuleLifted: decisions.OutOfStockRuled,
    decisions.WindowLifted: decisions.WindowSet,
    decisions.SoldOutLifted: decisions.SoldOutDeclared,
}
_SORTS = {sort.__name__: sort for sort in RULED}
_DECODERS = {name: msgspec.json.Decoder(sort) for name, sort in _SORTS.items()}


def _pack(fact: SellingFact) -> Columns:
    return (msgspec.json.encode(fact, order="deterministic").decode(),)


def _unpack(row: Sequence[Any]) -> SellingFact:
    return _DECODERS[row[1]].decode(row[3])


SHAPE: TableShape[SellingFact] = TableShape(
    sa.Table(
        "selling",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("sort", sa.Text, primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("fact", sa.Text, nullable=False),
    ),
    _pack,
    _unpack,
)


def load(database: Database, connection: ConnectionName) -> Selling:
    """The rules that stand for one shop."""
    selling = UNRULED
    for _, fact in stored(database, SHAPE, SHAPE.table.c.connection == connection):
        selling = selling_after(selling, fact)
    return selling


def _made(batch: Batch, event: Event, fact: SellingFact) -> None:
    batch.put(SHAPE, (connection_of(event), type(fact).__name__, str(fact.scope)), fact)


def _lifted(batch: Batch, event: Event, fact: SellingFact) -> None:
    made = LIFTED[type(fact)].__name__
    batch.drop(SHAPE, (connection_of(event), made, str(fact.scope)))


HANDLERS: Handlers = {**dict.fromkeys(RULED, _made), **dict.fromkeys(LIFTED, _lifted)}
