"""Lets in only what comes from the till's own pages on this machine."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos2web.adapters.sandbox.till.gallery import PHOTO_MB_MAX
from pos2web.adapters.sandbox.till.words import speaking

BODY_BYTES_MAX = (PHOTO_MB_MAX + 1) * 1_000_000
NAMES = frozenset({"127.0.0.1", "localhost"})
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Stands before the pages: other hosts, foreign forms and large bodies stay outside."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = refused(scope["method"], Headers(scope=scope))
        if refusal is None:
            return await self._inner(scope, receive, answer)
        return await refusal(scope, receive, answer)


def refused(method: str, headers: Headers) -> PlainTextResponse | None:
    """What is answered to a request that mustn't come in."""
    say = speaking("fr")
    host = headers.get("host", "")
    if host.partition(":")[0] not in NAMES:
        return PlainTextResponse(say("stranger"), 403)
    if method in {"GET", "HEAD"}:
        return None
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return PlainTextResponse(say("stranger"), 403)
    length = headers.get("content-length", "")
    if not length.isdigit() or int(length) > BODY_BYTES_MAX:
        return PlainTextResponse(say("too_large", limit=PHOTO_MB_MAX), 413)
    return None
