"""The one way to speak HTTP: limits on time and size, no redirects, and errors that are ours."""

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Protocol

import httpx
import msgspec

from pos2web.adapters.http.credentials import Credentials, headers_of, trusted
from pos2web.adapters.http.messages import Body, File, NotReachedError, Response
from pos2web.adapters.pace import Pace
from pos2web.errors import ProtocolError, SettingsError, TransientError
from pos2web.messages import message, message_of

# It tells the whole address of every request, and such an address may be a secret.
logging.getLogger("httpx").setLevel(logging.WARNING)

Transport = httpx.BaseTransport
"""What carries requests; tests hand in one of their own."""

Params = Mapping[str, str]
USER_AGENT = "Pos2Web"

KEEP_ALIVE_S = 3.0
"""Less than a web server's usual 5 s: a connection that it closes under a write costs a look."""


class HttpLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how much we are ready to wait for: for a sign of life, and for all of it."""

    connect_timeout_s: float = 10.0
    read_timeout_s: float = 60.0
    answer_s_max: float = 600.0
    request_bytes_max: int = 64_000_000
    response_bytes_max: int = 64_000_000
    connections_max: int = 16


class Sender(Protocol):
    """Whoever asks one server over HTTP: `Http`, or a wrapper around it."""

    @property
    def where(self) -> str:
        """Which server, for messages; without credentials."""
        ...

    @property
    def calls(self) -> int:
        """How many requests were sent."""
        ...

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask and give back whatever was answered; `headers` go before those of the body.

        Raises NotReachedError when it was certainly not acted upon, TransientError when nobody
        knows, ProtocolError when the request (then not sent) or the answer is too large, or that
        is broken.
        """
        ...

    def close(self) -> None:
        """Let go of connections; may be called twice."""
        ...


class Http:
    """Speaks to one server over pooled connections; may be used by several threads at once.

    Where `ca_file` is given, the server must prove itself by the certificates in it. Raises
    SettingsError for what is wrong in address, credentials or file.
    """

    def __init__(
        self,
        base_url: str,
        *,
        credentials: Credentials | None = None,
        ca_file: str = "",
        limits: HttpLimits | None = None,
        transport: Transport | None = None,
        pace: Pace | None = None,
    ) -> None:
        url = _checked_url(base_url)
        self._where = url.netloc.decode("ascii")
        limits = limits or HttpLimits()
        self._pace = pace or Pace()
        self._limits = limits
        self._calls = 0
        self._lock = threading.Lock()
        self._client = httpx.Client(
            base_url=url,
            headers={"User-Agent": USER_AGENT, **headers_of(credentials)},
            verify=trusted(ca_file),
            timeout=httpx.Timeout(limits.read_timeout_s, connect=limits.connect_timeout_s),
            limits=httpx.Limits(
                max_connections=limits.connections_max, keepalive_expiry=KEEP_ALIVE_S
            ),
            follow_redirects=False,
            trust_env=False,
            transport=transport,
        )

    @property
    def where(self) -> str:
        return self._where

    @property
    def calls(self) -> int:
        return self._calls

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Params | None = None,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask once; see `Sender`."""
        named, most = dict(headers or {}), self._limits.request_bytes_max
        if body is not None and len(body.content) > most:
            raise ProtocolError(
                message(
                    "more than {most} bytes were to go to {where}", most=most, where=self._where
                )
            )
        if isinstance(body, File):
            form = {body.field: (body.name, body.content, body.media_type)}
            request = self._client.build_request(
                method, _under(path), params=params, files=form, headers=named
            )
        else:
            content = None if body is None else body.content
            typed = {} if body is None else {"Content-Type": body.media_type}
            request = self._client.build_request(
                method, _under(path), params=params, content=content, headers=typed | named
            )
        return self._asked(request)

    def close(self) -> None:
        self._client.close()

    def _asked(self, request: httpx.Request) -> Response:
        self._pace.wait()
        with self._lock:
            self._calls += 1
        response = self._sent(request)
        if response.status == 429:
            self._pace.slow_down(response.retry_after_s)
        return response

    def _sent(self, request: httpx.Request) -> Response:
        try:
            with closing(self._client.send(request, stream=True)) as answer:
                body = self._read(answer)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotReachedError(
                message("cannot reach {where}: {cause}", where=self._where, cause=_cause(error))
            ) from error
        except httpx.TransportError as error:
            raise TransientError(
                message("{where} gave no answer: {cause}", where=self._where, cause=_cause(error))
            ) from error
        except httpx.DecodingError as error:
            raise ProtocolError(
                message("{where} answered what cannot be unpacked", where=self._where)
            ) from error
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(status=answer.status_code, headers=headers, body=body)

    def _read(self, answer: httpx.Response) -> bytes:
        most, until = self._limits.response_bytes_max, time.monotonic() + self._limits.answer_s_max
        content = bytearray()
        for part in answer.iter_bytes():
            content += part
            if len(content) > most:
                begin = bytes(content[:200]).decode("utf-8", "replace")
                raise ProtocolError(
                    message(
                        "{where} answered more than {most} bytes", where=self._where, most=most
                    ),
                    answer=begin,
                )
            if time.monotonic() > until:
                raise TransientError(
                    message("{where} never comes to the end of its answer", where=self._where)
                )
        return bytes(content)


def _under(path: str) -> str:
    """A path that can be taken neither for another server's nor, by a colon, for another scheme's."""
    return "/" + path.lstrip("/")


def _checked_url(base_url: str) -> httpx.URL:
    shown = repr(base_url.rpartition("@")[2])
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL as error:
        raise SettingsError(message("{shown} is not an address", shown=shown)) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise SettingsError(
            message(
                "{shown} is not an address: it must start with https:// or http://", shown=shown
            )
        )
    return url.copy_with(userinfo=b"")


def _cause(error: Exception) -> str:
    return message_of(error) or type(error).__name__
