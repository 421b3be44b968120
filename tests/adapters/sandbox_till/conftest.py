"""A till that is served, with the sample catalogue as it was on the first day."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.adapters.sandbox.till import TillServer
from pos2web.adapters.sandbox.till.database import prepare

LONG_AGO = "2020-01-01 00:00:00.000"

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A till of which every row was last touched long ago."""
    database = tmp_path_factory.mktemp("pristine") / "till.db"
    write_till(database, photo_scale=0.05)
    with closing(sqlite3.connect(database)) as connection:
        for table in ("products", "variants", "images", "stock"):
            connection.execute(f"UPDATE {table} SET updated_at = '{LONG_AGO}'")  # noqa: S608 - names of ours, values are bound
        connection.commit()
    return database


@pytest.fixture(scope="module")
def served(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TillServer]:
    """One server for all tests of a module."""
    folder = tmp_path_factory.mktemp("served") / "till"
    shutil.copytree(pristine.parent, folder)
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    with TillServer(folder / "till.db", clock=lambda: noon) as server:
        yield server


@pytest.fixture(scope="module")
def visitor(served: TillServer) -> Iterator[httpx.Client]:
    """One client for all tests of a module: to make one takes longer than a test."""
    with httpx.Client(base_url=served.url, follow_redirects=True) as client:
        yield client


@pytest.fixture
def till(visitor: httpx.Client, served: TillServer, pristine: Path) -> httpx.Client:
    """A visitor to the till, on its first day."""
    shutil.copyfile(pristine, served.database)
    prepare(served.database)
    visitor.cookies.clear()
    return visitor


@pytest.fixture
def ask(served: TillServer) -> Ask:
    """Ask the till's database."""

    def question(text: str, *values: object) -> Rows:
        with closing(sqlite3.connect(served.database)) as connection:
            return connection.execute(text, values).fetchall()

    return question
