"""Selling: how much of the till's stock the site is told, and what is on sale when."""

from pos2web.domain.selling.deciding import Reach
from pos2web.domain.selling.offers import FREE, Moment, Offer, Offers, Ordered, Why
from pos2web.domain.selling.records import (
    EVERYTHING,
    UNRULED,
    Buffer,
    Level,
    Mode,
    OutOfStock,
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
    "Level",
    "Mode",
    "Moment",
    "Offer",
    "Offers",
    "Ordered",
    "OutOfStock",
    "Reach",
    "Scope",
    "Selling",
    "SoldOut",
    "Sum",
    "Why",
    "Window",
    "WindowState",
    "told",
]
