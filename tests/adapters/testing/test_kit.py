"""The kit tells broken adapters: every one of these by the test that is made for it."""

from collections.abc import Callable
from functools import partial

import pytest

from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill
from pos2web.adapters.memory.worlds import MemoryShopWorld, MemoryTillWorld
from pos2web.adapters.testing import PhotoTillContract, ShopContract, TillContract
from pos2web.domain.values import Kind
from pos2web.ports import TillCapabilities
from tests.adapters.testing import (
    shops_that_mismark,
    shops_that_misread,
    shops_that_missell,
    shops_that_miswrite,
    tills_that_misread,
)
from tests.adapters.testing.running import failed, names_of_tests

TILLS = tills_that_misread.CAUGHT_BY
SILENT_TILLS = tills_that_misread.SILENT_CAUGHT_BY
SHOPS = (
    shops_that_misread.CAUGHT_BY
    | shops_that_miswrite.CAUGHT_BY
    | shops_that_missell.CAUGHT_BY
    | shops_that_mismark.CAUGHT_BY
)
CLOSED_SHOPS = shops_that_misread.STRANGERS_CAUGHT_BY | shops_that_mismark.STRANGERS_CAUGHT_BY


def named(value: object) -> str | None:
    """A case is called after its broken adapter."""
    return value.__name__ if isinstance(value, type) else "by"


def world_of_till(adapter: type[MemoryTill]) -> MemoryTillWorld:
    """A world around a till of this class."""
    return MemoryTillWorld(adapter())


def world_of_shop(adapter: type[MemoryShop]) -> MemoryShopWorld:
    """A world around a shop of this class."""
    return MemoryShopWorld(adapter())


class SilentTillWorld(MemoryTillWorld):
    """A world whose unreachable till is the one that is tried."""

    def __init__(self, new_till: Callable[[], MemoryTill]) -> None:
        super().__init__()
        self.unreachable = new_till  # type: ignore[method-assign]  # a world made of parts


class ClosedShopWorld(MemoryShopWorld):
    """A world in which a wrong key leads to the shop that is tried."""

    def __init__(self, new_shop: Callable[[], MemoryShop]) -> None:
        super().__init__()
        self.unknown = new_shop  # type: ignore[method-assign]  # a world made of parts


@pytest.mark.parametrize(("adapter", "test"), TILLS.items(), ids=named)
def test_a_broken_till_is_told(adapter: type[MemoryTill], test: str) -> None:
    assert test in failed(PhotoTillContract, partial(world_of_till, adapter))


@pytest.mark.parametrize(("adapter", "test"), SILENT_TILLS.items(), ids=named)
def test_a_till_that_is_silent_in_a_wrong_way_is_told(adapter: type[MemoryTill], test: str) -> None:
    assert failed(PhotoTillContract, partial(SilentTillWorld, adapter)) == {test}


@pytest.mark.parametrize(("adapter", "test"), SHOPS.items(), ids=named)
def test_a_broken_shop_is_told(adapter: type[MemoryShop], test: str) -> None:
    assert test in failed(ShopContract, partial(world_of_shop, adapter))


@pytest.mark.parametrize(("adapter", "test"), CLOSED_SHOPS.items(), ids=named)
def test_a_shop_that_treats_strangers_wrongly_is_told(adapter: type[MemoryShop], test: str) -> None:
    assert failed(ShopContract, partial(ClosedShopWorld, adapter)) == {test}


def test_every_test_of_a_till_has_told_a_broken_one() -> None:
    told = [failed(PhotoTillContract, partial(world_of_till, broken)) for broken in TILLS]

    told.append(failed(TillContract, MemoryTillWorld))
    assert names_of_tests(PhotoTillContract).difference(*told) == set(SILENT_TILLS.values())


def test_a_till_with_photos_that_is_tried_without_is_told() -> None:
    assert failed(TillContract, MemoryTillWorld) == {
        "test_a_till_that_keeps_photos_is_tried_with_photos"
    }


def test_a_till_that_keeps_little_is_asked_for_no_more() -> None:
    little = TillCapabilities(
        kinds=frozenset({Kind.PRODUCT, Kind.STOCK}),
        product_fields=frozenset(),
    )

    assert failed(TillContract, lambda: MemoryTillWorld(MemoryTill(capabilities=little))) == set()


def test_every_test_of_a_shop_has_told_a_broken_one() -> None:
    told = [failed(ShopContract, partial(world_of_shop, broken)) for broken in SHOPS]

    assert names_of_tests(ShopContract).difference(*told) == set(CLOSED_SHOPS.values())


def test_adapters_in_order_fail_nothing() -> None:
    assert failed(PhotoTillContract, MemoryTillWorld) == set()
    assert failed(ShopContract, MemoryShopWorld) == set()
