"""What is answered: JSON, errors too."""

import math
from typing import cast

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pos2web.errors import Pos2WebError
from pos2web.messages import message, plain
from pos2web.web.failures import STATUSES, Failure, failure, kind_of

CREDENTIALS_STATUS = 401


def json(value: object, status: int = 200) -> Response:
    """One JSON value."""
    return Response(
        msgspec.json.encode(value, enc_hook=plain), status, media_type="application/json"
    )


def refusal(status: int, text: str) -> Response:
    """An answer to what was not asked rightly."""
    kind = "CredentialsError" if status == CREDENTIALS_STATUS else "ProtocolError"
    return json(Failure(error=text, kind=kind), status)


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer what HTTP itself has a number for."""
    refused = cast("HTTPException", error)
    text = refused.detail
    if refused.status_code in (404, 405):
        text = f"{request.method} {request.url.path}: there is no such thing to ask"
    answer = refusal(refused.status_code, text)
    answer.headers.update(refused.headers or {})
    return answer


async def on_error(_request: Request, error: Exception) -> Response:
    """Answer an error of ours."""
    ours = cast("Pos2WebError", error)
    sent = failure(ours)
    answer = json(sent, STATUSES[kind_of(ours)])
    if sent.retry_after_s is not None:
        answer.headers["retry-after"] = str(math.ceil(sent.retry_after_s))
    return answer


async def on_bug(_request: Request, _error: Exception) -> Response:
    """Answer what should not happen; the error itself goes to the notes."""
    said = message("something went wrong that should not; the daemon's notes say what")
    return json(Failure(error=said, kind="Pos2WebError"), 500)
