"""The kit: what every adapter promises, as tests that it takes in a few lines.

class TestTheTillInMemory(PhotoTillContract):
    @pytest.fixture
    def world(self) -> MemoryTillWorld:
        return MemoryTillWorld()
"""

import pytest

MODULES = (
    *("bench", "channel", "shop_marks", "shop_outcomes", "shop_photos", "shop_reads"),
    *("shop_sales", "shop_writes", "store_keeping", "store_trouble", "till"),
)
pytest.register_assert_rewrite(*(f"{__name__}.{module}" for module in MODULES))

from pos2web.adapters.testing.channel import ChannelContract  # noqa: E402 - after the line that explains failures
from pos2web.adapters.testing.channel_worlds import ChannelWorld  # noqa: E402 - likewise
from pos2web.adapters.testing.shop import ShopContract  # noqa: E402 - likewise
from pos2web.adapters.testing.store import BackupStoreContract  # noqa: E402 - likewise
from pos2web.adapters.testing.store_worlds import StoreWorld  # noqa: E402 - likewise
from pos2web.adapters.testing.till import PhotoTillContract, TillContract  # noqa: E402 - likewise
from pos2web.adapters.testing.worlds import PhotoTillWorld, ShopWorld, TillWorld  # noqa: E402 - likewise

__all__ = [
    "BackupStoreContract",
    "ChannelContract",
    "ChannelWorld",
    "PhotoTillContract",
    "PhotoTillWorld",
    "ShopContract",
    "ShopWorld",
    "StoreWorld",
    "TillContract",
    "TillWorld",
]
