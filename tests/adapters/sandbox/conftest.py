"""A shop that runs for one test, and a client that holds its key."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pos2web.adapters.sandbox.shop import ShopServer


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ShopServer]:
    with ShopServer(tmp_path / "shop") as server:
        yield server


@pytest.fixture
def client(shop: ShopServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, auth=(shop.key, ""), timeout=10) as one:
        yield one
