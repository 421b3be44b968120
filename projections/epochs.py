"""The installation's epoch, and the shops to which another installation writes in its place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos2web.domain.archive_facts import INSTALLED, EpochBegan
from pos2web.domain.epochs import Epoch
from pos2web.domain.facts import ChangeClaimed
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.values import ConnectionName
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

_KEY = (1,)


class EpochRow(msgspec.Struct, frozen=True, kw_only=True):
    """The epoch now. `restarts` counts those before which what was read up to then counts no more."""

    epoch: Epoch
    restarts: int


class WriterConflict(msgspec.Struct, frozen=True, kw_only=True):
    """Another installation writes to a shop: who, as a run found out, and when it did."""

    reason: Reason
    since: datetime
    restarts: int


def _pack(row: EpochRow) -> Columns:
    epoch = row.epoch
    return (epoch.number, epoch.id, epoch.why, to_micros(epoch.began_at), row.restarts)


def _unpack(row: Sequence[Any]) -> EpochRow:
    _, number, id_, why, began_at, restarts = row
    epoch = Epoch(number=number, id=id_, why=why, began_at=Instants()[began_at])
    return EpochRow(epoch=epoch, restarts=restarts)


SHAPE: TableShape[EpochRow] = TableShape(
    sa.Table(
        "epoch",
        METADATA,
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("began_at", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
    ),
    _pack,
    _unpack,
)


def _pack_refusal(refusal: WriterConflict) -> Columns:
    reason = msgspec.json.encode(refusal.reason).decode()
    return (reason, to_micros(refusal.since), refusal.restarts)


def _unpack_refusal(row: Sequence[Any]) -> WriterConflict:
    _, reason, since, restarts = row
    return WriterConflict(
        reason=msgspec.json.decode(reason, type=Reason),
        since=Instants()[since],
        restarts=restarts,
    )


REFUSALS: TableShape[WriterConflict] = TableShape(
    sa.Table(
        "refusals",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("restarts", sa.Integer, nullable=False),
    ),
    _pack_refusal,
    _unpack_refusal,
)


def current(database: Database) -> Epoch | None:
    """The epoch now; None in a log in which none began yet."""
    return next((row.epoch for _, row in stored(database, SHAPE)), None)


def restarts(database: Database) -> int:
    """How many epochs began with which what was read before counts no more."""
    return next((row.restarts for _, row in stored(database, SHAPE)), 0)


def refusal(database: Database, connection: ConnectionName) -> WriterConflict | None:
    """That another installation writes to this shop, as far as this epoch has found out."""
    now = restarts(database)
    mine = REFUSALS.table.c.connection == connection
    found = (each for _, each in stored(database, REFUSALS, mine) if each.restarts == now)
    return next(found, None)


def restarts_so_far(batch: Batch) -> int:
    """How many epochs have begun after a loss, as of the event that is being applied; see `restarts`."""
    row = batch.get(SHAPE, _KEY)
    return 0 if row is None else row.restarts


def _began(batch: Batch, event: Event, fact: EpochBegan) -> None:
    epoch = Epoch(number=fact.number, id=fact.id, why=fact.why, began_at=event.recorded_at)
    count = restarts_so_far(batch) + (fact.why != INSTALLED)
    batch.put(SHAPE, _KEY, EpochRow(epoch=epoch, restarts=count))


def _ended(batch: Batch, event: Event, fact: RunEnded) -> None:
    if fact.reason is not None and fact.reason.code is Code.SUPERSEDED:
        found = WriterConflict(
            reason=fact.reason, since=event.recorded_at, restarts=restarts_so_far(batch)
        )
        batch.put(REFUSALS, (connection_of(event),), found)


def _claimed(batch: Batch, event: Event, fact: ChangeClaimed) -> None:
    """Who is about to write has asked before, and may."""
    del fact
    key = (connection_of(event),)
    if batch.get(REFUSALS, key) is not None:
        batch.drop(REFUSALS, key)


HANDLERS: Handlers = {EpochBegan: _began, RunEnded: _ended, ChangeClaimed: _claimed}
