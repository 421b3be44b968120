"""Selling: how much of the till's stock the site is told, and what is on sale when."""

from pos2web.domain.selling.deciding import Reach
from pos2web.domain.selling.offers import FREE, Offer, OfferReason, Offers, Ordered, SellingInstant
from pos2web.domain.selling.records import (
    EVERYTHING,
    UNRULED,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    Selling,
    SoldOut,
    Window,
    WindowState,
)
from pos2web.domain.selling.stock import Sum, told

__all__ = [
    "EVERYTHING",
    "FREE",
    "UNRULED",
    "Buffer",
    "Mode",
    "Offer",
    "OfferReason",
    "Offers",
    "Ordered",
    "OutOfStock",
    "Reach",
    "RuleLevel",
    "Scope",
    "Selling",
    "SellingInstant",
    "SoldOut",
    "Sum",
    "Window",
    "WindowState",
    "told",
]
