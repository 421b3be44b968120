"""The bare loop: what it waits for, and how it ends when a shop answers otherwise than before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.bare import ReplayError, Sent, needs, send_again

MADE = b"<prestashop><product><id><![CDATA[7]]></id></product></prestashop>"
CHANGE = b"<prestashop><product><id>7</id></product></prestashop>"


def sent(method: str, url: str, content: bytes = b"", *, status: int = 200) -> Sent:
    """A request as it was recorded."""
    return Sent(method, url, content, "text/xml" if content else "", status)


def a_sync() -> list[Sent]:
    """Brands are read, a product is made, changed and read."""
    made = sent("POST", "/api/products", b"<product/>", status=201)
    made.answer.append(MADE)
    changed = sent("PATCH", "/api/products", CHANGE)
    return [sent("GET", "/api/brands"), made, changed, sent("GET", "/api/products")]


class Shop(BaseHTTPRequestHandler):
    """Answers all but changes as a shop would: it made the product under another id."""

    def do_GET(self) -> None:
        self._say(200)

    def do_POST(self) -> None:
        self._say(201)

    def do_PATCH(self) -> None:
        self._say(404)

    def _say(self, status: int) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server of this kind: its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_change_waits_for_what_it_changes_and_the_last_look_for_every_write() -> None:
    recorded = a_sync()

    waits = needs(recorded)

    assert waits == [set(), set(), {1}, {1, 2}]


def test_reading_alone_waits_for_nothing() -> None:
    recorded = [sent("GET", "/api/brands"), sent("GET", "/api/products")]

    waits = needs(recorded)

    assert waits == [set(), set()]


@pytest.mark.timeout(60)
def test_the_loop_ends_at_the_first_other_answer_and_names_the_request() -> None:
    recorded = a_sync()

    with served(Shop) as url, pytest.raises(ReplayError) as failed:
        send_again(url, "KEY", recorded, workers=4)

    assert "PATCH /api/products: answered 404, not 200" in str(failed.value)


@pytest.mark.timeout(60)
def test_the_loop_ends_when_the_shop_is_gone() -> None:
    with served(Shop) as url:
        pass

    with pytest.raises(ReplayError, match="GET /api/brands"):
        send_again(url, "KEY", a_sync()[:1], workers=4)


def test_the_loop_says_how_long_it_took() -> None:
    recorded = [one for one in a_sync() if one.method != "PATCH"]

    with served(Shop) as url:
        seconds = send_again(url, "KEY", recorded, workers=4)

    assert seconds > 0
