"""A place for one test; a synced one is copied from one that was synced once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shops.place import ByHand, Place, serving


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A till with a small catalogue, and an empty shop."""
    with serving(tmp_path) as one:
        yield one


@pytest.fixture(scope="session")
def synced_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which everything was synced."""
    folder = tmp_path_factory.mktemp("synced")
    with serving(folder) as one:
        assert one.sync().outcome == "done"
        assert one.verdict().is_well
    return folder


@pytest.fixture
def synced(synced_folder: Path, tmp_path: Path) -> Iterator[Place]:
    """A till and a shop that show the same."""
    shutil.copytree(synced_folder, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as one:
        yield one


@pytest.fixture
def by_hand(request: pytest.FixtureRequest) -> ByHand:
    """Somebody who works on the shop of this test without Pos2Web."""
    name = "synced" if "synced" in request.fixturenames else "place"
    return ByHand(request.getfixturevalue(name))
