"""What the kit needs of a channel's world: the channel, and whoever is at its other end."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from pos2web.ports import Channel


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it arrived, without line ends after its text.

    `mark` is by what a receiver knows that it is told the same again.
    """

    mark: str
    subject: str
    text: str
    at: datetime


class Trouble(StrEnum):
    """What may be wrong at the other end."""

    BUSY = "it has no time now"
    STRANGER = "it knows us not"
    REFUSAL = "it doesn't take this message"


class ChannelWorld(Protocol):
    """A channel, and one who listens."""

    @property
    def channel(self) -> Channel:
        """The adapter that is tested."""
        ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be read in anything that the adapter says."""
        ...

    def received(self) -> Sequence[Received]:
        """All that arrived, oldest first."""
        ...

    def having(self, trouble: Trouble) -> AbstractContextManager[None] | None:
        """While it lasts, messages are answered so; None when that never happens."""
        ...

    def unreachable(self) -> Channel | None:
        """A channel of this sort where nobody listens; None when there can't be one."""
        ...
