"""A planned change made ready for the shop: typed values, and shop keys instead of till keys."""

import hashlib
from typing import Any

import msgspec

from pos2web.domain.changes import Action, Change
from pos2web.domain.fields import KIND_NAMED, MAY_BE_UNSAID
from pos2web.domain.things import TYPE_OF, AnyThing, Stock, stock_key
from pos2web.domain.values import Kind, Ref, ShopKey
from pos2web.engine.state import SyncState
from pos2web.ports import Write

FOREIGN = "#"
"""Marks a shop key in a plan, of something on the shop that the till doesn't know."""


class Unresolved(Exception):  # noqa: N818 - a state of the plan, not an error
    """A change names something that isn't on the shop yet."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(f"{ref} is not on the shop yet")
        self.ref = ref


def ready(state: SyncState, change: Change) -> Write:
    """The write that makes this change.

    Raises Unresolved while it must wait for another, or when what it changes is no longer there.
    """
    values = {step.field: step.after for step in change.fields}
    if change.kind is Kind.STOCK:
        return stock_write(state, change, values)
    resolved = {name: to_shop(state, name, value) for name, value in values.items()}
    before = known(state, change)
    if before is None and change.action is not Action.CREATE:
        raise Unresolved(change.ref)
    return Write(
        id=change.id,
        action=change.action,
        kind=change.kind,
        shop_key=change.shop_key,
        thing=record(change, before, resolved),
        fields=frozenset(values),
        before=before,
    )


def stock_write(state: SyncState, change: Change, values: dict[str, Any]) -> Write:
    """Stock has no key of its own on a shop: it is that of a product, or of a variant."""
    ours = state.till[Kind.STOCK].get(change.key)
    if not isinstance(ours, Stock):
        raise Unresolved(change.ref)
    product = linked(state, Ref(Kind.PRODUCT, ours.product))
    variant = None if ours.variant is None else linked(state, Ref(Kind.VARIANT, ours.variant))
    key = stock_key(product, variant)
    quantity = msgspec.convert(values["quantity"], type(ours.quantity), strict=False)
    return Write(
        id=change.id,
        action=Action.UPDATE,
        kind=Kind.STOCK,
        shop_key=ShopKey(key),
        thing=Stock(key=key, product=product, variant=variant, quantity=quantity),
        fields=frozenset({"quantity"}),
        before=state.site[Kind.STOCK].get(key),
    )


def known(state: SyncState, change: Change) -> AnyThing | None:
    """The shop's record of what is to be changed, as we last knew it."""
    return None if change.shop_key is None else state.site[change.kind].get(change.shop_key)


def record(change: Change, before: AnyThing | None, resolved: dict[str, Any]) -> AnyThing:
    """The whole record as it should be on the shop."""
    base = msgspec.to_builtins(before) if before is not None else {}
    base.pop("type", None)
    fields = {**base, **resolved, "key": change.shop_key or ""}
    for name in MAY_BE_UNSAID[change.kind]:
        if fields.get(name) is None:
            fields.pop(name, None)
    return msgspec.convert(fields, TYPE_OF[change.kind], strict=False)


def to_shop(state: SyncState, field: str, value: Any) -> Any:
    """A field's value with shop keys in it."""
    target = KIND_NAMED.get(field)
    if target is None or value is None:
        return value
    if isinstance(value, str):
        return linked(state, Ref(target, value))
    keys = [linked(state, Ref(target, key)) for key in value]
    return sorted(keys) if field == "options" else keys


def linked(state: SyncState, ref: Ref) -> str:
    """The shop's key of a till's thing. Raises Unresolved where there is none."""
    if ref.key.startswith(FOREIGN):
        return ref.key.removeprefix(FOREIGN)
    shop_key = state.links.get(ref)
    if shop_key is None:
        raise Unresolved(ref)
    return shop_key


def digest(change: Change) -> str:
    """Identifies what a change would write, so that a refusal is remembered for just that."""
    content = [change.action, *((step.field, step.after) for step in change.fields)]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
