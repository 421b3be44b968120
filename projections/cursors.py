"""Up to where each connection was observed: in an epoch that begins after a loss, nowhere yet."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import CursorMoved
from pos2web.log.records import Event
from pos2web.projections.epochs import restarts, restarts_so_far
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)


class CursorRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cursor, and how many epochs had made what was read before count no more."""

    cursor: str
    restarts: int


def _pack(place: CursorRow) -> Columns:
    return (place.cursor, place.restarts)


def _unpack(row: Sequence[Any]) -> CursorRow:
    return CursorRow(cursor=str(row[1]), restarts=row[2])


SHAPE: TableShape[CursorRow] = TableShape(
    sa.Table(
        "cursors",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("cursor", sa.Text, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
    ),
    _pack,
    _unpack,
)


def load(database: Database) -> dict[str, str]:
    """The cursor of every connection that was observed since the last restart."""
    now = restarts(database)
    places = {connection: place for (connection,), place in stored(database, SHAPE)}
    return {name: place.cursor for name, place in places.items() if place.restarts == now}


def _moved(batch: Batch, event: Event, fact: CursorMoved) -> None:
    place = CursorRow(cursor=fact.cursor, restarts=restarts_so_far(batch))
    batch.put(SHAPE, (connection_of(event),), place)


HANDLERS: Handlers = {CursorMoved: _moved}
