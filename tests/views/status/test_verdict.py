"""The verdict on an installation: all is well, or what needs somebody, the worst first."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.values import Kind, Ref
from pos2web.tasks.control import AlertView, BackupView, LastRun, Overview, TaskView
from pos2web.views.status.standing import InstallationStatus, Superseded
from pos2web.views.status.verdict import Gravity, MatterSort, verdict

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
DOUBT = Reason(Code.NO_NAME)
QUIET = InstallationStatus(
    position=1,
    holder="",
    last_sync=None,
    counts={},
    held=(),
    unresolved=0,
    epoch=None,
    superseded=None,
)


def tasks(*views: TaskView, **more: Any) -> Overview:
    return Overview(
        version="1", pid=1, is_daemon=True, now=NOW, zone="UTC", position=1, tasks=views, **more
    )


def task(outcome: str, *, success: datetime | None = None) -> TaskView:
    last = LastRun(run="r", outcome=outcome, started_at=NOW, ended_at=NOW, reason=DOUBT)
    setting = TaskSetting(is_enabled=True)
    return TaskView(name="stock", setting=setting, last_run=last, last_success_at=success)


def test_all_is_well_where_the_last_runs_went_well() -> None:
    assert verdict(QUIET, tasks(task("done"))).gravity is Gravity.WELL


def test_what_was_never_synced_needs_somebody() -> None:
    (matter,) = verdict(QUIET, tasks()).matters

    assert (matter.sort, matter.gravity) == (MatterSort.NEVER_SYNCED, Gravity.YOURS)


def test_a_failed_run_heals_by_itself() -> None:
    found = verdict(QUIET, tasks(task("failed")))

    assert found.gravity is Gravity.HEALING
    assert [(one.sort, one.about, one.reason) for one in found.matters] == [
        (MatterSort.FAILED, "stock", DOUBT)
    ]


def test_a_run_that_asks_first_needs_somebody() -> None:
    found = verdict(QUIET, tasks(task("halted")))

    assert (found.gravity, found.matters[0].sort) == (Gravity.YOURS, MatterSort.ASKS_FIRST)


def test_what_went_well_since_is_no_matter() -> None:
    later = NOW + timedelta(minutes=1)

    assert verdict(QUIET, tasks(task("failed", success=later))).matters == ()


def test_the_worst_is_told_first() -> None:
    stands = msgspec.structs.replace(
        QUIET,
        held=((Ref(Kind.PRODUCT, "1"), DOUBT), (Ref(Kind.PRODUCT, "2"), DOUBT)),
        unresolved=3,
        superseded=Superseded(since=NOW, reason=DOUBT),
    )
    alert = AlertView(alert="till:main", reason=DOUBT, since=NOW)
    backup = BackupView(problem="full", behind_since=NOW)

    found = verdict(stands, tasks(task("failed"), alerts=(alert,), backup=backup))

    assert [(one.sort, one.count) for one in found.matters] == [
        (MatterSort.SUPERSEDED, 1),
        (MatterSort.ALERT, 1),
        (MatterSort.HELD, 2),
        (MatterSort.FAILED, 1),
        (MatterSort.BACKUP_BEHIND, 1),
        (MatterSort.UNRESOLVED, 3),
    ]
