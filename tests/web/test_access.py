"""Who may ask what: strangers, tills, pages on the Internet, and our own commands."""

import httpx
import pytest

from tests.daemon.desk import FakeDesk
from tests.web.conftest import ACCESS

PRIVATE = [
    ("GET", "/api/overview"),
    ("POST", "/api/tasks/stock/run"),
    ("POST", "/api/tasks/stock/stop"),
    ("POST", "/api/decisions"),
    ("POST", "/api/hints"),
]
OPEN = ["/healthz", "/readyz", "/metrics"]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
@pytest.mark.parametrize(
    "shown",
    ["", "Bearer", "Bearer wrong", f"Basic {ACCESS.token}", f"Bearer {ACCESS.hook_token}"],
)
def test_nobody_controls_without_the_token(
    stranger: httpx.Client, service: FakeDesk, method: str, path: str, shown: str
) -> None:
    answer = stranger.request(method, path, headers={"authorization": shown} if shown else {})

    assert answer.status_code == 401
    assert answer.json()["kind"] == "CredentialsError"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert service.asked == []


@pytest.mark.parametrize("path", OPEN)
def test_machines_that_watch_need_no_token(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(path).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8377", "[::2]", "", "[::1"]
)
@pytest.mark.parametrize("path", ["/healthz", "/api/overview", "/hooks/till", "/nowhere"])
def test_nothing_is_told_under_another_name(client: httpx.Client, host: str, path: str) -> None:
    answer = client.get(path, headers={"host": host})

    assert answer.status_code in (400, 421)
    assert "alive" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8377"])
def test_this_machines_own_names_are_ours(client: httpx.Client, host: str) -> None:
    assert client.get("/api/overview", headers={"host": host}).status_code == 200


def test_no_page_of_another_origin_is_let_in(stranger: httpx.Client) -> None:
    asked = {
        "origin": "https://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
    }

    answer = stranger.options("/api/decisions", headers=asked)

    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("place", ["header", "address"])
def test_a_till_may_say_that_something_changed(
    stranger: httpx.Client, service: FakeDesk, place: str
) -> None:
    token = ACCESS.hook_token
    headers = {"x-pos2web-token": token} if place == "header" else {}
    query = f"?token={token}" if place == "address" else ""

    answer = stranger.post(f"/hooks/till{query}", headers=headers, content=b"\xff<whatever/>")

    assert (answer.status_code, answer.json()) == (202, {"heard": True})
    assert service.asked == [("hint", "webhook")]


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", f"?token={ACCESS.token}"])
def test_a_till_that_shows_another_token_is_not_heard(
    stranger: httpx.Client, service: FakeDesk, query: str
) -> None:
    answer = stranger.post(f"/hooks/till{query}")

    assert (answer.status_code, answer.json()["kind"]) == (401, "CredentialsError")
    assert service.asked == []


def test_tokens_do_not_show() -> None:
    assert ACCESS.token not in repr(ACCESS)
    assert ACCESS.hook_token not in repr(ACCESS)
