"""The adapters in memory keep every promise of their ports."""

import pytest

from pos2web.adapters.testing import ShopContract, TillContract
from tests.adapters.memory.worlds import MemoryShopWorld, MemoryTillWorld


class TestTheTillInMemory(TillContract):
    @pytest.fixture
    def world(self) -> MemoryTillWorld:
        return MemoryTillWorld()


class TestTheShopInMemory(ShopContract):
    @pytest.fixture
    def world(self) -> MemoryShopWorld:
        return MemoryShopWorld()
