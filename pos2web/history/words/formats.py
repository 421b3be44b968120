"""Numbers, amounts, days and times as people of a language write them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal

import msgspec

from pos2web.domain.fields import Form
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


def length(centimetres: Decimal, conventions: Conventions) -> str:
    return f"{number(centimetres, conventions)}{NARROW}cm"


WITH_UNIT: dict[Form, Callable[[Decimal, Conventions], str]] = {
    Form.PERCENT: percent,
    Form.KILOGRAMS: weight,
    Form.CENTIMETRES: length,
}
"""How numbers are written that are of something."""


def duration(minutes: int) -> str:
    """So many minutes, in hours and minutes from one hour on."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "h"), (rest, "min")]
    told = [f"{count}{NARROW}{unit}" for count, unit in parts if count]
    return " ".join(told) or f"0{NARROW}min"


def span(milliseconds: int, conventions: Conventions) -> str:
    """How long something took: 0,4 s, 12 s, from a minute on in hours and minutes."""
    if milliseconds >= 60_000:
        return duration(round(milliseconds / 60_000))
    seconds = (Decimal(milliseconds) / 1000).quantize(
        Decimal("0.1" if milliseconds < 10_000 else 1)
    )
    return f"{number(seconds, conventions)}{NARROW}s"


def size(count: int, conventions: Conventions, units: Sequence[str]) -> str:
    """So many bytes, in the largest of the units that leaves a number of 1 or more: 4,5 Mo."""
    exponent = min(len(units) - 1, (len(str(count)) - 1) // 3)
    value = (Decimal(count) / 1000**exponent).quantize(Decimal("0.1" if exponent else 1))
    return f"{number(value, conventions)}{NARROW}{units[exponent]}"


def day(instant: datetime, zone: tzinfo, conventions: Conventions) -> str:
    """The day of an instant where the shop is: 2 mars 2026."""
    local = instant.astimezone(zone)
    month = conventions.months[local.month - 1]
    return conventions.day.format(day=local.day, month=month, year=local.year)


def time(instant: datetime, zone: tzinfo) -> str:
    """The time of an instant where the shop is, to the minute: 13:00."""
    return f"{instant.astimezone(zone):%H:%M}"


def day_and_time(instant: datetime, zone: tzinfo, conventions: Conventions) -> str:
    """An instant where the shop is, to the minute: 2 mars 2026 à 13:00."""
    date, at = day(instant, zone, conventions), time(instant, zone)
    return conventions.instant.format(date=date, time=at)
