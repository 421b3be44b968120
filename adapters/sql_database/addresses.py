"""Reads a photo that the till has by its address on the web."""

from urllib.parse import urljoin, urlsplit

from pos2web.adapters.http import Http, HttpLimits, Response
from pos2web.errors import CredentialsError, ProtocolError, RecordError, SettingsError
from pos2web.messages import message

REDIRECTS_MAX = 3


def fetch(url: str, *, bytes_max: int, ref: str) -> bytes:
    """The content at an address. Raises RecordError when there is none, TransientError."""
    for _ in range(REDIRECTS_MAX + 1):
        answer = _get(url, bytes_max, ref)
        if answer.is_success:
            return answer.body
        if not 300 <= answer.status < 400 or "location" not in answer.headers:
            raise RecordError(
                message(
                    "the photo {url} can't be had: answer {status}", url=url, status=answer.status
                ),
                ref=ref,
            )
        url = urljoin(url, answer.headers["location"])
    raise RecordError(message("the photo {url} is sent from address to address", url=url), ref=ref)


def _get(url: str, bytes_max: int, ref: str) -> Response:
    parts = urlsplit(url)
    try:
        http = Http(
            f"{parts.scheme}://{parts.netloc}/", limits=HttpLimits(response_bytes_max=bytes_max)
        )
    except SettingsError as error:
        raise RecordError(message("the photo's address {url} is none", url=url), ref=ref) from error
    try:
        return http.send("GET", f"{parts.path}?{parts.query}" if parts.query else parts.path)
    except (ProtocolError, CredentialsError) as error:
        raise RecordError(
            message("the photo {url} can't be had: {error}", url=url, error=error), ref=ref
        ) from error
    finally:
        http.close()
