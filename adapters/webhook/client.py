"""Posts to one address, and makes what is answered an error of ours."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from pos2web.adapters.http import Content, Http, HttpLimits, Response, Transport, settled
from pos2web.errors import ProtocolError, RecordError, SettingsError, TransientError
from pos2web.messages import message, message_of

ANSWER_BYTES_MAX = 100_000
ANSWER_S_MAX = 120.0
URL_CHARACTERS_MAX = 2000
LATER = (408, 425)
"""Request Timeout and Too Early: the same may be answered better a little later."""


class Address:
    """Where messages are posted to. Only its server is ever named: the rest may be a secret."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        ca_file: str = "",
        transport: Transport | None = None,
    ) -> None:
        origin, self._path, self.scheme, self.host = _parts(url)
        limits = HttpLimits(
            connect_timeout_s=timeout_s,
            read_timeout_s=timeout_s,
            answer_s_max=max(timeout_s, ANSWER_S_MAX),
            response_bytes_max=ANSWER_BYTES_MAX,
        )
        self._http = Http(origin, ca_file=ca_file, limits=limits, transport=transport)

    @property
    def where(self) -> str:
        return self._http.where

    def post(self, content: bytes, headers: Mapping[str, str]) -> None:
        """Post it once. Raises TransientError, CredentialsError, RecordError."""
        body = Content(content=content, media_type="application/json")
        try:
            response = self._http.send("POST", self._path, body=body, headers=headers)
            response = settled(response, where=self.where, explain=_nothing)
        except ProtocolError as error:
            raise RecordError(message_of(error), ref=self.where) from None
        text = message("{where} answered {status}", where=self.where, status=response.status)
        if response.status in LATER:
            raise TransientError(text, retry_after_s=response.retry_after_s)
        if not response.is_success:
            raise RecordError(text, ref=self.where)

    def knock(self) -> Response:
        """Ask for the head of the page there, which changes nothing."""
        return self._http.send("HEAD", self._path)

    def close(self) -> None:
        self._http.close()


def _parts(url: str) -> tuple[str, str, str, str]:
    """The server's address, the rest of it, and the server's scheme and name."""
    if len(url) > URL_CHARACTERS_MAX or not url.isprintable() or " " in url:
        raise SettingsError(
            message(
                "url is not an address, or longer than {url_characters_max} characters",
                url_characters_max=URL_CHARACTERS_MAX,
            )
        )
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise SettingsError(message("url is not an address")) from None
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(
            message("url is not an address: it must start with https:// or http://")
        )
    if "@" in parts.netloc:
        raise SettingsError(
            message("url must not hold a user and password: they would not be sent")
        )
    rest = parts._replace(scheme="", netloc="", fragment="").geturl()
    return f"{parts.scheme}://{parts.netloc}", rest, parts.scheme, host


def _nothing(_response: Response) -> str:
    """No words of theirs: they may repeat the address."""
    return ""
