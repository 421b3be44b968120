"""The desk: what can be asked of the tasks, and what the clock asks of them."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.connections import NO_CONNECTION
from pos2web.domain.decisions import Decision
from pos2web.domain.run_facts import RunsMissed
from pos2web.domain.tasks import OF_INSTALLATION, TaskSetting, called
from pos2web.domain.values import ConnectionName
from pos2web.ports import Till
from pos2web.projections import alerts, runs, tasks
from pos2web.tasks.control import AlertView, Overview, RunAsked, TaskView
from pos2web.tasks.deciding import Deciding
from pos2web.tasks.dues import due, upcoming
from pos2web.tasks.journal import Journal, missed_runs
from pos2web.tasks.passes import TOLD_EVERY
from pos2web.tasks.queues import Queues
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Task, tasks_of
from pos2web.tasks.task_state import Look, Place, TaskPhase, TaskState, run_told, task_state_named

NOTES = logging.getLogger("pos2web.tasks")

GOES_ON_AFTER = ("yielded", "killed")
"""A task whose last run ended so is run at the start, and goes on where that one was."""


class TaskService:
    """Runs the tasks, each when it is due or asked for; see `Control` for what can be asked.

    Any thread may ask. Until `open_lanes` nothing runs but in `run`, in the thread that asks.
    """

    def __init__(
        self,
        runner: Runner,
        *,
        zone: ZoneInfo,
        others: Sequence[Runner] = (),
        table: Sequence[Task] | None = None,
        is_daemon: bool = False,
    ) -> None:
        """`others` run the tasks of the other shops; what is the whole installation's is done by `runner`."""
        self.runner = runner
        self.runners = (runner, *others)
        self.zone = zone
        self.is_daemon = is_daemon
        self.started_at = runner.context.clock()
        self._journal = Journal(runner.context)
        self._journal.follow()
        usual = tasks_of(has_backup=runner.backups is not None) if table is None else table
        self._task_states = self._states(usual)
        self._queues = Queues(self.runners, self._task_states, self._journal)
        self._deciding = Deciding(self.runners, self._queues, self._journal)
        self._recall()

    # What can be asked.

    def overview(self) -> Overview:
        """How everything stands."""
        context, now = self.runner.context, self.runner.context.clock()
        position = context.log.head
        standing = tuple(alert_view(one) for one in alerts.standing(context.models))
        with self._queues.changed:
            return Overview(
                version=version("pos2web"),
                pid=os.getpid(),
                is_daemon=self.is_daemon,
                now=now,
                zone=str(self.zone),
                position=position,
                started_at=self.started_at,
                tasks=tuple(
                    self._view(task_state, now) for task_state in self._task_states.values()
                ),
                alerts=standing,
                counts=dict(self._queues.counts),
            )

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        """Run a task now; see `Control.run`."""
        task_state, queues = task_state_named(self._task_states, task), self._queues
        with queues.changed:
            number = task_state.ask(approved=approved, retry_held=retry_held)
            queues.hurry()
        if not queues.is_open:
            queues.perform(task_state)
        with queues.changed:
            queues.changed.wait_for(
                lambda: max(task_state.answered, task_state.dropped) >= number or queues.is_closing,
                timeout=wait_s,
            )
            last = task_state.last if task_state.answered >= number else None
            return RunAsked(task=task, state=task_state.state, last=last)

    def stop(self, task: str) -> bool:
        """Stop its run; see `Control.stop`."""
        task_state = task_state_named(self._task_states, task)
        with self._queues.changed:
            is_dropped, is_stopped = task_state.drop(), task_state.stop()
            self._queues.changed.notify_all()
            return is_dropped or is_stopped

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        """Record a decision and act on it; see `Control.decide`."""
        return self._deciding.decide(decision, actor=actor, shop=shop)

    def hint(self, source: str) -> None:
        """Somebody says that something changed at the till; see `Control.hint`."""
        NOTES.info("hint from %s: looking at the till", source)
        with self._queues.changed:
            self._queues.count("hints", 1)
        for till in self.tills():
            self._queues.look(till, at_once=True)

    # What drives it.

    def open_lanes(self) -> None:
        """Start working: from now on what is due or asked for runs in threads of its own.

        Runs that a process before left unfinished are told as killed, and go on. Who has to do
        something about what is new runs at once: it may have been seen by a process that is gone, a
        window may have opened or closed, or a rule been made, that nobody acted on.
        """
        self._journal.killed()
        self._recall()
        with self._queues.changed:
            self._queues.ask(
                task_state
                for task_state in self._queues.enabled()
                if task_state.task.wakes_on
                or task_state.task.wakes_on_rules
                or (task_state.last is not None and task_state.last.outcome in GOES_ON_AFTER)
            )
            self._queues.open()

    def stop_all(self) -> None:
        """Begin no more runs, and let those under way end between two changes."""
        self._queues.stop()

    def close(self, grace_s: float) -> bool:
        """Stop all, and wait so long for it; False if it took too long."""
        is_closed = self._queues.close(grace_s)
        for runner in self.runners:
            runner.passes.tell()
        return is_closed

    def tick(self) -> None:
        """Look at the clock: whatever is due by now is to run. Asked twice it asks once."""
        now = self.runner.context.clock()
        with self._queues.changed:
            missed = [
                (task_state.shop, self._account(task_state, now))
                for task_state in self._task_states.values()
            ]
            self._queues.reach(now)
            self._queues.hurry()
        for shop, facts in missed:
            self._journal.missed(facts, shop)

    def look(self, till: ConnectionName) -> None:
        """Look at a till as soon as nothing waits; what is new wakes who has to do it."""
        self._queues.look(till)

    def tills(self) -> dict[ConnectionName, Till]:
        """The tills that the shops hang on, by name."""
        return {runner.context.till_name: runner.context.till for runner in self.runners}

    @property
    def edge(self) -> datetime | None:
        """When a window opens or closes next, as far as is known."""
        return self._queues.edge

    @property
    def looking(self) -> dict[Place, Look]:
        """The looks at a till that are under way, by the lane that looks."""
        with self._queues.changed:
            return dict(self._queues.looking)

    def task_states(self) -> list[TaskState]:
        """Every task's place, for those who watch over them."""
        return list(self._task_states.values())

    # How it goes.

    def _states(self, usual: Sequence[Task]) -> dict[str, TaskState]:
        """A place for each task of each shop, and for what is the whole installation's; by name."""
        found: dict[str, TaskState] = {}
        for runner in self.runners:
            rows = tasks.load(runner.context.models, runner.context.shop_name)
            for task in usual:
                if runner is self.runner or task.name not in OF_INSTALLATION:
                    row = rows.get(task.name) or tasks.TaskRow()
                    state = self._state(task, row, runner.context.shop_name)
                    found[state.name] = state
        return found

    def _state(self, task: Task, row: tasks.TaskRow, shop: ConnectionName) -> TaskState:
        now, known = self.started_at, row.last_ended_at
        if known is None or timedelta() <= now - known < TOLD_EVERY:
            # Quiet runs of the last minutes may not have been told by a process that was killed.
            known = now
        return TaskState(
            task=task,
            setting=setting_of(task, row),
            accounted=known,
            shop=shop,
            name=called(task.name, shop, is_one_of_several=len(self.runners) > 1),
            last_success_at=row.last_success_at,
        )

    def _recall(self) -> None:
        """How the last run of each task went, as the read models know it."""
        for task_state in self._task_states.values():
            models, task = self.runner.context.models, task_state.task.name
            found = runs.last_of(models, task, task_state.shop)
            task_state.last = None if found is None else run_told(found)

    def _account(self, task_state: TaskState, now: datetime) -> list[RunsMissed]:
        """See to what came due; what was missed."""
        found = due(task_state.setting, task_state.accounted, now, self.zone)
        since, task_state.accounted = task_state.accounted, found.accounted
        if found.is_due and (task_state.state is TaskPhase.IDLE or found.missed):
            task_state.ask(is_due=True)
        elif found.is_due:
            task_state.come_due(since)
        if not found.missed:
            return []
        missed = (found.missed, since)
        return [missed_runs(task_state.task.name, missed, why="away", made_up=found.made_up)]

    def _view(self, task_state: TaskState, now: datetime) -> TaskView:
        success = task_state.last_success_at
        after = task_state.accounted if self._queues.is_open else now
        return TaskView(
            name=task_state.name,
            shop=NO_CONNECTION if task_state.task.name in OF_INSTALLATION else task_state.shop,
            setting=task_state.setting,
            state=task_state.state,
            next_runs=upcoming(task_state.setting, after, self.zone),
            running_since=task_state.running_since,
            last_progress_at=task_state.last_progress_at,
            last_run=task_state.last,
            last_success_at=success,
            last_success_age_s=None
            if success is None
            else max(0.0, (now - success).total_seconds()),
        )


def alert_view(alert: alerts.Alert) -> AlertView:
    """Something that somebody must see to, for those who ask."""
    return AlertView(
        alert=alert.alert, reason=alert.reason, since=alert.since, told_by=alert.told_by
    )


def setting_of(task: Task, row: tasks.TaskRow) -> TaskSetting:
    """How a task is set: what somebody said, and the usual for the rest."""
    said = {name: getattr(row, name) for name in TaskSetting.__struct_fields__}
    known = {name: value for name, value in said.items() if value is not None}
    return msgspec.structs.replace(task.setting, **known)
