"""The sandbox as a server: again on the same data, and as a process of its own."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from pos2web.adapters.sandbox.shop import DEFAULT_KEY, ShopServer, serve
from pos2web.adapters.sandbox.shop.__main__ import main
from tests.adapters.sandbox.talk import add, product, xml


def test_a_shop_started_again_holds_what_it_held(tmp_path: Path) -> None:
    with ShopServer(tmp_path) as shop, httpx.Client(base_url=shop.url, auth=(shop.key, "")) as one:
        key = add(one, "products", product())

    with ShopServer(tmp_path) as shop, httpx.Client(base_url=shop.url, auth=(shop.key, "")) as one:
        assert one.get(f"/api/products/{key}").status_code == 200
        assert add(one, "products", product()) == key + 1


def test_an_answer_lost_is_not_a_write_lost(shop: ShopServer) -> None:
    """A client that dies right after it sent its request has had its effect."""
    body = xml(product()).encode()
    head = (
        f"POST /api/products?ws_key={shop.key} HTTP/1.1\r\nHost: 127.0.0.1:{shop.port}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", shop.port)) as line:
        line.sendall(head.encode() + body)
        line.recv(1)

    assert shop.store.one("SELECT COUNT(*) FROM products") == 1


def test_a_client_that_dies_after_its_last_byte_is_served_all_the_same(
    shop: ShopServer, client: httpx.Client
) -> None:
    body = xml(product()).encode()
    head = (
        f"POST /api/products?ws_key={shop.key} HTTP/1.1\r\nHost: 127.0.0.1:{shop.port}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", shop.port)) as line:
        line.sendall(head.encode() + body)

    rounds = (client.get("/api/products?limit=1").text for _ in range(50))

    assert any("<product " in text for text in rounds)


def test_half_a_request_has_no_effect(shop: ShopServer, client: httpx.Client) -> None:
    body = xml(product()).encode()
    head = (
        f"POST /api/products?ws_key={shop.key} HTTP/1.1\r\nHost: 127.0.0.1:{shop.port}\r\n"
        f"Content-Length: {len(body) + 1}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", shop.port)) as line:
        line.sendall(head.encode() + body)

    client.get("/api/products")

    assert shop.store.one("SELECT COUNT(*) FROM products") == 0


def test_it_runs_as_a_process_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pos2web.adapters.sandbox.shop", "--data", str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--languages", "en,fr,de", "--faults", '{"slow": 1, "slow_s": 0.001}'],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        answer = httpx.get(f"{said['url']}/api/languages", auth=(said["key"], ""))
        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 0

    assert answer.text.count("<language ") == 3
    assert said["key"] == DEFAULT_KEY


def test_it_announces_where_it_serves(tmp_path: Path) -> None:
    server = ShopServer(tmp_path)
    said: list[str] = []

    def announce(line: str) -> None:
        said.append(line)
        server.stop()

    serve(server, announce)

    assert json.loads(said[0]) == {"url": server.url, "key": server.key}


@pytest.mark.parametrize(
    ("option", "value", "named"),
    [("--languages", "fr,xx", "'xx'"), ("--faults", '{"gremlins": 1}', "gremlins")],
)
def test_what_cannot_be_served_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, named: str
) -> None:
    assert main(["--data", str(tmp_path), option, value]) == 1
    assert named in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(
    tmp_path: Path, shop: ShopServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "other"), "--port", str(shop.port)]) == 1
    assert str(shop.port) in capsys.readouterr().err


def test_a_wrong_option_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--port", "eighty"])

    assert "--port" in capsys.readouterr().err
