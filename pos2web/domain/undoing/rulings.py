"""Decisions that were recorded, and the decision that makes each as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pos2web.domain.decisions import (
    BufferLifted,
    BufferSet,
    DeclareSoldOut,
    LiftPin,
    MissedRunsRuled,
    OutOfStockRuled,
    OutOfStockRuleLifted,
    PinField,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SellingFact,
    SetBuffer,
    SetWindow,
    Simple,
    SoldOutDeclared,
    SoldOutLifted,
    SwitchTask,
    TaskEnabled,
    TaskFact,
    TaskScheduled,
    WindowLifted,
    WindowSet,
)
from pos2web.domain.pins import FieldPinned, FieldUnpinned, Pin, pinned
from pos2web.domain.undoing.known import CurrentState
from pos2web.domain.values import Ref

Key = tuple[Any, ...]
"""What a decision is about: its sort, and the scope, task or field."""

_SORT_OF: dict[type[SellingFact], str] = {
    BufferSet: "buffers",
    BufferLifted: "buffers",
    OutOfStockRuled: "out_of_stock",
    OutOfStockRuleLifted: "out_of_stock",
    WindowSet: "windows",
    WindowLifted: "windows",
    SoldOutDeclared: "sold_out",
    SoldOutLifted: "sold_out",
}
_RULE_OF = {
    BufferSet: "buffer",
    OutOfStockRuled: "rule",
    WindowSet: "window",
    SoldOutDeclared: "sold_out",
}
_MADE_ANEW: dict[str, Callable[[Any, Any], Simple]] = {
    "buffers": lambda scope, rule: SetBuffer(scope=scope, buffer=rule),
    "out_of_stock": lambda scope, rule: RuleOutOfStock(scope=scope, rule=rule),
    "windows": lambda scope, rule: SetWindow(scope=scope, window=rule),
    "sold_out": lambda scope, rule: DeclareSoldOut(scope=scope, sold_out=rule),
}
_SET_ANEW: dict[str, Callable[[Any, Any], Simple]] = {
    "is_enabled": lambda task, value: SwitchTask(task=task, is_enabled=value),
    "periods": lambda task, value: ScheduleTask(task=task, periods=value),
    "missed": lambda task, value: RuleMissedRuns(task=task, missed=value),
}


@dataclass(frozen=True, kw_only=True)
class RulingChange:
    """One decision: its subject, the value before it and the value after it."""

    key: Key
    before: Any
    after: Any


def ruled(fact: SellingFact | TaskFact | FieldPinned | FieldUnpinned) -> RulingChange:
    """What a recorded decision did."""
    match fact:
        case FieldPinned():
            return RulingChange(key=("pin", fact.ref, fact.field), before=fact.was, after=fact.pin)
        case FieldUnpinned():
            return RulingChange(key=("pin", fact.ref, fact.field), before=fact.was, after=None)
        case SellingFact():
            made = _RULE_OF.get(type(fact))
            return RulingChange(
                key=(_SORT_OF[type(fact)], fact.scope),
                before=getattr(fact, "was", None),
                after=getattr(fact, made) if made else None,
            )
        case _:
            return _set(fact)


def _set(fact: TaskFact) -> RulingChange:
    match fact:
        case TaskScheduled(task=task, was=was, periods=periods):
            return RulingChange(key=("periods", task), before=was, after=periods)
        case MissedRunsRuled(task=task, was=rule, missed=missed):
            return RulingChange(key=("missed", task), before=rule, after=missed)
        case _:
            is_on = isinstance(fact, TaskEnabled)
            return RulingChange(key=("is_enabled", fact.task), before=not is_on, after=is_on)


def is_known(known: CurrentState, key: Key) -> bool:
    """Whether the decision's subject still exists: tasks may go with a version."""
    return key[0] not in _SET_ANEW or key[1] in known.tasks


def now(known: CurrentState, key: Key) -> Any:
    """How it is now; None for a rule or a pin that there isn't."""
    sort, about, *field = key
    if field:
        return pinned(known.pins, about, field[0])
    if sort in _MADE_ANEW:
        return getattr(known.selling, sort).get(about)
    return getattr(known.tasks[about], sort)


def decision(key: Key, value: Any) -> Simple:
    """The decision that makes it so."""
    sort, about, *field = key
    if field:
        return _pin(about, field[0], value)
    anew = _MADE_ANEW if sort in _MADE_ANEW else _SET_ANEW
    return anew[sort](about, value)


def _pin(ref: Ref, field: str, pin: Pin | None) -> Simple:
    if pin is None:
        return LiftPin(kind=ref.kind, key=ref.key, field=field)
    return PinField(kind=ref.kind, key=ref.key, field=field, value=pin.value)
