"""The SQLite file behind the shop: one table a resource, translated fields as JSON."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec

from pos2web.adapters.sandbox.shop.purifier import purified
from pos2web.adapters.sandbox.shop.schema import RESOURCES, Field, Resource, Storage

Record = dict[str, Any]
Clock = Callable[[], datetime]

_LEADING_INTEGER = re.compile(r"\s*[-+]?[0-9]+")
_INT_MIN, _INT_MAX, _DIGITS_MAX = -(2**63), 2**63 - 1, 100
_NO_DATE = "0000-00-00"
_NO_INSTANT = "0000-00-00 00:00:00"
# MySQL compares texts without regard to case, so `filter[reference]=tea` finds TEA.
_TEXT = "TEXT COLLATE NOCASE"
_COLUMN_TYPES = {Storage.INTEGER: "INTEGER", Storage.FLAG: "INTEGER"}
_TEXTS = msgspec.json.Decoder(dict[str, str])
_CHUNK = 500

_TABLES = """
CREATE TABLE IF NOT EXISTS category_product (
    id_category INTEGER, id_product INTEGER, position INTEGER,
    PRIMARY KEY (id_category, id_product)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS category_product_product ON category_product (id_product);
CREATE TABLE IF NOT EXISTS combination_value (
    id_combination INTEGER, id_value INTEGER, PRIMARY KEY (id_combination, id_value)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS combination_image (
    id_combination INTEGER, id_image INTEGER, PRIMARY KEY (id_combination, id_image)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS image (
    id INTEGER PRIMARY KEY AUTOINCREMENT, id_product INTEGER, position INTEGER, cover INTEGER);
CREATE INDEX IF NOT EXISTS image_product ON image (id_product);
CREATE TABLE IF NOT EXISTS picture (
    kind TEXT, owner INTEGER, content_type TEXT, content BLOB, PRIMARY KEY (kind, owner));
CREATE TABLE IF NOT EXISTS item (
    resource TEXT, owner INTEGER, name TEXT, position INTEGER, value TEXT,
    PRIMARY KEY (resource, owner, name, position)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS products_reference ON products (reference);
CREATE INDEX IF NOT EXISTS products_indexed ON products (indexed, active);
CREATE INDEX IF NOT EXISTS combinations_product ON combinations (id_product);
CREATE UNIQUE INDEX IF NOT EXISTS combinations_default
    ON combinations (id_product, default_on) WHERE default_on IS NOT NULL;
CREATE INDEX IF NOT EXISTS stock_product ON stock_availables (id_product, id_product_attribute);
CREATE INDEX IF NOT EXISTS values_option ON product_option_values (id_attribute_group);
CREATE INDEX IF NOT EXISTS categories_parent ON categories (id_parent);
"""


def php_integer(value: object) -> int:
    """What PHP makes of it with `(int)`."""
    match = _LEADING_INTEGER.match(str(value))
    return max(_INT_MIN, min(_INT_MAX, int(match[0][:_DIGITS_MAX]))) if match else 0


def _decimal(field: Field, value: object) -> str:
    try:
        number = Decimal(str(value or 0))
        return str(number.quantize(Decimal(1).scaleb(-field.places), ROUND_HALF_UP))
    except InvalidOperation:
        return str(Decimal(0).quantize(Decimal(1).scaleb(-field.places)))


def canonical(field: Field, value: object) -> int | str | None:
    """The form in which the database keeps a plain value: `2` comes back as `2.000000`."""
    if value is None and field.is_nullable:
        return None
    if field.storage in (Storage.INTEGER, Storage.FLAG):
        return php_integer(value)
    if field.storage is Storage.DECIMAL:
        return _decimal(field, value)
    if field.storage is Storage.DATE:
        return str(value or _NO_DATE)
    if field.storage is Storage.INSTANT:
        text = str(value or _NO_INSTANT)
        return text if len(text) > len(_NO_DATE) else f"{text} 00:00:00"
    return "" if value is None else str(value)


def _definition(resource: Resource) -> str:
    columns = "".join(
        f', "{field.name}" {_COLUMN_TYPES.get(field.storage, _TEXT)}' for field in resource.stored
    )
    return (
        f'CREATE TABLE IF NOT EXISTS "{resource.name}"'
        f" (id INTEGER PRIMARY KEY AUTOINCREMENT{columns});"
    )


def _selection(resource: Resource) -> str:
    columns = "".join(f', "{field.name}"' for field in resource.stored)
    return f'SELECT id{columns} FROM "{resource.name}"'  # noqa: S608 - names of ours, values are bound


class Store:
    """Reads and writes records; every call outside `transaction` is one of its own."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("PRAGMA cache_size=-32000")
        tables = "".join(_definition(resource) for resource in RESOURCES.values() if resource.node)
        self._connection.executescript(tables + _TABLES)
        self._selects = {name: _selection(resource) for name, resource in RESOURCES.items()}
        self.languages: tuple[str, ...] = ()
        self.read_languages()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def read_languages(self) -> None:
        """Learn the shop's languages anew: every translated field has one text in each."""
        rows = self.rows("SELECT id FROM languages ORDER BY id")
        self.languages = tuple(str(row[0]) for row in rows)

    def now(self) -> str:
        """This second, in the shop's own time and without a zone, as PrestaShop writes it."""
        return self.clock().strftime("%Y-%m-%d %H:%M:%S")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing when an error leaves it."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row, None without one."""
        row = self._connection.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Write, and say under which id a new row is kept."""
        return self._connection.execute(sql, values).lastrowid or 0

    def run_many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Write several rows."""
        self._connection.executemany(sql, values)

    def rows_of(self, sql: str, ids: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        """The rows of a query with `({ids})` in it, for any number of ids."""
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            yield from self._connection.execute(
                sql.replace("{ids}", ",".join("?" * len(chunk))), chunk
            )

    def select(self, name: str, tail: str = "", values: Sequence[Any] = ()) -> list[Record]:
        """The records of a resource; `tail` is SQL that follows FROM."""
        resource = RESOURCES[name]
        fields = resource.stored
        translated = [field.name for field in fields if field.is_translated]
        names = ["id", *(field.name for field in fields)]
        records = []
        for row in self._connection.execute(f"{self._selects[name]} {tail}", values):
            record: Record = dict(zip(names, row, strict=True))
            for text in translated:
                record[text] = _TEXTS.decode(record[text] or "{}")
            records.append(record)
        return records

    def get(self, name: str, key: int) -> Record | None:
        """One record, None when it isn't there."""
        found = self.select(name, "WHERE id = ?", (key,))
        return found[0] if found else None

    def texts(self, value: object) -> dict[str, str]:
        """A translated value with one text for each of the shop's languages, and no other.

        One that was sent without languages is the text in all of them.
        """
        if isinstance(value, str):
            return dict.fromkeys(self.languages, value)
        given = value if isinstance(value, dict) else {}
        return {language: str(given.get(language, "")) for language in self.languages}

    def _kept_texts(self, field: Field, value: object) -> dict[str, str]:
        texts = self.texts(value)
        if field.format != "isCleanHtml":
            return texts
        return {language: purified(text) for language, text in texts.items()}

    def _row(self, resource: Resource, record: Record) -> list[Any]:
        row: list[Any] = []
        for field in resource.stored:
            value = record.get(field.name)
            if field.is_translated:
                row.append(msgspec.json.encode(self._kept_texts(field, value)).decode())
            else:
                row.append(canonical(field, value))
        return row

    def insert(self, name: str, record: Record) -> int:
        """Keep a new record, under its own `id` when it has one, and say under which."""
        resource = RESOURCES[name]
        names = ", ".join(f'"{field.name}"' for field in resource.stored)
        marks = ", ".join("?" * (len(resource.stored) + 1))
        row = [record.get("id"), *self._row(resource, record)]
        return self.run(f'INSERT INTO "{name}" (id, {names}) VALUES ({marks})', row)  # noqa: S608 - names of ours, values are bound

    def update(self, name: str, record: Record) -> None:
        """Write the whole row again: that is what every write of PrestaShop's does."""
        resource = RESOURCES[name]
        names = ", ".join(f'"{field.name}" = ?' for field in resource.stored)
        row = [*self._row(resource, record), record["id"]]
        self.run(f'UPDATE "{name}" SET {names} WHERE id = ?', row)  # noqa: S608 - names of ours, values are bound

    def delete(self, name: str, key: int) -> None:
        """Take the row away."""
        self.run(f'DELETE FROM "{name}" WHERE id = ?', (key,))  # noqa: S608 - names of ours, values are bound

    def skip_id(self, name: str) -> None:
        """Use up one id, as MySQL does for an insert that failed."""
        self.run("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = ?", (name,))

    def items(self, resource: str, name: str, owners: Sequence[int]) -> dict[int, list[Record]]:
        """The items of a plain association, by owner."""
        found: dict[int, list[Record]] = {}
        sql = (
            f"SELECT owner, value FROM item WHERE resource = '{resource}' AND name = '{name}'"  # noqa: S608 - names of ours, values are bound
            " AND owner IN ({ids}) ORDER BY owner, position"
        )
        for owner, value in self.rows_of(sql, owners):
            found.setdefault(owner, []).append(msgspec.json.decode(value))
        return found

    def set_items(self, resource: str, name: str, owner: int, items: list[Record]) -> None:
        """Replace the items of a plain association."""
        self.run(
            "DELETE FROM item WHERE resource = ? AND owner = ? AND name = ?",
            (resource, owner, name),
        )
        self.run_many(
            "INSERT INTO item VALUES (?, ?, ?, ?, ?)",
            [
                (resource, owner, name, position, msgspec.json.encode(item).decode())
                for position, item in enumerate(items)
            ],
        )
