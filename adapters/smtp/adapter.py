"""A channel that mails, through any SMTP server."""

import ssl
from collections.abc import Iterator
from email.headerregistry import Address

import msgspec

from pos2web.adapters.plugin import Plugin
from pos2web.adapters.smtp.client import Conversation, MailServer, Refusals, listed
from pos2web.adapters.smtp.mapping import address, composed, is_ascii, machine
from pos2web.adapters.smtp.settings import SmtpSettings
from pos2web.errors import Pos2WebError, RecordError, SettingsError
from pos2web.messages import message, message_of
from pos2web.ports import Channel, Finding, Message, Severity

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
RECIPIENTS_MAX = 50
ONLY_ASCII = (553, b"5.6.7 this server knows only addresses in ASCII")
REMEDY = message("Look at host, port, security, user and password of this channel.")


class SmtpChannel:
    """Mails each message to all recipients at once; several threads may do so."""

    def __init__(self, settings: SmtpSettings, *, name: str) -> None:
        self._settings = settings
        self._name = name
        self._sender, *self._recipients = _addresses(settings)
        self._server = MailServer(settings, _trust(settings.ca_file))

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        """Mail it. Where only some recipients are refused, the others get it all the same."""
        with self._server.conversation() as talk:
            taken, refused = self._taken(talk)
            if taken:
                refused |= talk.deliver(
                    composed(message, sender=self._sender, recipients=taken),
                    sender=self._sender.addr_spec,
                    recipients=[each.addr_spec for each in taken],
                )
        if refused:
            text = _refusal(self._settings.where, listed(refused))
            raise RecordError(text, ref=", ".join(refused))

    def check(self) -> Iterator[Finding]:
        """Greet the server, log in, ask for whom it would take mail, and leave."""
        where = self._settings.where
        try:
            with self._server.conversation() as talk:
                taken, refused = self._taken(talk)
                asked = [each.addr_spec for each in taken]
                refused |= talk.rehearse(sender=self._sender.addr_spec, recipients=asked)
        except Pos2WebError as error:
            yield self._finding(Severity.PROBLEM, message_of(error), remedy=REMEDY)
            return
        if refused:
            text = message(
                "{where} takes no mail for {listed}", where=where, listed=listed(refused)
            )
            yield self._finding(Severity.PROBLEM, text, remedy=message("Correct these addresses."))
        else:
            yield self._finding(
                Severity.OK,
                message("{where} takes mail for {asked}", where=where, asked=", ".join(asked)),
            )
        if self._settings.security == "none" and self._settings.host not in THIS_MACHINE:
            text = message(
                "mails, and the password where there is one, go to {where} for all to read",
                where=where,
            )
            yield self._finding(
                Severity.WARNING, text, remedy=message("Set security to starttls or tls.")
            )

    def close(self) -> None:
        """Nothing is held open between mails."""

    def _taken(self, talk: Conversation) -> tuple[list[Address], Refusals]:
        """The recipients that this server can be told of, and the others."""
        if talk.takes_any_address:
            return self._recipients, {}
        refused = {each.addr_spec: ONLY_ASCII for each in self._recipients if not is_ascii(each)}
        return [each for each in self._recipients if is_ascii(each)], refused

    def _finding(self, severity: Severity, text: str, *, remedy: str = "") -> Finding:
        return Finding(severity=severity, about=self._name, text=text, remedy=remedy)


def open_channel(settings: SmtpSettings, *, name: str) -> Channel:
    """A channel that mails; nobody is spoken to yet. Raises SettingsError."""
    try:
        host, helo = machine(settings.host), machine(settings.helo)
        settings = msgspec.structs.replace(settings, host=host, helo=helo)
        return SmtpChannel(settings, name=name)
    except ValueError as error:
        raise SettingsError(
            message("the settings of {name}: {error}", name=name, error=error)
        ) from error


CHANNEL = Plugin(
    settings=SmtpSettings, open=lambda settings, around: open_channel(settings, name=around.name)
)


def _addresses(settings: SmtpSettings) -> list[Address]:
    """The sender and then the recipients. Raises ValueError."""
    if not 1 <= len(settings.recipients) <= RECIPIENTS_MAX:
        count = len(settings.recipients)
        raise ValueError(
            message(
                "recipients must be 1 to {recipients_max} addresses, not {count}",
                recipients_max=RECIPIENTS_MAX,
                count=count,
            )
        )
    sender, *recipients = map(address, (settings.sender, *settings.recipients))
    if not is_ascii(sender):
        raise ValueError(
            message(
                "sender must be in ASCII up to its @, not {addr_spec}", addr_spec=sender.addr_spec
            )
        )
    return [sender, *recipients]


def _trust(ca_file: str) -> ssl.SSLContext:
    """Whom we believe who they are. Raises ValueError."""
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:  # an SSLError is one
        raise ValueError(
            message(
                "ca_file {ca_file} holds no certificates: {error}", ca_file=ca_file, error=error
            )
        ) from error


def _refusal(where: object, listed: str) -> str:
    return message("{where} takes no mail for {listed}", where=where, listed=listed)
