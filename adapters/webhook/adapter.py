"""A channel that posts JSON to an address, signed where there is a secret."""

from collections.abc import Iterator

from pos2web.adapters.http import Transport
from pos2web.adapters.plugin import Plugin
from pos2web.adapters.webhook.client import Address
from pos2web.adapters.webhook.mapping import body, headers, key_of
from pos2web.adapters.webhook.settings import WebhookSettings
from pos2web.errors import Pos2WebError, SettingsError
from pos2web.messages import message, message_of
from pos2web.ports import Channel, Clock, Finding, Message, Severity

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class WebhookChannel:
    """Posts each message to one address; several threads may do so."""

    def __init__(self, address: Address, *, name: str, key: bytes, clock: Clock) -> None:
        self._address = address
        self._name = name
        self._key = key
        self._clock = clock

    @property
    def name(self) -> str:
        return self._name

    def send(self, message: Message) -> None:
        content = body(message)
        signed = headers(message, content, key=self._key, now=self._clock())
        self._address.post(content, signed)

    def check(self) -> Iterator[Finding]:
        """Ask for a head, which few receivers know: that one answers at all is what counts."""
        where = self._address.where
        try:
            status = self._address.knock().status
        except Pos2WebError as error:
            remedy = message("Look at this channel's url, and whether its server runs.")
            yield self._finding(Severity.PROBLEM, message_of(error), remedy=remedy)
            return
        if 300 <= status < 400:
            text = message(
                "{where} sends us elsewhere ({status}), and we go nowhere else",
                where=where,
                status=status,
            )
            yield self._finding(
                Severity.PROBLEM, text, remedy=message("Give the address that it means.")
            )
        elif status >= 500:
            text = message(
                "{where} answers that something is wrong with it ({status})",
                where=where,
                status=status,
            )
            yield self._finding(Severity.WARNING, text)
        else:
            yield self._finding(Severity.OK, message("{where} answers", where=where))
        if self._address.scheme == "http" and self._address.host not in THIS_MACHINE:
            text = message("messages go to {where} for all to read", where=where)
            yield self._finding(Severity.WARNING, text, remedy=message("Use https://."))

    def close(self) -> None:
        self._address.close()

    def _finding(self, severity: Severity, text: str, *, remedy: str = "") -> Finding:
        return Finding(severity=severity, about=self._name, text=text, remedy=remedy)


def open_channel(
    settings: WebhookSettings, *, name: str, clock: Clock, transport: Transport | None = None
) -> Channel:
    """A channel that posts; nothing is asked yet. Raises SettingsError."""
    try:
        key = key_of(settings.secret)
        address = Address(
            settings.url,
            timeout_s=settings.timeout_s,
            ca_file=settings.ca_file,
            transport=transport,
        )
    except (ValueError, SettingsError) as error:
        raise SettingsError(
            message("the settings of {name}: {error}", name=name, error=error)
        ) from None
    return WebhookChannel(address, name=name, key=key, clock=clock)


CHANNEL = Plugin(
    settings=WebhookSettings,
    open=lambda settings, around: open_channel(settings, name=around.name, clock=around.clock),
)
