"""The adapters in memory keep every promise of their ports."""

import pytest

from pos2web.adapters.memory.worlds import MemoryShopWorld, MemoryTillWorld
from pos2web.adapters.testing import PhotoTillContract, ShopContract


class TestTheTillInMemory(PhotoTillContract):
    @pytest.fixture
    def world(self) -> MemoryTillWorld:
        return MemoryTillWorld()


class TestTheShopInMemory(ShopContract):
    @pytest.fixture
    def world(self) -> MemoryShopWorld:
        return MemoryShopWorld()
