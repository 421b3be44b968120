"""What goes wrong in the file, as errors of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError

from pos2web.errors import ArchiveError, ConflictError, TransientError


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Raise TransientError for what may pass (busy, disk full), ArchiveError for damage."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError(f"another process wrote to {path} before us: {error}") from error
    except (OperationalError, sqlite3.OperationalError) as error:
        raise TransientError(f"{path} can't be used now: {error}") from error
    except (PersistenceError, sqlite3.DatabaseError) as error:
        raise ArchiveError(f"{path} is damaged: {error}") from error
