"""A daemon in another process is asked as the tasks themselves, and a dead one is recognised."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from pos2web.daemon.presence import Presence, announced
from pos2web.daemon.remote import ANSWER_BYTES_MAX, RemoteControl, living
from pos2web.domain.decisions import (
    Decision,
    DeclareSoldOut,
    LiftPin,
    PinField,
    Rewind,
    SetBuffer,
    SwitchTask,
    TakeBack,
)
from pos2web.domain.selling import Buffer, RuleLevel, Scope, SoldOut
from pos2web.domain.values import Kind
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    RecordError,
    RuleError,
    TransientError,
)
from pos2web.settings import Home
from pos2web.tasks.control import RunAsked
from pos2web.web.access import Access
from pos2web.web.application import application
from pos2web.web.server import serving
from tests.daemon.desk import NOW, STOCK, FakeDesk

ACCESS = Access(token="t0ken-of-the-daemon", hook_token="other")  # noqa: S106 - opens nothing but this test's daemon
TEA = Scope(RuleLevel.PRODUCT, "TEA")


@pytest.fixture
def service() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def presence(service: FakeDesk) -> Iterator[Presence]:
    app = application(service, ACCESS, is_ready=lambda: True)
    with serving(app, host="127.0.0.1", port=0) as server:
        yield of(server.url)


@pytest.fixture
def remote(presence: Presence) -> RemoteControl:
    return RemoteControl(presence)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(path=tmp_path)


def of(url: str, *, pid: int | None = None, token: str = ACCESS.token) -> Presence:
    """What a daemon at this address says of itself."""
    pid = pid or os.getpid()
    return Presence(pid=pid, url=url, token=token, version="0.1.0", started_at=NOW)


@contextmanager
def somebody_else(answer: bytes) -> Iterator[str]:
    """A server that answers everybody the same, and its address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def serve() -> None:
            caller, _ = listener.accept()
            with closing(caller):
                caller.recv(65536)
                caller.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_everything_is_asked_as_of_the_tasks_themselves(
    remote: RemoteControl, service: FakeDesk
) -> None:
    overview = remote.overview()
    asked = remote.run("stock", approved=True, retry_held=True, wait_s=1.5)
    stopped = (remote.stop("stock"), remote.stop("drift"))
    remote.hint("command")

    assert overview == service.shown
    assert asked == RunAsked(task="stock", state="running", last=STOCK.last_run)
    assert stopped == (True, False)
    assert service.asked == [
        ("run", "stock", True, True, 1.5),
        ("stop", "stock"),
        ("stop", "drift"),
        ("hint", "command"),
    ]


@pytest.mark.parametrize(
    "decision",
    [
        SetBuffer(scope=TEA, buffer=Buffer(amount=Decimal("2.50"), is_percent=True)),
        SetBuffer(scope=TEA, buffer=None),
        DeclareSoldOut(scope=TEA, sold_out=SoldOut(until=datetime(2026, 12, 1, tzinfo=UTC))),
        SwitchTask(task="stock", is_enabled=True),
        PinField(kind=Kind.PRODUCT, key="1", field="name", value={"fr": "Thé"}),
        LiftPin(kind=Kind.PRODUCT, key="1", field="name"),
        TakeBack(positions=(7, 9), is_forced=True),
        TakeBack(actor="user:zoé", since=datetime(2026, 12, 1, tzinfo=UTC)),
        Rewind(to=datetime(2026, 12, 1, tzinfo=UTC), category="3", field="price"),
    ],
)
def test_a_decision_goes_over_unchanged(
    remote: RemoteControl, service: FakeDesk, decision: Decision
) -> None:
    assert remote.decide(decision, actor="user:zoé") == [7, 8]
    assert service.asked == [("decide", decision, "user:zoé")]


@pytest.mark.parametrize(
    "error",
    [TransientError("busy", retry_after_s=2.5), RecordError("no name", ref="product:1")],
)
def test_an_error_comes_out_as_it_went_in(
    remote: RemoteControl, service: FakeDesk, error: Pos2WebError
) -> None:
    service.fails = error

    with pytest.raises(type(error), match=str(error)) as caught:
        remote.overview()

    assert vars(caught.value) == vars(error)


@pytest.mark.parametrize("name", ["stck", "a/b", "é ?#", ".."])
def test_a_task_that_there_is_not_is_named(remote: RemoteControl, name: str) -> None:
    with pytest.raises((RuleError, ProtocolError)):
        remote.run(name)


def test_a_daemon_that_is_gone_gave_no_answer() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"

    with pytest.raises(TransientError, match="gave no answer"):
        RemoteControl(of(url)).overview()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\xff", ProtocolError),
        (b"HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\n<h1>", ProtocolError),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", TransientError),
        (b"SSH-2.0-OpenSSH_9.2\r\n", TransientError),
        (b"", TransientError),
    ],
)
def test_an_answer_that_is_none_of_ours_is_an_error_of_ours(
    answer: bytes, error: type[Pos2WebError]
) -> None:
    with somebody_else(answer) as url, pytest.raises(error):
        RemoteControl(of(url)).overview()


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"

    with (
        somebody_else(head + b"x" * (ANSWER_BYTES_MAX // 100)) as url,
        pytest.raises(ProtocolError),
    ):
        RemoteControl(of(url)).overview()


def test_another_token_is_refused(presence: Presence) -> None:
    other = msgspec.structs.replace(presence, token="wrong")  # noqa: S106 - opens nothing but this test's daemon

    with pytest.raises(CredentialsError, match="token"):
        RemoteControl(other).overview()


def test_a_daemon_that_runs_is_found(home: Home, presence: Presence, service: FakeDesk) -> None:
    with announced(home, presence):
        control = living(home)

    assert control is not None
    assert control.overview() == service.shown


def test_a_home_without_daemon_has_none(home: Home) -> None:
    assert living(home) is None


@pytest.mark.skipif(os.name != "posix", reason="elsewhere the token alone tells")
def test_what_a_dead_daemon_left_is_recognised(home: Home, presence: Presence) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()

    with announced(home, msgspec.structs.replace(presence, pid=gone.pid)):
        assert living(home) is None


@pytest.mark.parametrize("pid", [2**40, 1])
def test_a_number_that_is_no_process_of_ours_does_no_harm(
    home: Home, presence: Presence, pid: int
) -> None:
    there = msgspec.structs.replace(presence, pid=pid, token="wrong")  # noqa: S106 - opens nothing but this test's daemon

    with announced(home, there):
        assert living(home) is None


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", b""])
def test_somebody_else_at_its_address_is_not_taken_for_it(home: Home, answer: bytes) -> None:
    with somebody_else(answer) as url, announced(home, of(url)):
        assert living(home) is None
