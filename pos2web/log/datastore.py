"""The library's SQLite connections, set up for a log: durable commits, readers that can't write."""

import sqlite3
from pathlib import Path

from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

LOCK_TIMEOUT_S = 10


class _Pool(SQLiteConnectionPool):
    def __init__(self, path: Path, *, read_only: bool) -> None:
        # `mode=rw` makes no new file, so a log that was moved away is missed and not begun anew.
        super().__init__(db_name=f"{path.absolute().as_uri()}?mode=rw", lock_timeout=LOCK_TIMEOUT_S)
        self._read_only = read_only

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = FULL")
        if self._read_only:
            # Only the writer may checkpoint: two that do can damage a WAL before SQLite 3.51.3.
            cursor.execute("PRAGMA wal_autocheckpoint = 0")
            cursor.execute("PRAGMA query_only = ON")
        return connection


class LogDatastore(SQLiteDatastore):
    """The connections to one log; `transaction` gives a cursor of plain tuples by choice."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__(db_name="", originator_id_type="text")
        self.pool = _Pool(path, read_only=read_only)


def plain(cursor: SQLiteCursor) -> sqlite3.Cursor:
    """The cursor within, yielding tuples: the library's named rows cost a third more."""
    within = cursor.sqlite_cursor
    within.row_factory = None
    return within
