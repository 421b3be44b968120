"""Reads what was sent to us: with a limit, in NFC, and as one of our records or not at all."""

import asyncio
from typing import Annotated, Any, TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from pos2web.domain.decisions import Decision
from pos2web.domain.values import nfc

BODY_BYTES_MAX = 256_000
HINT_BYTES_MAX = 4_000_000
"""What a till sends with a hint is not read, and may be a whole product with its photo."""

BODY_WAIT_S = 10.0
WAIT_S_MAX = 3600.0

T = TypeVar("T")


Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Of whoever asks: it goes into the log and onto screens."""


class RunWanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a run is meant, as for `Control.run`."""

    approved: bool = False
    retry_held: bool = False
    wait_s: Annotated[float, msgspec.Meta(ge=0, le=WAIT_S_MAX)] = 0.0


class Decided(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody decided, and who; about which shop, where there are several."""

    decision: Decision
    actor: Name
    shop: str | None = None


class Hint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says that something changed at the till."""

    source: Name


async def received(request: Request, bytes_max: int = BODY_BYTES_MAX) -> bytes:
    """The whole body, if it is no larger and comes in time."""
    told = request.headers.get("content-length", "0")
    if not told.isdigit() or int(told) > bytes_max:
        raise HTTPException(413, f"a body of at most {bytes_max} bytes is read, not {told}")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WAIT_S):
            async for part in request.stream():
                body += part
                if len(body) > bytes_max:
                    raise HTTPException(413, f"a body of at most {bytes_max} bytes is read")
    except TimeoutError as error:
        raise HTTPException(408, f"the body did not come within {BODY_WAIT_S:g} s") from error
    except ClientDisconnect as error:
        raise HTTPException(400, "the body ended too early") from error
    return bytes(body)


def record(body: bytes, kind: type[T]) -> T:
    """A body of JSON as this record; an empty one is as good as `{}`."""
    try:
        plain = msgspec.json.decode(body or b"{}")
        return msgspec.convert(_composed(plain), kind)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise HTTPException(400, f"the body can't be read: {error}") from error


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_composed(each) for each in value]
    if isinstance(value, dict):
        return {nfc(name): _composed(each) for name, each in value.items()}
    return value
