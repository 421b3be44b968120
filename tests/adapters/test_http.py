"""The one way to speak HTTP."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from pos2web.adapters.http import (
    Basic,
    File,
    Http,
    HttpLimits,
    NotReachedError,
    Response,
    http_date,
    settled,
    xml_body,
)
from pos2web.adapters.pace import Pace
from pos2web.errors import CredentialsError, ProtocolError, SettingsError, TransientError
from tests.adapters.test_pace import Time

Handler = Callable[[httpx.Request], httpx.Response]


def speaking(
    handler: Handler, *, limits: HttpLimits | None = None, pace: Pace | None = None
) -> Http:
    transport = httpx.MockTransport(handler)
    return Http(
        "http://shop.test/api/",
        credentials=Basic("SECRET"),
        limits=limits,
        transport=transport,
        pace=pace,
    )


def raising(error: Exception) -> Http:
    def handle(_request: httpx.Request) -> httpx.Response:
        raise error

    return speaking(handle)


def answered(status: int, **headers: str) -> Response:
    return Response(status=status, headers=headers, body=b"")


def settle(response: Response, said: str = "") -> Response:
    return settled(response, where="shop.test", explain=lambda _response: said)


def test_whatever_is_answered_is_given_back() -> None:
    http = speaking(lambda _request: httpx.Response(418, headers={"X-Tea": "Earl"}, text="short"))

    response = http.send("GET", "/teapots", params={"filter[id]": "[1|2]"})

    assert (response.status, response.headers["x-tea"], response.body) == (418, "Earl", b"short")
    assert (http.calls, http.where) == (1, "shop.test")


def test_what_is_sent_says_what_it_is() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    http = speaking(handle)
    http.send("POST", "products", body=xml_body(b"<prestashop/>"))
    photo = File(field="image", name="a.png", content=b"PNG", media_type="image/png")
    http.send("POST", "images/products/1", body=photo)

    assert seen[0].headers["content-type"] == "text/xml; charset=utf-8"
    assert seen[0].headers["user-agent"] == "Pos2Web"
    assert seen[1].headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="image"; filename="a.png"' in seen[1].content
    assert str(seen[1].url) == "http://shop.test/api/images/products/1"


@pytest.mark.parametrize(
    "error",
    [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")],
)
def test_what_never_left_was_certainly_not_done(error: Exception) -> None:
    with pytest.raises(NotReachedError, match=r"cannot reach shop\.test: "):
        raising(error).send("POST", "products")


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout(""),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("gone"),
    ],
)
def test_of_what_got_no_answer_nobody_knows(error: Exception) -> None:
    with pytest.raises(TransientError, match=r"shop\.test gave no answer: \w+") as caught:
        raising(error).send("POST", "products")

    assert not isinstance(caught.value, NotReachedError)
    assert caught.value.__cause__ is error


def test_a_port_where_nobody_listens_is_not_reached() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        http = Http(f"http://127.0.0.1:{free.getsockname()[1]}/")

        with pytest.raises(NotReachedError):
            http.send("GET", "")
    http.close()


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    limits = HttpLimits(response_bytes_max=1000)
    http = speaking(lambda _request: httpx.Response(200, content=b"x" * 1001), limits=limits)

    with pytest.raises(ProtocolError, match="answered more than 1000 bytes"):
        http.send("GET", "products")


def test_an_answer_that_unpacks_too_large_is_not_read_to_its_end() -> None:
    bomb = gzip.compress(b"x" * 5_000_000)
    limits = HttpLimits(response_bytes_max=100_000)
    http = speaking(
        lambda _request: httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(bomb)
        ),
        limits=limits,
    )

    with pytest.raises(ProtocolError, match="answered more than 100000 bytes"):
        http.send("GET", "products")


def test_an_answer_that_never_ends_is_given_up() -> None:
    limits = HttpLimits(answer_s_max=-1.0)
    http = speaking(lambda _request: httpx.Response(200, content=b"x"), limits=limits)

    with pytest.raises(TransientError, match="never comes to the end of its answer"):
        http.send("GET", "products")


def test_an_answer_that_cannot_be_unpacked_is_told() -> None:
    http = speaking(
        lambda _request: httpx.Response(
            200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip")
        )
    )

    with pytest.raises(ProtocolError, match="cannot be unpacked"):
        http.send("GET", "products")


def test_a_redirect_is_not_followed() -> None:
    http = speaking(lambda _request: httpx.Response(302, headers={"Location": "http://evil.test"}))

    response = http.send("GET", "products")

    assert (response.status, http.calls) == (302, 1)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, ProtocolError),
        (302, ProtocolError),
        (401, CredentialsError),
        (403, CredentialsError),
        (429, NotReachedError),
        (500, TransientError),
        (503, TransientError),
    ],
)
def test_answers_that_all_treat_alike_are_errors(status: int, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"shop\.test"):
        settle(answered(status))


@pytest.mark.parametrize("status", [200, 201, 304 - 100, 400, 404, 405])
def test_other_answers_are_left_to_who_asked(status: int) -> None:
    response = answered(status)

    assert settle(response) is response


def test_an_error_has_the_other_sides_words() -> None:
    with pytest.raises(TransientError, match=r"^shop\.test answered 503: back at noon$"):
        settle(answered(503), said="back at noon")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        (
            {
                "retry-after": "Tue, 24 Nov 2026 02:00:00 GMT",
                "date": "Tue, 24 Nov 2026 01:58:30 GMT",
            },
            90.0,
        ),
        (
            {
                "retry-after": "Tue, 24 Nov 2026 01:00:00 GMT",
                "date": "Tue, 24 Nov 2026 01:58:30 GMT",
            },
            0.0,
        ),
        ({"retry-after": "Tue, 24 Nov 2026 02:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_the_other_side_says_how_long_to_wait(
    headers: dict[str, str], seconds: float | None
) -> None:
    with pytest.raises(NotReachedError) as caught:
        settle(answered(429, **headers))

    assert caught.value.retry_after_s == seconds


def test_a_date_that_is_none_is_none() -> None:
    assert http_date("yesterday") is None
    assert http_date("Tue, 24 Nov 2026 02:00:00 -0000") is None


@pytest.mark.parametrize("url", ["", "shop.test", "ftp://shop.test", "http://", "http://a:b"])
def test_an_address_that_is_none_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(SettingsError, match="is not an address"):
        Http(url)


def test_credentials_are_in_no_message() -> None:
    http = Http("http://user:hidden@127.0.0.1:1/", credentials=Basic("SECRET"))

    with pytest.raises(NotReachedError) as caught:
        http.send("GET", "")

    assert "SECRET" not in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert "hidden" not in http.where
    http.close()


def test_credentials_in_an_address_that_is_none_are_not_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        Http("ftp://user:hidden@shop.test/")

    assert "hidden" not in str(caught.value)


class Quiet(BaseHTTPRequestHandler):
    """Answers every GET with its path, over connections that stay."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.path.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A server on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/"
        server.shutdown()
        thread.join()


def test_threads_share_connections_and_the_count(address: str) -> None:
    http = Http(address)

    with ThreadPoolExecutor(8) as workers:
        bodies = list(workers.map(lambda n: http.send("GET", f"p{n}").body, range(40)))

    assert bodies == [f"/api/p{n}".encode() for n in range(40)]
    assert http.calls == 40
    http.close()
    http.close()


def test_too_many_means_to_wait_and_then_to_go_slower() -> None:
    time = Time()
    busy = iter([429, 200, 200])
    http = speaking(
        lambda _request: httpx.Response(next(busy), headers={"Retry-After": "3"}), pace=time.pace()
    )

    for _ in range(3):
        http.send("GET", "products")

    assert time.slept[0] == 3.0
    assert 0.05 < time.slept[1] < 0.1
