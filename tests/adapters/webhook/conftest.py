"""A receiver of messages on this machine."""

from collections.abc import Iterator

import pytest

from tests.adapters.webhook.receiver import Receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening
