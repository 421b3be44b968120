"""Tasks on a screen, in every state that they may be in."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from pos2web.cli.common.overview import ago
from pos2web.cli.common.reporting import ReportPrinter
from pos2web.cli.common.session import Session
from pos2web.cli.tasks.runs import exit_of, unseen
from pos2web.cli.tasks.screens import show_task, show_tasks
from pos2web.cli.undo.commands import report
from pos2web.domain.tasks import TaskSetting
from pos2web.history import till_wording
from pos2web.settings import Home
from pos2web.tasks.control import LastRun, Overview, RunAsked, TaskView
from pos2web.views.status.overview import last_done

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BEFORE = NOW - timedelta(minutes=90)


@pytest.fixture
def told(tmp_path: Path) -> ReportPrinter:
    screen = Console(file=io.StringIO(), width=200)
    session = Session(home=Home(path=tmp_path), language="en", out=screen)
    return ReportPrinter(session=session, here=till_wording("en"))


def said(told: ReportPrinter) -> str:
    """What was shown on the screen so far."""
    assert isinstance(told.session.out.file, io.StringIO)
    return told.session.out.file.getvalue()


def overview(*tasks: TaskView) -> Overview:
    """A daemon with these tasks."""
    return Overview(
        version="1", pid=1, is_daemon=True, now=NOW, zone="Europe/Paris", position=1, tasks=tasks
    )


def task(state: str = "idle", last: LastRun | None = None, *, is_enabled: bool = True) -> TaskView:
    """A task in this state."""
    setting = TaskSetting(is_enabled=is_enabled)
    return TaskView(name="stock", setting=setting, state=state, last_run=last)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (task("running"), "running"),
        (task("waiting"), "waiting"),
        (task(), "enabled"),
        (task(is_enabled=False), "disabled"),
        (task(last=LastRun(run="1", outcome="failed", started_at=BEFORE)), "failed, 1\u202fh 30"),
        (task(last=LastRun(run="1", outcome="yielded", started_at=BEFORE)), "made way for"),
        (task(last=LastRun(run="1", outcome="", started_at=BEFORE)), "interrupted"),
    ],
)
def test_a_task_is_a_line(told: ReportPrinter, view: TaskView, words: str) -> None:
    show_tasks(told, overview(view))

    assert words in said(told)
    assert "Nothing runs by itself" not in said(told)


def test_a_task_that_never_ran_is_shown_without_a_run(told: ReportPrinter) -> None:
    view = task()

    show_task(told, overview(view), view)

    assert said(told).splitlines()[0] == "stock"
    assert "last done" not in said(told)


def test_a_success_that_came_after_a_failure_is_what_counts() -> None:
    failed = LastRun(run="1", outcome="failed", started_at=BEFORE, ended_at=BEFORE)
    view = TaskView(name="stock", setting=TaskSetting(), last_run=failed, last_success_at=NOW)

    assert last_done(view) == ("done", NOW)


def test_long_ago_is_told_in_days(told: ReportPrinter) -> None:
    assert ago(told.session, NOW - timedelta(days=3, hours=5), NOW) == "3 days ago"
    assert ago(told.session, NOW + timedelta(minutes=5), NOW) == "just now"


@pytest.mark.parametrize(
    ("state", "waits_s", "what", "code"),
    [("waiting", 0.0, "asked", 0), ("idle", 9.0, "forgotten", 130), ("running", 9.0, "goes_on", 1)],
)
def test_a_run_whose_end_nobody_saw(state: str, waits_s: float, what: str, code: int) -> None:
    asked = RunAsked(task="stock", state=state)

    assert (unseen(asked, waits_s), exit_of(asked, waits_s)) == (what, code)


def test_a_run_that_found_all_of_it_done_is_not_told_as_if_nothing_had_been(
    told: ReportPrinter,
) -> None:
    done = LastRun(run="r1", outcome="done", started_at=BEFORE, ended_at=NOW, read=9, unchanged=9)
    wrote = msgspec.structs.replace(done, changed=1, unchanged=8, writes=1)

    report(told.session, [RunAsked(task="catalogue", state="idle", last=done)], run="r0")
    report(told.session, [RunAsked(task="stock", state="idle", last=wrote)], run="")

    assert said(told).splitlines() == [
        "The site shows it already.",
        "Recorded. To go back on it: pos2web undo --run r0",
        "Task “stock” is done: 9 read, 1 changed, 8 unchanged, 0 held, 1 written",
    ]
