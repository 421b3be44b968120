"""What goes over HTTP besides bare requests: JSON, proofs of who we are, and of who they are."""

import ssl
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx
import msgspec
import pytest
import trustme

from pos2web.adapters.http import (
    Basic,
    Bearer,
    Content,
    Credentials,
    File,
    Header,
    Http,
    HttpLimits,
    Response,
    json_body,
)
from pos2web.errors import ProtocolError, SettingsError, TransientError
from tests.adapters.test_http import Quiet


class Tea(msgspec.Struct):
    """What a till says of a tea."""

    name: str
    price: Decimal


def answered(body: bytes) -> Response:
    return Response(status=200, headers={}, body=body)


def asked(
    body: Content | File | None = None,
    *,
    headers: dict[str, str] | None = None,
    credentials: Credentials | None = None,
    limits: HttpLimits | None = None,
) -> httpx.Request:
    """The request that a server gets."""
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    transport = httpx.MockTransport(handle)
    http = Http("http://till.test/", credentials=credentials, limits=limits, transport=transport)
    http.send("POST", "teas", body=body, headers=headers)
    [request] = seen
    return request


def test_what_is_sent_in_json_keeps_its_amounts() -> None:
    request = asked(json_body(Tea(name="Thé", price=Decimal("9.90"))))

    assert request.headers["content-type"] == "application/json"
    assert request.content.decode() == '{"name":"Thé","price":"9.90"}'


def test_headers_go_before_those_of_the_body() -> None:
    request = asked(json_body([]), headers={"Content-Type": "application/vnd.till+json"})

    assert request.headers["content-type"] == "application/vnd.till+json"


def test_an_answer_in_json_is_read_into_its_shape() -> None:
    answer = answered('{"name": "Thé", "price": 9.90, "shelf": 4}'.encode())

    assert answer.json(Tea, where="till.test") == Tea(name="Thé", price=Decimal("9.90"))


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b'{"name": "\xff"}', b'{"name": 4, "price": 1}', b"[" * 100_000],
    ids=["nothing", "a page", "no text", "another shape", "a bottomless one"],
)
def test_an_answer_that_makes_no_sense_is_told_and_kept(body: bytes) -> None:
    with pytest.raises(ProtocolError, match=r"till\.test answered what makes no sense") as caught:
        answered(body).json(Tea, where="till.test")

    assert caught.value.answer == body[:200].decode("utf-8", "replace")


@pytest.mark.parametrize(
    "body",
    [
        Content(content=b"x" * 1001, media_type="text/plain"),
        File(field="image", name="a.png", content=b"x" * 1001, media_type="image/png"),
    ],
    ids=["content", "file"],
)
def test_a_request_that_is_too_large_is_not_sent(body: Content | File) -> None:
    with pytest.raises(ProtocolError, match=r"more than 1000 bytes were to go to till\.test"):
        asked(body, limits=HttpLimits(request_bytes_max=1000))


@pytest.mark.parametrize(
    ("credentials", "name", "value"),
    [
        (Basic("SECRET"), "authorization", httpx.BasicAuth("SECRET", "")._auth_header),
        (Basic("é", "SECRET"), "authorization", httpx.BasicAuth("é", "SECRET")._auth_header),
        (Bearer("SECRET"), "authorization", "Bearer SECRET"),
        (Header("X-Api-Key", "SECRET"), "x-api-key", "SECRET"),
    ],
)
def test_every_request_proves_who_we_are(credentials: Credentials, name: str, value: str) -> None:
    assert asked(credentials=credentials).headers[name] == value
    assert "SECRET" not in repr(credentials)


@pytest.mark.parametrize("credentials", [Bearer("é"), Bearer("a\nb"), Header("X", "é")])
def test_a_key_that_no_header_holds_is_a_matter_of_settings(credentials: Credentials) -> None:
    with pytest.raises(SettingsError, match="must be one line in ASCII"):
        Http("http://till.test/", credentials=credentials)


@pytest.fixture
def authority() -> trustme.CA:
    """Who says that the server is who it is; nobody else knows it."""
    return trustme.CA()


@pytest.fixture
def safe_address(authority: trustme.CA) -> Iterator[str]:
    """A server over TLS on loopback."""
    encryption = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(encryption)
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        server.socket = encryption.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_server_is_believed_that_a_file_of_ours_knows(
    authority: trustme.CA, safe_address: str, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    http, stranger = Http(safe_address, ca_file=str(file)), Http(safe_address)

    assert http.send("GET", "teas").body == b"/teas"
    with pytest.raises(TransientError, match="certificate"):
        stranger.send("GET", "teas")
    http.close()
    stranger.close()


def test_a_file_that_holds_no_certificates_is_a_matter_of_settings(tmp_path: Path) -> None:
    empty = tmp_path / "ca.pem"
    empty.touch()

    for file in (empty, tmp_path / "nowhere.pem"):
        with pytest.raises(SettingsError, match="holds no certificates"):
            Http("https://till.test/", ca_file=str(file))
