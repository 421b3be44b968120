"""Things of the tills that are kept off the shops, and why."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import Held, Released
from pos2web.domain.reasons import Reason
from pos2web.domain.values import ConnectionName, Kind, Ref
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


def _pack(held: Held) -> Columns:
    return (msgspec.json.encode(held.reason).decode(), held.by, held.digest)


def _unpack(row: Sequence[Any]) -> Held:
    _, kind, key, reason, by, digest = row
    why = msgspec.json.decode(reason, type=Reason)
    return Held(key=key, kind=Kind(kind), reason=why, by=by, digest=digest)


SHAPE: TableShape[Held] = TableShape(
    sa.Table(
        "holds",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    ),
    _pack,
    _unpack,
)


def load(database: Database, connection: ConnectionName) -> dict[Ref, Held]:
    """What is held now, by thing; the connection is the one whose stream says so."""
    of_connection = SHAPE.table.c.connection == connection
    return {Ref(held.kind, held.key): held for _, held in stored(database, SHAPE, of_connection)}


def find(database: Database, connection: ConnectionName, ref: Ref) -> Held | None:
    """Why one thing is held now, None where it isn't."""
    columns = SHAPE.table.c
    of_thing = (columns.connection == connection, columns.kind == ref.kind, columns.key == ref.key)
    return next((held for _, held in stored(database, SHAPE, *of_thing)), None)


def _held(batch: Batch, event: Event, fact: Held) -> None:
    batch.put(SHAPE, (connection_of(event), fact.kind, fact.key), fact)


def _released(batch: Batch, event: Event, fact: Released) -> None:
    batch.drop(SHAPE, (connection_of(event), fact.kind, fact.key))


HANDLERS: Handlers = {Held: _held, Released: _released}
