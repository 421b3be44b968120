"""Things as one side shows them: the table, the handlers and the queries of catalogue and site."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from pos2web.domain.evolve import evolve
from pos2web.domain.facts import ThingFact
from pos2web.domain.things import AnyThing
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.records import Event
from pos2web.projections.following.database import driver_cursor
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    plain,
    sql,
    stored,
)
from pos2web.projections.subjects import CONTENT, FIRST_SIGHTS, kind_of_fact

_encode = msgspec.json.Encoder(decimal_format="string").encode
_decode = msgspec.json.Decoder(AnyThing).decode


class KnownThing(msgspec.Struct, frozen=True):
    """A thing as it was last seen, and whether it is still there."""

    thing: AnyThing
    is_gone: bool = False


class Match(NamedTuple):
    """A thing on a connection, and whether it is still there."""

    connection: ConnectionName
    ref: Ref
    thing: AnyThing
    is_gone: bool


def things_shape(name: str) -> TableShape[KnownThing]:
    """A table of things by connection, kind and key. Gone ones stay, to be found by name."""
    named = ("reference", "ean", "product")
    table = sa.Table(
        name,
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        *(sa.Column(column, sa.Text) for column in named),
        sa.Column("record", sa.Text, nullable=False),
        *(
            sa.Index(f"{name}_{first}", first, *more, sqlite_where=sa.column(first).is_not(None))
            for first, *more in (["reference"], ["ean"], ["product", "connection"])
        ),
        sa.Index(f"{name}_key", "key"),
    )
    return TableShape(table, _pack, _unpack)


def follow_things(
    shape: TableShape[KnownThing], is_ours: Callable[[ConnectionName], bool]
) -> Handlers:
    """Handlers that keep the things of the connections that are `is_ours`, by their names."""

    def follow(batch: Batch, event: Event, fact: ThingFact) -> None:
        connection = connection_of(event)
        if not is_ours(connection):
            return
        key = (connection, kind_of_fact(fact), fact.key)
        known = None if type(fact) in FIRST_SIGHTS else batch.get(shape, key)
        before = None if known is None or known.is_gone else known.thing
        after = evolve(before, fact)
        if after is not None:
            batch.put(shape, key, KnownThing(after))
        elif before is not None:
            batch.put(shape, key, KnownThing(before, is_gone=True))

    return dict.fromkeys(CONTENT, follow)


def load_things(
    database: Database, shape: TableShape[KnownThing], connection: ConnectionName, *kinds: Kind
) -> dict[Kind, dict[str, AnyThing]]:
    """What a connection holds now of some kinds, of all where none is named, by kind and key.

    Every kind that is asked for is there.
    """
    columns = shape.table.c
    query = (
        sa.select(columns.kind, columns.key, columns.record)
        .where(columns.connection == connection, columns.is_gone.is_(False))
        .order_by(columns.kind, columns.key)
    )
    if kinds:
        query = query.where(columns.kind.in_(kinds))
    things: dict[str, dict[str, AnyThing]] = {kind: {} for kind in kinds or Kind}
    with database.engine.connect() as opened:
        for kind, key, record in plain(opened.execute(query)):
            things[kind][key] = _decode(record)
    return {kind: things[kind] for kind in kinds or Kind}


def thing_there(
    database: Database, shape: TableShape[KnownThing], connection: ConnectionName, ref: Ref
) -> AnyThing | None:
    """A thing of a connection as it is now; None where it is gone or never was."""
    columns = shape.table.c
    of_thing = (columns.connection == connection, columns.kind == ref.kind, columns.key == ref.key)
    known = next((known for _, known in stored(database, shape, *of_thing)), None)
    return None if known is None or known.is_gone else known.thing


def find_things(
    database: Database, shape: TableShape[KnownThing], condition: sa.ColumnElement[bool]
) -> list[Match]:
    """The things that meet a condition, by connection, kind and key, gone ones included.

    Sorted here: asked for an order, SQLite reads a whole connection in it.
    """
    query = sa.select(shape.table).where(condition)
    with database.engine.connect() as opened:
        rows = sorted(opened.execute(query), key=lambda row: tuple(row[:3]))
    found = []
    for row in rows:
        connection, kind, key = row[:3]
        known = _unpack(row)
        found.append(Match(connection, Ref(Kind(kind), key), known.thing, known.is_gone))
    return found


def find_thing(
    database: Database, shape: TableShape[KnownThing], ref: Ref, connection: ConnectionName | None
) -> AnyThing | None:
    """A thing of a connection, of any when None is given; one that is there before one that is gone.

    Spares what SQLAlchemy costs: names are looked up by the hundred.
    """
    asked: tuple[str, ...] = (ref.kind, ref.key)
    statement = _of_any(shape)
    if connection is not None:
        asked, statement = (*asked, connection), _of_one(shape)
    with database.engine.connect() as opened:
        row = driver_cursor(opened).execute(statement, asked).fetchone()
    return None if row is None else _decode(row[0])


@cache
def _of_any(shape: TableShape[KnownThing]) -> str:
    columns = shape.table.c
    query = (
        sa.select(columns.record)
        .where(columns.kind == sa.bindparam("kind"), columns.key == sa.bindparam("key"))
        .order_by(columns.is_gone, columns.connection)
    )
    return sql(query)


@cache
def _of_one(shape: TableShape[KnownThing]) -> str:
    columns = shape.table.c
    named = (columns.kind, columns.key, columns.connection)
    return sql(
        sa.select(columns.record).where(*(each == sa.bindparam(each.name) for each in named))
    )


def _pack(known: KnownThing) -> Columns:
    thing = known.thing
    return (
        known.is_gone,
        getattr(thing, "reference", None) or None,
        getattr(thing, "ean", None) or None,
        getattr(thing, "product", None),
        _encode(thing).decode(),
    )


def _unpack(row: Sequence[Any]) -> KnownThing:
    return KnownThing(_decode(row[7]), bool(row[3]))
