"""What the shops hold as we know them, what we last sent there, and how they write it."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from pos2web.domain.changes import Action
from pos2web.domain.facts import ChangeConfirmed, ShopEchoed, ThingGone, Unlinked
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref
from pos2web.log.records import Event
from projections import claims
from projections.following import SHOP, Handlers, connection_of
from projections.rows import METADATA, Batch, Columns, Database, Shape, stored
from projections.things import follow_things, load_things, things_shape

V = TypeVar("V")

SHAPE = things_shape("site")

_decode_sent = msgspec.json.Decoder(dict[str, Any]).decode
_decode_echoes = msgspec.json.Decoder(dict[str, tuple[str, str]]).decode


def _fields_table(name: str) -> sa.Table:
    return sa.Table(
        name,
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("fields", sa.Text, nullable=False),
    )


def _pack_fields(fields: dict[str, Any]) -> Columns:
    return (msgspec.json.encode(fields, order="deterministic").decode(),)


def _unpack_sent(row: Sequence[Any]) -> dict[str, Any]:
    return _decode_sent(row[3])


def _unpack_echoes(row: Sequence[Any]) -> dict[str, tuple[str, str]]:
    return _decode_echoes(row[3])


SENT = Shape(_fields_table("sent"), _pack_fields, _unpack_sent)
ECHOES = Shape(_fields_table("echoes"), _pack_fields, _unpack_echoes)


def load(database: Database, connection: str) -> dict[Kind, dict[str, AnyThing]]:
    """A shop's things by kind and shop key, without those that are gone; every kind is there."""
    return load_things(database, SHAPE, connection)


def sent(database: Database, connection: str) -> dict[Ref, dict[str, Any]]:
    """By shop thing: the last value of each field that the shop confirmed, in till keys."""
    return _by_ref(database, SENT, connection)


def echoes(database: Database, connection: str) -> dict[Ref, dict[str, tuple[str, str]]]:
    """By shop thing and field: what we sent and what the shop shows instead, as JSON text."""
    return _by_ref(database, ECHOES, connection)


def _by_ref(database: Database, shape: Shape[V], connection: str) -> dict[Ref, V]:
    of_connection = shape.table.c.connection == connection
    return {
        Ref(Kind(kind), key): fields
        for (_, kind, key), fields in stored(database, shape, of_connection)
    }


def _confirmed(batch: Batch, event: Event, fact: ChangeConfirmed) -> None:
    claim = claims.answered(batch, event, fact.change)
    if claim is None:
        return
    change = claim.change
    key = (event.connection, change.kind, fact.shop_key)
    if change.action is Action.DELETE:
        batch.drop(SENT, key)
        return
    before = {} if change.action is Action.CREATE else batch.get(SENT, key) or {}
    batch.put(SENT, key, before | {field.field: field.after for field in change.fields})


def _unlinked(batch: Batch, event: Event, fact: Unlinked) -> None:
    batch.drop(SENT, (connection_of(event), fact.kind, fact.shop_key))


def _echoed(batch: Batch, event: Event, fact: ShopEchoed) -> None:
    key = (connection_of(event), fact.kind, fact.key)
    before = batch.get(ECHOES, key) or {}
    batch.put(ECHOES, key, before | {fact.field: (fact.sent, fact.seen)})


def _gone(batch: Batch, event: Event, fact: ThingGone) -> None:
    _THINGS[ThingGone](batch, event, fact)
    connection = connection_of(event)
    if connection.startswith(SHOP):
        batch.drop(SENT, (connection, fact.kind, fact.key))
        batch.drop(ECHOES, (connection, fact.kind, fact.key))


_THINGS = follow_things(SHAPE, SHOP)
HANDLERS: Handlers = {
    **_THINGS,
    ThingGone: _gone,
    ChangeConfirmed: _confirmed,
    Unlinked: _unlinked,
    ShopEchoed: _echoed,
}
