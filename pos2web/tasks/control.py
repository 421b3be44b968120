"""What can be asked of the tasks, in this process or of the daemon from another one."""

from datetime import datetime
from typing import Protocol

import msgspec

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.decisions import Decision
from pos2web.domain.reasons import Reason
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.values import ConnectionName
from pos2web.messages import Made


class LastRun(msgspec.Struct, frozen=True, kw_only=True):
    """How a task's last run went; `ended_at` is None while it is under way."""

    run: str
    outcome: str
    started_at: datetime
    ended_at: datetime | None = None
    reason: Reason | None = None
    read: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    writes: int = 0
    calls: int = 0


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    """One task: how it is set, what it does now, and how it went.

    `shop` is whose task it is; empty for what is the whole installation's. `state` is idle, waiting (due, and not yet begun) or running. `next_runs` are the next few
    instants at which it is due. Ages are in seconds; None where it never succeeded.
    """

    name: str
    setting: TaskSetting
    shop: ConnectionName = NO_CONNECTION
    state: str = "idle"
    next_runs: tuple[datetime, ...] = ()
    running_since: datetime | None = None
    last_progress_at: datetime | None = None
    last_run: LastRun | None = None
    last_success_at: datetime | None = None
    last_success_age_s: float | None = None


class AlertView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody must see to, since when, and whether they were told."""

    alert: str
    reason: Reason
    since: datetime
    told_by: tuple[str, ...] = ()


class BackupView(msgspec.Struct, frozen=True, kw_only=True):
    """How far the store of the backups is: up to `position`, recorded at `at`; 0 and None until it was
    reached. `behind_since`: since when it does not have all; `problem`: what kept it from that,
    and `said` how that was made."""

    position: int = 0
    at: datetime | None = None
    behind_since: datetime | None = None
    problem: str = ""
    said: Made = msgspec.UNSET


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about the tasks now. `is_daemon`: they run by themselves; `backup` is None where
    nothing ships the log."""

    version: str
    pid: int
    is_daemon: bool
    now: datetime
    zone: str
    position: int
    started_at: datetime | None = None
    tasks: tuple[TaskView, ...] = ()
    alerts: tuple[AlertView, ...] = ()
    counts: dict[str, int] = {}
    backup: BackupView | None = None


class RunAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of asking for a run: `last` is it, once it has ended within the wait."""

    task: str
    state: str
    last: LastRun | None = None


class Control(Protocol):
    """The tasks, from outside. Raises RuleError for a task that there isn't."""

    def overview(self) -> Overview:
        """How everything stands."""
        ...

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        """Run a task now, once what is under way lets it; wait so long for its end.

        Asked while it waits or runs, it is not run twice at once: it runs again afterwards.
        """
        ...

    def stop(self, task: str) -> bool:
        """Stop its run between two changes, and forget one that waits; False if there was none."""
        ...

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        """Record what somebody decided, and act on it; the positions, none when nothing is new.

        `shop` is which one is meant, by its own name, where there are several and the decision is about
        one of them. Raises RuleError where that is not said, or there is no such shop.
        """
        ...

    def hint(self, source: str) -> None:
        """Somebody says that something changed at the till: look at once."""
        ...
