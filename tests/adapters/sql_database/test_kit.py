"""A till in a database keeps every promise of its port, in SQLite and in PostgreSQL."""

import pytest

from pos2web.adapters.testing import TillContract
from tests.adapters.sql_database.worlds import SqlTillWorld


class TestATillInSqlite(TillContract):
    @pytest.fixture
    def world(self, sqlite_world: SqlTillWorld) -> SqlTillWorld:
        return sqlite_world


class TestATillInPostgresql(TillContract):
    @pytest.fixture
    def world(self, postgresql_world: SqlTillWorld) -> SqlTillWorld:
        return postgresql_world
