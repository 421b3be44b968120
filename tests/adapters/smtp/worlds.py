"""The world of a mail channel: a server with encryption and passwords, for the kit."""

import base64
import socket
from contextlib import AbstractContextManager
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import msgspec

from pos2web.adapters.smtp.adapter import open_channel
from pos2web.adapters.smtp.settings import SmtpSettings
from pos2web.adapters.testing.channel_worlds import Received, Trouble
from pos2web.ports import Channel
from tests.adapters.smtp.mailroom import HOST, PASSWORD, USER, Answers, Mail, Mailroom, answering

SETTINGS = SmtpSettings(
    host=HOST,
    sender="Pos2Web <boutique@example.com>",
    recipients=("patron@example.com", "Élise Noël <technicien@example.com>"),
    security="none",
    timeout_s=30,
)
TROUBLES = {
    Trouble.BUSY: Answers(data="451 4.3.2 come back later"),
    Trouble.STRANGER: Answers(),
    Trouble.REFUSAL: Answers(rcpt={"*": "550 5.1.1 there is nobody of that name"}),
}


def channel_to(room: Mailroom, **settings: Any) -> Channel:
    """A channel that mails through this server."""
    return open_channel(
        msgspec.structs.replace(SETTINGS, port=room.port, **settings), name="alerts:mail"
    )


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def received(mail: Mail) -> Received:
    """A mail as the kit compares it."""
    parsed = mail.parsed
    return Received(
        mark=parsed["Message-ID"],
        subject=parsed["Subject"],
        text=parsed.get_content().replace("\r\n", "\n").rstrip("\n"),
        at=_instant(parsed["Date"]),
    )


def _instant(date: str) -> datetime:
    return parsedate_to_datetime(date)


class MailWorld:
    """A channel to a server that asks who one is, over a conversation that is encrypted."""

    def __init__(self, room: Mailroom, ca_file: Path) -> None:
        self._room = room
        self._trusted: dict[str, Any] = {
            "security": "starttls",
            "user": USER,
            "password": PASSWORD,
            "ca_file": str(ca_file),
        }
        self.channel = channel_to(room, **self._trusted)

    @property
    def secrets(self) -> tuple[str, ...]:
        said = f"\0{USER}\0{PASSWORD}".encode()
        return (PASSWORD, *(base64.b64encode(each).decode() for each in (said, PASSWORD.encode())))

    def received(self) -> list[Received]:
        return [received(mail) for mail in self._room.mails]

    def having(self, trouble: Trouble) -> AbstractContextManager[None]:
        if trouble is Trouble.STRANGER:
            return answering(self._room.forget_passwords, self._room.remember_passwords)
        return answering(lambda: self._answer(TROUBLES[trouble]), lambda: self._answer(Answers()))

    def unreachable(self) -> Channel:
        nobody = msgspec.structs.replace(SETTINGS, port=closed_port())
        return open_channel(nobody, name="alerts:mail")

    def _answer(self, answers: Answers) -> None:
        self._room.answers = answers
