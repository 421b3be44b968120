"""What the shops hold as we know them, what we last sent there, and how they write it."""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from pos2web.domain.changes import Action, FieldChange
from pos2web.domain.connections import is_shop
from pos2web.domain.facts import ChangeConfirmed, ShopEchoed, ThingGone, Unlinked
from pos2web.domain.plain import canonical, same
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.records import Event
from pos2web.projections import claims
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)
from pos2web.projections.things import follow_things, load_things, thing_there, things_shape

V = TypeVar("V")

LENT = frozenset({"is_for_sale", "sale_note"})
"""Fields that are written while a rule stands, and given back when it is lifted."""

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


SENT = TableShape(_fields_table("sent"), _pack_fields, _unpack_sent)
FOUND = TableShape(_fields_table("found"), _pack_fields, _unpack_sent)
ECHOES = TableShape(_fields_table("echoes"), _pack_fields, _unpack_echoes)


def load(database: Database, connection: ConnectionName) -> dict[Kind, dict[str, AnyThing]]:
    """A shop's things by kind and shop key, without those that are gone; every kind is there."""
    return load_things(database, SHAPE, connection)


def find(database: Database, connection: ConnectionName, ref: Ref) -> AnyThing | None:
    """A shop's thing; None where it is gone or never was."""
    return thing_there(database, SHAPE, connection, ref)


def sent(database: Database, connection: ConnectionName) -> dict[Ref, dict[str, Any]]:
    """By shop thing: the last value of each field that the shop confirmed, in till keys."""
    return _by_ref(database, SENT, connection)


def found(database: Database, connection: ConnectionName) -> dict[Ref, dict[str, Any]]:
    """By shop thing: what fields showed that was not ours, before we wrote them last.

    Only of fields that a rule of ours may lend: see `LENT`.
    """
    return _by_ref(database, FOUND, connection)


def echoes(database: Database, connection: ConnectionName) -> dict[Ref, dict[str, tuple[str, str]]]:
    """By shop thing and field: what we sent and what the shop shows instead, as JSON text."""
    return _by_ref(database, ECHOES, connection)


def _by_ref(database: Database, shape: TableShape[V], connection: ConnectionName) -> dict[Ref, V]:
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
        batch.drop(FOUND, key)
        return
    before = {} if change.action is Action.CREATE else batch.get(SENT, key) or {}
    echoes = batch.get(ECHOES, key) or {}
    lent = {
        field.field: field.before
        for field in change.fields
        if field.field in LENT and not _is_ours(field, before, echoes)
    }
    if lent:
        batch.put(FOUND, key, (batch.get(FOUND, key) or {}) | lent)
    batch.put(SENT, key, before | {field.field: field.after for field in change.fields})


def _is_ours(field: FieldChange, sent: dict[str, Any], echoes: dict[str, tuple[str, str]]) -> bool:
    """Whether a shop showed what we had sent, or its way of writing that; or nothing was there."""
    if field.before is None:
        return True
    if field.field not in sent:
        return False
    ours = sent[field.field]
    written = (canonical(ours), canonical(field.before))
    return same(ours, field.before) or echoes.get(field.field) == written


def _unlinked(batch: Batch, event: Event, fact: Unlinked) -> None:
    for shape in (SENT, FOUND):
        batch.drop(shape, (connection_of(event), fact.kind, fact.shop_key))


def _echoed(batch: Batch, event: Event, fact: ShopEchoed) -> None:
    key = (connection_of(event), fact.kind, fact.key)
    before = batch.get(ECHOES, key) or {}
    batch.put(ECHOES, key, before | {fact.field: (fact.sent, fact.seen)})


def _gone(batch: Batch, event: Event, fact: ThingGone) -> None:
    _THINGS[ThingGone](batch, event, fact)
    connection = connection_of(event)
    if is_shop(connection):
        for shape in (SENT, FOUND, ECHOES):
            batch.drop(shape, (connection, fact.kind, fact.key))


_THINGS = follow_things(SHAPE, is_shop)
HANDLERS: Handlers = {
    **_THINGS,
    ThingGone: _gone,
    ChangeConfirmed: _confirmed,
    Unlinked: _unlinked,
    ShopEchoed: _echoed,
}
