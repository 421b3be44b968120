"""How far a file of read models followed the log, and what stopped it."""

import sqlite3

import msgspec
import sqlalchemy as sa

from pos2web.errors import ConflictError
from pos2web.messages import message
from pos2web.projections.following.rows import HISTORY, METADATA

ATTEMPTS_MAX = 5
"""How often an event that can't be applied is tried before following is parked."""

for _tables in (METADATA, HISTORY):  # each file says how far it is itself
    sa.Table(
        "progress",
        _tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("stopped_at", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
    )


class ProjectionProgress(msgspec.Struct, frozen=True, kw_only=True):
    """Everything up to `position` is applied; `mark` tells that event from any other's.

    Where the next one can't be applied, `stopped_at` is its position, tried so many times.
    """

    position: int = 0
    mark: str = ""
    stopped_at: int = 0
    attempts: int = 0
    error: str = ""

    @property
    def is_parked(self) -> bool:
        """What stopped it is no longer tried; a rebuild tries again."""
        return self.attempts >= ATTEMPTS_MAX


def read(cursor: sqlite3.Cursor) -> ProjectionProgress:
    """How far the rows are."""
    row = cursor.execute(
        "SELECT position, mark, stopped_at, attempts, error FROM progress WHERE id = 1"
    ).fetchone()
    if row is None:
        return ProjectionProgress()
    position, mark, stopped_at, attempts, error = row
    return ProjectionProgress(
        position=position, mark=mark, stopped_at=stopped_at, attempts=attempts, error=error
    )


def write(cursor: sqlite3.Cursor, before: ProjectionProgress, after: ProjectionProgress) -> None:
    """Move on. Raises ConflictError when somebody else moved since `before` was read."""
    if read(cursor) != before:
        raise ConflictError(
            message(
                "another process follows the log with these read models: they were at "
                "{position}, now they are elsewhere",
                position=before.position,
            )
        )
    cursor.execute(
        "INSERT OR REPLACE INTO progress (id, position, mark, stopped_at, attempts, error) "
        "VALUES (1, ?, ?, ?, ?, ?)",
        (after.position, after.mark, after.stopped_at, after.attempts, after.error),
    )
