"""The SQL that the log speaks, and the rows that come and go with it."""

from pos2web.domain.streams import Stream
from pos2web.domain.values import ConnectionName, Position

Row = tuple[str, int, str, bytes, int, str, int, str, str]
"""What is inserted: every column but the position, in the table's order."""

Origin = tuple[str, str, ConnectionName]
"""Actor, run and connection: what the events of one append have in common."""

SEPARATOR = "\x1f"

AppendedRow = tuple[Position, Stream, int, str, bytes, Position]
"""What is selected of one append: position, stream, version, type, payload, cause."""

StoredRow = tuple[Position, Stream, int, str, bytes, Position, int, str | None]
"""What is selected otherwise: the same, recorded at, origin.

The origin is None where it is the expected one, and else its three texts with a separator
between them: it seldom changes, and three texts per row cost a sixth of the reading.
"""

INSERT = """
INSERT INTO events
    (stream, version, type, payload, recorded_at, actor, cause, run, connection)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

INSERT_APPEND = "INSERT INTO appends (position, digest) VALUES (?, ?)"

AFTER = """
SELECT position, stream, version, type, payload, cause, recorded_at,
    CASE WHEN actor = ? AND run = ? AND connection = ? THEN NULL
    ELSE actor || char(31) || run || char(31) || connection END
FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"""

APPEND_AFTER = """
SELECT position, recorded_at, actor, run, connection FROM events
WHERE position = (SELECT min(position) FROM appends WHERE position > ?)
    AND recorded_at BETWEEN 0 AND ?"""
"""The end of the append that holds the next event, and what all its events have in common; nothing
where the instant is none."""

OF_APPEND = """
SELECT position, stream, version, type, payload, cause
FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"""

OF_STREAM = """
SELECT position, stream, version, type, payload, cause, recorded_at,
    CASE WHEN actor = ? AND run = ? AND connection = ? THEN NULL
    ELSE actor || char(31) || run || char(31) || connection END
FROM events WHERE version > ? AND stream = ? ORDER BY version LIMIT ?"""

HEAD = "SELECT coalesce(max(position), 0) FROM events"

LATEST = "SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1"

AT = """
SELECT position FROM events WHERE recorded_at <= ?
ORDER BY recorded_at DESC, position DESC LIMIT 1"""

VERSIONS = """
SELECT value, (
    SELECT version FROM events WHERE stream = value ORDER BY version DESC LIMIT 1
) AS last FROM json_each(?) WHERE last NOT NULL"""

# The chain.

ID = "SELECT id FROM identity"

DIGEST_BEFORE = "SELECT digest FROM appends WHERE position < ? ORDER BY position DESC LIMIT 1"

DIGEST_AT = "SELECT digest FROM appends WHERE position = ?"

BOUNDARY = "SELECT coalesce(max(position), 0) FROM appends WHERE position <= ?"

NEXT_BOUNDARY = "SELECT coalesce(min(position), 0) FROM appends WHERE position > ?"

APPENDS_AFTER = """
SELECT position, digest FROM appends WHERE position > ? AND position <= ?
ORDER BY position LIMIT ?"""

ROWS_AFTER = """
SELECT stream, version, type, payload, recorded_at, actor, cause, run, connection
FROM events WHERE position > ? AND position <= ? ORDER BY position"""

# In the names of the library.

STORED_EVENTS = """
SELECT stream AS originator_id, version AS originator_version, type AS topic, payload AS state
FROM events WHERE originator_id = ? """

NOTIFICATIONS = """
SELECT position, stream, version, type, payload FROM events
WHERE position >= ? AND position <= ?
    AND (json_array_length(?) = 0 OR type IN (SELECT value FROM json_each(?)))
ORDER BY position LIMIT ?"""
