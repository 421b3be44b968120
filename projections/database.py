"""The SQLite file of the read models: opened, recognised as ours, dropped when it is not."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from pos2web.errors import ArchiveError, ConflictError
from projections.rows import METADATA

HANDLERS_VERSION = 1
"""Raise it when handlers put something else into the same tables: files are then rebuilt."""

LOCK_WAIT_MS = 5_000
"""How long a writer waits for another; a batch takes well under a second."""


def open_database(path: Path) -> sa.Engine:
    """The read models' file, empty where it was missing, damaged or of another version."""
    if path.exists() and not _is_current(path):
        drop_database(path)
    engine = _engine(path)
    METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {schema_version()}")
    return engine


def drop_database(path: Path) -> None:
    """Delete the file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def schema_version() -> int:
    """A number that differs whenever a table, an index or what handlers put there does."""
    statements = [str(HANDLERS_VERSION)]
    for table in METADATA.sorted_tables:
        statements.append(str(CreateTable(table)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(str(CreateIndex(index)) for index in indexes)
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
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise ConflictError("another process is writing the read models") from error
            raise ArchiveError(
                f"the read models in {engine.url.database} cannot be written: {error}; "
                "delete the file, it is made again from the log"
            ) from error


def driver_cursor(connection: sa.Connection) -> sqlite3.Cursor:
    """The driver's own cursor: through it a statement costs a tenth."""
    return cast("sqlite3.Cursor", connection.connection.cursor())


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}")
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(driver: Any, _record: Any) -> None:
    driver.isolation_level = None  # transactions begin where we say
    driver.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
    driver.execute("PRAGMA journal_mode = WAL")
    driver.execute("PRAGMA synchronous = NORMAL")  # a lost tail is read from the log again
    driver.execute("PRAGMA cache_size = -32768")


def _on_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _is_current(path: Path) -> bool:
    engine = _engine(path)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar()
    except sa.exc.DatabaseError:
        return False
    finally:
        engine.dispose()
    return found == schema_version()
