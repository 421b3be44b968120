"""The program's own log keeps every promise of a channel that it can."""

import logging
from contextlib import AbstractContextManager

import pytest

from pos2web.adapters.testing import ChannelContract
from pos2web.adapters.testing.channel import STALLED
from pos2web.adapters.testing.channel_worlds import Received, Trouble
from pos2web.ports import Channel
from pos2web.tasks.program_log import LogChannel


class LogWorld:
    """A channel into the log, and who reads that: it always takes everything."""

    secrets: tuple[str, ...] = ()

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.channel = LogChannel()
        self._caplog = caplog

    def received(self) -> list[Received]:
        return [as_received(record) for record in self._caplog.records]

    def having(self, trouble: Trouble) -> AbstractContextManager[None] | None:
        del trouble
        return None

    def unreachable(self) -> Channel | None:
        return None


def as_received(record: logging.LogRecord) -> Received:
    """A record as the kit compares it."""
    said = vars(record)
    return Received(
        mark=said["told"],
        subject=record.getMessage(),
        text=said["text"].rstrip("\n"),
        at=said["at"],
    )


class TestTheLogChannel(ChannelContract):
    @pytest.fixture
    def world(self, caplog: pytest.LogCaptureFixture) -> LogWorld:
        return LogWorld(caplog)


def test_a_message_is_a_warning_with_all_that_it_holds(caplog: pytest.LogCaptureFixture) -> None:
    LogChannel().send(STALLED)

    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert vars(record)["data"] == {"task": "stock", "minutes": "20"}
