"""Taking back: the steps that undo what some acts did, as far as nobody changed it since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.decisions import PinField
from pos2web.domain.pins import PINNABLE, Pin, PinFact
from pos2web.domain.planning import FieldReason
from pos2web.domain.planning.situation import RULED
from pos2web.domain.undoing import rulings
from pos2web.domain.undoing.known import CurrentState, alike
from pos2web.domain.undoing.records import (
    Act,
    ConfirmedWrite,
    Left,
    LeftReason,
    Ruling,
    UndoPlan,
    UndoStep,
    Unfit,
)
from pos2web.domain.undoing.rulings import Key
from pos2web.domain.values import Kind, Ref

SWITCH = "is_active"

BY_RULE = frozenset(
    {
        FieldReason.WINDOW_CLOSED,
        FieldReason.SOLD_OUT,
        FieldReason.OUT_OF_STOCK,
        FieldReason.RULE_LIFTED,
    }
)
"""Reasons of writes that follow from rules about selling: the rule is what can be taken back."""


def take_back(acts: Sequence[Act], known: CurrentState, *, is_forced: bool = False) -> UndoPlan:
    """Work out what takes these acts back, given in the log's order.

    Of several that touched the same only the value before the first counts. What somebody else, or
    the till, changed since is left out unless it `is_forced`. The same input gives the same answer;
    taken back once, there is nothing left to take back.
    """
    found = [*_of_rulings(acts, known, is_forced=is_forced)]
    facts = [act.fact for act in acts if isinstance(act, Ruling)]
    pinned = {(fact.ref, fact.field) for fact in facts if isinstance(fact, PinFact)}
    found += _of_writes(acts, known, pinned, is_forced=is_forced)
    found += [
        Left(why=act.why, position=act.position, ref=act.ref)
        for act in acts
        if isinstance(act, Unfit)
    ]
    return UndoPlan(
        steps=tuple(one for one in found if isinstance(one, UndoStep)),
        left=tuple(one for one in found if isinstance(one, Left)),
    )


# Decisions.


def _of_rulings(
    acts: Sequence[Act], known: CurrentState, *, is_forced: bool
) -> Iterator[UndoStep | Left]:
    spans: dict[Key, list[tuple[int, rulings.RulingChange]]] = {}
    for act in acts:
        if isinstance(act, Ruling):
            done = rulings.ruled(act.fact)
            spans.setdefault(done.key, []).append((act.position, done))
    for key, span in spans.items():
        yield _unruled(key, span, known, is_forced=is_forced)


def _unruled(
    key: Key, span: list[tuple[int, rulings.RulingChange]], known: CurrentState, *, is_forced: bool
) -> UndoStep | Left:
    last, before = span[-1][0], span[0][1].before
    ref, name = (key[1], key[2]) if key[0] == "pin" else (None, str(key[0]))
    if not rulings.is_known(known, key):
        return Left(why=LeftReason.NOTHING, position=last, ref=ref, field=name)
    now = rulings.now(known, key)
    if _is_as_good(now, before):
        return Left(why=LeftReason.ALREADY, position=last, ref=ref, field=name)
    is_changed = not _is_as_good(now, span[-1][1].after)
    if not is_forced and (is_changed or _is_broken([one for _, one in span])):
        shown = now.value if isinstance(now, Pin) else now
        return Left(why=LeftReason.CHANGED_SINCE, position=last, ref=ref, field=name, now=shown)
    if ref is not None and before is not None:
        unfit = _unfit(known, ref, name)
        if unfit is not None:
            return Left(why=unfit, position=last, ref=ref, field=name)
    return UndoStep(
        decision=rulings.decision(key, before),
        before=_plain(now),
        after=_plain(before),
        cause=last,
    )


def _is_broken(span: Sequence[rulings.RulingChange]) -> bool:
    """Whether somebody else decided in between."""
    return any(not _is_as_good(one.after, later.before) for one, later in pairwise(span))


def _is_as_good(one: Any, other: Any) -> bool:
    """Whether two rules, settings or pins come to the same; of pins what the till said is nothing."""
    return type(one) is type(other) and bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Pin) else value


# Writes to the site.


@dataclass(kw_only=True)
class _Span:
    """What some writes did to one field: from what, to what, and whether others came between."""

    ref: Ref
    name: str
    before: Any
    after: Any
    last: ConfirmedWrite
    is_broken: bool = False
    reasons: set[str] = field(default_factory=set)


def _of_writes(
    acts: Sequence[Act], known: CurrentState, pinned: set[tuple[Ref, str]], *, is_forced: bool
) -> Iterator[UndoStep | Left]:
    writes = [act for act in acts if isinstance(act, ConfirmedWrite)]
    made = {act.change.ref: act for act in writes if act.change.action is Action.CREATE}
    for ref, act in made.items():
        if (ref, SWITCH) not in pinned:
            yield _unmade(ref, act, known)
    for span in _spans(act for act in writes if act.change.ref not in made):
        if (span.ref, span.name) not in pinned:
            yield _unwritten(span, known, is_forced=is_forced)


def _unmade(ref: Ref, act: ConfirmedWrite, known: CurrentState) -> UndoStep | Left:
    """Take what was put on the site off again: it is never deleted."""
    why = _kept(act.change) or _unfit(known, ref, SWITCH)
    if why is None and not known.is_on_sale(ref):
        why = LeftReason.ALREADY
    if why is not None:
        return Left(why=why, position=act.position, ref=ref)
    return _pinned(ref, SWITCH, known, value=False, cause=act.position)


def _kept(change: Change) -> LeftReason | None:
    """Why nothing of a thing of this kind is ever taken back."""
    if change.kind is Kind.STOCK:
        return LeftReason.STOCK
    return LeftReason.PHOTO if change.kind is Kind.IMAGE else None


def _spans(writes: Iterator[ConfirmedWrite]) -> list[_Span]:
    spans: dict[tuple[Ref, str], _Span] = {}
    for write in writes:
        for step in write.change.fields:
            if write.fields is None or step.field in write.fields:
                _stretch(spans, write, step)
    return [*spans.values()]


def _stretch(spans: dict[tuple[Ref, str], _Span], write: ConfirmedWrite, step: FieldChange) -> None:
    ref = write.change.ref
    span = spans.get((ref, step.field))
    if span is None:
        span = spans[ref, step.field] = _Span(
            ref=ref, name=step.field, before=step.before, after=step.after, last=write
        )
    else:
        span.is_broken |= not alike(span.after, step.before)
        span.after, span.last = step.after, write
    span.reasons.add(step.reason)


def _unwritten(span: _Span, known: CurrentState, *, is_forced: bool) -> UndoStep | Left:
    ref, name, position = span.ref, span.name, span.last.position
    why = _not_ours(span) or _unfit(known, ref, name)
    if why is None and alike(span.before, known.shown(ref, name)):
        why = LeftReason.ALREADY
    if why is None and name == "reference" and _is_taken(known, ref, span.before):
        why = LeftReason.SHARED
    now = None
    if why is None and not is_forced and _is_changed(span, known):
        why, now = LeftReason.CHANGED_SINCE, known.shown(ref, name)
    if why is not None:
        return Left(why=why, position=position, ref=ref, field=name, now=now)
    return _pinned(ref, name, known, value=span.before, cause=position)


def _not_ours(span: _Span) -> LeftReason | None:
    change = span.last.change
    if (why := _kept(change)) is not None:
        return why
    if change.action is Action.DELETE:
        return LeftReason.DELETED
    is_rules = span.name in RULED or span.last.is_rules or span.reasons & BY_RULE
    if is_rules:
        return LeftReason.RULE
    return LeftReason.PIN if FieldReason.PINNED in span.reasons else None


def _unfit(known: CurrentState, ref: Ref, name: str) -> LeftReason | None:
    """Why a field can't be pinned."""
    if name not in PINNABLE[ref.kind]:
        return LeftReason.PART
    if not known.is_owned(ref.kind, name):
        return LeftReason.OWNER
    if known.at_till(ref) is None:
        return LeftReason.NOT_AT_TILL
    return LeftReason.NOT_ON_SITE if known.on_site(ref) is None else None


def _is_taken(known: CurrentState, ref: Ref, reference: Any) -> bool:
    """Whether another product of the till has this reference now."""
    others = known.till.get(ref.kind, {}).items()
    return any(
        key != ref.key and getattr(thing, "reference", "").strip() == reference
        for key, thing in others
    )


def _is_changed(span: _Span, known: CurrentState) -> bool:
    """Whether somebody else, or the till, changed the field between those writes or since."""
    if span.is_broken or span.name in span.last.till_since:
        return True
    return not known.shows_as(span.ref, span.name, span.after)


def _pinned(ref: Ref, name: str, known: CurrentState, *, value: Any, cause: int) -> UndoStep:
    decision = PinField(kind=ref.kind, key=ref.key, field=name, value=value)
    return UndoStep(decision=decision, before=known.shown(ref, name), after=value, cause=cause)
