"""Things of the tills that are kept off the shops, and why.

What can't be read at a till is held there, for all of its shops; what a rule or a shop keeps off is held
on that shop. Before there could be several shops all of it was recorded at the till: what old logs say
so means the first shop that there was.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import Held, Released
from pos2web.domain.reasons import Reason
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.records import Event
from pos2web.projections import runs
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)

READING = "reading"
"""Who holds what can't be read: see `Held.by`."""


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


def of_shop(database: Database, till: ConnectionName, shop: ConnectionName) -> dict[Ref, Held]:
    """What is kept off one shop now, by thing: what can't be read at the till, and its own."""
    return of_past_only_shop(database, till, shop) | unread(database, till) | load(database, shop)


def unread(database: Database, till: ConnectionName) -> dict[Ref, Held]:
    """What can't be read at a till now, by thing."""
    return {ref: held for ref, held in load(database, till).items() if held.by == READING}


def of_past_only_shop(
    database: Database, till: ConnectionName, shop: ConnectionName
) -> dict[Ref, Held]:
    """What was recorded at the till as kept off the only shop, if this is it, and still stands."""
    found = {ref: held for ref, held in load(database, till).items() if held.by != READING}
    return found if found and runs.first_connection(database) == shop else {}


def _held(batch: Batch, event: Event, fact: Held) -> None:
    batch.put(SHAPE, (connection_of(event), fact.kind, fact.key), fact)


def _released(batch: Batch, event: Event, fact: Released) -> None:
    batch.drop(SHAPE, (connection_of(event), fact.kind, fact.key))


HANDLERS: Handlers = {Held: _held, Released: _released}
