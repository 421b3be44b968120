"""Decisions as they are meant: in their one normal form, or refused with what is wrong."""

from datetime import datetime

import msgspec

from pos2web.domain.decisions import (
    Decision,
    DeclareSoldOut,
    PinField,
    Rewind,
    RuleOutOfStock,
    ScheduleTask,
    SellingDecision,
    SetBuffer,
    SetWindow,
    TakeBack,
)
from pos2web.domain.fields import typed
from pos2web.domain.pins import PINNABLE
from pos2web.domain.schedules import checked
from pos2web.domain.selling import Buffer, RuleLevel, SoldOut, Window
from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.sale_calendar import check_window

PERCENT_MAX = 100
PERIODS_MAX = 50


def meant(decision: Decision) -> Decision:
    """Return a decision in its normal form. Raises RuleError that says why it can't be taken."""
    match decision:
        case SetBuffer(buffer=Buffer() as buffer):
            _check_buffer(buffer)
        case SetWindow(window=Window() as window):
            _check_whole(decision)
            check_window(window)
        case DeclareSoldOut(sold_out=SoldOut(until=until)):
            _check_whole(decision)
            _check_instant(until)
        case RuleOutOfStock(rule=rule) if rule is not None:
            _check_whole(decision)
        case ScheduleTask(periods=periods):
            if len(periods) > PERIODS_MAX:
                raise RuleError(
                    message(
                        "{count} periods of {task} are over {periods_max}",
                        count=len(periods),
                        task=decision.task,
                        periods_max=PERIODS_MAX,
                    )
                )
            plain = tuple(dict.fromkeys(checked(period) for period in periods))
            return msgspec.structs.replace(decision, periods=plain)
        case PinField():
            _check_pin(decision)
        case TakeBack(since=since, until=until):
            _check_instant(since)
            _check_instant(until)
        case Rewind(to=to):
            _check_instant(to)
        case _:
            pass
    return decision


def _check_pin(decision: PinField) -> None:
    if decision.field not in PINNABLE[decision.kind]:
        fields = ", ".join(sorted(PINNABLE[decision.kind])) or "none"
        raise RuleError(
            message(
                "{field} of {ref} can't be pinned; what can: {fields}",
                field=decision.field,
                ref=decision.ref,
                fields=fields,
            )
        )
    try:
        typed(decision.kind, decision.field, decision.value)
    except msgspec.ValidationError as error:
        text = message(
            "{field} of {ref} can't be pinned at that: {error}",
            field=decision.field,
            ref=decision.ref,
            error=error,
        )
        raise RuleError(text) from error


def _check_buffer(buffer: Buffer) -> None:
    amount = buffer.amount
    is_possible = amount.is_finite() and amount >= 0
    if not is_possible or (buffer.is_percent and amount > PERCENT_MAX):
        shown = str(buffer) if amount.is_finite() else str(amount)
        raise RuleError(message("{shown} can't be held back of a stock", shown=shown))


def _check_whole(decision: SellingDecision) -> None:
    if decision.scope.level is RuleLevel.VARIANT:
        raise RuleError(
            message("{scope}: a variant is on sale with its product", scope=decision.scope)
        )


def _check_instant(until: datetime | None) -> None:
    if until is not None and until.tzinfo is None:
        raise RuleError(
            message("{until} does not say in which time zone it is", until=until.isoformat())
        )
