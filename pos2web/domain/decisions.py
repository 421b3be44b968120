"""What people decide: rules about selling, the setting of tasks, pins, and what is to be taken back.

A decision says what should be; `decide` answers with the facts that make it so, none when it is
so already. The facts are recorded for ever like all others.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, assert_never

import msgspec

from pos2web.domain.facts import Fact
from pos2web.domain.schedules.period import Period
from pos2web.domain.selling import (
    Buffer,
    OutOfStock,
    Scope,
    Selling,
    SoldOut,
    Window,
)
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting
from pos2web.domain.values import Kind, Ref

# What happened.


class SellingFact(Fact, frozen=True, kw_only=True):
    """A rule about selling was made or lifted, for what the scope says."""

    scope: Scope


class TaskFact(Fact, frozen=True, kw_only=True):
    """A task was set otherwise."""

    task: str


class BufferSet(SellingFact, frozen=True, kw_only=True):
    buffer: Buffer
    was: Buffer | None = None


class BufferLifted(SellingFact, frozen=True, kw_only=True):
    was: Buffer


class OutOfStockRuled(SellingFact, frozen=True, kw_only=True):
    rule: OutOfStock
    was: OutOfStock | None = None


class OutOfStockRuleLifted(SellingFact, frozen=True, kw_only=True):
    was: OutOfStock


class WindowSet(SellingFact, frozen=True, kw_only=True):
    window: Window
    was: Window | None = None


class WindowLifted(SellingFact, frozen=True, kw_only=True):
    was: Window


class SoldOutDeclared(SellingFact, frozen=True, kw_only=True):
    sold_out: SoldOut
    was: SoldOut | None = None


class SoldOutLifted(SellingFact, frozen=True, kw_only=True):
    was: SoldOut


class TaskEnabled(TaskFact, frozen=True, kw_only=True):
    """It runs by itself from now on."""


class TaskDisabled(TaskFact, frozen=True, kw_only=True):
    """It runs no more but when asked."""


class TaskScheduled(TaskFact, frozen=True, kw_only=True):
    periods: tuple[Period, ...]
    was: tuple[Period, ...]


class MissedRunsRuled(TaskFact, frozen=True, kw_only=True):
    missed: MissedRunsPolicy
    was: MissedRunsPolicy


# What is asked for. None lifts a rule.


class SetBuffer(msgspec.Struct, frozen=True, kw_only=True, tag="set_buffer"):
    """Hold back so much of a stock."""

    scope: Scope
    buffer: Buffer | None


class RuleOutOfStock(msgspec.Struct, frozen=True, kw_only=True, tag="rule_out_of_stock"):
    """Say what becomes of products that are out of stock."""

    scope: Scope
    rule: OutOfStock | None


class SetWindow(msgspec.Struct, frozen=True, kw_only=True, tag="set_window"):
    """Say when something is on sale."""

    scope: Scope
    window: Window | None


class DeclareSoldOut(msgspec.Struct, frozen=True, kw_only=True, tag="declare_sold_out"):
    """Take something off sale for a while."""

    scope: Scope
    sold_out: SoldOut | None


class SwitchTask(msgspec.Struct, frozen=True, kw_only=True, tag="switch_task"):
    """Let a task run by itself, or no longer."""

    task: str
    is_enabled: bool


class ScheduleTask(msgspec.Struct, frozen=True, kw_only=True, tag="schedule_task"):
    """Say when a task runs; with no periods it runs only when asked."""

    task: str
    periods: tuple[Period, ...]


class RuleMissedRuns(msgspec.Struct, frozen=True, kw_only=True, tag="rule_missed_runs"):
    """Say what becomes of a task's missed runs."""

    task: str
    missed: MissedRunsPolicy


class PinField(msgspec.Struct, frozen=True, kw_only=True, tag="pin_field"):
    """Let the shop show a field of a till's thing at this value until the till changes it.

    The value is plain JSON as a plan holds it: in the till's keys, amounts without tax.
    """

    kind: Kind
    key: str
    field: str
    value: Any

    @property
    def ref(self) -> Ref:
        """The till's thing."""
        return Ref(self.kind, self.key)


class LiftPin(msgspec.Struct, frozen=True, kw_only=True, tag="lift_pin"):
    """Let the till decide of a field again."""

    kind: Kind
    key: str
    field: str

    @property
    def ref(self) -> Ref:
        """The till's thing."""
        return Ref(self.kind, self.key)


class TakeBack(msgspec.Struct, frozen=True, kw_only=True, tag="take_back"):
    """Take back what some events changed: those at these positions, those of a run, or all that
    somebody did from one instant on and before another. `is_forced`: also where somebody changed
    it since."""

    positions: tuple[int, ...] = ()
    run: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    is_forced: bool = False


