"""One task's place: what it does now, what it was asked for, and how it went."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.values import ConnectionName
from pos2web.engine.context import RunOptions, RunReport
from pos2web.errors import (
    ArchiveError,
    CredentialsError,
    ProtocolError,
    RuleError,
    SettingsError,
)
from pos2web.messages import message
from pos2web.ports import Clock
from pos2web.projections.runs import Run
from pos2web.tasks.control import LastRun
from pos2web.tasks.table import Lane, Task

Place = tuple[Lane, ConnectionName]
"""A lane by its sort and the shop whose it is; that beside is nobody's."""

Ending = tuple[str, Reason]
"""How a run that is stopped is told: its outcome, and why."""

STOPPED: Ending = ("stopped", Reason(Code.STOPPED))
YIELDED: Ending = ("yielded", Reason(Code.YIELDED))
CUT_SHORT: Ending = ("killed", Reason(Code.KILLED))

SLICE = timedelta(seconds=2)
"""A run gets at least so long before it makes way for what is more urgent."""

DOUBLINGS_MAX = 6
"""Each time that it made way it gets twice as long, so often: else it might never get through."""


HOPELESS = CredentialsError, ProtocolError, ArchiveError, SettingsError
"""Trying again won't help before a person did something."""


class TaskPhase(StrEnum):
    """What a task does now. Waiting: it is due, and something else is under way."""

    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"


