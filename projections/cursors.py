"""Up to where each connection was observed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pos2web.domain.facts import CursorMoved
from pos2web.log.records import Event
from projections.following import Handlers, connection_of
from projections.rows import METADATA, Batch, Columns, Database, Shape, stored


def _pack(cursor: str) -> Columns:
    return (cursor,)


def _unpack(row: Sequence[Any]) -> str:
    return str(row[1])


SHAPE: Shape[str] = Shape(
    sa.Table(
        "cursors",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("cursor", sa.Text, nullable=False),
    ),
    _pack,
    _unpack,
)


def load(database: Database) -> dict[str, str]:
    """The cursor of every connection that has one."""
    return {connection: cursor for (connection,), cursor in stored(database, SHAPE)}


def _moved(batch: Batch, event: Event, fact: CursorMoved) -> None:
    batch.put(SHAPE, (connection_of(event),), fact.cursor)


HANDLERS: Handlers = {CursorMoved: _moved}
