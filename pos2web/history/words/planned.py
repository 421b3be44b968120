"""Planned changes and the values of things, told before they happen."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pos2web.domain.changes import Action, Change
from pos2web.domain.fields import FORM_OF, Form
from pos2web.domain.planning import FieldReason as Why
from pos2web.history.words.sentences import UNREADABLE, titled
from pos2web.history.words.wording import Wording

MONEY = frozenset(name for name, form in FORM_OF.items() if form is Form.PRICE)
"""Amounts, which a shop shows without tax."""


class PlannedField(NamedTuple):
    """One field's step in people's words; `before` is empty where there was nothing."""

    field: str
    before: str
    after: str
    reason: str


def headline(change: Change, here: Wording) -> str:
    """What a change does to which thing: «modifier le produit « TEA » (n° 12 en caisse)»."""
    thing = titled(change.ref, here.book.code, names=here.names)
    told = here.book.actions[change.action].format(thing=thing, what=thing)
    return told[:1].upper() + told[1:]


def steps(change: Change, here: Wording) -> Iterator[PlannedField]:
    """The fields of a creation or update; what a new thing is made without is left out."""
    for step in change.fields:
        is_new = step.reason == Why.NEW
        before, after = difference(step.field, step.before, step.after, here)
        if is_new and after == here.book.nothing:
            continue
        reason = "" if is_new else here.said(step.reason)
        yield PlannedField(here.shop_field(step.field), "" if is_new else before, after, reason)


def reason_of(change: Change, here: Wording) -> str:
    """Why a thing is taken off, as a whole; empty for other changes, whose fields say it."""
    if change.action in (Action.CREATE, Action.UPDATE):
        return ""
    return here.said(change.fields[0].reason) if change.fields else ""


def difference(field: str, before: Any, after: Any, here: Wording) -> tuple[str, str]:
    """Both values of a field; nothing where they say nothing to people."""
    if field in UNREADABLE:
        return "", ""
    return here.step(field, before, after)


def values(thing: Mapping[str, Any], here: Wording, *, is_tills: bool) -> dict[str, str]:
    """A thing's fields, as plain values, in people's words; a shop's amounts are without tax."""
    told = {}
    for field, value in thing.items():
        if field not in ("type", "key", "stamp", *UNREADABLE):
            net = "" if is_tills or field not in MONEY else here.book.net
            told[field] = here.value(field, value) + net
    return told
