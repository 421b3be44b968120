"""The steps that a plan is made of, before they are put in order."""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from pos2web.domain.changes import Action, FieldChange, Owner
from pos2web.domain.fields import MAY_BE_UNSAID, is_unsaid
from pos2web.domain.ordering import natural
from pos2web.domain.plain import plain, same
from pos2web.domain.planning.reasons import FieldReason
from pos2web.domain.planning.showing import is_pinned
from pos2web.domain.planning.situation import RULED, USUAL, LastWritten, Situation
from pos2web.domain.selling import Offer, OfferReason
from pos2web.domain.things import AnyThing, Product, kind_of
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

OFFERED = ("is_active", *RULED)
"""Fields of a product in which the site shows whether it is offered."""

REFUSED = {
    OfferReason.WINDOW: FieldReason.WINDOW_CLOSED,
    OfferReason.SOLD_OUT: FieldReason.SOLD_OUT,
    OfferReason.OUT_OF_STOCK: FieldReason.OUT_OF_STOCK,
}

_ACTIONS = [Action.DELETE, Action.CREATE, Action.UPDATE, Action.DEACTIVATE]


class PlanStep(NamedTuple):
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
            reason=FieldReason.NEW,
            owner=situation.policy.owner(kind, field),
        )
        for field in situation.made[kind]
        if _is_said(kind, field, wanted)
    )


def _is_said(kind: Kind, field: str, wanted: AnyThing) -> bool:
    """What only rules decide is left out where they say nothing unusual, and what nobody says."""
    if kind is not Kind.PRODUCT or field not in RULED:
        return field not in MAY_BE_UNSAID[kind] or not is_unsaid(getattr(wanted, field))
    return bool(getattr(wanted, field) != USUAL[field])


def corrections(
    situation: Situation,
    kind: Kind,
    wanted: AnyThing,
    past: LastWritten,
    also: tuple[str, ...] = (),
) -> tuple[FieldChange, ...]:
    """The fields that are the till's, and these `also`, that the shop shows otherwise."""
    if wanted == past.known:
        return ()
    fields = tuple(dict.fromkeys((*situation.owned[kind], *also)))
    if kind is Kind.PRODUCT:
        fields += tuple(field for field in situation.ruled if field not in fields)
    return tuple(_corrections(situation, fields, wanted, past))


def _corrections(
    situation: Situation, fields: tuple[str, ...], wanted: AnyThing, past: LastWritten
) -> Iterator[FieldChange]:
    for field in fields:
        want, have = getattr(wanted, field), getattr(past.known, field)
        if not same(want, have) and not past.is_echo(field, want, have):
            yield FieldChange(
                field=field,
                before=plain(have),
                after=plain(want),
                reason=_why(situation, wanted, field, past) or reason(field, want, past.sent),
                owner=_owner(situation, wanted, field),
            )


def _owner(situation: Situation, wanted: AnyThing, field: str) -> Owner:
    kind = kind_of(wanted)
    if is_pinned(situation, Ref(kind, wanted.key), field, getattr(wanted, field)):
        return Owner.WEB
    return situation.policy.owner(kind, field)


def _why(
    situation: Situation, wanted: AnyThing, field: str, past: LastWritten
) -> FieldReason | None:
    """The pin's reason, or the rule's for what rules decide."""
    want = getattr(wanted, field)
    was_sent = field in past.sent and past.sent[field] == plain(want)
    if not was_sent and is_pinned(situation, Ref(kind_of(wanted), wanted.key), field, want):
        return FieldReason.PINNED
    if field not in OFFERED or not isinstance(wanted, Product):
        return None
    offer = situation.offer(situation.ground.products[wanted.key])
    if was_sent:
        return FieldReason.CHANGED_ON_SITE
    why = _refusal(offer, field)
    if why is not None:
        return REFUSED[why]
    return (
        FieldReason.RETURNED
        if offer.has_sale_rule or field == "is_active"
        else FieldReason.RULE_LIFTED
    )


def _refusal(offer: Offer, field: str) -> OfferReason | None:
    """The rule that decides of this field; none decides of a note that it doesn't write."""
    if field == "is_active":
        return offer.why_hidden
    return offer.why_unsold if field == "is_for_sale" or offer.message else None


def reason(field: str, want: Any, sent: Mapping[str, Any]) -> FieldReason:
    """Why a field must be written that the shop shows otherwise; `sent` is what it was sent."""
    if field not in sent:
        return FieldReason.DIFFERENT
    if sent[field] == plain(want):
        return FieldReason.CHANGED_ON_SITE
    return FieldReason.PHOTO_REPLACED if field == "fingerprint" else FieldReason.CHANGED_AT_TILL


def deactivation(why: FieldReason) -> tuple[FieldChange, ...]:
    """It is no longer on sale."""
    owner = Owner.WEB if why is FieldReason.PINNED else Owner.TILL
    change = FieldChange(field="is_active", before=True, after=False, reason=why, owner=owner)
    return (change,)


def deletion(shop_key: str, why: FieldReason) -> tuple[FieldChange, ...]:
    """It is no longer there."""
    return (FieldChange(field="key", before=shop_key, after=None, reason=why),)
