"""The world of the channel in memory, for the kit."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.adapters.testing.channel_worlds import Received, Trouble
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.ports import Channel

TROUBLES: dict[Trouble, Pos2WebError] = {
    Trouble.BUSY: TransientError("no time now"),
    Trouble.STRANGER: CredentialsError("who are you?"),
    Trouble.REFUSAL: RecordError("not this one", ref="alerts:memory"),
}


class MemoryChannelWorld:
    """A channel in memory, and who looks into it."""

    secrets = ("PASSWORD",)

    def __init__(self, channel: MemoryChannel | None = None) -> None:
        self.channel = MemoryChannel() if channel is None else channel

    def received(self) -> list[Received]:
        return [
            Received(mark=each.id, subject=each.subject, text=each.text.rstrip("\n"), at=each.at)
            for each in self.channel.told
        ]

    def having(self, trouble: Trouble) -> AbstractContextManager[None]:
        return self._having(trouble)

    @contextmanager
    def _having(self, trouble: Trouble) -> Iterator[None]:
        self.channel.trouble = TROUBLES[trouble]
        yield
        self.channel.trouble = None

    def unreachable(self) -> Channel:
        return deaf(MemoryChannel())


def deaf(channel: MemoryChannel) -> MemoryChannel:
    """The channel, with nobody at its other end."""
    channel.trouble = TransientError("nobody listens")
    return channel
