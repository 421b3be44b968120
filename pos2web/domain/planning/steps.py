"""The steps that a plan is made of, before they are put in order."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from pos2web.domain.changes import Action, FieldChange
from pos2web.domain.ordering import natural
from pos2web.domain.planning.plain import plain, same
from pos2web.domain.planning.reasons import Reason
from pos2web.domain.planning.situation import Past, Situation
from pos2web.domain.things import AnyThing
from pos2web.domain.values import Kind, Ref


class Stage(IntEnum):
    """When a step comes: stock of what is on sale already goes before everything else."""

    STOCK_FIRST = 0
    MAKE = 1
    DEACTIVATE = 2
    DELETE = 3


MAKING = [
    Kind.BRAND,
    Kind.SUPPLIER,
    Kind.CATEGORY,
    Kind.OPTION,
    Kind.OPTION_VALUE,
    Kind.PRODUCT,
    Kind.VARIANT,
    Kind.STOCK,
    Kind.IMAGE,
]
"""The order in which things are made: what is new can be bought before it can be seen."""

_ACTIONS = [Action.DELETE, Action.CREATE, Action.UPDATE, Action.DEACTIVATE]


class Step(NamedTuple):
    """One write, and when it comes; `parent` is what it belongs to, `depth` how far below."""

    stage: Stage
    action: Action
    ref: Ref
    shop_key: str | None
    fields: tuple[FieldChange, ...]
    parent: str = ""
    depth: int = 0

    @property
    def rank(self) -> tuple[Any, ...]:
        """Sorts steps by stage, kind and action, parents first, then what belongs together."""
        kind = MAKING.index(self.ref.kind)
        return (
            self.stage,
            -kind if self.stage is Stage.DELETE else kind,
            _ACTIONS.index(self.action),
            self.depth,
            natural(self.parent),
            natural(self.ref.key),
        )


def creation(situation: Situation, kind: Kind, wanted: AnyThing) -> tuple[FieldChange, ...]:
    """Every field that a new thing is made with."""
    return tuple(
        FieldChange(
            field=field,
            before=None,
            after=plain(getattr(wanted, field)),
            reason=Reason.NEW,
            owner=situation.policy.owner(kind, field),
        )
        for field in situation.made[kind]
    )


def corrections(
    situation: Situation, kind: Kind, wanted: AnyThing, past: Past
) -> tuple[FieldChange, ...]:
    """The fields that are the till's and that the shop shows otherwise."""
    if wanted == past.known:
        return ()
    return tuple(_corrections(situation.owned[kind], wanted, past))


def _corrections(fields: tuple[str, ...], wanted: AnyThing, past: Past) -> Iterator[FieldChange]:
    for field in fields:
        want, have = getattr(wanted, field), getattr(past.known, field)
        if not same(want, have) and not past.is_echo(field, want, have):
            yield FieldChange(
                field=field,
                before=plain(have),
                after=plain(want),
                reason=reason(field, want, past.sent),
            )


def reason(field: str, want: Any, sent: Mapping[str, Any]) -> Reason:
    """Why a field must be written that the shop shows otherwise; `sent` is what it was sent."""
    if field == "is_active":
        return Reason.RETURNED
    if field not in sent:
        return Reason.DIFFERENT
    if sent[field] == plain(want):
        return Reason.CHANGED_ON_SITE
    return Reason.PHOTO_REPLACED if field == "fingerprint" else Reason.CHANGED_AT_TILL


def deactivation(why: Reason) -> tuple[FieldChange, ...]:
    """It is no longer on sale."""
    return (FieldChange(field="is_active", before=True, after=False, reason=why),)


def deletion(shop_key: str, why: Reason) -> tuple[FieldChange, ...]:
    """It is no longer there."""
    return (FieldChange(field="key", before=shop_key, after=None, reason=why),)
