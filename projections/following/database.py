"""A SQLite file of read models: opened, recognised as ours, dropped when it is not."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pos2web.errors import ArchiveError, ConflictError
from pos2web.messages import message
from pos2web.projections.following.rows import HISTORY, METADATA

HANDLERS_VERSION = 2
"""Raise it when handlers put something else into the same tables: files are then rebuilt."""

HISTORY_VERSION = 9
"""Raise it when handlers put something else into the history's tables: that file alone is then rebuilt."""

DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def open_database(path: Path, tables: sa.MetaData = METADATA, *, waits_s: float = 5.0) -> sa.Engine:
    """The file of these tables, empty where it was missing, damaged or of another version.

    A writer waits so long for another one. Raises ArchiveError where no file can be.
    """
    engine = _engine(path, waits_s)
    try:
        if not _is_current(path, tables, waits_s):
            drop_database(path)
            with engine.begin() as connection:
                tables.create_all(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {schema_version(tables)}")
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        raise ArchiveError(
            message(
                "the read models in {path} cannot be opened: {cause}",
                path=path,
                cause=_cause(error),
            )
        ) from error
    return engine


def drop_database(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def schema_version(tables: sa.MetaData = METADATA) -> int:
    """A number that differs whenever a table, an index or what handlers put there does.

    Of the state where no tables are given.
    """
    statements = [str(HISTORY_VERSION if tables is HISTORY else HANDLERS_VERSION)]
    for table in tables.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect())))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(str(CreateIndex(each).compile(dialect=dialect())) for each in indexes)
    return zlib.crc32("\n".join(statements).encode()) & 0x7FFFFFFF


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sqlite3.Cursor]:
    """A transaction that nobody else writes beside.

    Raises ConflictError when somebody else does for too long, ArchiveError when the file can't
    be written: nothing is lost then, for all of it comes from the log.
    """
    with engine.connect() as connection:
        cursor = driver_cursor(connection)
        try:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            except BaseException:
                if cursor.connection.in_transaction:  # a full disk has ended it already
                    cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise ConflictError(
                    message("another process is writing the read models")
                ) from error
            raise ArchiveError(
                message(
                    "the read models in {database} cannot be written: {error}; delete the "
                    "file, it is made again from the log",
                    database=engine.url.database,
                    error=error,
                )
            ) from error


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sqlite3.Cursor]:
    """The rows as they are when this begins, whoever writes meanwhile."""
    with engine.connect() as connection:
        cursor = driver_cursor(connection)
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")


def driver_cursor(connection: sa.Connection) -> sqlite3.Cursor:
    """The driver's own cursor: through it a statement costs a tenth."""
    return cast("sqlite3.Cursor", connection.connection.cursor())


def _engine(path: Path, waits_s: float) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": waits_s})
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(driver: Any, _record: Any) -> None:
    driver.isolation_level = None  # transactions begin where we say
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = NORMAL")  # a lost tail is read from the log again
    driver.execute("PRAGMA cache_size = -32768")


def _on_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _is_current(path: Path, tables: sa.MetaData, waits_s: float) -> bool:
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=waits_s)) as connection:
        try:
            found = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in DAMAGED:
                return False
            raise
    return bool(found[0] == schema_version(tables))


def _cause(error: sqlite3.Error | sa.exc.DBAPIError) -> BaseException | None:
    return error.orig if isinstance(error, sa.exc.DBAPIError) else error
