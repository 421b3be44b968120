"""The channel in memory keeps every promise of its port."""

import pytest

from pos2web.adapters.testing import ChannelContract
from tests.adapters.memory.channel_worlds import MemoryChannelWorld


class TestTheChannelInMemory(ChannelContract):
    @pytest.fixture
    def world(self) -> MemoryChannelWorld:
        return MemoryChannelWorld()
