"""Opens the till database, and keeps the tickets in it."""

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

BUSY_S = 10.0

# The tickets are the sandbox's own: what a till has sold can be neither changed nor taken out.
_TICKETS = """
CREATE TABLE IF NOT EXISTS tickets (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    sold_at     TEXT NOT NULL,
    total_cents INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS ticket_lines (
    ticket      INTEGER NOT NULL REFERENCES tickets (number),
    position    INTEGER NOT NULL,
    product_id  INTEGER NOT NULL,
    variant_id  INTEGER,
    name        TEXT NOT NULL,
    quantity    INTEGER NOT NULL,
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (ticket, position)
);
CREATE TRIGGER IF NOT EXISTS tickets_kept BEFORE UPDATE ON tickets
BEGIN SELECT RAISE(ABORT, 'a ticket is never changed'); END;
CREATE TRIGGER IF NOT EXISTS tickets_whole BEFORE DELETE ON tickets
BEGIN SELECT RAISE(ABORT, 'a ticket is never removed'); END;
CREATE TRIGGER IF NOT EXISTS ticket_lines_kept BEFORE UPDATE ON ticket_lines
BEGIN SELECT RAISE(ABORT, 'a ticket is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ticket_lines_whole BEFORE DELETE ON ticket_lines
BEGIN SELECT RAISE(ABORT, 'a ticket is never removed'); END;
"""


def prepare(database: Path) -> None:
    """Make room for tickets in a till database. Raises FileNotFoundError when there is none."""
    if not database.is_file():
        raise FileNotFoundError(f"there is no till database {database}")
    with closing(_connect(database)) as connection:
        connection.executescript(_TICKETS)


@contextmanager
def reading(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the till."""
    with closing(_connect(database)) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose writes are kept together, or not at all after an error."""
    with closing(_connect(database)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def folded(text: str | None) -> str:
    """Text for searching: without accents and capitals."""
    decomposed = unicodedata.normalize("NFD", text or "")
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=BUSY_S, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.create_function("folded", 1, folded, deterministic=True)
    return connection
