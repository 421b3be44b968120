"""What is told of health is what helps: a new process, or a person."""

from datetime import timedelta

import httpx
import msgspec
import pytest

from pos2web.errors import ArchiveError
from pos2web.tasks.control import TaskView
from pos2web.web.health import HOPELESS_S, NO_PROGRESS_S, OVERDUE_S, health
from tests.daemon.desk import ALERT, NOW, OVERVIEW, STOCK, FakeDesk
from tests.web.conftest import Readiness


def ago(seconds: float) -> timedelta:
    """So long, and a second more."""
    return timedelta(seconds=seconds + 1)


def running(since_s: float, progress_s: float | None = None) -> TaskView:
    """A run that began so long ago, and moved last so long ago."""
    moved = None if progress_s is None else NOW - ago(progress_s)
    return msgspec.structs.replace(
        STOCK, state="running", running_since=NOW - ago(since_s), last_progress_at=moved
    )


def test_a_daemon_at_work_is_well(stranger: httpx.Client) -> None:
    answer = stranger.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"alive": True, "ready": True, "wrong": []})


def test_a_task_that_was_forgotten_is_a_dead_daemon(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    forgotten = msgspec.structs.replace(STOCK, next_runs=(NOW - ago(OVERDUE_S),))
    service.shows(tasks=(forgotten,))

    answer = stranger.get("/healthz")

    assert (answer.status_code, answer.json()["alive"]) == (503, False)
    assert [(each["what"], each["about"]) for each in answer.json()["wrong"]] == [
        ("overdue", "stock")
    ]


@pytest.mark.parametrize("changes", [{"state": "waiting"}, {"setting": OVERVIEW.tasks[1].setting}])
def test_a_task_that_waits_or_is_disabled_is_not_forgotten(changes: dict[str, object]) -> None:
    late = msgspec.structs.replace(STOCK, next_runs=(NOW - ago(OVERDUE_S),), **changes)

    assert health(msgspec.structs.replace(OVERVIEW, tasks=(late,)), is_ready=True).is_well


@pytest.mark.parametrize(
    ("task", "is_well", "is_alive"),
    [
        (running(since_s=5), True, True),
        (running(since_s=HOPELESS_S, progress_s=10), True, True),
        (running(since_s=10, progress_s=HOPELESS_S), True, True),
        (running(since_s=NO_PROGRESS_S), False, True),
        (running(since_s=HOPELESS_S, progress_s=NO_PROGRESS_S), False, True),
        (running(since_s=HOPELESS_S), False, False),
    ],
)
def test_a_run_that_does_not_move_is_wrong_and_in_the_end_hopeless(
    task: TaskView, *, is_well: bool, is_alive: bool
) -> None:
    found = health(msgspec.structs.replace(OVERVIEW, tasks=(task,)), is_ready=True)

    assert (found.is_well, found.alive) == (is_well, is_alive)


def test_an_alert_is_told_of_and_no_reason_to_start_anew(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    service.shows(alerts=(ALERT,))

    answer = stranger.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["wrong"] == [
        {"what": "alert", "about": "stale:stock", "since": "2026-11-24T10:00:00Z"}
    ]


def test_who_is_about_to_end_is_not_ready(stranger: httpx.Client, readiness: Readiness) -> None:
    readiness.is_ready = False

    answers = [stranger.get(path) for path in ("/readyz", "/healthz")]

    assert [(each.status_code, each.json()["ready"]) for each in answers] == [(503, False)] * 2


def test_tasks_that_do_not_answer_are_not_waited_for(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    service.hang.clear()

    answer = stranger.get("/healthz")
    service.hang.set()

    assert (answer.status_code, answer.json()["kind"]) == (503, "TransientError")


def test_a_daemon_that_cannot_look_says_why(stranger: httpx.Client, service: FakeDesk) -> None:
    service.fails = ArchiveError("the log is damaged")

    answer = stranger.get("/healthz")

    assert (answer.status_code, answer.json()["error"]) == (500, "the log is damaged")
