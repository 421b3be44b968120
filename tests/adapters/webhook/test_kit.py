"""The webhook keeps every promise of its port, with a receiver that listens."""

from collections.abc import Iterator

import pytest

from pos2web.adapters.testing import ChannelContract
from tests.adapters.webhook.receiver import Receiver
from tests.adapters.webhook.worlds import WebhookWorld


class TestTheWebhook(ChannelContract):
    @pytest.fixture
    def world(self, receiver: Receiver) -> Iterator[WebhookWorld]:
        world = WebhookWorld(receiver)
        yield world
        world.channel.close()
