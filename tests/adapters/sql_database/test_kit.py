"""A till in a database keeps every promise of its port, in SQLite and in PostgreSQL."""

import pytest

from pos2web.adapters.testing import PhotoTillContract
from tests.adapters.sql_database.worlds import SqlTillWorld


class TestATillInSqlite(PhotoTillContract):
    @pytest.fixture
    def world(self, sqlite_world: SqlTillWorld) -> SqlTillWorld:
        return sqlite_world


class TestATillInPostgresql(PhotoTillContract):
    @pytest.fixture
    def world(self, postgresql_world: SqlTillWorld) -> SqlTillWorld:
        return postgresql_world
