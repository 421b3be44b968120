"""The log's tables are made, recognised and brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from pos2web.errors import ArchiveError, SettingsError, TransientError
from pos2web.log import Log
from pos2web.log.schema import REVISION, create
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock


def tables(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name <> 'alembic_version' ORDER BY name"
        return connection.execute(query).fetchall()


def stamped(path: Path, *revisions: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.executemany("INSERT INTO alembic_version VALUES (?)", [(r,) for r in revisions])
    return path


def test_the_code_reads_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", "migrations:")

    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_migrations_make_the_same_tables_as_a_new_log(tmp_path: Path, clock: StillClock) -> None:
    create(tmp_path / "new.db")
    migrated = stamped(tmp_path / "100 % ?migrated.db")

    with Log.open(migrated, clock=clock) as log:
        log.append([counted(1)], TILL)

        assert tables(migrated) == tables(tmp_path / "new.db")
        assert log.verify().ok


def test_a_log_is_opened_again_as_it_was(path: Path, clock: StillClock) -> None:
    for _ in range(2):
        with Log.open(path, clock=clock) as log:
            log.append([counted(1)], TILL)

    with Log.open(path, clock=clock, read_only=True) as log:
        assert log.head == 2


def test_a_log_of_a_newer_pos2web_is_left_alone(path: Path, clock: StillClock) -> None:
    stamped(path, "9999")

    with pytest.raises(ArchiveError, match="newer Pos2Web"):
        Log.open(path, clock=clock)
    with pytest.raises(ArchiveError, match="revision '9999'"):
        Log.open(path, clock=clock, read_only=True)


def test_another_database_is_not_taken_for_a_log(path: Path, clock: StillClock) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE products (id)")

    with pytest.raises(ArchiveError, match="not a log"):
        Log.open(path, clock=clock)
    assert [name for name, _ in tables(path)] == ["products"]


def test_another_file_is_not_taken_for_a_log(path: Path, clock: StillClock) -> None:
    path.write_text("id;name;price\n" * 200)

    with pytest.raises(ArchiveError, match="not a database"):
        Log.open(path, clock=clock)


def test_a_reader_makes_no_log(path: Path, clock: StillClock) -> None:
    with pytest.raises(SettingsError, match="there is no log at"):
        Log.open(path, clock=clock, read_only=True)

    assert not path.exists()


def test_a_file_begun_before_a_crash_becomes_a_log(path: Path, clock: StillClock) -> None:
    path.touch()

    with Log.open(path, clock=clock) as log:
        assert log.append([counted(1)], TILL) == range(1, 2)


def test_a_log_that_is_moved_away_is_missed_and_not_begun_anew(
    path: Path, clock: StillClock
) -> None:
    with Log.open(path, clock=clock):
        pass
    log = Log.open(path, clock=clock)
    path.rename(path.with_name("elsewhere.db"))

    with pytest.raises(TransientError, match="unable to open"):
        log.append([counted(1)], TILL)

    log.close()
    assert not path.exists()
