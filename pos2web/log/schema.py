"""The log's tables: made at once in a new file, brought up to date by alembic in an old one."""

import contextlib
import os
import sqlite3
from pathlib import Path

from pos2web.errors import ArchiveError, SettingsError
from pos2web.log.faults import ours
from pos2web.messages import message

REVISION = "0002"
"""The revision that this code reads and writes: the newest in `migrations/versions`."""

EVENTS = (
    """CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    type TEXT NOT NULL,
    payload BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    cause INTEGER NOT NULL,
    run TEXT NOT NULL,
    connection TEXT NOT NULL,
    UNIQUE (stream, version)
)""",
    "CREATE INDEX events_recorded_at ON events (recorded_at)",
)
APPENDS = """CREATE TABLE appends (
    position INTEGER PRIMARY KEY,
    digest BLOB NOT NULL
)"""
IDENTITY = """CREATE TABLE identity (
    id TEXT NOT NULL
)"""
CHAIN = (APPENDS, IDENTITY, "INSERT INTO identity VALUES (lower(hex(randomblob(16))))")
"""Digests by the last position of each append, and the log's own name, which is made here."""

STAMP = (
    """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)""",
    "INSERT INTO alembic_version VALUES ('0002')",
)


def prepare(path: Path, *, read_only: bool) -> None:
    """Make sure that the file at `path` holds the current tables; only a writer changes it.

    Raises SettingsError where a reader finds no log, ArchiveError where the file is something
    else or of another revision.
    """
    with ours(path):
        revision = _revision(path)
        if revision == REVISION:
            return
        if read_only:
            raise _unreadable(path, revision)
        if revision is None:
            create(path)
        else:
            upgrade(path)


def create(path: Path) -> None:
    """Make the tables in a new file that only this user may read."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        for statement in (*EVENTS, *CHAIN, *STAMP):
            connection.execute(statement)
        connection.execute("COMMIT")


def upgrade(path: Path) -> None:
    """Bring the tables to the current revision with alembic."""
    # Imported here because it takes longer than opening a log, and is hardly ever needed.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "pos2web:migrations")
    config.attributes["path"] = path
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ArchiveError(
            message("{path} was written by a newer Pos2Web: {error}", path=path, error=error)
        ) from error


def _revision(path: Path) -> str | None:
    """What the file says that it is: None when it holds nothing, empty when half made."""
    if not path.exists():
        return None
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise ArchiveError(message("{path} is a database, but not a log", path=path))
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else ""


def _unreadable(path: Path, revision: str | None) -> ArchiveError | SettingsError:
    if revision is None:
        return SettingsError(message("there is no log at {path}", path=path))
    return ArchiveError(
        message(
            "{path} has tables of revision {revision!r} and not {ours!r}: open "
            "it once for writing, or use the Pos2Web that wrote it",
            path=path,
            revision=revision,
            ours=REVISION,
        )
    )
