"""The world of a webhook: a receiver that looks at signatures, for the kit."""

import json
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any

from pos2web.adapters.testing.channel_worlds import Received, Trouble
from pos2web.adapters.webhook.adapter import open_channel
from pos2web.adapters.webhook.settings import WebhookSettings
from pos2web.ports import Channel
from tests.adapters.webhook.receiver import HOST, Posted, Receiver

TOKEN, SECRET = "T0KEN-in-the-path", "whsec_cG9zMndlYg=="
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
STATUSES = {Trouble.BUSY: 503, Trouble.STRANGER: 401, Trouble.REFUSAL: 422}


def channel_to(url: str, **settings: Any) -> Channel:
    """A channel that posts there, by a clock that stands still."""
    given = WebhookSettings(url=url, **{"timeout_s": 30, **settings})
    return open_channel(given, name="alerts:webhook", clock=lambda: NOW)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def read(posted: Posted) -> Received:
    """A message as the kit compares it."""
    said = json.loads(posted.body)
    return Received(
        mark=posted.headers["idempotency-key"],
        subject=said["subject"],
        text=said["text"].rstrip("\n"),
        at=datetime.fromisoformat(said["at"]),
    )


class WebhookWorld:
    """A channel to a receiver on this machine, under an address that is a secret."""

    secrets = (TOKEN, SECRET)

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self.channel = channel_to(f"{receiver.url}/hooks/{TOKEN}?key={TOKEN}", secret=SECRET)

    def received(self) -> list[Received]:
        return [read(each) for each in self._receiver.posted]

    def having(self, trouble: Trouble) -> AbstractContextManager[None]:
        return self._having(STATUSES[trouble])

    @contextmanager
    def _having(self, status: int) -> Iterator[None]:
        usual, self._receiver.status = self._receiver.status, status
        self._receiver.answer = f"no hook at /hooks/{TOKEN}".encode()
        yield
        self._receiver.status, self._receiver.answer = usual, b""

    def unreachable(self) -> Channel:
        return channel_to(f"http://{HOST}:{closed_port()}/hooks/{TOKEN}")
