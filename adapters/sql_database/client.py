"""Speaks to the till's database, read only, and makes its errors ours."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, NoSuchTableError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql import Executable

from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    SettingsError,
    TransientError,
)
from pos2web.messages import message

BUSY_TIMEOUT_S = 5.0
CONNECT_TIMEOUT_S = 10
ROWS_AT_ONCE = 1_000

UNKNOWN_NAME = ("no such table", "no such column", "no such function")
POSTGRESQL_UNKNOWN_NAME = frozenset({"42P01", "42703", "42883", "42P02", "3F000"})
POSTGRESQL_REFUSED = ("28", "42501")
MYSQL_UNKNOWN_NAME = frozenset({1054, 1146, 1305})
MYSQL_REFUSED = frozenset({1044, 1045, 1142, 1143})


class UnknownNameError(ProtocolError):
    """The database has no table, column or function of that name."""


class Database:
    """One database; `read` opens a transaction that can't write and sees one state.

    `where` names it for people; `file` and `folder` are those of SQLite, else None and empty.
    """

    def __init__(self, url: str, password: str = "") -> None:
        self._engine, self.where = _engine(url, password)
        self.file = _file_of(url)
        self.folder = str(self.file.parent) if self.file is not None else ""

    @contextmanager
    def read(self) -> Iterator["Reading"]:
        """Give a reading; whatever goes wrong inside is an error of ours."""
        try:
            with self._engine.connect() as connection:
                yield Reading(connection)
        except DBAPIError as error:
            raise as_ours(error, self.where) from error
        except UnicodeDecodeError as error:
            raise ProtocolError(
                message(
                    "{where}: a text is not in its encoding: {error}", where=self.where, error=error
                )
            ) from error

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


class Reading:
    """What can be asked within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.quote = (
            _bracketed
            if connection.dialect.name == "sqlite"
            else connection.dialect.identifier_preparer.quote
        )

    def rows(
        self, query: Executable, parameters: Mapping[str, object] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The answer, row by row, without holding all of it."""
        options = {"yield_per": ROWS_AT_ONCE}
        with self._connection.execute(query, parameters, execution_options=options) as result:
            for row in result:
                yield tuple(row)

    def columns(self, table: str) -> Sequence[str]:
        """The names of a table's columns; UnknownNameError when there is no such table."""
        inspector = inspect(self._connection)
        schema, _, name = table.rpartition(".")
        try:
            return [column["name"] for column in inspector.get_columns(name, schema or None)]
        except NoSuchTableError as error:
            raise UnknownNameError(message("there is no table {table}", table=table)) from error

    def tables(self) -> Sequence[str]:
        """The names of the tables and views."""
        inspector = inspect(self._connection)
        return [*inspector.get_table_names(), *inspector.get_view_names()]


def _bracketed(name: str) -> str:
    """SQLite takes an unknown "name" for a text, an unknown [name] never."""
    return f"[{name}]"


def _file_of(text: str) -> Path | None:
    """The SQLite file that an address names; None for other databases."""
    url = _url(text)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _url(text: str) -> URL:
    return make_url(text) if "://" in text else URL.create("sqlite", database=text)


def _engine(text: str, password: str) -> tuple[Engine, str]:
    """An engine for an address, or for the path of an SQLite file, and its name for people."""
    try:
        url = _url(text)
        if url.get_backend_name() == "sqlite":
            where = message("the database {database}", database=url.database)
            return _sqlite(Path(url.database or "")), where
        if password:
            url = url.set(password=password)
        where = message(
            "the database {database} at {host}",
            database=url.database,
            host=url.host or message("this machine"),
        )
        return _served(url), where
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsError(
            message("url: {said}", said=_without_secrets(str(error), text))
        ) from error
    except ModuleNotFoundError as error:
        raise SettingsError(
            message("url: the driver {name} is not installed", name=error.name)
        ) from error


def _without_secrets(message: str, url: str) -> str:
    return message.replace(url, "…")


def _sqlite(path: Path) -> Engine:
    if not path.name:
        raise SettingsError(message("url: name the SQLite file"))

    def connect() -> sqlite3.Connection:
        if not path.exists():
            raise sqlite3.OperationalError(message("there is no file {path}", path=path))
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.text_factory = _text_or_bytes
        connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _text_or_bytes(raw: bytes) -> str | bytes:
    """Bytes where a text isn't UTF-8, so that one bad cell doesn't hide the others."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


TRANSACTIONS: dict[str, dict[str, Any]] = {
    name: {
        "isolation_level": "REPEATABLE READ",
        "connect_args": {"connect_timeout": CONNECT_TIMEOUT_S},
    }
    for name in ("postgresql", "mysql", "mariadb")
}
"""Where a transaction can be told to see one state and to write nothing."""


def _served(url: URL) -> Engine:
    if url.drivername in ("mysql", "mariadb"):
        url = url.set(drivername=f"{url.drivername}+pymysql")
    name = url.get_backend_name()
    engine = create_engine(url, pool_size=1, pool_pre_ping=True, **TRANSACTIONS.get(name, {}))
    if name in TRANSACTIONS:
        event.listen(engine, "begin", _forbid_writes)
    return engine


def _forbid_writes(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def as_ours(error: DBAPIError, where: str) -> Pos2WebError:
    """The error of ours that says what to do about one of a driver's."""
    cause, text = error.orig, message("{where}: {said}", where=where, said=_first_line(error.orig))
    state = getattr(cause, "sqlstate", None) or ""
    number = cause.args[0] if cause is not None and cause.args else None
    if _is_unknown_name(str(cause), state, number):
        return UnknownNameError(text)
    refused = state.startswith(POSTGRESQL_REFUSED) or number in MYSQL_REFUSED
    if refused or "password authentication failed" in str(cause):
        return CredentialsError(text)
    if error.connection_invalidated or type(cause).__name__ in (
        "OperationalError",
        "InterfaceError",
    ):
        return TransientError(text)
    return ProtocolError(text)


def _is_unknown_name(text: str, state: str, number: object) -> bool:
    if state in POSTGRESQL_UNKNOWN_NAME or number in MYSQL_UNKNOWN_NAME:
        return True
    return text.startswith(UNKNOWN_NAME)


def _first_line(error: BaseException | None) -> str:
    """What the database says; MySQL puts a number before it."""
    words = error.args[-1] if error is not None and error.args else error
    return str(words).strip().partition("\n")[0]
