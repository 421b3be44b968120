"""The table of tasks: adding one is one entry here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import assert_never

from pos2web.domain.decisions import (
    DeclareSoldOut,
    LiftPin,
    PinField,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SetBuffer,
    SetWindow,
    Simple,
    SwitchTask,
)
from pos2web.domain.schedules import Period
from pos2web.domain.tasks import TaskSetting
from pos2web.domain.values import Kind
from pos2web.engine.context import RunOptions, RunReport
from pos2web.engine.parts import AVAILABILITY, CATALOGUE, DRIFT, IMAGES, STOCK
from pos2web.tasks.backups import BACKUP, DRILL, back_up, try_backup
from pos2web.tasks.runner import Runner
from pos2web.tasks.upkeep import upkeep


class Urgency(IntEnum):
    """Who goes first when several are due: the lowest. Who is more urgent is made way for."""

    STOCK = 0
    AVAILABILITY = 1
    CATALOGUE = 2
    IMAGES = 3
    CHECK = 4
    UPKEEP = 5
    BACKUP = 6
    DRILL = 7


class Lane(Enum):
    """Where a task runs: those that use what is known of the shop one at a time, others beside."""

    SHOP = "shop"
    ASIDE = "aside"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A job with a name that never changes, since the log is full of it.

    `setting` holds until somebody sets it otherwise. `wakes_on`: it runs when something of these
    kinds is new at the till, or pinned; `wakes_on_rules`: when somebody rules about selling.
    `needs_backup`: it is there only where a backup is set.
    """

    name: str
    run: Callable[[Runner, RunOptions], RunReport]
    urgency: Urgency
    setting: TaskSetting
    lane: Lane = Lane.SHOP
    wakes_on: frozenset[Kind] = frozenset()
    wakes_on_rules: bool = False
    needs_backup: bool = False


def concerns(task: Task, decisions: Iterable[Simple]) -> bool:
    """Whether a task has to do something about any of these decisions."""
    for decision in decisions:
        match decision:
            case PinField(kind=kind) | LiftPin(kind=kind):
                is_concerned = kind in task.wakes_on
            case SetBuffer() | RuleOutOfStock() | SetWindow() | DeclareSoldOut():
                is_concerned = task.wakes_on_rules
            case SwitchTask() | ScheduleTask() | RuleMissedRuns():
                is_concerned = False
            case _:
                assert_never(decision)
        if is_concerned:
            return True
    return False


def every_sunday(hour: int, minute: int) -> TaskSetting:
    """Enabled, at this time every Sunday."""
    return TaskSetting(periods=(Period(times=(hour * 60 + minute,), weekdays=(7,)),))


def every(minutes: int) -> TaskSetting:
    """Enabled, every so many minutes."""
    return TaskSetting(periods=(Period(every_min=minutes),))


def at(hour: int, minute: int) -> TaskSetting:
    """Enabled, at this time every day."""
    return TaskSetting(periods=(Period(times=(hour * 60 + minute,)),))


TASKS: tuple[Task, ...] = (
    Task(
        name="stock",
        run=lambda runner, options: runner.sync(STOCK, options),
        urgency=Urgency.STOCK,
        setting=every(1),
        wakes_on=STOCK.kinds,
        wakes_on_rules=True,
    ),
    Task(
        name="availability",
        run=lambda runner, options: runner.sync(AVAILABILITY, options),
        urgency=Urgency.AVAILABILITY,
        setting=every(1),
        wakes_on_rules=True,
    ),
    Task(
        name="catalogue",
        run=lambda runner, options: runner.sync(CATALOGUE, options),
        urgency=Urgency.CATALOGUE,
        setting=every(5),
        wakes_on=CATALOGUE.kinds,
    ),
    Task(
        name="images",
        run=lambda runner, options: runner.sync(IMAGES, options),
        urgency=Urgency.IMAGES,
        setting=every(15),
        wakes_on=IMAGES.kinds,
    ),
    Task(
        name="drift",
        run=lambda runner, options: runner.check(DRIFT, options),
        urgency=Urgency.CHECK,
        setting=at(3, 30),
    ),
    Task(
        name="upkeep",
        run=upkeep,
        urgency=Urgency.UPKEEP,
        setting=every(15),
    ),
    Task(
        name=BACKUP,
        run=lambda runner, options: back_up(runner.context, runner.backups, options),
        urgency=Urgency.BACKUP,
        setting=at(2, 15),
        lane=Lane.ASIDE,
        needs_backup=True,
    ),
    Task(
        name=DRILL,
        run=lambda runner, options: try_backup(runner.context, runner.backups, options),
        urgency=Urgency.DRILL,
        setting=every_sunday(4, 15),
        lane=Lane.ASIDE,
        needs_backup=True,
    ),
)


def tasks_of(*, has_backup: bool) -> tuple[Task, ...]:
    """The tasks of an installation."""
    return tuple(task for task in TASKS if has_backup or not task.needs_backup)
