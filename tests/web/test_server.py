"""The server listens where it is told to, and says why it can't."""

import socket
from contextlib import closing

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pos2web.errors import ConflictError, SettingsError
from pos2web.web.server import serving

APP = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("here"))])


def test_any_free_port_is_found_and_told() -> None:
    with serving(APP, host="127.0.0.1", port=0) as server:
        answer = httpx.get(server.url, trust_env=False).text

    assert answer == "here"
    assert not server.is_serving


def test_who_listens_everywhere_is_reached_from_here() -> None:
    with serving(APP, host="0.0.0.0", port=0) as server:  # noqa: S104 - that is what is tried
        assert server.url.startswith("http://127.0.0.1:")


def test_the_newer_addresses_work_too() -> None:
    try:
        with serving(APP, host="::1", port=0) as server:
            assert httpx.get(server.url, trust_env=False).text == "here"
    except SettingsError:
        pytest.skip("this machine has no IPv6")


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        with (
            pytest.raises(ConflictError, match=f"port {port} .* is taken; .* --port"),
            serving(APP, host="127.0.0.1", port=port),
        ):
            pass


@pytest.mark.parametrize("host", ["192.0.2.1", "no such name", "x" * 300])
def test_an_address_that_is_not_ours_is_a_wrong_setting(host: str) -> None:
    with (
        pytest.raises(SettingsError, match="cannot listen on"),
        serving(APP, host=host, port=0),
    ):
        pass
