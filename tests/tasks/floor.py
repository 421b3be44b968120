"""A desk over a small boutique, whose tasks do what a test says and whose clock a test sets."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.facts import ChangeClaimed, Fact
from pos2web.domain.run_facts import RunEnded, RunsMissed, RunStarted
from pos2web.domain.schedules import Period
from pos2web.domain.streams import Stream
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting
from pos2web.domain.values import Kind
from pos2web.engine import RunOptions, RunReport, SyncContext
from pos2web.log import Entry, Envelope, Event
from pos2web.projections.read_models import EventSource, ReadModels
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.table import Lane, Task, Urgency, tasks_of
from pos2web.tasks.task_state import TaskPhase, TaskState
from tests.shops.boutique import Boutique
from tests.shops.clocks import StillClock

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NONSENSE = ChangeClaimed(change="not a change")  # type: ignore[arg-type]  # what no read model can follow
PATIENCE_S = 30.0
"""How long a test waits for another thread before it says that it never came."""


Act = Callable[[Runner, RunOptions], RunReport]


def done(_runner: Runner, _options: RunOptions) -> RunReport:
    """All went well."""
    return RunReport(run="r", outcome="done", writes=1)


@dataclass(kw_only=True)
class Script:
    """A task that does what a test says. `begun` counts its runs, `options` are the last one's."""

    name: str
    act: Act = done
    urgency: Urgency = Urgency.CATALOGUE
    lane: Lane = Lane.SHOP
    every_min: int = 1
    missed: MissedRunsPolicy = MissedRunsPolicy.ONCE
    wakes_on: frozenset[Kind] = frozenset()
    wakes_on_rules: bool = False
    runs: list[RunOptions] = field(default_factory=list)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def run(self, runner: Runner, options: RunOptions) -> RunReport:
        """One run."""
        self.runs.append(options)
        self.begun.release()
        return self.act(runner, options)

    def task(self) -> Task:
        """Its entry in the table."""
        periods = (Period(every_min=self.every_min),) if self.every_min else ()
        return Task(
            name=self.name,
            run=self.run,
            urgency=self.urgency,
            lane=self.lane,
            setting=TaskSetting(periods=periods, missed=self.missed),
            wakes_on=self.wakes_on,
            wakes_on_rules=self.wakes_on_rules,
        )

    def has_begun(self) -> bool:
        """Wait until it begins once more."""
        return self.begun.acquire(timeout=PATIENCE_S)


class Gate:
    """A run that goes on until a test opens the gate, or somebody stops it."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def __call__(self, runner: Runner, options: RunOptions) -> RunReport:
        """Make progress until then."""
        del runner
        while not self.opened.wait(0.001):
            options.progress.advance()
            if options.stop.is_set():
                outcome, reason = options.stopped_as()
                return RunReport(run="r", outcome=outcome, reason=reason)
        return RunReport(run="r", outcome="done")


class Garbled:
    """A log of which no event can be applied."""

    def __init__(self, log: EventSource) -> None:
        self._log = log

    @property
    def head(self) -> int:
        """As the log says."""
        return self._log.head

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Its events, with nonsense in them."""
        for event in self._log.read(after, upto=upto, limit=limit):
            yield msgspec.structs.replace(event, fact=NONSENSE)


class Stubborn(ReadModels):
    """Read models that stand still while they are told to."""

    is_still = True

    def catch_up(
        self, log: EventSource, *, upto: int | None = None, batch_size: int | None = None
    ) -> int:
        """Follow, or not."""
        return super().catch_up(self._followed(log), upto=upto, batch_size=batch_size)

    def rebuild(self, log: EventSource, *, batch_size: int | None = None) -> int:
        """Begin anew, or not."""
        return super().rebuild(self._followed(log), batch_size=batch_size)

    def _followed(self, log: EventSource) -> EventSource:
        return Garbled(log) if self.is_still else log


@dataclass(kw_only=True)
class Floor:
    """A desk and what is around it."""

    clock: StillClock
    context: SyncContext
    runner: Runner
    service: TaskService

    def task_state(self, name: str) -> TaskState:
        """One task's place."""
        return next(
            task_state for task_state in self.service.task_states() if task_state.task.name == name
        )

    def state(self, name: str) -> TaskPhase:
        """What a task does now."""
        return self.task_state(name).state

    def waiting(self) -> list[str]:
        """The tasks that wait, in the table's order."""
        return [
            task_state.task.name
            for task_state in self.service.task_states()
            if task_state.state is TaskPhase.WAITING
        ]

    def work(self) -> list[str]:
        """Run what waits, the most urgent first, in this thread; the names, in order."""
        ran = []
        while waiting := [
            s.task for s in self.service.task_states() if s.state is TaskPhase.WAITING
        ]:
            task = min(waiting, key=lambda task: task.urgency)
            self.service.run(task.name)
            ran.append(task.name)
        return ran

    def tick(self, **span: float) -> None:
        """Time goes by, and then the desk looks at the clock."""
        self.clock.move(**span)
        self.service.tick()

    def facts(self, *wanted: type[Fact]) -> list[Any]:
        """The facts of these types in the log, in order."""
        return [event.fact for event in self.context.log.read() if isinstance(event.fact, wanted)]

    def missed(self) -> list[tuple[int, str, bool]]:
        """What the log tells of missed runs."""
        return [(fact.count, fact.why, fact.made_up) for fact in self.facts(RunsMissed)]


@contextmanager
def floor(
    boutique: Boutique,
    *scripts: Script,
    clock: StillClock | None = None,
    is_still: bool = False,
) -> Iterator[Floor]:
    """Open a boutique, and a desk for these tasks, or those of the real table.

    `is_still`: over read models that follow nothing.
    """
    set_clock = clock or StillClock(NINE)
    boutique.clock = set_clock
    tasks = tuple(script.task() for script in scripts) or tasks_of(has_backup=False)
    with boutique.context() as opened, closing(Stubborn.open(boutique.folder / "still")) as still:
        context = replace(opened, models=still) if is_still else opened
        runner = Runner(context)
        service = TaskService(runner, zone=PARIS, table=tasks)
        try:
            yield Floor(clock=set_clock, context=context, runner=runner, service=service)
        finally:
            assert service.close(PATIENCE_S)


def left_open(boutique: Boutique, task: str, *, ended: str = "") -> None:
    """A process of before: it began a run, and ended it so, or died."""
    boutique.clock = StillClock(NINE - timedelta(hours=1))
    with boutique.context() as context:
        facts: list[Fact] = [RunStarted(task=task, version="1")]
        if ended:
            facts.append(RunEnded(task=task, outcome=ended))
        envelope = Envelope(actor=f"task:{task}", run="before", connection=context.shop_name)
        context.log.append(
            [Entry(stream=Stream("run/before"), fact=fact) for fact in facts], envelope
        )
        context.models.catch_up(context.log)
