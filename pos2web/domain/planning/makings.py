"""What is new at the till, what changed, and what is withdrawn there."""

from collections.abc import Iterator
from typing import assert_never

from pos2web.domain.changes import Action, FieldChange
from pos2web.domain.planning.astray import astray, last_written
from pos2web.domain.planning.desired import desired, offered
from pos2web.domain.planning.pinned import SWITCH
from pos2web.domain.planning.reasons import FieldReason
from pos2web.domain.planning.showing import is_pinned
from pos2web.domain.planning.situation import (
    Aim,
    LastWritten,
    Situation,
    WriteHistory,
)
from pos2web.domain.planning.steps import (
    PlanStep,
    Stage,
    corrections,
    creation,
    deactivation,
    deletion,
)
from pos2web.domain.things import (
    AnyThing,
    Brand,
    Category,
    Image,
    Option,
    OptionValue,
    Product,
    Stock,
    Supplier,
    Variant,
    kind_of,
)
from pos2web.domain.values import Kind, Ref


def makings(situation: Situation, told: WriteHistory, aim: Aim) -> Iterator[PlanStep]:
    """Steps for everything at the till but stock, as far as they are aimed at."""
    for kind in Kind:
        if kind in aim.kinds and kind is not Kind.STOCK:
            yield from _of_kind(situation, kind, told)
    if aim.offers and Kind.PRODUCT not in aim.kinds:
        yield from _offerings(situation, told)


def _offerings(situation: Situation, told: WriteHistory) -> Iterator[PlanStep]:
    """Steps for products that are on the shop and should be offered otherwise; nothing else."""
    held = situation.verdict.held[Kind.PRODUCT]
    for key, shop_key in situation.shop_keys[Kind.PRODUCT].items():
        product = situation.ground.products[key]
        if key in held or not product.is_active:
            continue
        past = last_written(situation, Ref(Kind.PRODUCT, shop_key), key, told)
        fields = corrections(situation, Kind.PRODUCT, offered(situation, product, past), past)
        if fields:
            yield _step(situation, Action.UPDATE, product, shop_key, fields)


def _of_kind(situation: Situation, kind: Kind, told: WriteHistory) -> Iterator[PlanStep]:
    shop_keys, held = situation.shop_keys[kind], situation.verdict.held[kind]
    for key, thing in situation.till[kind].items():
        if key in held or not _is_concerned(situation, thing):
            continue
        shop_key = shop_keys.get(key)
        if shop_key is None:
            yield from _made(situation, kind, thing)
            continue
        there = Ref(kind, shop_key)
        past = last_written(situation, there, key, told)
        yield from _kept_in_step(situation, thing, past, there)


def _is_concerned(situation: Situation, thing: AnyThing) -> bool:
    """Parts follow their product; a photo that nobody could read yet has to wait."""
    if isinstance(thing, Variant):
        return thing.product in situation.carried
    if isinstance(thing, Image):
        return thing.product in situation.carried and bool(thing.fingerprint)
    return True


def _made(situation: Situation, kind: Kind, thing: AnyThing) -> Iterator[PlanStep]:
    if not getattr(thing, "is_active", True):
        return
    if kind is Kind.CATEGORY and thing.key not in situation.present[kind]:
        return
    fields = creation(situation, kind, desired(situation, thing, None))
    yield _step(situation, Action.CREATE, thing, None, fields)


def _kept_in_step(
    situation: Situation, thing: AnyThing, past: LastWritten, there: Ref
) -> Iterator[PlanStep]:
    kind, shop_key, ref = there.kind, there.key, Ref(there.kind, thing.key)
    if is_pinned(situation, ref, SWITCH, want=False):
        yield from withdrawal(situation, ref, shop_key, FieldReason.PINNED)
        return
    if not getattr(thing, "is_active", True) and situation.ground.withdraws[kind]:
        yield from withdrawal(situation, ref, shop_key, FieldReason.WITHDRAWN)
        return
    if isinstance(thing, Variant | Image) and thing.product != getattr(past.known, "product", ""):
        fields = deletion(shop_key, FieldReason.MOVED)
        yield _step(situation, Action.DELETE, thing, shop_key, fields)
        yield from _made(situation, kind, thing)
        return
    if fields := astray(situation, thing, past):
        yield _step(situation, Action.UPDATE, thing, shop_key, fields)


def withdrawal(
    situation: Situation, ref: Ref, shop_key: str, reason: FieldReason
) -> Iterator[PlanStep]:
    """Take something off the site, as the merchant decided; only products are ever deleted, and
    none for a pin."""
    is_deleted = situation.policy.withdrawn == "delete" and reason is not FieldReason.PINNED
    if ref.kind is Kind.PRODUCT and is_deleted:
        yield PlanStep(Stage.DELETE, Action.DELETE, ref, shop_key, deletion(shop_key, reason))
    elif getattr(situation.site[ref.kind][shop_key], "is_active", False):
        yield PlanStep(Stage.DEACTIVATE, Action.DEACTIVATE, ref, shop_key, deactivation(reason))


def _step(
    situation: Situation,
    action: Action,
    thing: AnyThing,
    shop_key: str | None,
    fields: tuple[FieldChange, ...],
) -> PlanStep:
    match thing:
        case Variant() | Image():
            parent, depth = thing.product, 0
        case Category():
            parent, depth = "", situation.depths.get(thing.key, 0)
        case Brand() | Supplier() | Option() | OptionValue() | Product() | Stock():
            parent, depth = "", 0
        case _:
            assert_never(thing)
    ref = Ref(kind_of(thing), thing.key)
    return PlanStep(Stage.MAKE, action, ref, shop_key, fields, parent, depth)
