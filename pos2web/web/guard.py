"""Stands before everything: turns strangers away, notes who asked, and says what is private."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos2web.web.access import Access
from pos2web.web.answers import refusal

log = logging.getLogger(__name__)

WATCHED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked so often that each time is not worth a line."""

PATH_CHARS_MAX = 200
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """The outermost layer of the application."""

    def __init__(self, inner: ASGIApp, access: Access) -> None:
        self._inner = inner
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.monotonic()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        inner: ASGIApp = self._inner
        if not self._access.knows(host):
            inner = refusal(421, "we are not known under this name; [daemon] names lists those")
        try:
            await inner(scope, receive, answer)
        finally:
            _note(scope, status, time.monotonic() - started)


def _note(scope: Scope, status: int, took_s: float) -> None:
    """Note a request without its query, which may hold a token."""
    path = scope["path"][:PATH_CHARS_MAX]
    level = logging.DEBUG if path in WATCHED else logging.INFO
    known = {"method": scope["method"], "path": path, "status": status}
    log.log(level, "asked over HTTP", extra=known | {"took_ms": round(took_s * 1000)})
