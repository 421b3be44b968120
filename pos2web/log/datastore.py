"""The library's SQLite connections, set up for a log: durable commits, readers that can't write."""

import sqlite3
from pathlib import Path

from eventsourcing.persistence import ConnectionPoolClosedError, InterfaceError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

_LOCK_TIMEOUT_S = 10


class _Pool(SQLiteConnectionPool):
    """The library's own connections remember one statement only, and so prepare each anew."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        # `mode=rw` makes no new file, so a log that was moved away is missed and not begun anew.
        super().__init__(db_name=f"{path.absolute().as_uri()}?mode=rw")
        self._read_only = read_only
        self._closing = False

    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        if self._closing:
            raise ConnectionPoolClosedError
        return super().get_connection(timeout, is_writer=is_writer)

    def close(self) -> None:
        """Wait for statements under way: to close a connection under one kills the process."""
        self._closing = True
        with self._put_condition:
            self._put_condition.wait_for(lambda: not self._in_use)
            super().close()

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = sqlite3.connect(
                self.db_name,
                uri=True,
                timeout=_LOCK_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise InterfaceError(error) from error
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = FULL")
        if self._read_only:
            # Only the writer may checkpoint: two that do can damage a WAL before SQLite 3.51.3.
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            connection.execute("PRAGMA query_only = ON")
        return SQLiteConnection(connection, max_age=None)


class LogDatastore(SQLiteDatastore):
    """The connections to one log, which is there and in WAL mode."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__("", originator_id_type="text")
        self.pool = _Pool(path, read_only=read_only)


def plain(cursor: SQLiteCursor) -> sqlite3.Cursor:
    """The cursor within, yielding tuples: the library's named rows cost a third more."""
    within = cursor.sqlite_cursor
    within.row_factory = None
    return within
