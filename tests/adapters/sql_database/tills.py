"""Short ways to a till and to what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pos2web.adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.adapters.testing.seeing import Seen, see
from pos2web.ports import Till
from tests.adapters.sql_database.worlds import NOON


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)


@contextmanager
def till_of(database: Path | str, *, clock: Clock | None = None, **settings: Any) -> Iterator[Till]:
    """A till in this database, closed afterwards."""
    till = open_till(SqlSettings(url=str(database), **settings), clock=clock or Clock())
    try:
        yield till
    finally:
        till.close()


def seen_in(database: Path | str, since: str | None = None, **settings: Any) -> Seen:
    """All that a till in this database shows."""
    with till_of(database, **settings) as till:
        return see(till, since)
