"""What is to be taken back, what would take it back, and what can't be."""

from enum import StrEnum
from typing import Any, assert_never

import msgspec

from pos2web.domain.changes import Change
from pos2web.domain.decisions import (
    DeclareSoldOut,
    LiftPin,
    PinField,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SellingFact,
    SetBuffer,
    SetWindow,
    Simple,
    SwitchTask,
    TaskFact,
    rule_on_selling,
    set_task,
)
from pos2web.domain.facts import Fact
from pos2web.domain.pins import FieldPinned, FieldUnpinned, Lifting, Pin, said, set_pin
from pos2web.domain.undoing.known import CurrentState
from pos2web.domain.values import Ref
from pos2web.errors import RuleError
from pos2web.messages import message


class LeftReason(StrEnum):
    """Why something is left as it is. What each means is told in `docs/undo.md`."""

    STOCK = "stock"
    TILL = "till"
    SEEN = "seen"
    MESSAGE = "message"
    ERASED = "erased"
    LINK = "link"
    PHOTO = "photo"
    RULE = "rule"
    PIN = "pin"
    PART = "part"
    OWNER = "owner"
    DELETED = "deleted"
    NOT_ON_SITE = "not_on_site"
    NOT_AT_TILL = "not_at_till"
    NOT_MADE = "not_made"
    NOTHING = "nothing"
    ALREADY = "already"
    SHARED = "shared"
    CHANGED_SINCE = "changed_since"


CONFLICTS = frozenset({LeftReason.CHANGED_SINCE})
"""What is left only until somebody insists."""


class ConfirmedWrite(msgspec.Struct, frozen=True, kw_only=True):
    """A change that the shop confirmed at a position.

    `fields` are those that are meant, None for all. The till changed those of `till_since`
    afterwards. `is_rules`: it was a rule that gave the thing back.
    """

    position: int
    change: Change
    fields: frozenset[str] | None = None
    till_since: frozenset[str] = frozenset()
    is_rules: bool = False


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that was recorded at a position, or the end of a pin."""

    position: int
    fact: SellingFact | TaskFact | FieldPinned | FieldUnpinned


class Unfit(msgspec.Struct, frozen=True, kw_only=True):
    """An event at a position that is not ours to take back, and why."""

    position: int
    why: LeftReason
    ref: Ref | None = None


Act = ConfirmedWrite | Ruling | Unfit


class UndoStep(msgspec.Struct, frozen=True, kw_only=True):
    """One decision that takes something back: what it is about goes from `before` to `after`.

    For a pin that is lifted `after` is None: the till decides. `cause` is the position of the event
    that is taken back, 0 where it is none in particular.
    """

    decision: Simple
    before: Any
    after: Any
    cause: int = 0

    @property
    def ref(self) -> Ref | None:
        """The till's thing whose field it is about; None for rules and tasks."""
        decision = self.decision
        return decision.ref if isinstance(decision, PinField | LiftPin) else None


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is left as it is, and why. `now` is what it shows, where somebody changed it."""

    why: LeftReason
    position: int = 0
    ref: Ref | None = None
    field: str = ""
    now: Any = None


class UndoPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What would be decided, in order, and what is left out."""

    steps: tuple[UndoStep, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def conflicts(self) -> tuple[Left, ...]:
        """What is left out only because somebody changed it since."""
        return tuple(left for left in self.left if left.why in CONFLICTS)


def facts_of(decision: Simple, known: CurrentState, why: Lifting = Lifting.UNDONE) -> list[Fact]:
    """The facts that a decision adds to what is known; `why` is why a pin is lifted.

    Raises RuleError for a pin of what the till doesn't have.
    """
    match decision:
        case PinField(ref=ref, field=field, value=value):
            if known.at_till(ref) is None:
                raise RuleError(
                    message("the till has no {ref}, so nothing of it can be pinned", ref=ref)
                )
            pin = Pin(value=value, over=said(known.at_till(ref), field))
            return set_pin(known.pins, ref, field, pin)
        case LiftPin(ref=ref, field=field):
            return set_pin(known.pins, ref, field, None, why)
        case SwitchTask() | ScheduleTask() | RuleMissedRuns():
            return set_task(known.tasks[decision.task], decision)
        case SetBuffer() | RuleOutOfStock() | SetWindow() | DeclareSoldOut():
            return rule_on_selling(known.selling, decision)
        case _:
            assert_never(decision)
