"""The pins that stand now, by shop: which field, at what value, since when, by whom, because of what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.pins import FieldPinned, FieldUnpinned, Pin, Pins
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.instants import Instants, to_micros
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


class StandingPin(msgspec.Struct, frozen=True, kw_only=True):
    """One pin. `position` is that of the event that made it, `cause` that of the event taken back,
    0 where there is none; `run` is the one that made it, empty where a person did so by hand."""

    pin: Pin
    position: int
    since: datetime
    actor: str
    run: str
    cause: int


_decode_pin = msgspec.json.Decoder(Pin).decode


def _pack(standing: StandingPin) -> Columns:
    return (
        msgspec.json.encode(standing.pin, order="deterministic").decode(),
        standing.position,
        to_micros(standing.since),
        standing.actor,
        standing.run,
        standing.cause,
    )


def _unpack(row: Sequence[Any]) -> StandingPin:
    pin, position, since, actor, run, cause = row[4:]
    return StandingPin(
        pin=_decode_pin(pin),
        position=position,
        since=Instants()[since],
        actor=actor,
        run=run,
        cause=cause,
    )


SHAPE: TableShape[StandingPin] = TableShape(
    sa.Table(
        "pins",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("pin", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("cause", sa.Integer, nullable=False),
    ),
    _pack,
    _unpack,
)


def standing(
    database: Database, connection: ConnectionName, ref: Ref | None = None
) -> dict[tuple[Ref, str], StandingPin]:
    """Every pin on one shop, or those of one thing, by the till's thing and field."""
    columns = SHAPE.table.c
    conditions = [columns.connection == connection]
    if ref is not None:
        conditions += [columns.kind == ref.kind, columns.key == ref.key]
    rows = stored(database, SHAPE, *conditions)
    return {(Ref(Kind(kind), key), field): one for (_, kind, key, field), one in rows}


def load(database: Database, connection: ConnectionName) -> Pins:
    """The pins that stand on one shop, as planning and deciding take them."""
    found: dict[Ref, dict[str, Pin]] = {}
    for (ref, field), one in standing(database, connection).items():
        found.setdefault(ref, {})[field] = one.pin
    return found


def _key(event: Event, fact: FieldPinned | FieldUnpinned) -> tuple[str, ...]:
    return (connection_of(event), fact.kind, fact.key, fact.field)


def _pinned(batch: Batch, event: Event, fact: FieldPinned) -> None:
    one = StandingPin(
        pin=fact.pin,
        position=event.position,
        since=event.recorded_at,
        actor=event.actor,
        run=event.run,
        cause=event.cause,
    )
    batch.put(SHAPE, _key(event, fact), one)


def _unpinned(batch: Batch, event: Event, fact: FieldUnpinned) -> None:
    key = _key(event, fact)
    known = batch.get(SHAPE, key)
    if known is not None and known.pin == fact.was:
        batch.drop(SHAPE, key)


HANDLERS: Handlers = {FieldPinned: _pinned, FieldUnpinned: _unpinned}
