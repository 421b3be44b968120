"""What a visitor reads of a product's availability and whether he may order it, as PrestaShop does.

Tried on 8.1.2 and 8.2.1. The price must be shown for anything to be said. A label of the product
is read only while enough is left, or while orders are taken without stock; what is out of stock
has the shop's own words. A combination's label, where it has one, comes before its product's.
"""

from enum import StrEnum

import msgspec

from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.adapters.sandbox.shop.store import Record

_ALLOWS, _DENIES = 1, 0
"""What a stock row's `out_of_stock` says; anything else is as the shop is set."""


class State(StrEnum):
    """How it stands with the stock of something; unsaid where the price is hidden."""

    IN_STOCK = "in-stock"
    LAST = "last"
    LATER = "later"
    OUT = "out"
    UNSAID = "unsaid"


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """How many there are, whether a visitor may order, and what he reads about it."""

    quantity: int
    can_order: bool
    state: State
    message: str


class Level(msgspec.Struct, frozen=True):
    """What a stock row says."""

    quantity: int = 0
    out_of_stock: int = _DENIES


def availability(
    level: Level, settings: Settings, language: str, product: Record, variant: Record | None = None
) -> Availability:
    """What is to be had of a product, or of one of its combinations."""
    state = _state(level, settings)
    has_stock_or_waits = state is not State.OUT
    if not product["show_price"]:
        state = State.UNSAID
    return Availability(
        quantity=level.quantity,
        can_order=bool(
            product["show_price"] and product["available_for_order"] and has_stock_or_waits
        ),
        state=state,
        message=_message(state, level.quantity, language, (variant, product)),
    )


def _state(level: Level, settings: Settings) -> State:
    """The one that the visitor is about to take is no longer left."""
    if level.quantity > 0:
        is_last = level.quantity - 1 < settings.last_quantities
        return State.LAST if is_last else State.IN_STOCK
    waits = level.out_of_stock == _ALLOWS or (
        level.out_of_stock != _DENIES and settings.sells_without_stock
    )
    return State.LATER if waits else State.OUT


def _message(
    state: State, quantity: int, language: str, owners: tuple[Record | None, Record]
) -> str:
    match state:
        case State.IN_STOCK:
            return _label("available_now", language, owners) or f"En stock : {quantity}"
        case State.LAST:
            return f"Derniers articles en stock : {quantity}"
        case State.LATER:
            return _label("available_later", language, owners) or "Sur commande"
        case State.OUT:
            return "Rupture de stock"
        case State.UNSAID:
            return ""


def _label(field: str, language: str, owners: tuple[Record | None, Record]) -> str:
    """The first owner's text in this very language: others don't stand in for it."""
    labels = (owner[field].get(language, "") for owner in owners if owner is not None)
    return next(filter(None, labels), "")
