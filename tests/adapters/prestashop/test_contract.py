"""The contract of a shop: on the sandbox, and on a live shop where one is named.

POS2WEB_LIVE_PRESTASHOP=URL and POS2WEB_LIVE_PRESTASHOP_KEY=KEY name a shop to try on. What the
tests make there is named by a prefix of its own and removed again.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos2web.adapters.prestashop.adapter import open_shop
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.shop import Faults, ShopServer
from pos2web.adapters.sandbox.shop.faults import Dice
from pos2web.adapters.testing.shop import ShopContract
from pos2web.ports import Shop

LIVE, LIVE_KEY = "POS2WEB_LIVE_PRESTASHOP", "POS2WEB_LIVE_PRESTASHOP_KEY"
WRITING = ("POST", "PATCH", "DELETE")


class PrestashopWorld:
    """A shop behind the adapter."""

    refused_photo = b"no photo at all"

    def __init__(self, url: str, key: str, prefix: str, server: ShopServer | None = None) -> None:
        self.prefix = prefix
        self._url = url
        self._server = server
        self.shop = self._opened(key)

    def losing_answers(self) -> AbstractContextManager[None] | None:
        return None if self._server is None else _losing_answers(self._server)

    def unknown(self) -> Shop:
        return self._opened("X" * 32)

    def _opened(self, key: str) -> Shop:
        return open_shop(
            PrestashopSettings(url=self._url, key=key), clock=lambda: datetime.now(UTC)
        )


@contextmanager
def _losing_answers(server: ShopServer) -> Iterator[None]:
    server.door.dice = Dice(Faults(methods=WRITING, dropped_after=1.0))
    yield
    server.door.dice = Dice(Faults())


class TestOnTheSandbox(ShopContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[PrestashopWorld]:
        with ShopServer(tmp_path / "shop") as server:
            world = PrestashopWorld(server.url, server.key, "", server)
            yield world
            world.shop.close()


class TestOnALiveShop(ShopContract):
    __test__ = LIVE in os.environ

    @pytest.fixture
    def world(self) -> Iterator[PrestashopWorld]:
        prefix = f"P2W-{uuid.uuid4().hex[:8]}-"
        world = PrestashopWorld(os.environ[LIVE], os.environ.get(LIVE_KEY, ""), prefix)
        yield world
        world.shop.close()
