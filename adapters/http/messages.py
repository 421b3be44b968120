"""What is sent and answered over HTTP, and what an answer means to everybody."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import msgspec

from pos2web.errors import CredentialsError, ProtocolError, TransientError
from pos2web.messages import message

Shape = TypeVar("Shape")


class NotReachedError(TransientError):
    """The request was certainly not acted upon, so that even a write may be asked again."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What the other side answered. Header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def retry_after_s(self) -> float | None:
        """How long the other side asks us to wait, by its own clock."""
        retry_after = self.headers.get("retry-after", "").strip()
        if retry_after.isdigit():
            return float(retry_after)
        until, now = http_date(retry_after), http_date(self.headers.get("date", ""))
        if until is None or now is None:
            return None
        return max(0.0, (until - now).total_seconds())

    def json(self, shape: type[Shape], *, where: str) -> Shape:
        """What the body says in JSON, of this shape; numbers are exact where it asks for Decimal.

        Raises ProtocolError that names the place.
        """
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            begin = self.body[:200].decode("utf-8", "replace")
            raise ProtocolError(
                message("{where} answered what makes no sense: {error}", where=where, error=error),
                answer=begin,
            ) from error


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be sent as one field of a form."""

    field: str
    name: str
    content: bytes
    media_type: str


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a request says, and of which media type that is."""

    content: bytes
    media_type: str


Body = Content | File


def json_body(value: object) -> Content:
    """A value as JSON; amounts are written as texts, exactly."""
    return Content(content=msgspec.json.encode(value), media_type="application/json")


def xml_body(content: bytes) -> Content:
    """A document in UTF-8."""
    return Content(content=content, media_type="text/xml; charset=utf-8")


def settled(response: Response, *, where: str, explain: Callable[[Response], str]) -> Response:
    """Return the answer, unless it is one that every caller treats alike: then raise its error.

    `explain` finds the other side's own words in an answer; empty when there are none.
    """
    status = response.status
    if response.is_success:
        return response
    if status == 429:
        raise NotReachedError(
            message("{where} asks us to slow down", where=where),
            retry_after_s=response.retry_after_s,
        )
    if 300 <= status < 400:
        raise ProtocolError(
            message(
                "{where} sends us elsewhere ({status}): the address is wrong",
                where=where,
                status=status,
            )
        )
    said = explain(response)
    what = message("{where} answered {status}", where=where, status=status)
    if said:
        what = message("{what}: {said}", what=what, said=said)
    if status in (401, 403):
        raise CredentialsError(what)
    if status >= 500:
        raise TransientError(what, retry_after_s=response.retry_after_s)
    return response


def http_date(text: str) -> datetime | None:
    """The instant that an HTTP date header names, None when it names none."""
    try:
        instant = parsedate_to_datetime(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
