"""What goes wrong in the file is told as what to do next."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionUnavailableError, OperationalError

from pos2web.errors import ArchiveError, TransientError
from pos2web.log.faults import ours


def test_a_file_in_use_may_be_free_later(path: Path) -> None:
    with (
        closing(sqlite3.connect(path)) as one,
        closing(sqlite3.connect(path, timeout=0)) as other,
    ):
        one.execute("BEGIN EXCLUSIVE")

        with pytest.raises(TransientError, match="locked"), ours(path):
            other.execute("BEGIN IMMEDIATE")


def test_what_the_library_says_of_a_file_in_use_is_the_same(path: Path) -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY

    with pytest.raises(TransientError), ours(path):
        raise OperationalError(busy) from busy


def test_too_many_readers_at_once_may_pass(path: Path) -> None:
    with pytest.raises(TransientError), ours(path):
        raise ConnectionUnavailableError("timed out")


def test_a_file_that_is_no_database_is_damaged(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)

    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(ArchiveError, match="not a database"),
        ours(path),
    ):
        connection.execute("SELECT * FROM events")
