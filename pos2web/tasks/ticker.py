"""The heart: beats while the tasks are alive, follows a clock that jumps, and sees what is wrong."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from pos2web.domain.reasons import Code, Reason
from pos2web.domain.tasks import called
from pos2web.domain.values import ConnectionName
from pos2web.errors import Pos2WebError
from pos2web.ports import Till
from pos2web.projections.alerts import Alert
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.dues import upcoming
from pos2web.tasks.problems import stuck, unmoved, wrong_with
from pos2web.tasks.service import TaskService
from pos2web.tasks.task_state import TaskPhase, TaskState
from pos2web.tasks.trigger import Timers

NOTES = logging.getLogger("pos2web.tasks")

BEAT_S = 1.0
LOOK_S = 2.0
"""How often a till that tells what changed is asked whether anything did."""

REVIEW_S = 10.0
STEP_EVENTS = 32_768
"""How much of the history is worked out, in about a second, before we see whether to stop."""

JUMP = timedelta(seconds=30)
"""A clock that shows so much more, or less, after one beat was set, or the machine had slept."""


class Ticker:
    """Everything that goes by the clock, for one desk."""

    def __init__(
        self,
        service: TaskService,
        alerts: Alerts,
        *,
        look_s: float = LOOK_S,
        watch: Callable[[datetime], dict[str, Reason]] | None = None,
    ) -> None:
        """`watch` says what else is wrong at an instant, by the name of the alert."""
        self._service = service
        self._watch = watch
        self._alerts = alerts
        self._look_s = look_s
        self._timers = Timers()
        self._edge: datetime | None = None
        self._pulses: dict[ConnectionName, str | None] = {}
        self._pulse_errors: dict[ConnectionName, str] = {}
        self._stop = threading.Event()
        self._last: dict[Callable[[], None], float] = {}
        self._threads: list[threading.Thread] = []
        self._steady = self._beaten = service.started_at
        self._successes = {one.alert: 0 for one in alerts.standing()}
        self.beats = 0

    def start(self) -> None:
        """Begin to beat, and to call at every instant that is due."""
        self.set_timers()
        self._timers.start()
        for name, function, every_s in (
            ("heart", self.beat, BEAT_S),
            ("alerts", self._alerts.tell, REVIEW_S),
            ("history", self._follow_history, BEAT_S),
        ):
            thread = threading.Thread(
                target=self._go_on, args=(function, every_s), name=name, daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def close(self, grace_s: float) -> None:
        """Stop beating, and wait so long for it."""
        self._stop.set()
        self._timers.close()
        until = time.monotonic() + grace_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def set_timers(self) -> None:
        """A timer for each task, made anew from how it is set now."""
        for task_state in self._service.task_states():
            self._timers.call(task_state.name, self._service.tick, self._following(task_state))

    def _following(self, task_state: TaskState) -> Callable[[datetime], datetime | None]:
        return lambda now: next(iter(upcoming(task_state.setting, now, self._service.zone)), None)

    def beat(self) -> None:
        """One beat: what is due by the clock now, wherever that has jumped to.

        None of its steps keeps the others from being taken.
        """
        self.beats += 1
        self._heed_jump()
        for step in (self._service.tick, self._follow_edge, self._look, self._review_sometimes):
            _survive(step)
        self._beaten = self._service.runner.context.clock()

    def review(self) -> None:
        """See what is wrong, end what makes no progress, and keep it in the log."""
        now, service = self._service.runner.context.clock(), self._service
        matters: dict[str, Reason] = {}
        refused: set[ConnectionName] = set()
        for runner in service.runners:
            if refusal := runner.refusal():
                shop, is_one = runner.context.shop_name, len(service.runners) > 1
                matters[called("writer", shop, is_one_of_several=is_one)] = refusal
                refused.add(shop)
        for task_state in service.task_states():
            if task_state.place[1] not in refused:
                matters |= wrong_with(task_state, now, self._steady, service.zone)
            if reason := stuck(task_state, now, self._steady):
                task_state.stop(("failed", reason))
        matters |= self._kept_waiting(now)
        if self._watch is not None:
            matters |= self._watch(now)
        parked = service.runner.context.models.parked
        if parked is not None:
            matters["models"] = Reason(Code.FAILED, {"text": parked.error})
        lasting = {one.alert: one.reason for one in self._alerts.standing() if self._lasts(one)}
        self._alerts.review(lasting | matters)
        self._remember(lasting | matters)

    def _kept_waiting(self, now: datetime) -> dict[str, Reason]:
        """The tasks that wait for a look at a till that makes no progress; it is stopped."""
        found: dict[str, Reason] = {}
        for place, look in self._service.looking.items():
            reason = unmoved(look.last_progress_at, now, self._steady)
            if reason is None:
                continue
            look.stop.set()
            found |= {
                f"progress:{task_state.name}": reason
                for task_state in self._service.task_states()
                if task_state.state is TaskPhase.WAITING and task_state.place == place
            }
        return found

    def _lasts(self, one: Alert) -> bool:
        """Whether a task's trouble stands: until it does well again, or is switched off."""
        task_state = self._slot_of(one.alert)
        return (
            task_state is not None
            and task_state.setting.is_enabled
            and task_state.successes <= self._successes.get(one.alert, 0)
        )

    def _remember(self, matters: dict[str, Reason]) -> None:
        """How often each task had done well when its trouble began."""
        begun = {
            name: task_state.successes for name in matters if (task_state := self._slot_of(name))
        }
        self._successes = begun | {
            name: count for name, count in self._successes.items() if name in matters
        }

    def _slot_of(self, alert: str) -> TaskState | None:
        name = alert.partition(":")[2]
        return next(
            (task_state for task_state in self._service.task_states() if task_state.name == name),
            None,
        )

    def _heed_jump(self) -> None:
        now = self._service.runner.context.clock()
        if not -JUMP < now - self._beaten < JUMP:
            NOTES.warning("the clock went from %s to %s", self._beaten, now)
            self._steady = now

    def _follow_edge(self) -> None:
        """A timer at the next instant at which a window opens or closes."""
        edge = self._service.edge
        if edge == self._edge:
            return
        self._edge = edge
        if edge is None:
            self._timers.forget("edge")
        else:
            self._timers.call("edge", self._service.tick, lambda now: edge if edge > now else None)

    def _look(self) -> None:
        if not self._is_time(self._look, self._look_s):
            return
        for name, till in self._service.tills().items():
            if self._may_have_changed(name, till):
                self._service.look(name)

    def _may_have_changed(self, name: ConnectionName, till: Till) -> bool:
        """Whether a till is worth a look: by its pulse, or, where it has none, by its feed."""
        try:
            pulse = till.pulse()
        except Pos2WebError as error:
            if self._pulse_errors.get(name) != str(error):
                NOTES.warning("the till's pulse could not be felt: %s", error)
            self._pulses[name], self._pulse_errors[name] = None, str(error)
            return True
        before, self._pulses[name] = self._pulses.get(name), pulse
        self._pulse_errors[name] = ""
        return till.capabilities.has_feed if pulse is None else pulse != before

    def _review_sometimes(self) -> None:
        if self._is_time(self.review, REVIEW_S):
            self.review()

    def _is_time(self, what: Callable[[], None], every_s: float) -> bool:
        now = time.monotonic()
        if now - self._last.get(what, -every_s) < every_s:
            return False
        self._last[what] = now
        return True

    def _follow_history(self) -> None:
        """Let a history that is far behind come near, beside whatever runs."""
        context = self._service.runner.context
        if context.models.parked is not None:
            return  # the review tells of it, and upkeep sees to it
        while not context.models.catch_up_history(context.log, at_most=STEP_EVENTS):
            if self._stop.is_set():
                return

    def _go_on(self, function: Callable[[], None], every_s: float) -> None:
        while not self._stop.wait(every_s):
            _survive(function)


def _survive(step: Callable[[], None]) -> None:
    """Take a step; the heart goes on whatever comes of it."""
    try:
        step()
    except Exception:  # noqa: BLE001 - the heart's outermost loop: it must beat on
        NOTES.exception("%s went wrong", step.__name__)
