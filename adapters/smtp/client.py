"""Speaks SMTP: one conversation at a time, and errors that are ours.

By the standard library's blocking client: alerts are rare and everything here runs in threads, so
an asynchronous one (aiosmtplib) would only add an event loop to each of them.
"""

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from pos2web.adapters.smtp.settings import USUAL_PORTS, SmtpSettings
from pos2web.errors import CredentialsError, Pos2WebError, RecordError, TransientError
from pos2web.messages import message

UNKNOWN_TO_THEM = (530, 534, 535, 538)
"""Answers that ask who we are (RFC 4954), whenever they come."""

WORDS_MAX = 200
Refusals = dict[str, tuple[int, bytes]]
"""By address, the code and the words with which it was refused."""


class Conversation:
    """A server that has greeted us, and knows us where it wants to."""

    def __init__(self, smtp: smtplib.SMTP, where: str) -> None:
        self._smtp = smtp
        self._where = where

    @property
    def takes_any_address(self) -> bool:
        """Whether addresses may have letters outside ASCII (RFC 6531)."""
        return self._smtp.has_extn("smtputf8")

    def deliver(self, mail: bytes, *, sender: str, recipients: Sequence[str]) -> Refusals:
        """Hand over one mail and give back who was refused, when somebody was taken.

        Raises TransientError, RecordError, CredentialsError when nobody got it.
        """
        options = needed_for(sender, *recipients)
        try:
            return self._smtp.sendmail(sender, recipients, mail, mail_options=options)
        except smtplib.SMTPRecipientsRefused as error:
            raise nobody(self._where, error.recipients) from error

    def rehearse(self, *, sender: str, recipients: Sequence[str]) -> Refusals:
        """Ask who would be refused, and hand over nothing."""
        code, answer = self._smtp.mail(sender, needed_for(sender, *recipients))
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        answers = {each: self._smtp.rcpt(each) for each in recipients}
        self._smtp.rset()
        return {each: answer for each, answer in answers.items() if answer[0] not in (250, 251)}


def needed_for(*addresses: str) -> list[str]:
    """What a server must be told before it gets these addresses."""
    return [] if "".join(addresses).isascii() else ["SMTPUTF8", "BODY=8BITMIME"]


class MailServer:
    """One mail server, as it was set."""

    def __init__(self, settings: SmtpSettings, trust: ssl.SSLContext) -> None:
        self._settings = settings
        self._trust = trust

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """A conversation that is ended in any case. What goes wrong in it is one of our errors."""
        where = self._settings.where
        with speaking(where):
            with introducing(where):
                smtp = self._connected()
            try:
                with introducing(where):
                    self._introduce(smtp)
                yield Conversation(smtp, where)
                # Whatever was handed over is theirs by now; how they say goodbye changes nothing.
                with suppress(OSError):
                    smtp.quit()
            finally:
                smtp.close()

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        port = settings.port or USUAL_PORTS[settings.security]
        name = settings.helo or own_name()
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, port, name, timeout=settings.timeout_s, context=self._trust
            )
        return smtplib.SMTP(settings.host, port, name, timeout=settings.timeout_s)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        settings = self._settings
        if settings.security == "starttls":
            smtp.starttls(context=self._trust)
        smtp.ehlo_or_helo_if_needed()
        if settings.user:
            log_in(smtp, settings.user, settings.password)


def log_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """As smtplib does, which however can't say what is outside ASCII."""
    if (user + password).isascii():
        smtp.login(user, password)
        return
    said = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, answer = smtp.docmd("AUTH", f"PLAIN {said}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


@contextmanager
def introducing(where: str) -> Iterator[None]:
    """Whoever refuses us before there is a mail doesn't know us, or not in this way."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        # Without their words, in which they may repeat what we said.
        text = message(
            "{where} refuses this user and password ({number})", where=where, number=number(error)
        )
        raise by_code(error.smtp_code, text, otherwise=CredentialsError(text)) from None
    except smtplib.SMTPResponseException as error:
        text = message(
            "{where} does not want to talk to us ({said_by})", where=where, said_by=said_by(error)
        )
        raise by_code(error.smtp_code, text, otherwise=CredentialsError(text)) from error
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        text = message("{where} can't do what is set for it: {error}", where=where, error=error)
        raise CredentialsError(text) from error
    except ssl.SSLCertVerificationError as error:
        text = message(
            "{where} does not prove who it is: {verify_message}",
            where=where,
            verify_message=error.verify_message,
        )
        raise CredentialsError(text) from error


@contextmanager
def speaking(where: str) -> Iterator[None]:
    """What goes wrong with a mail, or with the line, as one of our errors."""
    try:
        yield
    except smtplib.SMTPSenderRefused as error:
        text = message(
            "{where} takes no mail from {sender} ({said_by})",
            where=where,
            sender=error.sender,
            said_by=said_by(error),
        )
        refused = RecordError(text, ref=error.sender)
        raise by_code(error.smtp_code, text, otherwise=refused) from error
    except smtplib.SMTPResponseException as error:
        text = message(
            "{where} does not take the mail ({said_by})", where=where, said_by=said_by(error)
        )
        raise by_code(error.smtp_code, text, otherwise=RecordError(text, ref=where)) from error
    except OSError as error:  # SMTPServerDisconnected is one too
        raise TransientError(
            message("{where} can't be talked to: {error}", where=where, error=error)
        ) from error


def nobody(where: str, refusals: Refusals) -> Pos2WebError:
    """The error when all recipients were refused: one that may be taken later is worth a try."""
    text = message("{where} takes no mail for {listed}", where=where, listed=listed(refusals))
    code = min(code for code, _ in refusals.values())
    return by_code(code, text, otherwise=RecordError(text, ref=", ".join(refusals)))


def by_code(code: int, text: str, *, otherwise: Pos2WebError) -> Pos2WebError:
    """What a code of an answer means for the caller, where it means the same at any moment."""
    if 400 <= code < 500:
        return TransientError(text)
    if code in UNKNOWN_TO_THEM:
        return CredentialsError(text)
    return otherwise


def listed(refusals: Refusals) -> str:
    """The addresses, each with what was said of it."""
    return ", ".join(f"{each} ({words(*answer)})" for each, answer in refusals.items())


def said_by(error: smtplib.SMTPResponseException) -> str:
    """A refusal's code and words."""
    said = error.smtp_error
    return words(error.smtp_code, said if isinstance(said, bytes) else said.encode())


def number(error: smtplib.SMTPResponseException) -> str:
    """A refusal's code, and the finer one in its words (RFC 3463) where there is one."""
    return (re.match(r"\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?", said_by(error)) or [""])[0]


def words(code: int, answer: bytes) -> str:
    """An answer on one line, not too long."""
    return " ".join(f"{code} {answer.decode('utf-8', 'replace')}".split())[:WORDS_MAX]


def own_name() -> str:
    """What we call ourselves: a whole name, without asking anybody for it, or none."""
    name = socket.gethostname()
    return name if name.isascii() and "." in name else "[127.0.0.1]"
