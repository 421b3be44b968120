"""The ASGI application: the web service and its faults here, all else to the shop front."""

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from pos2web.adapters.sandbox.shop.answer import Answer
from pos2web.adapters.sandbox.shop.faults import DROPS, HAS_EFFECT, Dice, Fault, Faults
from pos2web.adapters.sandbox.shop.pace import Workers, prestashop
from pos2web.adapters.sandbox.shop.webservice import Request, WebService

_BODY_MAX = 24 * 1024 * 1024
_DISPATCHER = "/webservice/dispatcher.php"
_NOT_DONE = Answer(status=500, is_webservice=False)


class Door:
    """Where every request comes in; it counts them and lets things go wrong."""

    def __init__(self, service: WebService, front: ASGIApp, faults: Faults) -> None:
        self._service = service
        self._front = front
        self.dice = Dice(faults)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.drawn: Counter[str] = Counter()
        self._workers = Workers(prestashop())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not _is_webservice(scope["path"]):
            await self._front(scope, receive, send)
            return
        body = await _read_body(receive)
        if body is None:
            return
        request = _read_request(scope, body)
        self.counts[request.method, request.path.split("/", 1)[0]] += 1
        fault = self.dice.draw(request.method)
        if fault is None:
            await _send(send, await self._answer(request), request.method)
            return
        self.drawn[fault.value] += 1
        await self._go_wrong(send, request, fault)

    async def _answer(self, request: Request) -> Answer:
        if self._service.settings.pace == "prestashop":
            return await self._workers.serve(request, self._service.answer)
        return self._service.answer(request)

    async def _go_wrong(self, send: Send, request: Request, fault: Fault) -> None:
        answer = await self._answer(request) if fault in HAS_EFFECT else _NOT_DONE
        await asyncio.sleep(self.dice.delay_s(fault))
        if fault in DROPS:
            await _drop(send, answer if fault is Fault.CUT else None)
            return
        await _send(send, self.dice.spoil(fault, answer), request.method)


def _is_webservice(path: str) -> bool:
    return path == "/api" or path.startswith("/api/") or path == _DISPATCHER


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body, None when the client went away before it had sent all of it.

    Of one that is too large there is nothing, which is what PHP makes of it. A client that went
    away after its last byte is served all the same: Apache has handed the request on by then,
    while uvicorn only says that the client has gone and keeps what came.
    """
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            if receive.__self__.more_body:  # type: ignore[attr-defined]  # ASGI hides the connection
                return None
            message = {"body": bytes(receive.__self__.body)}  # type: ignore[attr-defined]  # ASGI hides the connection
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= _BODY_MAX:
            parts.append(part)
        if not message.get("more_body"):
            return b"".join(parts) if size <= _BODY_MAX else b""


def _read_request(scope: Scope, body: bytes) -> Request:
    parameters = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    path: str = scope["path"].removeprefix("/api").strip("/")
    if scope["path"] == _DISPATCHER:
        path = parameters.pop("url", "").strip("/")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return Request(
        method=scope["method"], path=path, parameters=parameters, headers=headers, body=body
    )


def _head(answer: Answer) -> dict[str, Any]:
    headers = [(name.encode(), value.encode()) for name, value in answer.headers]
    headers.append((b"Content-Type", answer.content_type.encode()))
    if answer.status != 304:
        headers.append((b"Content-Length", str(len(answer.body)).encode()))
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _send(send: Send, answer: Answer, method: str) -> None:
    await send(_head(answer))
    body = b"" if method == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})


async def _drop(send: Send, answer: Answer | None) -> None:
    """End the connection without a word, or in the middle of the answer.

    ASGI has no way to do that; uvicorn's `send` belongs to the object that holds the transport.
    """
    if answer is not None and answer.body:
        await send(_head(answer))
        half = answer.body[: len(answer.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await asyncio.sleep(0)
        send.__self__.transport.close()  # type: ignore[attr-defined]  # ASGI hides the connection
        return
    send.__self__.transport.abort()  # type: ignore[attr-defined]  # ASGI hides the connection