class Rewind(msgspec.Struct, frozen=True, kw_only=True, tag="rewind"):
    """Show the shop as it was at an instant: all of it, or what belongs to one of the till's
    categories, or one field."""

    to: datetime
    category: str | None = None
    field: str | None = None


class TakeOver(msgspec.Struct, frozen=True, kw_only=True, tag="take_over"):
    """Let this installation be the one that writes to the shop, whichever did before."""


class ErasePerson(msgspec.Struct, frozen=True, kw_only=True, tag="erase_person"):
    """Let nobody read any more what is known of a person, by pseudonym. It can't be taken back."""

    person: str


SellingDecision = SetBuffer | RuleOutOfStock | SetWindow | DeclareSoldOut
TaskDecision = SwitchTask | ScheduleTask | RuleMissedRuns
PinDecision = PinField | LiftPin
Simple = SellingDecision | TaskDecision | PinDecision
"""What is about one rule, one setting or one pin."""

Retreat = TakeBack | Rewind
"""What comes to as many of those as it takes."""

Decision = Simple | Retreat | TakeOver | ErasePerson


class _Sort(NamedTuple):
    """Where the rules of a sort lie, what a decision calls its rule, and what is recorded."""

    rules: str
    rule: str
    made: type[SellingFact]
    lifted: type[SellingFact]


_SORTS: dict[type[SellingDecision], _Sort] = {
    SetBuffer: _Sort("buffers", "buffer", BufferSet, BufferLifted),
    RuleOutOfStock: _Sort("out_of_stock", "rule", OutOfStockRuled, OutOfStockRuleLifted),
    SetWindow: _Sort("windows", "window", WindowSet, WindowLifted),
    DeclareSoldOut: _Sort("sold_out", "sold_out", SoldOutDeclared, SoldOutLifted),
}
_RULED = {sort.made: sort for sort in _SORTS.values()}
_LIFTED = {sort.lifted: sort for sort in _SORTS.values()}


def rule_on_selling(selling: Selling, decision: SellingDecision) -> list[Fact]:
    """The facts that a decision about selling adds to the rules that there are."""
    sort, scope = _SORTS[type(decision)], decision.scope
    was, rule = getattr(selling, sort.rules).get(scope), getattr(decision, sort.rule)
    if rule == was:
        return []
    if rule is None:
        return [_fact(sort.lifted, scope=scope, was=was)]
    return [_fact(sort.made, scope=scope, was=was, **{sort.rule: rule})]


def _fact(sort: Callable[..., SellingFact], **values: Any) -> SellingFact:
    return sort(**values)


def selling_after(selling: Selling, fact: Fact) -> Selling:
    """The rules after a fact about them; any other fact leaves them as they are."""
    if not isinstance(fact, SellingFact):
        return selling
    if type(fact) in _RULED:
        sort = _RULED[type(fact)]
        ruled = getattr(selling, sort.rules) | {fact.scope: getattr(fact, sort.rule)}
    else:
        sort = _LIFTED[type(fact)]
        ruled = {
            scope: rule
            for scope, rule in getattr(selling, sort.rules).items()
            if scope != fact.scope
        }
    return msgspec.structs.replace(selling, **{sort.rules: ruled})


def set_task(known: TaskSetting, decision: TaskDecision) -> list[Fact]:
    """The facts that a decision about a task adds to how it is set."""
    task = decision.task
    match decision:
        case SwitchTask(is_enabled=wanted):
            if wanted == known.is_enabled:
                return []
            return [TaskEnabled(task=task) if wanted else TaskDisabled(task=task)]
        case ScheduleTask(periods=periods):
            if periods == known.periods:
                return []
            return [TaskScheduled(task=task, periods=periods, was=known.periods)]
        case RuleMissedRuns():
            if decision.missed is known.missed:
                return []
            return [MissedRunsRuled(task=task, missed=decision.missed, was=known.missed)]
        case _:
            assert_never(decision)


def task_after(known: TaskSetting, fact: Fact) -> TaskSetting:
    """How a task is set after a fact about it."""
    match fact:
        case TaskEnabled():
            return msgspec.structs.replace(known, is_enabled=True)
        case TaskDisabled():
            return msgspec.structs.replace(known, is_enabled=False)
        case TaskScheduled(periods=periods):
            return msgspec.structs.replace(known, periods=periods)
        case MissedRunsRuled(missed=missed):
            return msgspec.structs.replace(known, missed=missed)
        case _:
            return known
