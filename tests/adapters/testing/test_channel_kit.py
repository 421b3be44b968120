"""The kit tells broken channels: every one of these by the test that is made for it."""

from collections.abc import Callable
from functools import partial

import pytest

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.adapters.testing import ChannelContract
from pos2web.ports import Channel
from tests.adapters.memory.channel_worlds import MemoryChannelWorld, deaf
from tests.adapters.testing.channels_that_mistell import CAUGHT_BY, DEAF_CAUGHT_BY
from tests.adapters.testing.running import failed, names_of_tests
from tests.adapters.testing.test_kit import named


class DeafWorld(MemoryChannelWorld):
    """A world whose unreachable channel is the one that is tried."""

    def __init__(self, new_channel: Callable[[], MemoryChannel]) -> None:
        super().__init__()
        self._new_channel = new_channel

    def unreachable(self) -> Channel:
        return deaf(self._new_channel())


def world_of(adapter: type[MemoryChannel]) -> MemoryChannelWorld:
    """A world around a channel of this class."""
    return MemoryChannelWorld(adapter())


@pytest.mark.parametrize(("adapter", "test"), CAUGHT_BY.items(), ids=named)
def test_a_broken_channel_is_told(adapter: type[MemoryChannel], test: str) -> None:
    assert test in failed(ChannelContract, partial(world_of, adapter))


@pytest.mark.parametrize(("adapter", "test"), DEAF_CAUGHT_BY.items(), ids=named)
def test_a_channel_that_is_wrong_about_nobody_is_told(
    adapter: type[MemoryChannel], test: str
) -> None:
    assert failed(ChannelContract, partial(DeafWorld, adapter)) == {test}


def test_every_test_of_a_channel_has_told_a_broken_one() -> None:
    told = [failed(ChannelContract, partial(world_of, broken)) for broken in CAUGHT_BY]

    assert names_of_tests(ChannelContract).difference(*told) == set(DEAF_CAUGHT_BY.values())


def test_a_channel_in_order_fails_nothing() -> None:
    assert failed(ChannelContract, MemoryChannelWorld) == set()
