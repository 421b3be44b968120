"""The desk: what can be asked of the tasks, and what the clock asks of them."""

import logging
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.decisions import Decision
from pos2web.domain.run_facts import RunsMissed
from pos2web.domain.tasks import TaskSetting
from pos2web.projections import alerts, runs, tasks
from pos2web.tasks.book import Book, missed_runs
from pos2web.tasks.control import AlertView, Overview, RunAsked, TaskView
from pos2web.tasks.deciding import Deciding
from pos2web.tasks.dues import due, upcoming
from pos2web.tasks.lanes import Lanes
from pos2web.tasks.passes import TOLD_EVERY
from pos2web.tasks.slots import Look, Slot, State, run_told, slot_named
from pos2web.tasks.table import Task, tasks_of
from pos2web.tasks.works import Works

NOTES = logging.getLogger("pos2web.tasks")

GOES_ON_AFTER = ("yielded", "killed")
"""A task whose last run ended so is run at the start, and goes on where that one was."""


class Desk:
    """Runs the tasks, each when it is due or asked for; see `Control` for what can be asked.

    Any thread may ask. Until `open_lanes` nothing runs but in `run`, in the thread that asks.
    """

    def __init__(
        self,
        works: Works,
        *,
        zone: ZoneInfo,
        table: Sequence[Task] | None = None,
        is_daemon: bool = False,
    ) -> None:
        self.works = works
        self.zone = zone
        self.is_daemon = is_daemon
        self.started_at = works.house.clock()
        self._book = Book(works.house)
        self._book.follow()
        rows = tasks.load(works.house.models)
        self._slots = {
            task.name: _slot(task, rows.get(task.name) or tasks.TaskRow(), self.started_at)
            for task in (tasks_of(has_backup=works.backups is not None) if table is None else table)
        }
        self._lanes = Lanes(works, self._slots, self._book)
        self._deciding = Deciding(works, self._lanes, self._book)
        self._recall()

    # What can be asked.

    def overview(self) -> Overview:
        """How everything stands."""
        house, now = self.works.house, self.works.house.clock()
        with self._lanes.changed:
            return Overview(
                version=version("pos2web"),
                pid=os.getpid(),
                is_daemon=self.is_daemon,
                now=now,
                zone=str(self.zone),
                position=house.log.head,
                started_at=self.started_at,
                tasks=tuple(self._view(slot, now) for slot in self._slots.values()),
                alerts=tuple(alert_view(one) for one in alerts.standing(house.models)),
                counts=dict(self._lanes.counts),
            )

    def run(
        self, task: str, *, approved: bool = False, retry_held: bool = False, wait_s: float = 0.0
    ) -> RunAsked:
        """Run a task now; see `Control.run`."""
        slot, lanes = slot_named(self._slots, task), self._lanes
        with lanes.changed:
            number = slot.ask(approved=approved, retry_held=retry_held)
            lanes.hurry()
        if not lanes.is_open:
            lanes.perform(slot)
        with lanes.changed:
            lanes.changed.wait_for(
                lambda: max(slot.answered, slot.dropped) >= number or lanes.is_closing,
                timeout=wait_s,
            )
            last = slot.last if slot.answered >= number else None
            return RunAsked(task=task, state=slot.state, last=last)

    def stop(self, task: str) -> bool:
        """Stop its run; see `Control.stop`."""
        slot = slot_named(self._slots, task)
        with self._lanes.changed:
            is_dropped, is_stopped = slot.drop(), slot.stop()
            self._lanes.changed.notify_all()
            return is_dropped or is_stopped

    def decide(self, decision: Decision, *, actor: str) -> list[int]:
        """Record a decision and act on it; see `Control.decide`."""
        return self._deciding.decide(decision, actor=actor)

    def hint(self, source: str) -> None:
        """Somebody says that something changed at the till; see `Control.hint`."""
        NOTES.info("hint from %s: looking at the till", source)
        with self._lanes.changed:
            self._lanes.count("hints", 1)
        self._lanes.look(at_once=True)

    # What drives it.

    def open_lanes(self) -> None:
        """Start working: from now on what is due or asked for runs in threads of its own.

        Runs that a process before left unfinished are told as killed, and go on. Who has to do
        something about what is new runs at once: it may have been seen by a process that is gone, a
        window may have opened or closed, or a rule been made, that nobody acted on.
        """
        self._book.killed()
        self._recall()
        with self._lanes.changed:
            self._lanes.ask(
                slot
                for slot in self._lanes.enabled()
                if slot.task.wakes_on
                or slot.task.wakes_on_rules
                or (slot.last is not None and slot.last.outcome in GOES_ON_AFTER)
            )
            self._lanes.open()

    def stop_all(self) -> None:
        """Begin no more runs, and let those under way end between two changes."""
        self._lanes.stop()

    def close(self, grace_s: float) -> bool:
        """Stop all, and wait so long for it; False if it took too long."""
        is_closed = self._lanes.close(grace_s)
        self.works.passes.tell()
        return is_closed

    def tick(self) -> None:
        """Look at the clock: whatever is due by now is to run. Asked twice it asks once."""
        now = self.works.house.clock()
        with self._lanes.changed:
            missed: list[RunsMissed] = []
            for slot in self._slots.values():
                missed += self._account(slot, now)
            self._lanes.reach(now)
            self._lanes.hurry()
            self._book.missed(missed)

    def look(self) -> None:
        """Look at the till as soon as nothing waits; what is new wakes who has to do it."""
        self._lanes.look()

    @property
    def edge(self) -> datetime | None:
        """When a window opens or closes next, as far as is known."""
        return self._lanes.edge

    @property
    def looking(self) -> Look | None:
        """The look at the till that is under way."""
        return self._lanes.looking

    def slots(self) -> list[Slot]:
        """Every task's place, for those who watch over them."""
        return list(self._slots.values())

    # How it goes.

    def _recall(self) -> None:
        """How the last run of each task went, as the read models know it."""
        for name, slot in self._slots.items():
            found = runs.last_of(self.works.house.models, name)
            slot.last = None if found is None else run_told(found)

    def _account(self, slot: Slot, now: datetime) -> list[RunsMissed]:
        """See to what came due; what was missed."""
        found = due(slot.setting, slot.accounted, now, self.zone)
        since, slot.accounted = slot.accounted, found.accounted
        if found.is_due and (slot.state is State.IDLE or found.missed):
            slot.ask(is_due=True)
        elif found.is_due:
            slot.come_due(since)
        if not found.missed:
            return []
        missed = (found.missed, since)
        return [missed_runs(slot.task.name, missed, why="away", made_up=found.made_up)]

    def _view(self, slot: Slot, now: datetime) -> TaskView:
        success = slot.last_success_at
        after = slot.accounted if self._lanes.is_open else now
        return TaskView(
            name=slot.task.name,
            setting=slot.setting,
            state=slot.state,
            next_runs=upcoming(slot.setting, after, self.zone),
            running_since=slot.running_since,
            last_progress_at=slot.last_progress_at,
            last_run=slot.last,
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


def _slot(task: Task, row: tasks.TaskRow, now: datetime) -> Slot:
    known = row.last_ended_at
    if known is None or timedelta() <= now - known < TOLD_EVERY:
        # Quiet runs of the last minutes may not have been told by a process that was killed.
        known = now
    return Slot(
        task=task,
        setting=setting_of(task, row),
        accounted=known,
        last_success_at=row.last_success_at,
    )


def setting_of(task: Task, row: tasks.TaskRow) -> TaskSetting:
    """How a task is set: what somebody said, and the usual for the rest."""
    said = {name: getattr(row, name) for name in TaskSetting.__struct_fields__}
    known = {name: value for name, value in said.items() if value is not None}
    return msgspec.structs.replace(task.setting, **known)
