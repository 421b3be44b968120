"""The catalogue at a till, synced once; each test has a copy of till, shop and home."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pos2web.adapters.prestashop.settings import PrestashopSettings
from tests.chaos.storm import sandbox
from tests.real.catalogue import Article, read, write_till
from tests.real.package import Missing, assets, install_npm
from tests.shops.place import ByHand, Place


@contextmanager
def serving(folder: Path) -> Iterator[Place]:
    """A place whose shop is a process of its own."""
    with sandbox(folder / "shop") as address:
        shop = PrestashopSettings(url=address.url, key=address.key, read_timeout_s=30)
        yield Place(folder, shop)


@pytest.fixture(scope="session")
def package() -> Path:
    """The files of the public catalogue. Without them there is nothing to test, and that is told."""
    install_npm()
    try:
        return assets()
    except Missing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def articles(package: Path) -> list[Article]:
    """What the catalogue says."""
    return read(package / "products.csv")


@pytest.fixture(scope="session")
def synced_folder(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A till that was synced once into an empty shop."""
    folder = tmp_path_factory.mktemp("real")
    write_till(folder / "till.sqlite", package)
    with serving(folder) as one:
        assert one.sync().outcome == "done"
    return folder


@pytest.fixture
def place(synced_folder: Path, tmp_path: Path) -> Iterator[Place]:
    """The till and the shop after that sync."""
    shutil.copytree(synced_folder, tmp_path, dirs_exist_ok=True)
    with serving(tmp_path) as one:
        yield one


@pytest.fixture
def by_hand(place: Place) -> ByHand:
    """Somebody who looks at the shop without Pos2Web."""
    return ByHand(place)
