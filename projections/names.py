"""Under which references and EANs things were ever known, on any side; what is gone included."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from pos2web.domain import facts
from pos2web.domain.facts import ThingFact
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
from pos2web.projections.subjects import FIELDS, FIRST_SIGHTS, kind_of_fact

NAMED = ("reference", "ean")
"""Fields by which people call a thing."""


def _pack(position: int) -> Columns:
    return (position,)


def _unpack(row: Sequence[Any]) -> int:
    return int(row[4])


SHAPE: TableShape[int] = TableShape(
    sa.Table(
        "names",
        METADATA,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    ),
    _pack,
    _unpack,
)


def find(database: Database, name: str) -> list[tuple[ConnectionName, Ref]]:
    """The things that were ever called so, by connection."""
    return [
        (connection, Ref(Kind(kind), key))
        for (_, connection, kind, key), _ in stored(database, SHAPE, SHAPE.table.c.name == name)
    ]


def _called(batch: Batch, event: Event, fact: ThingFact) -> None:
    for name in filter(None, _names(fact)):
        key = (name, connection_of(event), kind_of_fact(fact), fact.key)
        if batch.get(SHAPE, key) is None:
            batch.put(SHAPE, key, event.position)


def _names(fact: ThingFact) -> Iterator[str]:
    said = getattr(fact, FIRST_SIGHTS[type(fact)]) if type(fact) in FIRST_SIGHTS else fact
    return (getattr(said, field, "") for field in NAMED)


HANDLERS: Handlers = dict.fromkeys(
    (
        facts.ProductFound,
        facts.VariantFound,
        *(fact for fact, fields in FIELDS.items() if fields[0] in NAMED),
    ),
    _called,
)
