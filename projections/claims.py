"""Changes that were claimed and of which no outcome is recorded: they may have been made."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from pos2web.domain.changes import Change
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused
from pos2web.domain.values import ConnectionName, Position
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers
from pos2web.projections.following.rows import (
    HISTORY,
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)

_decode = msgspec.json.Decoder(Change).decode


class OpenClaim(NamedTuple):
    """A change under way: where it was claimed, in which run, on which shop."""

    position: Position
    run: str
    connection: ConnectionName
    change: Change


def _pack(claim: OpenClaim) -> Columns:
    return (claim.position, claim.run, msgspec.json.encode(claim.change).decode())


def _unpack(row: Sequence[Any]) -> OpenClaim:
    connection, _, position, run, change = row
    return OpenClaim(position, run, connection, _decode(change))


def _claims(tables: sa.MetaData) -> TableShape[OpenClaim]:
    return TableShape(
        sa.Table(
            "claims",
            tables,
            sa.Column("connection", sa.Text, primary_key=True),
            sa.Column("id", sa.Text, primary_key=True),
            sa.Column("position", sa.Integer, nullable=False),
            sa.Column("run", sa.Text, nullable=False),
            sa.Column("change", sa.Text, nullable=False),
        ),
        _pack,
        _unpack,
    )


SHAPE, OF_HISTORY = _claims(METADATA), _claims(HISTORY)


def unresolved(database: Database) -> list[OpenClaim]:
    """Every claim without an outcome, oldest first."""
    return sorted((claim for _, claim in stored(database, SHAPE)), key=lambda claim: claim.position)


def answered(
    batch: Batch, event: Event, change: str, shape: TableShape[OpenClaim] = SHAPE
) -> OpenClaim | None:
    """The claim that an outcome is about, unless one was recorded before."""
    return batch.get(shape, (event.connection, change))


def _keeping(shape: TableShape[OpenClaim]) -> Handlers:
    def claimed(batch: Batch, event: Event, fact: ChangeClaimed) -> None:
        change = fact.change
        claim = OpenClaim(event.position, event.run, event.connection, change)
        batch.put(shape, (event.connection, change.id), claim)

    def resolved(
        batch: Batch, event: Event, fact: ChangeConfirmed | ChangeRefused | ChangeLapsed
    ) -> None:
        batch.drop(shape, (event.connection, fact.change))

    return {
        ChangeClaimed: claimed,
        ChangeConfirmed: resolved,
        ChangeRefused: resolved,
        ChangeLapsed: resolved,
    }


HANDLERS, HANDLERS_OF_HISTORY = _keeping(SHAPE), _keeping(OF_HISTORY)
