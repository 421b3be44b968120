"""A channel that tells again what did not get through, a limited number of times."""

from collections.abc import Iterator

from pos2web.adapters.wrappers.patience import Backoff
from pos2web.errors import TransientError
from pos2web.ports import Channel, Finding, Message

USUAL = Backoff(attempts_max=3)


class RetryingChannel:
    """Waits and tells again while the receiver is busy or away.

    Where an answer was lost, people may be told twice; both messages bear the same `id`.
    """

    def __init__(self, channel: Channel, *, backoff: Backoff = USUAL) -> None:
        self._channel = channel
        self._backoff = backoff

    @property
    def name(self) -> str:
        return self._channel.name

    def send(self, message: Message) -> None:
        for attempt in range(1, self._backoff.attempts_max):
            try:
                self._channel.send(message)
            except TransientError as error:
                self._backoff.pause(attempt, error.retry_after_s)
            else:
                return
        self._channel.send(message)

    def check(self) -> Iterator[Finding]:
        yield from self._channel.check()

    def close(self) -> None:
        self._channel.close()
