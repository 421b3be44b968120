"""Prices with and without tax, so that the site shows the till's price to the cent."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pos2web.domain.values import Money

DECIMALS: dict[str, int] = {
    "BIF": 0,
    "DJF": 0,
    "GNF": 0,
    "JPY": 0,
    "KMF": 0,
    "KRW": 0,
    "RWF": 0,
    "VND": 0,
    "VUV": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
    "BHD": 3,
    "JOD": 3,
    "KWD": 3,
    "LYD": 3,
    "OMR": 3,
    "TND": 3,
}
"""Decimals of the currencies that have not two (ISO 4217)."""

HUNDRED = Decimal(100)


def cent(currency: str) -> Decimal:
    """The smallest amount that can be paid in a currency."""
    return unit(DECIMALS.get(currency, 2))


def shows_every_cent(currency: str, decimals: int) -> bool:
    """Whether net prices of so many decimals bring every gross price back to the cent.

    One more than the currency's is enough, also for the sum of a product's and a surcharge: twice
    half a thousandth, plus tax, is under half a cent.
    """
    return decimals > DECIMALS.get(currency, 2)


@lru_cache(maxsize=32)
def unit(decimals: int) -> Decimal:
    """One in the last of so many decimals."""
    return Decimal(1).scaleb(-decimals)


def net(price: Money, rate: Decimal, decimals: int = 6) -> Money:
    """A price with tax, without it. May be negative, as a surcharge's is."""
    amount = price.amount * HUNDRED / (HUNDRED + rate)
    return Money(rounded(amount, decimals), price.currency)


def gross(price: Money, rate: Decimal) -> Money:
    """A price without tax as a shop shows it with tax: half a cent goes up."""
    amount = price.amount * (HUNDRED + rate) / HUNDRED
    return Money(amount.quantize(cent(price.currency), ROUND_HALF_UP), price.currency)


def rounded(amount: Decimal, decimals: int) -> Decimal:
    """An amount to so many decimals; half goes away from zero."""
    return amount.quantize(unit(decimals), ROUND_HALF_UP)
