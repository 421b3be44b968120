"""The table of events, which everything else is derived from."""

from alembic import op

revision = "0001"
down_revision: str | None = None

STATEMENTS = (
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
"""As first released: later revisions change the table, never this text."""


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
