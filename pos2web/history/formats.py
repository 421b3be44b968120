"""Numbers, amounts, days and times as people of a language write them."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from pos2web.domain.values import Money

NARROW, WIDE = "\u202f", "\u00a0"
"""No-break spaces: thin between digits and before signs, wide within guillemets."""

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
"""Currencies whose sign people know; others are written as their ISO code."""

AMOUNT_DECIMALS_MIN = 2


class Conventions(msgspec.Struct, frozen=True, kw_only=True):
    """How a language writes. `amount` and `percent` hold `{number}`, `amount` also `{sign}`."""

    decimal_mark: str
    thousands_mark: str
    amount: str
    percent: str
    day: str
    instant: str
    months: tuple[str, ...]


FRENCH = Conventions(
    decimal_mark=",",
    thousands_mark=NARROW,
    amount=f"{{number}}{NARROW}{{sign}}",
    percent=f"{{number}}{NARROW}%",
    day="{day} {month} {year}",
    instant="{date} à {time}",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
)
ENGLISH = Conventions(
    decimal_mark=".",
    thousands_mark=",",
    amount="{sign}{number}",
    percent="{number}%",
    day="{day} {month} {year}",
    instant="{date} at {time}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
)


def number(value: Decimal, conventions: Conventions, *, decimals_min: int = 0) -> str:
    """All its digits, without zeros at the end beyond the least number of decimals."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0").ljust(decimals_min, "0")
    whole = whole.replace(",", conventions.thousands_mark)
    return f"{whole}{conventions.decimal_mark}{decimals}" if decimals else whole


def amount(money: Money, conventions: Conventions) -> str:
    """An amount with its currency: 9,90 € in French, €9.90 in English."""
    sign = SYMBOLS.get(money.currency)
    minus = "-" if money.amount < 0 else ""
    digits = number(abs(money.amount), conventions, decimals_min=AMOUNT_DECIMALS_MIN)
    if sign is None:
        return f"{minus}{digits}{NARROW}{money.currency}"
    return minus + conventions.amount.format(number=digits, sign=sign)


def percent(rate: Decimal, conventions: Conventions) -> str:
    return conventions.percent.format(number=number(rate, conventions))


def weight(kilograms: Decimal, conventions: Conventions) -> str:
    return f"{number(kilograms, conventions)}{NARROW}kg"


def day(instant: datetime, zone: ZoneInfo, conventions: Conventions) -> str:
    """The day of an instant where the shop is: 2 mars 2026."""
    local = instant.astimezone(zone)
    month = conventions.months[local.month - 1]
    return conventions.day.format(day=local.day, month=month, year=local.year)


def day_and_time(instant: datetime, zone: ZoneInfo, conventions: Conventions) -> str:
    """An instant where the shop is, to the minute: 2 mars 2026 à 13:00."""
    time = f"{instant.astimezone(zone):%H:%M}"
    return conventions.instant.format(date=day(instant, zone, conventions), time=time)
