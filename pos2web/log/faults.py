"""What goes wrong in the file, as errors of ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import ConnectionUnavailableError, IntegrityError, PersistenceError

from pos2web.errors import ArchiveError, ConflictError, TransientError
from pos2web.messages import message

_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
}


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Raise TransientError for what may pass (busy, disk full), ArchiveError for damage."""
    try:
        yield
    except IntegrityError as error:
        raise ConflictError(
            message("another process wrote to {path} before us: {error}", path=path, error=error)
        ) from error
    except (PersistenceError, sqlite3.Error) as error:
        if _may_pass(error):
            raise TransientError(
                message("{path} can't be used now: {error}", path=path, error=error)
            ) from error
        raise ArchiveError(message("{path} is damaged: {error}", path=path, error=error)) from error


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, ConnectionUnavailableError):
        return True
    cause = error if isinstance(error, sqlite3.Error) else error.__cause__
    code: int = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF in _PASSING  # The rest of the number only says more of the same.
