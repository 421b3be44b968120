"""Rows between the events of a batch and the database: read when first asked for, written behind.

A batch of events touches the same rows again and again. They are kept here as values, encoded
and written once at the batch's end, in the transaction that also moves the position.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect, insert

METADATA = sa.MetaData()
"""Every table of what is now: the state."""

HISTORY = sa.MetaData()
"""Every table of the history, which has a file of its own."""

CACHED_ROWS_MAX = 100_000
"""Per table; beyond it the cache is emptied after a batch, about 100 MB of products."""

V = TypeVar("V")
Key = tuple[str | int, ...]
Columns = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class TableShape(Generic[V]):
    """How the values of a read model lie in its table, whose first columns are the key.

    `pack` gives the columns after the key, `unpack` reads a whole row.
    """

    table: sa.Table
    pack: Callable[[V], Columns]
    unpack: Callable[[Sequence[Any]], V]

    @property
    def key_columns(self) -> list[sa.Column[Any]]:
        return list(self.table.primary_key.columns)

    @property
    def value_columns(self) -> list[sa.Column[Any]]:
        return list(self.table.columns)[len(self.key_columns) :]


class Database(Protocol):
    """Where read models are queried."""

    @property
    def engine(self) -> sa.Engine: ...


def stored(
    database: Database, shape: TableShape[V], *conditions: sa.ColumnElement[bool]
) -> Iterator[tuple[Any, V]]:
    """Keys and values of the rows that meet all conditions, by key."""
    key = shape.key_columns
    query = sa.select(shape.table).where(*conditions).order_by(*key)
    with database.engine.connect() as opened:
        for row in plain(opened.execute(query)):
            yield row[: len(key)], shape.unpack(row)


def plain(result: sa.CursorResult[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver gives them, at a third of the cost: no type of ours needs more."""
    return iter(cast("sqlite3.Cursor", result.cursor))


class Rows(Generic[V]):
    """One table's values by key, with what the current batch did to them."""

    def __init__(self, shape: TableShape[V]) -> None:
        self._shape = shape
        self._values: dict[Key, V | None] = {}
        self._touched: dict[Key, None] = {}
        key, rest = shape.key_columns, shape.value_columns
        is_key = sa.and_(*(column == sa.bindparam(column.name) for column in key))
        upsert = insert(shape.table)
        self._select = sql(sa.select(shape.table).where(is_key))
        self._delete = sql(sa.delete(shape.table).where(is_key))
        self._upsert = sql(
            upsert.on_conflict_do_update(
                index_elements=key,
                set_={column.name: upsert.excluded[column.name] for column in rest},
            )
        )

    def __len__(self) -> int:
        """How many rows are at hand."""
        return len(self._values)

    def get(self, key: Key, cursor: sqlite3.Cursor) -> V | None:
        if key in self._values:
            return self._values[key]
        row = cursor.execute(self._select, key).fetchone()
        value = None if row is None else self._shape.unpack(row)
        self._values[key] = value
        return value

    def put(self, key: Key, value: V | None) -> None:
        self._values[key] = value
        self._touched[key] = None

    def write(self, cursor: sqlite3.Cursor) -> None:
        values, pack = self._values, self._shape.pack
        gone = [key for key in self._touched if values[key] is None]
        here = [key + pack(value) for key in self._touched if (value := values[key]) is not None]
        if gone:
            cursor.executemany(self._delete, gone)
        if here:
            cursor.executemany(self._upsert, here)
        self._touched.clear()
        if len(values) > CACHED_ROWS_MAX:
            values.clear()


class Cache(dict[TableShape[Any], Rows[Any]]):
    """The rows of every read model that are at hand."""

    def __missing__(self, shape: TableShape[Any]) -> Rows[Any]:
        rows = self[shape] = Rows(shape)
        return rows


class BatchState(Protocol):
    """What a read model keeps of a batch in a form of its own, and writes at its end."""

    def write(self) -> None: ...


K = TypeVar("K", bound=BatchState)


class Batch:
    """What one batch of events does to the read models, in one transaction."""

    def __init__(self, rows: Cache, cursor: sqlite3.Cursor) -> None:
        self._cache = rows
        self._cursor = cursor
        self._kept: dict[Any, Any] = {}

    def get(self, shape: TableShape[V], key: Key) -> V | None:
        """The value as of the event that is being applied, None where there is none."""
        rows: Rows[V] = self._cache[shape]
        return rows.get(key, self._cursor)

    def put(self, shape: TableShape[V], key: Key, value: V) -> None:
        self._cache[shape].put(key, value)

    def drop(self, shape: TableShape[V], key: Key) -> None:
        self._cache[shape].put(key, None)

    def kept(self, make: Callable[[sqlite3.Cursor], K]) -> K:
        """What `make` gave when it was first asked for in this batch."""
        if make not in self._kept:
            self._kept[make] = make(self._cursor)
        found: K = self._kept[make]
        return found

    def write(self) -> None:
        """Write everything that was put, dropped and kept."""
        for rows in self._cache.values():
            rows.write(self._cursor)
        for kept in self._kept.values():
            kept.write()


def sql(statement: sa.Executable) -> str:
    """Positional SQL for the driver, which spares 100 µs a statement on the way through."""
    return str(cast("sa.ClauseElement", statement).compile(dialect=dialect()))
