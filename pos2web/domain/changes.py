"""What a plan is made of: changes of a shop, each field with before, after, reason and owner."""

from enum import StrEnum
from typing import Any

import msgspec

from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind, Ref, ShopKey, TillKey


class Action(StrEnum):
    """What a change does to a thing on the shop."""

    CREATE = "create"
    UPDATE = "update"
    DEACTIVATE = "deactivate"
    DELETE = "delete"


class Owner(StrEnum):
    """Who decides what a field shows on a shop."""

    TILL = "till"
    WEB = "web"
    SHOP = "shop"
    CREATION = "creation"


class FieldChange(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One field's step. Values are plain JSON, references are till keys where there is one.

    A reference to something on the shop that the till doesn't know reads `#` and its shop key.
    """

    field: str
    before: Any
    after: Any
    reason: str
    owner: Owner = Owner.TILL


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One write that a plan intends. `key` is the till's, `shop_key` is None until it exists."""

    id: str
    action: Action
    kind: Kind
    key: TillKey
    shop_key: ShopKey | None
    fields: tuple[FieldChange, ...]

    @property
    def ref(self) -> Ref:
        """The till's thing that this is about."""
        return Ref(self.kind, self.key)


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A thing of the till that must not reach the shop as it is, and why."""

    ref: Ref
    reason: Reason


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Ordered changes that make a shop what it should be, and what is held back.

    `as_is` counts, by kind, the till's things that the shop already shows as it should.
    """

    changes: tuple[Change, ...] = ()
    holds: tuple[Hold, ...] = ()
    as_is: dict[Kind, int] = {}

    @property
    def unchanged(self) -> int:
        """How many of the till's things need no change."""
        return sum(self.as_is.values())
