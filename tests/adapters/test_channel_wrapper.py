"""A channel is told again while its receiver is busy, and never more often than that."""

from datetime import UTC, datetime

import pytest

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.adapters.wrappers.channel import RetryingChannel
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.ports import Message, Severity

MESSAGE = Message(id="1", subject="Stock", text="", at=datetime(2026, 11, 24, tzinfo=UTC))
BUSY = TransientError("busy", retry_after_s=7)


class Waking(MemoryChannel):
    """Is in this trouble for so many tries."""

    def __init__(self, trouble: Pos2WebError, *, tries: int) -> None:
        super().__init__()
        self.trouble = trouble
        self.tries = tries
        self.waits: list[float] = []
        self.retrying = RetryingChannel(
            self,
            backoff=Backoff(attempts_max=3, jitter=lambda: 1.0, sleep=self.waits.append),
        )

    def send(self, message: Message) -> None:
        self.tries -= 1
        if self.tries < 0:
            self.trouble = None
        super().send(message)


def test_who_is_busy_is_told_again_when_it_asks_to_be() -> None:
    channel = Waking(BUSY, tries=2)

    channel.retrying.send(MESSAGE)

    assert channel.told == [MESSAGE]
    assert channel.waits == [7, 7]


def test_who_is_busy_for_long_is_given_up_for_now() -> None:
    channel = Waking(BUSY, tries=3)

    with pytest.raises(TransientError):
        channel.retrying.send(MESSAGE)

    assert channel.told == []
    assert len(channel.waits) == 2


@pytest.mark.parametrize("error", [CredentialsError("who?"), RecordError("no", ref="a@b.example")])
def test_who_will_not_listen_is_not_told_again(error: Pos2WebError) -> None:
    channel = Waking(error, tries=1)

    with pytest.raises(type(error)):
        channel.retrying.send(MESSAGE)

    assert channel.waits == []


def test_all_else_is_left_to_the_channel() -> None:
    channel = Waking(BUSY, tries=0)

    assert channel.retrying.name == channel.name
    assert [each.severity for each in channel.retrying.check()] == [Severity.PROBLEM]
    channel.retrying.close()
