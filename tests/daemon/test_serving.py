"""The daemon's life in one process: what it asks of its desk, and what it tells of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from pos2web.daemon.ending import Ending
from pos2web.daemon.presence import find
from pos2web.daemon.serving import CLOSING_S, Frame, access_to, serve
from pos2web.daemon.systemd import Supervisor
from pos2web.errors import ConflictError, SettingsError, TransientError
from pos2web.settings import DaemonSettings, Home
from tests.daemon.desk import NOW, STOCK, FakeDesk

WAITS_S = 60


class Listening(Supervisor):
    """A supervisor that keeps what it is told."""

    def __init__(self, watchdog_s: float | None = None) -> None:
        super().__init__()
        self.watchdog_s = watchdog_s
        self.told: list[str] = []
        self.heard = threading.Condition()

    def _tell(self, state: str) -> None:
        with self.heard:
            self.told.append(state.split("=")[0])
            self.heard.notify_all()

    def until(self, word: str, count: int = 1) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: self.told.count(word) >= count, WAITS_S)


@pytest.fixture
def supervisor() -> Listening:
    return Listening(watchdog_s=0.03)


@pytest.fixture
def frame(tmp_path: Path, supervisor: Listening) -> Frame:
    home, settings = Home(path=tmp_path / "home"), DaemonSettings(port=0)
    return Frame(
        home=home,
        settings=settings,
        access=access_to(home, settings),
        supervisor=supervisor,
        ending=Ending(3600, lambda _code: None),
    )


@contextmanager
def daemon(frame: Frame, service: FakeDesk) -> Iterator[None]:
    """A daemon that runs beside the test, and has ended after it."""
    thread = threading.Thread(target=serve, args=[frame, service.opened])
    thread.start()
    try:
        yield
    finally:
        frame.ending.ask("the test is over")
        thread.join(WAITS_S)
    assert not thread.is_alive()


def test_the_desk_is_started_and_closed_with_time_to_stop(
    frame: Frame, supervisor: Listening
) -> None:
    service = FakeDesk()

    with daemon(frame, service):
        supervisor.until("READY")

    assert service.asked == [("start",), ("close", frame.settings.stop_s - CLOSING_S)]
    assert [word for word in supervisor.told if word != "WATCHDOG"] == ["READY", "STOPPING"]


def test_it_is_ready_once_it_says_so(frame: Frame, supervisor: Listening) -> None:
    with daemon(frame, FakeDesk()):
        supervisor.until("READY")
        presence = find(frame.home)
        assert presence is not None
        answer = httpx.get(f"{presence.url}/readyz", trust_env=False)

    assert answer.json() == {"ready": True}
    assert find(frame.home) is None


def test_the_heart_is_told_of_while_it_beats(frame: Frame, supervisor: Listening) -> None:
    with daemon(frame, FakeDesk()):
        supervisor.until("WATCHDOG", count=3)


def until_noted(caplog: pytest.LogCaptureFixture, text: str, count: int) -> None:
    """Wait until so many lines were noted that hold this."""
    patience = time.monotonic() + WAITS_S
    while sum(text in record.getMessage() for record in caplog.records[:]) < count:
        assert time.monotonic() < patience, "it was never noted"
        time.sleep(0.005)


@pytest.mark.parametrize("wrong", ["forgotten", "silent"])
def test_a_heart_that_stands_still_is_not_told_of(
    frame: Frame, supervisor: Listening, caplog: pytest.LogCaptureFixture, wrong: str
) -> None:
    service = FakeDesk()

    with daemon(frame, service):
        supervisor.until("WATCHDOG")
        if wrong == "forgotten":
            due = (NOW - timedelta(hours=1),)
            service.shows(tasks=(msgspec.structs.replace(STOCK, next_runs=due),))
        else:
            service.fails = TransientError("the log is locked")
        until_noted(caplog, "the tasks", 1)
        beats = supervisor.told.count("WATCHDOG")
        until_noted(caplog, "the tasks", 4)
        after = supervisor.told.count("WATCHDOG")

    assert after == beats


def test_a_desk_that_cannot_be_opened_leaves_nothing_behind(frame: Frame) -> None:
    def locked() -> AbstractContextManager[FakeDesk]:
        raise ConflictError("process 7 has the log")

    with pytest.raises(ConflictError, match="process 7"):
        serve(frame, locked)

    assert find(frame.home) is None


def test_a_desk_that_cannot_start_is_closed_all_the_same(
    frame: Frame, supervisor: Listening
) -> None:
    service = FakeDesk()
    service.fails = SettingsError("no till")

    with pytest.raises(SettingsError, match="no till"):
        serve(frame, service.opened)

    assert [said[0] for said in service.asked] == ["start", "close"]
    assert supervisor.told == ["STOPPING"]


def test_it_answers_to_the_names_that_are_set(tmp_path: Path) -> None:
    settings = DaemonSettings(host="192.0.2.7", names=("Till.example",))

    access = access_to(Home(path=tmp_path), settings)

    known = ["192.0.2.7:8377", "till.example", "localhost"]
    assert [access.knows(name) for name in known] == [True] * 3
    assert not access.knows("other.example")


def test_to_listen_everywhere_is_no_name(tmp_path: Path) -> None:
    settings = DaemonSettings(host="0.0.0.0")  # noqa: S104 - nothing listens

    assert not access_to(Home(path=tmp_path), settings).knows("0.0.0.0:8377")