@dataclass(kw_only=True)
class TaskState:
    """One task's place. Guarded by its lanes' lock, but for what a run's own thread notes.

    `shop` is whose task it is, or whose runner does what is the whole installation's; `name` is what
    people call it: with several shops the task's own name, `@` and the shop's.

    `accounted`: up to when its due runs took place or were told as missed. The run that waits
    `stands_for_due` when one of the schedule's is meant, and then `serves_due`. `missed` counts
    those that came due besides. Every asking has a number: `asked` is the last, `answered` the
    last that a run has done with, `dropped` the last that came to nothing.
    """

    task: Task
    setting: TaskSetting
    accounted: datetime
    shop: ConnectionName = NO_CONNECTION
    name: str = ""
    ruled_at: datetime | None = None
    state: TaskPhase = TaskPhase.IDLE
    approved: bool = False
    retry_held: bool = False
    again: bool = False
    asked: int = 0
    serving: int = 0
    answered: int = 0
    dropped: int = 0
    stands_for_due: bool = False
    serves_due: bool = False
    missed: int = 0
    missed_since: datetime | None = None
    yields: int = 0
    options: RunOptions | None = None
    ending: Ending = STOPPED
    running_since: datetime | None = None
    last_progress_at: datetime | None = None
    last: LastRun | None = None
    last_success_at: datetime | None = None
    successes: int = 0
    failures: int = 0
    trouble: Reason | None = None
    is_hopeless: bool = False

    def __post_init__(self) -> None:
        self.name = self.name or self.task.name

    @property
    def place(self) -> Place:
        """Where it runs: one lane for each shop, and one beside."""
        return self.task.lane, self.shop if self.task.lane is Lane.SHOP else NO_CONNECTION

    def ask(self, *, approved: bool = False, retry_held: bool = False, is_due: bool = False) -> int:
        """It shall run: now, or again when the run that is under way has ended; the number."""
        self.approved |= approved
        self.retry_held |= retry_held
        self.stands_for_due |= is_due
        if self.state is TaskPhase.RUNNING:
            self.again = True
        else:
            self.state = TaskPhase.WAITING
        self.asked += 1
        return self.asked

    def come_due(self, since: datetime) -> None:
        """A run came due while it waits or runs: the one that waits stands for it, or it is missed.

        A run that nobody had scheduled is followed by the due one; it overran nothing.
        """
        is_missed = self.serves_due if self.state is TaskPhase.RUNNING else self.stands_for_due
        if not is_missed:
            self.ask(is_due=True)
            return
        self.missed_since = self.missed_since or since
        self.missed += 1

    def take_missed(self) -> tuple[int, datetime] | None:
        """How many came due besides since when; from now on none."""
        since, count = self.missed_since, self.missed
        self.missed, self.missed_since = 0, None
        return None if since is None else (count, since)

    def begin(self, now: datetime, makes_way: Callable[[], bool], clock: Clock) -> RunOptions:
        """It runs from now on; its options."""
        self.state = TaskPhase.RUNNING
        self.running_since = self.last_progress_at = now
        self.ending, self.again = STOPPED, False
        self.serving = self.asked
        self.serves_due, self.stands_for_due = self.stands_for_due, False
        self.options = RunOptions(
            approved=self.approved,
            retry_held=self.retry_held,
            stopped_as=lambda: self.ending,
            progress=Watch(task_state=self, makes_way=makes_way, clock=clock),
        )
        self.approved = self.retry_held = False
        return self.options

    def stop(self, ending: Ending = STOPPED) -> bool:
        """Let its run end between two changes, to be told as this; False when none is under way.

        One that only makes way is stopped for good.
        """
        options = self.options
        if options is None or (options.stop.is_set() and self.ending != YIELDED):
            return False
        self.ending = ending
        options.stop.set()
        return True

    def drop(self) -> bool:
        """Forget the run that waits, and what was asked besides; False when none waited."""
        waited = self.state is TaskPhase.WAITING
        if waited:
            self.state = TaskPhase.IDLE
        if waited or self.again:
            self.dropped = self.asked
        self.again = self.stands_for_due = self.approved = self.retry_held = False
        return waited

    def make_way(self) -> None:
        """Something more urgent waits: end soon, and go on afterwards."""
        if self.options is not None and not self.options.stop.is_set():
            self.ending = YIELDED
            self.options.stop.set()

    @property
    def slice(self) -> timedelta:
        """How long it may run before it makes way."""
        return SLICE * (1 << min(self.yields, DOUBLINGS_MAX))

    def end(self, report: RunReport, now: datetime) -> None:
        """Its run has ended."""
        if self.options and report.outcome == "yielded" and self.ending == YIELDED:
            self._go_on_later(self.options)
        else:
            self.answered, self.yields = self.serving, 0
        self.last = last_run(report, self.running_since or now, now)
        if report.outcome == "done":
            self.last_success_at, self.successes = now, self.successes + 1
            self.failures, self.trouble, self.is_hopeless = 0, None, False
        elif report.outcome in ("failed", "halted"):
            self.failures, self.trouble = self.failures + 1, report.reason
            self.is_hopeless = report.outcome == "halted" or isinstance(report.failure, HOPELESS)
        self.options = self.running_since = None
        self.serves_due = False
        self.state = TaskPhase.WAITING if self.again else TaskPhase.IDLE
        self.again = False

    def _go_on_later(self, options: RunOptions) -> None:
        """Afterwards, as it was asked for."""
        self.again, self.yields = True, self.yields + 1
        self.stands_for_due |= self.serves_due
        self.approved |= options.approved
        self.retry_held |= options.retry_held


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Sees that a run makes progress, and lets it make way for what is more urgent."""

    task_state: TaskState
    makes_way: Callable[[], bool]
    clock: Clock

    def phase(self, name: str, total: int | None) -> None:
        """A new part of the run begins."""
        del name, total
        self.advance()

    def advance(self, count: int = 1) -> None:
        """Something was done."""
        del count
        self.task_state.last_progress_at = self.clock()
        if self.makes_way():
            self.task_state.make_way()


@dataclass(kw_only=True)
class Look:
    """A look at the till, outside any run: how it is stopped, and when it got on last."""

    clock: Clock
    last_progress_at: datetime
    stop: threading.Event = field(default_factory=threading.Event)

    def phase(self, name: str, total: int | None) -> None:
        """A new part of it begins."""
        del name, total
        self.advance()

    def advance(self, count: int = 1) -> None:
        """Something was seen."""
        del count
        self.last_progress_at = self.clock()


def last_run(report: RunReport, started_at: datetime, ended_at: datetime) -> LastRun:
    """How a run went, for those who ask."""
    return LastRun(
        run=report.run,
        outcome=report.outcome,
        started_at=started_at,
        ended_at=ended_at,
        reason=report.reason,
        read=report.read,
        changed=report.changed,
        unchanged=report.unchanged,
        held=report.held,
        writes=report.writes,
        calls=report.calls,
    )


def run_told(run: Run) -> LastRun:
    """How a run went that the read models know."""
    return LastRun(
        run=run.id,
        outcome=run.outcome,
        started_at=run.started_at,
        ended_at=run.ended_at,
        reason=run.reason,
        read=run.read,
        changed=run.changed,
        unchanged=run.unchanged,
        held=run.held,
        writes=run.writes,
        calls=run.calls,
    )


def task_state_named(task_states: Mapping[str, TaskState], task: str) -> TaskState:
    """A task's place. Raises RuleError, which names those that there are."""
    if task not in task_states:
        raise RuleError(
            message(
                "there is no task {task!r}; there are: {slots}",
                task=task,
                slots=", ".join(task_states),
            )
        )
    return task_states[task]
