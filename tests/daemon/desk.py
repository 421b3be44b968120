"""A desk for the tests: it keeps what it was asked, and fails or hangs when told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from pos2web.domain.decisions import Decision
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.tasks import TaskSetting
from pos2web.errors import RuleError
from pos2web.tasks.control import AlertView, LastRun, Overview, RunAsked, TaskView

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
ALERT = AlertView(alert="stale:stock", reason=Reason(Code.FAILED, {"said": "léger"}), since=NOW)
STOCK = TaskView(
    name="stock",
    setting=TaskSetting(),
    next_runs=(NOW + timedelta(seconds=30),),
    last_run=LastRun(
        run="r1",
        outcome="done",
        started_at=NOW - timedelta(seconds=40),
        ended_at=NOW - timedelta(seconds=38.5),
        writes=3,
    ),
    last_success_at=NOW - timedelta(seconds=38.5),
    last_success_age_s=38.5,
)
OVERVIEW = Overview(
    version="0.1.0",
    pid=4242,
    is_daemon=True,
    now=NOW,
    zone="Europe/Paris",
    position=1234,
    started_at=NOW - timedelta(hours=1),
    tasks=(STOCK, TaskView(name="drift", setting=TaskSetting(is_enabled=False))),
    counts={
        "runs:stock:done": 58,
        "runs:stock:failed": 2,
        "writes:stock": 17,
        "calls:stock": 90,
        "hints": 4,
    },
)


class FakeDesk:
    """A desk that does nothing; `fails` is raised by whatever is asked of it."""

    def __init__(self) -> None:
        self.hang = threading.Event()
        self.begin()

    def begin(self) -> None:
        """As if nothing had been asked yet."""
        self.shown = OVERVIEW
        self.fails: BaseException | None = None
        self.asked: list[Any] = []
        self.hang.set()

    def overview(self) -> Overview:
        self.hang.wait()
        self._fail()
        return self.shown

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        self._heard("run", task, approved, retry_held, wait_s)
        self._known(task)
        self.hang.wait()
        return RunAsked(task=task, state="running", last=STOCK.last_run)

    def stop(self, task: str) -> bool:
        self._heard("stop", task)
        self._known(task)
        return task == "stock"

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        del shop
        self._heard("decide", decision, actor)
        return [7, 8]

    def hint(self, source: str) -> None:
        self._heard("hint", source)

    def start(self) -> None:
        self._heard("start")

    def close(self, grace_s: float) -> None:
        self.asked.append(("close", grace_s))
        self.hang.set()

    def shows(self, **changes: Any) -> None:
        """Another overview from now on."""
        self.shown = msgspec.structs.replace(self.shown, **changes)

    @contextmanager
    def opened(self) -> Iterator["FakeDesk"]:
        """As bootstrap opens a desk."""
        yield self

    def _heard(self, *said: Any) -> None:
        self.asked.append(said)
        self._fail()

    def _fail(self) -> None:
        if self.fails is not None:
            raise self.fails

    def _known(self, task: str) -> None:
        names = [each.name for each in self.shown.tasks]
        if task not in names:
            raise RuleError(f"{task}: there is no such task; there are: {', '.join(names)}")
