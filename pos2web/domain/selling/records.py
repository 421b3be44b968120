"""What a merchant rules about selling: what is held back, what an empty shelf means, and when."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import msgspec

from pos2web.domain.values import Texts

ZERO = Decimal(0)


class RuleLevel(StrEnum):
    """How far a rule reaches, from the widest to the most specific, which wins."""

    ALL = "all"
    CATEGORY = "category"
    BRAND = "brand"
    PRODUCT = "product"
    VARIANT = "variant"


class Scope(msgspec.Struct, frozen=True, order=True, gc=False):
    """What a rule is about: everything, or one thing of the till by its key."""

    level: RuleLevel
    key: str = ""

    def __str__(self) -> str:
        return f"{self.level}:{self.key}" if self.key else str(self.level)


EVERYTHING = Scope(RuleLevel.ALL)


class Buffer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the site is not told of a stock: so many pieces, or so many percent of it."""

    amount: Decimal
    is_percent: bool = False

    def __str__(self) -> str:
        return f"{self.amount.normalize():f}{' %' if self.is_percent else ''}"


class OutOfStock(StrEnum):
    """What becomes of a product that the site can sell none of.

    `show`: it stays, and the shop's own setting says whether it may be ordered all the same.
    """

    HIDE = "hide"
    SHOW = "show"


class Mode(StrEnum):
    """What a product is outside its window: gone from the site, or there without a way to buy."""

    OFFLINE = "offline"
    NOT_FOR_SALE = "not_for_sale"


class Window(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When something is on sale: a rule in the OpenStreetMap `opening_hours` grammar.

    Dates are local and inclusive. Outside `valid_from` and `valid_to` the window restricts
    nothing. `closed_on` and `opened_on` (date and hours of that day) go before the rule. `country`
    (ISO 3166-1 alpha-2) tells whose public holidays `PH` means. `message` is what a customer reads
    while it can't be bought; `{opening}` in it becomes the next opening.
    """

    rule: str
    mode: Mode
    country: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    closed_on: tuple[date, ...] = ()
    opened_on: tuple[tuple[date, str], ...] = ()
    message: Texts = {}


class SoldOut(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Not on sale until an instant (UTC), or until somebody says otherwise."""

    until: datetime | None = None
    mode: Mode = Mode.NOT_FOR_SALE
    message: Texts = {}


class WindowState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whether a window is open at an instant; `until` is its next edge, None when there is none.

    `opens_at` is the next opening of one that is closed. Instants are UTC.
    """

    is_open: bool
    until: datetime | None = None
    opens_at: datetime | None = None


R = TypeVar("R")
Ruled = dict[Scope, R]


class Selling(msgspec.Struct, frozen=True, kw_only=True):
    """Every rule about selling on one shop, by what it is about."""

    buffers: Ruled[Buffer] = {}
    out_of_stock: Ruled[OutOfStock] = {}
    windows: Ruled[Window] = {}
    sold_out: Ruled[SoldOut] = {}


UNRULED = Selling()
