"""What is asked over HTTP reaches the tasks, and errors come back as what they are."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import msgspec
import pytest

from pos2web.domain.decisions import (
    DeclareSoldOut,
    RuleMissedRuns,
    ScheduleTask,
    SetBuffer,
    SwitchTask,
)
from pos2web.domain.schedules.period import Period
from pos2web.domain.selling import Buffer, RuleLevel, Scope, SoldOut
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RecordError,
    RuleError,
    SettingsError,
    TransientError,
)
from pos2web.tasks.control import Overview
from pos2web.web.application import WAITING_MAX
from pos2web.web.bodies import BODY_BYTES_MAX, HINT_BYTES_MAX
from pos2web.web.failures import Failure, error_of
from tests.daemon.desk import FakeDesk
from tests.web.conftest import ACCESS

TEA = Scope(RuleLevel.PRODUCT, "TEA")
DECISIONS = [
    SetBuffer(scope=TEA, buffer=Buffer(amount=Decimal("2.5"))),
    SetBuffer(scope=TEA, buffer=None),
    DeclareSoldOut(scope=TEA, sold_out=SoldOut(until=datetime(2026, 12, 1, tzinfo=UTC))),
    SwitchTask(task="stock", is_enabled=False),
    ScheduleTask(task="stock", periods=(Period(every_min=5, weekdays=(1, 2)),)),
    RuleMissedRuns(task="stock", missed=MissedRunsPolicy.SKIP),
]
ERRORS = [
    (TransientError("busy", retry_after_s=2.5), 503),
    (RecordError("no name", ref="product:1"), 422),
    (CredentialsError("bad key"), 502),
    (ProtocolError("what?"), 502),
    (RuleError("there is no such task"), 422),
    (ConflictError("another one was first"), 409),
    (ArchiveError("damaged"), 500),
    (SettingsError("no zone"), 500),
]


def test_the_overview_arrives_whole(client: httpx.Client, service: FakeDesk) -> None:
    answer = client.get("/api/overview")

    assert msgspec.json.decode(answer.content, type=Overview) == service.shown


def test_a_run_is_asked_for_as_it_is_meant(client: httpx.Client, service: FakeDesk) -> None:
    wanted = {"approved": True, "retry_held": True, "wait_s": 2}

    answer = client.post("/api/tasks/stock/run", json=wanted)

    assert service.asked == [("run", "stock", True, True, 2.0)]
    assert (answer.json()["state"], answer.json()["last"]["run"]) == ("running", "r1")


def test_a_run_without_wishes_is_a_usual_one(client: httpx.Client, service: FakeDesk) -> None:
    assert client.post("/api/tasks/stock/run").status_code == 200
    assert service.asked == [("run", "stock", False, False, 0.0)]


@pytest.mark.parametrize(("task", "stopped"), [("stock", True), ("drift", False)])
def test_a_stop_says_whether_there_was_a_run(
    client: httpx.Client, task: str, *, stopped: bool
) -> None:
    assert client.post(f"/api/tasks/{task}/stop").json() == {"stopped": stopped}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_arrives_as_it_was_made(
    client: httpx.Client, service: FakeDesk, decision: object
) -> None:
    body = msgspec.json.encode({"decision": decision, "actor": "user:Zoé"})

    answer = client.post("/api/decisions", content=body)

    assert answer.json() == {"positions": [7, 8]}
    assert service.asked == [("decide", decision, "user:Zoé")]


def test_texts_are_composed_at_the_edge(client: httpx.Client, service: FakeDesk) -> None:
    decision = {"type": "switch_task", "task": "caté\u0301", "is_enabled": True}

    client.post("/api/decisions", json={"decision": decision, "actor": "Zoe\u0301"})

    assert service.asked == [("decide", SwitchTask(task="cat\u00e9\u0301", is_enabled=True), "Zoé")]


def test_another_command_may_hint_too(client: httpx.Client, service: FakeDesk) -> None:
    assert client.post("/api/hints", json={"source": "command"}).status_code == 202
    assert service.asked == [("hint", "command")]


@pytest.mark.parametrize(("error", "status"), ERRORS)
def test_an_error_of_ours_keeps_its_kind(
    client: httpx.Client, service: FakeDesk, error: Pos2WebError, status: int
) -> None:
    service.fails = error

    answer = client.post("/api/tasks/stock/run")
    again = error_of(msgspec.json.decode(answer.content, type=Failure))

    assert answer.status_code == status
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_who_comes_too_early_is_told_when_to_come(client: httpx.Client, service: FakeDesk) -> None:
    service.fails = TransientError("busy", retry_after_s=2.5)

    assert client.get("/api/overview").headers["retry-after"] == "3"


def test_a_bug_is_answered_without_its_words(client: httpx.Client, service: FakeDesk) -> None:
    service.fails = AssertionError("a secret")

    answer = client.get("/api/overview")

    assert (answer.status_code, answer.json()["kind"]) == (500, "Pos2WebError")
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/decisions", b""),
        ("/api/decisions", b"{"),
        ("/api/decisions", b'{"decision": {"type": "nonsense"}, "actor": "me"}'),
        ("/api/decisions", b'{"decision": {"type": "switch_task", "task": "a", "is_enabled": 1}}'),
        ("/api/hints", b'{"source": ""}'),
        ("/api/hints", b'{"source": "a\\u001fb"}'),
        ("/api/hints", b'{"source": "\xff"}'),
        ("/api/tasks/stock/run", b'{"wait_s": -1}'),
        ("/api/tasks/stock/run", b'{"wait": 1}'),
        ("/api/tasks/stock/run", b"[" * 200_000),
    ],
)
def test_what_cannot_be_read_is_not_guessed_at(
    client: httpx.Client, service: FakeDesk, path: str, body: bytes
) -> None:
    answer = client.post(path, content=body)

    assert (answer.status_code, answer.json()["kind"]) == (400, "ProtocolError")
    assert service.asked == []


@pytest.mark.parametrize("is_announced", [True, False])
@pytest.mark.parametrize(
    ("path", "bytes_max"), [("/api/decisions", BODY_BYTES_MAX), ("/hooks/till", HINT_BYTES_MAX)]
)
def test_a_body_that_is_too_large_is_not_read(
    client: httpx.Client, service: FakeDesk, path: str, bytes_max: int, *, is_announced: bool
) -> None:
    body = b" " * (bytes_max + 1)
    headers = {"x-pos2web-token": ACCESS.hook_token}
    content = body if is_announced else iter([body[:1000], body[1000:]])

    answer = client.post(path, headers=headers, content=content)

    assert answer.status_code == 413
    assert service.asked == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/decisions", 405),
        ("DELETE", "/api/overview", 405),
        ("POST", "/healthz", 405),
        ("GET", "/hooks/till", 405),
        ("GET", "/api", 404),
        ("GET", "/", 404),
        ("GET", "/api/tasks/a/b/run", 404),
    ],
)
def test_what_there_is_not_to_ask_is_said(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["kind"]) == (status, "ProtocolError")
    assert f"{method} {path}" in answer.json()["error"]


def test_nothing_is_kept_by_those_who_ask(client: httpx.Client) -> None:
    assert client.get("/api/overview").headers["cache-control"] == "no-store"


def test_only_so_many_may_wait_at_once_and_the_others_are_still_answered(
    client: httpx.Client, service: FakeDesk
) -> None:
    service.hang.clear()
    codes: list[int] = []

    def wait() -> None:
        codes.append(client.post("/api/tasks/stock/run", json={"wait_s": 60}).status_code)

    threads = [threading.Thread(target=wait) for _ in range(WAITING_MAX + 2)]
    for thread in threads:
        thread.start()
    while len(codes) < 2:
        threads[0].join(0.01)
    is_ready = client.get("/readyz").status_code == 200
    service.hang.set()
    for thread in threads:
        thread.join()

    assert is_ready
    assert sorted(codes) == [200] * WAITING_MAX + [503] * 2
