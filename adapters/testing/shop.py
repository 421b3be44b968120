"""The contract of `pos2web.ports.Shop`, as tests: subclass it and give it a `world` fixture."""

from collections.abc import Iterator

import pytest

from pos2web.adapters.testing.bench import Bench
from pos2web.adapters.testing.shop_marks import ShopMarks
from pos2web.adapters.testing.shop_outcomes import ShopOutcomes
from pos2web.adapters.testing.shop_photos import ShopPhotos
from pos2web.adapters.testing.shop_reads import ShopReads
from pos2web.adapters.testing.shop_sales import ShopSales
from pos2web.adapters.testing.shop_writes import ShopWrites
from pos2web.adapters.testing.worlds import ShopWorld


class ShopContract(ShopReads, ShopWrites, ShopSales, ShopOutcomes, ShopPhotos, ShopMarks):
    """Every promise of a shop's docstrings. What a test makes is gone when it ends."""

    @pytest.fixture
    def bench(self, world: ShopWorld) -> Iterator[Bench]:
        """The shop with hands and eyes."""
        bench = Bench(world)
        yield bench
        bench.clear()
