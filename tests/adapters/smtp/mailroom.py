"""A real SMTP server on this machine, which answers as it is told to."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "boutique", "S3CRET-é-mot"
HOST = "127.0.0.1"


@dataclass
class Answers:
    """What the server says where all is not well; empty: all is well."""

    mail: str = ""
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = ""
    hangs_up_after_data: bool = False
    hangs_up_at_quit: bool = False


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail as it came in."""

    sender: str
    recipients: list[str]
    content: bytes
    options: list[str]

    @property
    def parsed(self) -> EmailMessage:
        """What a mail program sees."""
        return message_from_bytes(self.content, policy=policy.default)


class Mailroom:
    """Takes mails for everybody, on a port of its own, and keeps them in `mails`; who logged in is in
    `known`, what clients called themselves in `greeted`.

    `options` are aiosmtpd's own; `encryption` alone makes a server that speaks TLS at once.
    """

    def __init__(self, *, encryption: ssl.SSLContext | None = None, **options: Any) -> None:
        self.mails: list[Mail] = []
        self.greeted: list[str] = []
        self.known: list[str] = []
        self.answers = Answers()
        self.port = 0
        self._passwords = {USER: PASSWORD}
        self._encryption = encryption
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._run(
            self._loop.create_server(self._session, HOST, 0, ssl=self._encryption)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_error: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def know(self, user: str, password: str) -> None:
        """Know one more user."""
        self._passwords[user] = password

    def forget_passwords(self) -> None:
        """From now on nobody is known."""
        self._passwords = {}

    def remember_passwords(self) -> None:
        """Know the user again."""
        self._passwords = {USER: PASSWORD}

    # What aiosmtpd asks of a handler; it finds these by their names.

    async def handle_EHLO(  # noqa: N802 - a name of aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: Any
    ) -> Any:
        del server, envelope
        self.greeted.append(hostname)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802 - a name of aiosmtpd's
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        mail_options: list[str],
    ) -> str:
        del server, session
        if self.answers.mail:
            return self.answers.mail
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - a name of aiosmtpd's
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],
    ) -> str:
        del server, session, rcpt_options
        answer = self.answers.rcpt.get(address) or self.answers.rcpt.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - a name of aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        if self.answers.hangs_up_after_data:
            hang_up(server)
        if self.answers.data:
            return self.answers.data
        assert isinstance(envelope.content, bytes)
        mail = Mail(
            sender=envelope.mail_from or "",
            recipients=list(envelope.rcpt_tos),
            content=envelope.content,
            options=list(envelope.mail_options),
        )
        self.mails.append(mail)
        return "250 OK"

    async def handle_QUIT(  # noqa: N802 - a name of aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session, envelope
        if self.answers.hangs_up_at_quit:
            hang_up(server)
        return "221 Bye"

    def _session(self) -> SMTP:
        return SMTP(
            self,
            hostname="mailroom.example",
            authenticator=self._authenticate,
            loop=self._loop,
            **{"enable_SMTPUTF8": True, **self._options},
        )

    def _authenticate(self, *said: Any) -> AuthResult:
        login = said[-1]
        assert isinstance(login, LoginPassword)
        user, password = login.login.decode(), login.password.decode()
        if self._passwords.get(user) != password:
            return AuthResult(success=False, handled=False)
        self.known.append(user)
        return AuthResult(success=True)

    def _run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=30)

    async def _stop(self) -> None:
        self._server.close()
        await self._server.wait_closed()
        left = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def hang_up(server: SMTP) -> None:
    """Cut the line without a word."""
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def answering(change: Callable[[], None], back: Callable[[], None]) -> Iterator[None]:
    """Something else for a while."""
    change()
    try:
        yield
    finally:
        back()
