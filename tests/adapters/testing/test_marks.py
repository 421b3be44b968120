"""The kit leaves a shop in use with the mark that was there, or with none."""

import pytest

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.adapters.testing.shop_marks import MARK, kept


@pytest.mark.parametrize("before", [None, "pos2web 1 the shop's own"])
def test_a_trial_leaves_the_mark_as_it_was(before: str | None) -> None:
    shop = MemoryShop()
    if before is not None:
        shop.write_mark(before)

    assert kept(shop, MARK) == MARK

    assert shop.read_mark() == before
