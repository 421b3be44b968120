"""The chain of appends, and the log's own id: what makes an alteration of the log show."""

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

import msgspec
from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE appends (
    position INTEGER PRIMARY KEY,
    digest BLOB NOT NULL
)""",
    """CREATE TABLE identity (
    id TEXT NOT NULL
)""",
)
EVENTS = """
SELECT recorded_at, actor, run, connection, position, stream, version, type, cause, payload
FROM events ORDER BY position"""
ENVELOPE = itemgetter(0, 1, 2, 3)


def upgrade() -> None:
    """Which events were appended together was not kept: neighbours with one envelope count as such."""
    for statement in STATEMENTS:
        op.execute(statement)
    log_id = secrets.token_hex(16)
    connection = cast("sqlite3.Connection", op.get_bind().connection.driver_connection)
    connection.execute("INSERT INTO identity VALUES (?)", (log_id,))
    connection.executemany("INSERT INTO appends VALUES (?, ?)", chained(connection, log_id))


def chained(connection: sqlite3.Connection, log_id: str) -> Iterator[tuple[int, bytes]]:
    """The last position and the digest of each append. Written out here, as it was at this revision."""
    digest = hashlib.sha256(f"pos2web log {log_id}".encode()).digest()
    for (at, actor, run, link), rows in groupby(connection.execute(EVENTS), ENVELOPE):
        events = [row[4:] for row in rows]
        line: dict[str, Any] = {
            "position": events[0][0],
            "at": at,
            "actor": actor,
            "run": run,
            "connection": link,
            "events": [[*event[1:5], msgspec.Raw(event[5])] for event in events],
        }
        digest = hashlib.sha256(digest + msgspec.json.encode(line)).digest()
        yield events[-1][0], digest
