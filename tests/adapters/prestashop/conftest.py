"""A sandbox shop on loopback, empty and fresh for every test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import ShopServer
from pos2web.ports import Shop
from tests.adapters.prestashop.shops import NOW


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ShopServer]:
    """A shop that bites like the real one."""
    with ShopServer(tmp_path / "shop") as server:
        yield server


@pytest.fixture
def shop(server: ShopServer) -> Iterator[Shop]:
    """The adapter on that shop."""
    settings = PrestashopSettings(url=server.url, key=server.key, listing_size=3, page_size=2)
    shop = open_shop(settings, clock=lambda: NOW)
    yield shop
    shop.close()
