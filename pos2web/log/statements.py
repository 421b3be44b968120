"""The SQL that the log speaks, and the rows that come and go with it."""

Row = tuple[str, int, str, bytes, int, str, int, str, str]
"""What is inserted: every column but the position, in the table's order."""

Origin = tuple[str, str, str]
"""Actor, run and connection: what the events of one append have in common."""

SEPARATOR = "\x1f"

StoredRow = tuple[int, str, int, str, bytes, int, int, str | None]
"""What is selected: position, stream, version, type, payload, recorded at, cause, origin.

The origin is None where it is the expected one, and else its three texts with a separator
between them: it seldom changes, and three texts per row cost a sixth of the reading.
"""

INSERT = """
INSERT INTO events
    (stream, version, type, payload, recorded_at, actor, cause, run, connection)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""

AFTER = """
SELECT position, stream, version, type, payload, recorded_at, cause,
    CASE WHEN actor = ? AND run = ? AND connection = ? THEN NULL
    ELSE actor || char(31) || run || char(31) || connection END
FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?"""

OF_STREAM = """
SELECT position, stream, version, type, payload, recorded_at, cause,
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

# In the names of the library.

STORED_EVENTS = """
SELECT stream AS originator_id, version AS originator_version, type AS topic, payload AS state
FROM events WHERE originator_id = ? """

NOTIFICATIONS = """
SELECT position, stream, version, type, payload FROM events
WHERE position >= ? AND position <= ?
    AND (json_array_length(?) = 0 OR type IN (SELECT value FROM json_each(?)))
ORDER BY position LIMIT ?"""
