"""Why a plan changes a field."""

from enum import StrEnum


class FieldReason(StrEnum):
    """Why a field changes, in words."""

    NEW = "new at the till"
    CHANGED_AT_TILL = "changed at the till"
    CHANGED_ON_SITE = "changed on the site"
    DIFFERENT = "the site had it otherwise when it was recognised"
    WITHDRAWN = "withdrawn at the till"
    RETURNED = "back on sale"
    REMOVED = "removed at the till"
    MOVED = "belongs to another product now"
    PHOTO_REPLACED = "photo replaced"
    WINDOW_CLOSED = "outside its sale window"
    SOLD_OUT = "declared sold out"
    OUT_OF_STOCK = "out of stock"
    RULE_LIFTED = "no longer ruled by us"
    HELD_BACK = "the till's stock less what is held back"
    PINNED = "pinned"
