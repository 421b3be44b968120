"""The kit: what every adapter promises, as tests that it takes in a few lines.

class TestTheTillInMemory(TillContract):
    @pytest.fixture
    def world(self) -> MemoryTillWorld:
        return MemoryTillWorld()
"""

import pytest

MODULES = ("bench", "shop_outcomes", "shop_photos", "shop_reads", "shop_writes", "till")
pytest.register_assert_rewrite(*(f"{__name__}.{module}" for module in MODULES))

from adapters.testing.shop import ShopContract  # noqa: E402 - after the line that explains failures
from adapters.testing.till import TillContract  # noqa: E402 - likewise
from adapters.testing.worlds import ShopWorld, TillWorld  # noqa: E402 - likewise

__all__ = ["ShopContract", "ShopWorld", "TillContract", "TillWorld"]
