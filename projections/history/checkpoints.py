"""How things stood at some versions of their streams, where these are long: see `history.past`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from pos2web.domain.connections import is_till
from pos2web.domain.facts import (
    Held,
    Released,
    ShopEchoed,
    ThingFact,
)
from pos2web.domain.reasons import Reason
from pos2web.domain.streams import thing_stream
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.records import Event
from pos2web.projections import catalogue, holds, site
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import METADATA, Batch, Columns, Database, TableShape, plain
from pos2web.projections.subjects import CONTENT, kind_of_fact
from pos2web.projections.things import KnownThing

EVERY = 100
"""One for each so many events of a stream; most streams are shorter and have none."""

_encode = msgspec.json.Encoder(decimal_format="string").encode


class Checkpoint(NamedTuple):
    """A thing after the event at `position`, the `version`th of its stream, and what held it."""

    position: int
    version: int
    known: KnownThing | None
    held: Held | None


def _pack(one: Checkpoint) -> Columns:
    known, held = one.known, one.held
    return (
        one.position,
        known is not None and known.is_gone,
        None if known is None else _encode(known.thing).decode(),
        None if held is None else _encode((held.reason, held.by, held.digest)).decode(),
    )


def _unpack(row: Sequence[Any]) -> Checkpoint:
    _, kind, key, version, position, is_gone, record, hold = row
    known = held = None
    if record is not None:
        known = KnownThing(msgspec.json.decode(record, type=AnyThing), bool(is_gone))
    if hold is not None:
        reason, by, digest = msgspec.json.decode(hold, type=tuple[Reason, str, str])
        held = Held(key=key, kind=Kind(kind), reason=reason, by=by, digest=digest)
    return Checkpoint(position, version, known, held)


SHAPE: TableShape[Checkpoint] = TableShape(
    sa.Table(
        "checkpoints",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        sa.Column("record", sa.Text),
        sa.Column("held", sa.Text),
        sqlite_with_rowid=False,
    ),
    _pack,
    _unpack,
)


COLUMNS = SHAPE.table.c
LAST = (
    sa.select(SHAPE.table)
    .where(
        COLUMNS.connection == sa.bindparam("connection"),
        COLUMNS.kind == sa.bindparam("kind"),
        COLUMNS.key == sa.bindparam("key"),
        COLUMNS.position <= sa.bindparam("position"),
    )
    .order_by(COLUMNS.version.desc())
    .limit(1)
)
"""Made once: whoever looks at the past asks it of every stream."""


def find(
    database: Database, connection: ConnectionName, ref: Ref, position: int
) -> Checkpoint | None:
    """The last one of a thing at or before a position; None where there is none."""
    asked = {"connection": connection, "kind": ref.kind, "key": ref.key, "position": position}
    with database.engine.connect() as opened:
        row = next(plain(opened.execute(LAST, asked)), None)
    return None if row is None else _unpack(row)


def _passed(batch: Batch, event: Event, fact: ThingFact) -> None:
    connection, kind = connection_of(event), kind_of_fact(fact)
    if event.version % EVERY or event.stream != thing_stream(connection, kind, fact.key):
        return
    key = (connection, kind, fact.key)
    shape = catalogue.SHAPE if is_till(connection) else site.SHAPE
    known, held = batch.get(shape, key), batch.get(holds.SHAPE, key)
    one = Checkpoint(event.position, event.version, known, held)
    batch.put(SHAPE, (*key, event.version), one)


HANDLERS: Handlers = dict.fromkeys((*CONTENT, Held, Released, ShopEchoed), _passed)
