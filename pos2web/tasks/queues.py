"""Lanes: where tasks run, one at a time where they share what they know, the most urgent first."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from pos2web.domain.connections import MAIN_SHOP, NO_CONNECTION
from pos2web.domain.reasons import Code, Reason, saying
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.values import ConnectionName, Kind
from pos2web.engine.context import RunOptions, RunReport
from pos2web.errors import Pos2WebError
from pos2web.tasks.journal import Journal, missed_runs
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Lane
from pos2web.tasks.task_state import CUT_SHORT, Look, Place, TaskPhase, TaskState

NOTES = logging.getLogger("pos2web.tasks")

RESTS = 15
"""After a look at the till that failed, so many are left out."""


class Queues:
    """Runs what waits. `changed` guards the state of all tasks and tells of whatever changes in it.

    It is held for a moment only: nothing that reads or writes a disk, or asks a till, a shop or
    a store, is called under it, nor is another lock asked for (`docs/threads.md`).
    Until `open` nothing runs but in `perform`, in the thread that calls it. `counts` are of runs,
    writes and calls since the start; `edge` is when a window opens or closes next, as far as is
    known; `looking` are the looks at a till that are under way, by lane.
    """

    def __init__(
        self, runners: Sequence[Runner], task_states: Mapping[str, TaskState], journal: Journal
    ) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.task_states = task_states
        self.is_closing = False
        self.counts: dict[str, int] = {}
        self.edge: datetime | None = None
        self._runners = {runner.context.shop_name: runner for runner in runners}
        self._clock = runners[0].context.clock
        self._journal = journal
        self._acted: datetime | None = None
        self.looking: dict[Place, Look] = {}
        self._wants_look: set[ConnectionName] = set()
        self._rests: dict[ConnectionName, int] = {}
        self._threads: list[threading.Thread] = []

    @property
    def is_open(self) -> bool:
        """Whether tasks run in threads of their own."""
        return bool(self._threads)

    def open(self) -> None:
        """Start working, with a thread for each lane."""
        places = {(Lane.SHOP, shop) for shop in self._runners}
        places |= {task_state.place for task_state in self.task_states.values()}
        for place in sorted(places, key=lane_name):
            thread = threading.Thread(
                target=self._work, args=(place,), name=f"lane-{lane_name(place)}"
            )
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Begin nothing more, and let what is under way end between two changes."""
        with self.changed:
            self.is_closing = True
            for task_state in self.task_states.values():
                task_state.again = False
                task_state.stop(CUT_SHORT)
            for look in self.looking.values():
                look.stop.set()
            self.changed.notify_all()

    def close(self, grace_s: float) -> bool:
        """Stop working, and wait so long for that; False if it took too long."""
        self.stop()
        until = time.monotonic() + grace_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def ask(self, task_states: Iterable[TaskState], *, is_due: bool = False) -> None:
        """These shall run."""
        for task_state in task_states:
            task_state.ask(is_due=is_due)
        self.hurry()

    def hurry(self) -> None:
        """Somebody was asked: who is less urgent makes way when it has had its time."""
        for task_state in self.task_states.values():
            if task_state.state is TaskPhase.RUNNING and self._is_outdone(task_state):
                task_state.make_way()
        self.changed.notify_all()

    def look(self, till: ConnectionName, *, at_once: bool = False) -> None:
        """Look at a till as soon as nothing waits on one of its shops' lanes; what is new wakes who has
        to do it, on every shop."""
        with self.changed:
            if self._rests.get(till) and not at_once:
                self._rests[till] -= 1
                return
            self._wants_look.add(till)
            self.changed.notify_all()

    def reach(self, now: datetime) -> None:
        """It is now: who sells by rules runs, when a window opened or closed.

        Each edge counts once, for a clock that goes on.
        """
        if self._acted is not None and now < self._acted:
            self._acted = None
        if self.edge is None or self.edge > now:
            return
        self._acted, self.edge = self.edge, None
        self.ask(task_state for task_state in self.enabled() if task_state.task.wakes_on_rules)

    def enabled(self) -> list[TaskState]:
        """The tasks that run by themselves."""
        return [
            task_state for task_state in self.task_states.values() if task_state.setting.is_enabled
        ]

    def perform(self, task_state: TaskState) -> None:
        """Run one task that waits, whatever comes of it, and see to what follows from it."""
        name = task_state.name
        with self.changed:
            if self.is_closing or task_state.state is not TaskPhase.WAITING:
                return
            options = task_state.begin(
                self._clock(), partial(self._is_outdone, task_state), self._clock
            )
            waited = task_state.take_missed()
        report = self._guarded(task_state, options, waited)
        is_shops, runner = task_state.task.lane is Lane.SHOP, self._runners[task_state.shop]
        news = self._news_after(runner, report.outcome) if is_shops else {}
        with self.changed:
            task_state.end(report, self._clock())
            self._count(name, report)
            overrun = task_state.take_missed()
            made_up = task_state.setting.missed is MissedRunsPolicy.ONCE
            if overrun and made_up and not self.is_closing:
                task_state.ask(is_due=True)
            if is_shops:
                self._wake(task_state, news)
            self.changed.notify_all()
        if overrun:
            told = missed_runs(task_state.task.name, overrun, why="overrun", made_up=made_up)
            self._journal.missed([told], task_state.shop)

    # How it goes.

    def _work(self, place: Place) -> None:
        """One lane's thread: do what there is to do, until the lanes are closed."""
        while (act := self._next_act(place)) is not None:
            try:
                act()
            except Exception:  # noqa: BLE001 - its outermost loop: the next task may do well
                NOTES.exception("lane %s: something broke, and it goes on", lane_name(place))

    def _next_act(self, place: Place) -> Callable[[], None] | None:
        """Wait for something to do; None when nothing more is begun."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_closing or self._has_act(place))
            if self.is_closing:
                return None
            task_state = self._first(place)
            if task_state is not None:
                return partial(self.perform, task_state)
            self._wants_look.discard(self._runners[place[1]].context.till_name)
            return partial(self._look_now, place)

    def _has_act(self, place: Place) -> bool:
        if self._first(place) is not None:
            return True
        lane, shop = place
        return lane is Lane.SHOP and self._runners[shop].context.till_name in self._wants_look

    def _first(self, place: Place) -> TaskState | None:
        waiting = [
            task_state
            for task_state in self.task_states.values()
            if task_state.place == place and task_state.state is TaskPhase.WAITING
        ]
        return min(waiting, key=lambda task_state: task_state.task.urgency, default=None)

    def _is_outdone(self, running: TaskState) -> bool:
        """Whether something more urgent waits for a run that has had its time."""
        since = running.running_since
        if not self.is_open or since is None or abs(self._clock() - since) < running.slice:
            return False
        first = self._first(running.place)
        return first is not None and first.task.urgency < running.task.urgency

    def _guarded(
        self, task_state: TaskState, options: RunOptions, waited: tuple[int, datetime] | None
    ) -> RunReport:
        """What came of a run; a mistake of ours is a failed run, and no end of the others."""
        name, runner = task_state.name, self._runners[task_state.shop]
        try:
            if waited:
                told = missed_runs(task_state.task.name, waited, why="busy", made_up=True)
                self._journal.missed([told], task_state.shop)
            report = task_state.task.run(runner, options)
        except Exception as error:  # noqa: BLE001 - a lane's outermost loop: the others go on
            if task_state.task.lane is Lane.SHOP:
                runner.forget()
            return _broken(name, error)
        NOTES.info("task %s: %s, %d writes", name, report.outcome, report.writes)
        return report

    def _look_now(self, place: Place) -> None:
        runner = self._runners[place[1]]
        till = runner.context.till_name
        look = Look(clock=self._clock, last_progress_at=self._clock())
        with self.changed:
            self.looking[place] = look
            if self.is_closing:
                look.stop.set()
        try:
            runner.look(RunOptions(stop=look.stop, progress=look))
        except Pos2WebError as error:
            NOTES.warning("the till could not be looked at: %s", error)
            self._rests[till] = RESTS
        else:
            self._rests[till] = 0
            news = self._news_after(runner, "done")
            with self.changed:
                self._wake(None, news)
        finally:
            with self.changed:
                del self.looking[place]

    def _news_after(self, runner: Runner, outcome: str) -> dict[ConnectionName, set[Kind]]:
        """By shop, of which kinds something is new at the till after a run, or a look, that ended so.

        What is new stays so for a shop whose run failed: else those that fail would wake each other.
        """
        till = runner.context.till_name
        return {
            shop: each.take_news()
            for shop, each in self._runners.items()
            if each.context.till_name == till and not (each is runner and outcome == "failed")
        }

    def _wake(self, ran: TaskState | None, news: Mapping[ConnectionName, set[Kind]]) -> None:
        """Who has to do something about what is new, on every shop of the till; who just ran has seen it."""
        edges = (runner.next_edge(self._acted) for runner in self._runners.values())
        self.edge = min((edge for edge in edges if edge is not None), default=None)
        if self.is_closing:
            return
        self.ask(
            task_state
            for task_state in self.enabled()
            if task_state.task.wakes_on & news.get(task_state.shop, set()) and task_state is not ran
        )

    def _count(self, task: str, report: RunReport) -> None:
        self.count(f"runs:{task}:{report.outcome}", 1)
        self.count(f"writes:{task}", report.writes)
        self.count(f"calls:{task}", report.calls)

    def count(self, what: str, count: int) -> None:
        """So many more of something."""
        self.counts[what] = self.counts.get(what, 0) + count


def lane_name(place: Place) -> str:
    """What a lane is called."""
    lane, shop = place
    return lane.value if shop in (NO_CONNECTION, MAIN_SHOP) else shop


def _broken(task: str, error: Exception) -> RunReport:
    if isinstance(error, Pos2WebError):
        NOTES.error("task %s could not run: %s", task, error)
        reason = saying(Code.FAILED, error)
        return RunReport(run="", outcome="failed", reason=reason, failure=error)
    NOTES.error("task %s broke", task, exc_info=error)
    reason = Reason(Code.FAILED, {"text": f"{type(error).__name__}: {error}"})
    return RunReport(run="", outcome="failed", reason=reason)
