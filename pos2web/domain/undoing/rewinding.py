"""Rewinding: the steps that show a site as it was, with the rules that stood then."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pos2web.domain.decisions import LiftPin, PinField
from pos2web.domain.pins import PINNABLE, pinned, said
from pos2web.domain.selling import RuleLevel, Scope
from pos2web.domain.things import Category, Image, Product, Variant
from pos2web.domain.undoing import rulings
from pos2web.domain.undoing.known import CurrentState, alike
from pos2web.domain.undoing.records import Left, LeftReason, UndoPlan, UndoStep
from pos2web.domain.values import Kind, Ref

SWITCH = "is_active"

FIELD_OF = {
    "buffers": "buffer",
    "out_of_stock": "out_of_stock",
    "windows": "window",
    "sold_out": "sold_out",
}
"""What people call each sort of rule where they name a field."""

FIELDS = frozenset().union(*PINNABLE.values()) | frozenset(FIELD_OF.values())
"""Every field that can be rewound."""

_TOGETHER = {"price": {"price", "surcharge"}, "weight": {"weight", "weight_surcharge"}}
"""Fields that make one amount: a variant shows its product's and its own added up."""


@dataclass(frozen=True, kw_only=True)
class Within:
    """What is rewound: everything, what belongs to a till's category, or one field."""

    category: str | None = None
    field: str | None = None


EVERYTHING = Within()


def rewind(then: CurrentState, now: CurrentState, within: Within = EVERYTHING) -> UndoPlan:
    """Work out what shows the site as it was then, by pins and by rules made anew.

    Only what is on the site now is touched: what came since is taken off, what is gone since is told
    of. A field that the till says as it did then is left to the till. Stock follows the till, photos
    stay. The same input gives the same answer.
    """
    reach = _Reach(now, within.category)
    found: list[UndoStep | Left] = [*_rules(then, now, within, reach)]
    for ref in sorted(now.links.keys() | then.links.keys()):
        if reach.holds(ref):
            found += _thing(then, now, ref, within.field)
    return UndoPlan(
        steps=tuple(one for one in found if isinstance(one, UndoStep)),
        left=tuple(one for one in found if isinstance(one, Left)),
    )


class _Reach:
    """What belongs to one of the till's categories: those below it, their products, all of theirs."""

    def __init__(self, now: CurrentState, category: str | None) -> None:
        self._now = now
        self._all = category is None
        self._categories = _below(now, category) if category is not None else set()

    def holds(self, ref: Ref) -> bool:
        """Whether a till's thing is within."""
        if self._all:
            return True
        match self._now.at_till(ref):
            case Category(key=key):
                return key in self._categories
            case Product(categories=categories):
                return bool(self._categories.intersection(categories))
            case Variant(product=product) | Image(product=product):
                return self.holds(Ref(Kind.PRODUCT, product))
            case _:
                return False

    def rules(self, scope: Scope) -> bool:
        """Whether a rule is about something within."""
        if self._all or scope.level in (RuleLevel.ALL, RuleLevel.BRAND):
            return self._all
        return self.holds(Ref(Kind(scope.level), scope.key))


def _below(now: CurrentState, category: str) -> set[str]:
    """A category and all that lie under it."""
    found, more = {category}, True
    while more:
        below = {
            key
            for key, each in now.till.get(Kind.CATEGORY, {}).items()
            if getattr(each, "parent", None) in found and key not in found
        }
        found, more = found | below, bool(below)
    return found


def _rules(
    then: CurrentState, now: CurrentState, within: Within, reach: _Reach
) -> Iterator[UndoStep]:
    for sort, name in FIELD_OF.items():
        if within.field not in (None, name):
            continue
        before, after = getattr(now.selling, sort), getattr(then.selling, sort)
        for scope in sorted(before.keys() | after.keys()):
            was, goal = before.get(scope), after.get(scope)
            if was != goal and reach.rules(scope):
                decision = rulings.decision((sort, scope), goal)
                yield UndoStep(decision=decision, before=was, after=goal)


def _thing(
    then: CurrentState, now: CurrentState, ref: Ref, only: str | None
) -> Iterator[UndoStep | Left]:
    was, shown = then.on_site(ref), now.on_site(ref)
    names = PINNABLE[ref.kind]
    if only is not None:
        names &= _TOGETHER.get(only, {only})
    if was is None and shown is None:
        return
    if shown is None:
        if names:
            yield Left(why=LeftReason.NOT_ON_SITE, ref=ref)
        return
    if ref.kind is Kind.IMAGE:
        if only is None and getattr(was, "fingerprint", None) != getattr(shown, "fingerprint", ""):
            yield Left(why=LeftReason.PHOTO, ref=ref)
        return
    if was is None:
        yield from _new_since(now, ref, only)
        return
    for name in sorted(names):
        yield from _field(then, now, ref, name)


def _new_since(now: CurrentState, ref: Ref, only: str | None) -> Iterator[UndoStep | Left]:
    """What has come to the site since is taken off it, where it has a switch."""
    if only not in (None, SWITCH):
        return
    if SWITCH not in PINNABLE[ref.kind]:
        yield Left(why=LeftReason.PART, ref=ref)
    elif not now.is_owned(ref.kind, SWITCH):
        yield Left(why=LeftReason.OWNER, ref=ref)
    elif now.at_till(ref) is not None and now.is_on_sale(ref):
        yield _pin(now, ref, SWITCH, value=False)


def _field(then: CurrentState, now: CurrentState, ref: Ref, name: str) -> Iterator[UndoStep | Left]:
    if not now.is_owned(ref.kind, name):
        return
    before, goal = _shown(now, ref, name), _shown(then, ref, name)
    pin, is_said = pinned(now.pins, ref, name), _says_the_same(then, now, ref, name)
    is_till_s = pin is not None and is_said and not pinned(then.pins, ref, name)
    is_off = name != SWITCH and not _was_on_sale(then, ref)
    is_settled = alike(goal, before) and (pin or is_said or now.at_till(ref) is None)
    if is_till_s and (is_off or not is_settled):
        decision = LiftPin(kind=ref.kind, key=ref.key, field=name)
        yield UndoStep(decision=decision, before=before, after=None)
    elif is_off or is_settled:
        return
    elif now.at_till(ref) is None:
        yield Left(why=LeftReason.NOT_AT_TILL, ref=ref, field=name)
    else:
        yield _pin(now, ref, name, value=goal)


def _was_on_sale(then: CurrentState, ref: Ref) -> bool:
    """Whether customers could see it; what is off the site is not kept in step there."""
    if SWITCH in PINNABLE[ref.kind]:
        return then.is_on_sale(ref)
    thing = then.at_till(ref)
    return not isinstance(thing, Variant) or then.is_on_sale(Ref(Kind.PRODUCT, thing.product))


def _shown(known: CurrentState, ref: Ref, name: str) -> Any:
    """What a field shows; of being on sale only what the till, or a pin, says: rules are rules."""
    return known.is_on_sale(ref) if name == SWITCH else known.shown(ref, name)


def _says_the_same(then: CurrentState, now: CurrentState, ref: Ref, name: str) -> bool:
    """Whether the till says what it said then: what it says since would go out sooner or later."""
    return bool(said(then.at_till(ref), name) == said(now.at_till(ref), name))


def _pin(now: CurrentState, ref: Ref, name: str, *, value: Any) -> UndoStep:
    decision = PinField(kind=ref.kind, key=ref.key, field=name, value=value)
    return UndoStep(decision=decision, before=_shown(now, ref, name), after=value)
