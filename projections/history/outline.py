"""What a fact says, in columns: about which thing, which field, before and after, as text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from pos2web.domain.archive_facts import BackedUp, BackupDrilled, EpochBegan
from pos2web.domain.changes import Change
from pos2web.domain.decisions import (
    BufferLifted,
    BufferSet,
    MissedRunsRuled,
    OutOfStockRuled,
    OutOfStockRuleLifted,
    SellingFact,
    SoldOutDeclared,
    SoldOutLifted,
    TaskDisabled,
    TaskEnabled,
    TaskFact,
    TaskScheduled,
    WindowLifted,
    WindowSet,
)
from pos2web.domain.evolve import steps_of
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    ChangeLapsed,
    ChangeRefused,
    CursorMoved,
    Fact,
    FieldSet,
    Held,
    Linked,
    Released,
    SaleResumed,
    SaleStopped,
    ShopEchoed,
    StockReassigned,
    ThingGone,
    ThingReturned,
    ThingWithdrawn,
    Unlinked,
)
from pos2web.domain.people import CustomerSeen, PersonErased
from pos2web.domain.pins import FieldPinned, FieldUnpinned, Pin
from pos2web.domain.run_facts import (
    AlertCured,
    AlertRaised,
    AlertTold,
    RunEnded,
    RunPassed,
    RunsMissed,
    RunStarted,
)
from pos2web.domain.selling import Buffer, RuleLevel
from pos2web.domain.things import stock_key
from pos2web.domain.values import Kind, Money
from pos2web.projections.subjects import FIELDS, FIRST_SIGHTS, kind_of_fact

TEXT_CHARS_MAX = 500
"""A history's row shows the beginning; the event itself has all of it."""


class Outline(msgspec.Struct, frozen=True, gc=False):
    """`key` is the thing's key on the event's connection, a customer's, or a task's name; `till_key` is what a
    shop's event also says, and what a rule about selling is about.

    `field` names several, separated by commas, where several changed; before and after are
    then JSON objects.
    """

    kind: str | None = None
    key: str | None = None
    till_key: str | None = None
    field: str = ""
    before: str | None = None
    after: str | None = None


def outline(fact: Fact, claimed: Change | None, *, of_shop: bool = False) -> Outline:
    """What a fact says; `claimed` is the change that an outcome is about. Of a shop's streams: what is
    held there is a till's thing."""
    if type(fact) in OUTCOMES:
        return _outcome(fact, claimed)
    if of_shop and isinstance(fact, Held | Released):
        said = OUTLINES[type(fact)](fact)
        return msgspec.structs.replace(said, key=None, till_key=said.key)
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
    if isinstance(value, Decimal | Buffer):
        return str(value)
    return msgspec.json.encode(value).decode()


def _first_sight(fact: Any) -> Outline:
    thing = getattr(fact, FIRST_SIGHTS[type(fact)])
    name = getattr(thing, "name", None)
    return Outline(kind_of_fact(fact), fact.key, after=text(name))


def _changed(fact: Any) -> Outline:
    ((field, before, after),) = steps_of(fact)
    return Outline(kind_of_fact(fact), fact.key, None, field, text(before), text(after))


def _reassigned(fact: StockReassigned) -> Outline:
    before = stock_key(fact.was_product, fact.was_variant)
    after = stock_key(fact.product, fact.variant)
    return Outline(kind_of_fact(fact), fact.key, None, "product,variant", before, after)


def _ruled(field: str, rule: str) -> Callable[[Any], Outline]:
    """Says what a rule about selling was and is; `rule` is empty where it was lifted."""

    def ruled(fact: Any) -> Outline:
        after = text(getattr(fact, rule)) if rule else None
        kind, key = _scope(fact)
        return Outline(kind, None, key, field, text(fact.was), after)

    return ruled


def _scope(fact: SellingFact) -> tuple[Kind | None, str | None]:
    scope = fact.scope
    return (None, None) if scope.level is RuleLevel.ALL else (Kind(scope.level), scope.key)


def _pinned(fact: FieldPinned | FieldUnpinned, now: Pin | None) -> Outline:
    before, after = (None if pin is None else text(pin.value) for pin in (fact.was, now))
    return Outline(fact.kind, None, fact.key, fact.field, before, after)


def _switched(fact: TaskFact) -> Outline:
    before, after = ("false", "true") if isinstance(fact, TaskEnabled) else ("true", "false")
    return Outline(None, fact.task, None, "is_enabled", before, after)


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
    ThingWithdrawn: _changed,
    ThingReturned: _changed,
    FieldSet: _changed,
    ThingGone: lambda fact: Outline(fact.kind, fact.key),
    SaleStopped: _changed,
    SaleResumed: _changed,
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
    RunPassed: lambda fact: Outline(before=fact.task, after="passed"),
    RunsMissed: lambda fact: Outline(before=fact.task, after=f"{fact.count} missed"),
    AlertRaised: lambda fact: Outline(field="alert", after=fact.alert),
    AlertCured: lambda fact: Outline(field="alert", before=fact.alert),
    AlertTold: lambda fact: Outline(field="alert", before=fact.alert, after=fact.channel),
    BufferSet: _ruled("buffer", "buffer"),
    BufferLifted: _ruled("buffer", ""),
    OutOfStockRuled: _ruled("out_of_stock", "rule"),
    OutOfStockRuleLifted: _ruled("out_of_stock", ""),
    WindowSet: _ruled("window", "window"),
    WindowLifted: _ruled("window", ""),
    SoldOutDeclared: _ruled("sold_out", "sold_out"),
    SoldOutLifted: _ruled("sold_out", ""),
    TaskEnabled: _switched,
    TaskDisabled: _switched,
    TaskScheduled: lambda fact: Outline(
        None, fact.task, None, "periods", text(fact.was), text(fact.periods)
    ),
    MissedRunsRuled: lambda fact: Outline(
        None, fact.task, None, "missed", text(fact.was), text(fact.missed)
    ),
    EpochBegan: lambda fact: Outline(field="epoch", after=f"{fact.number} {fact.why}"),
    BackedUp: lambda fact: Outline(field="backup", after=fact.store),
    BackupDrilled: lambda fact: Outline(
        field="drill", before=fact.store, after=text("; ".join(fact.problems) or "well")
    ),
    FieldPinned: lambda fact: _pinned(fact, fact.pin),
    FieldUnpinned: lambda fact: _pinned(fact, None),
    CustomerSeen: lambda fact: Outline(
        key=fact.key, field="customer", after=text(fact.customer.person)
    ),
    PersonErased: lambda fact: Outline(field="customer", before=text(fact.person)),
    CursorMoved: lambda fact: Outline(
        field="cursor", before=text(fact.was), after=text(fact.cursor)
    ),
}
