"""What a fact says, in columns: about which thing, which field, before and after, as text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from pos2web.domain.changes import Change
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    CursorMoved,
    Fact,
    Held,
    Linked,
    Released,
    RunEnded,
    RunStarted,
    ShopEchoed,
    StockReassigned,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
    Unlinked,
)
from pos2web.domain.things import stock_key
from pos2web.domain.values import Money
from projections.subjects import FIELDS, FIRST_SIGHTS, kind_of_fact

TEXT_CHARS_MAX = 500
"""A history's row shows the beginning; the event itself has all of it."""


class Outline(msgspec.Struct, frozen=True, gc=False):
    """`key` is the thing's key on the event's connection, `till_key` what a shop's event also says.

    `field` names several, separated by commas, where several changed; before and after are
    then JSON objects.
    """

    kind: str | None = None
    key: str | None = None
    till_key: str | None = None
    field: str = ""
    before: str | None = None
    after: str | None = None


def outline(fact: Fact, claimed: Change | None) -> Outline:
    """What a fact says; `claimed` is the change that an outcome is about."""
    if type(fact) in OUTCOMES:
        return _outcome(fact, claimed)
    return OUTLINES[type(fact)](fact)


def text(value: Any) -> str | None:
    """A value's beginning as one reads it: amounts with currency, texts per language as JSON."""
    if value is None:
        return None
    written = _written(value)
    if len(written) <= TEXT_CHARS_MAX:
        return written
    return written[: TEXT_CHARS_MAX - 1] + "…"


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, Decimal):
        return str(value)
    return msgspec.json.encode(value).decode()


def _first_sight(fact: Any) -> Outline:
    thing = getattr(fact, FIRST_SIGHTS[type(fact)])
    name = getattr(thing, "name", None)
    return Outline(kind_of_fact(fact), fact.key, after=text(name))


def _changed(fact: Any) -> Outline:
    (field,) = FIELDS[type(fact)]
    after = text(getattr(fact, field))
    return Outline(kind_of_fact(fact), fact.key, None, field, text(fact.was), after)


def _reassigned(fact: StockReassigned) -> Outline:
    before = stock_key(fact.was_product, fact.was_variant)
    after = stock_key(fact.product, fact.variant)
    return Outline(kind_of_fact(fact), fact.key, None, "product,variant", before, after)


def _came_or_went(fact: ThingWithdrawn | ThingReturned) -> Outline:
    before, after = ("true", "false") if isinstance(fact, ThingWithdrawn) else ("false", "true")
    return Outline(fact.kind, fact.key, None, "is_active", before, after)


def _claimed(fact: ChangeClaimed) -> Outline:
    change = fact.change
    before = {step.field: step.before for step in change.fields}
    after = {step.field: step.after for step in change.fields}
    if len(after) == 1:
        (was,), (will_be,) = before.values(), after.values()
    else:
        was, will_be = before, after
    return Outline(
        change.kind, change.shop_key, change.key, ",".join(after), text(was), text(will_be)
    )


def _outcome(fact: Any, change: Change | None) -> Outline:
    """What an outcome says, of the change that was claimed where that is known."""
    shop_key, reason = getattr(fact, "shop_key", None), text(getattr(fact, "reason", None))
    if change is None:
        return Outline(key=shop_key, after=reason)
    fields = ",".join(dict.fromkeys([step.field for step in change.fields]))
    return Outline(change.kind, shop_key or change.shop_key, change.key, fields, None, reason)


OUTCOMES = (ChangeConfirmed, ChangeRefused, ChangeLapsed)

OUTLINES: dict[type[Fact], Callable[[Any], Outline]] = {
    **dict.fromkeys(FIRST_SIGHTS, _first_sight),
    **dict.fromkeys(FIELDS, _changed),
    StockReassigned: _reassigned,
    ThingWithdrawn: _came_or_went,
    ThingReturned: _came_or_went,
    ThingGone: lambda fact: Outline(fact.kind, fact.key),
    Held: lambda fact: Outline(fact.kind, fact.key, None, "hold", None, text(fact.reason)),
    Released: lambda fact: Outline(fact.kind, fact.key, None, "hold", text(fact.was), None),
    Linked: lambda fact: Outline(fact.kind, fact.shop_key, fact.key, "link", None, fact.shop_key),
    Unlinked: lambda fact: Outline(fact.kind, fact.shop_key, fact.key, "link", fact.shop_key, None),
    ShopEchoed: lambda fact: Outline(
        fact.kind, fact.key, None, fact.field, text(fact.sent), text(fact.seen)
    ),
    ChangeClaimed: _claimed,
    RunStarted: lambda fact: Outline(after=fact.task),
    RunEnded: lambda fact: Outline(before=fact.task, after=fact.outcome),
    CursorMoved: lambda fact: Outline(
        field="cursor", before=text(fact.was), after=text(fact.cursor)
    ),
}
