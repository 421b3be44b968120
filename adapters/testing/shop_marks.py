"""The part of a shop's contract about the mark of ours that it keeps."""

import pytest

from pos2web.adapters.testing.worlds import ShopWorld
from pos2web.ports import MARK_CHARS_MAX, Shop

MARK = "pos2web 1 KIT 1 KIT 2026-11-24T12:00:00Z"


def kept(shop: Shop, mark: str) -> str | None:
    """What is read after a mark was written; then it is as it was before, also without any."""
    before = shop.read_mark()
    try:
        is_kept, found = shop.write_mark(mark), shop.read_mark()
    finally:
        shop.write_mark(before or "")
    if not is_kept:
        assert found == before
        pytest.skip("the shop has no place for a mark")
    return found


class ShopMarks:
    """What keeping a mark promises. `world` holds the shop."""

    def test_a_mark_that_is_kept_is_read_as_it_was_written(self, world: ShopWorld) -> None:
        assert kept(world.shop, MARK) == MARK

    def test_the_longest_mark_is_kept_whole(self, world: ShopWorld) -> None:
        longest = MARK.ljust(MARK_CHARS_MAX, "0")

        assert kept(world.shop, longest) == longest

    def test_a_mark_takes_the_place_of_the_one_before(self, world: ShopWorld) -> None:
        later = MARK.replace("1 KIT", "2 KIT")

        kept(world.shop, MARK)

        assert kept(world.shop, later) == later

    def test_an_empty_mark_takes_the_one_before_away(self, world: ShopWorld) -> None:
        before = world.shop.read_mark()

        kept(world.shop, MARK)
        try:
            world.shop.write_mark(MARK)
            is_gone, found = world.shop.write_mark(""), world.shop.read_mark()
        finally:
            world.shop.write_mark(before or "")

        assert (is_gone, found) == (True, None)

    def test_a_stranger_keeps_no_mark(self, world: ShopWorld) -> None:
        shop = world.unknown() or pytest.skip("this shop asks for no key")

        is_kept, found = shop.write_mark(MARK), shop.read_mark()
        shop.close()

        assert (is_kept, found) == (False, None)
