"""Numbers, amounts, days and times as people of a language write them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from pos2web.domain.fields import Form
from pos2web.domain.values import Money
from pos2web.messages import message
from pos2web.translation import translate

NARROW, WIDE = "\u202f", "\u00a0"
"""No-break spaces: thin between digits and before signs, wide within guillemets."""

SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
"""Currencies whose sign people know; others are written as their ISO code."""

AMOUNT = "#,##0.00"
"""How an amount is written: with two decimals or more."""

DAY = "d MMMM y"


def number(value: Decimal, language: str) -> str:
    """All its digits, without zeros at the end."""
    return format_decimal(value.normalize(), locale=language, decimal_quantization=False)


def amount(money: Money, language: str) -> str:
    """An amount with its currency: 9,90 € in French, €9.90 in English."""
    sign = SYMBOLS.get(money.currency)
    minus = "-" if money.amount < 0 else ""
    value = abs(money.amount).normalize()
    digits = format_decimal(value, AMOUNT, locale=language, decimal_quantization=False)
    if sign is None:
        return f"{minus}{digits}{NARROW}{money.currency}"
    is_before = Locale(language).currency_formats["standard"].pattern.startswith("¤")
    return minus + (f"{sign}{digits}" if is_before else f"{digits}{NARROW}{sign}")


def percent(rate: Decimal, language: str) -> str:
    """A share, which is given in hundredths: 5,5 % in French, 5.5% in English."""
    shown = format_percent(rate.normalize() / 100, locale=language, decimal_quantization=False)
    return shown.replace(WIDE, NARROW)


def weight(kilograms: Decimal, language: str) -> str:
    return f"{number(kilograms, language)}{NARROW}kg"


def length(centimetres: Decimal, language: str) -> str:
    return f"{number(centimetres, language)}{NARROW}cm"


WITH_UNIT: dict[Form, Callable[[Decimal, str], str]] = {
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


def span(milliseconds: int, language: str) -> str:
    """How long something took: 0,4 s, 12 s, from a minute on in hours and minutes."""
    if milliseconds >= 60_000:
        return duration(round(milliseconds / 60_000))
    seconds = (Decimal(milliseconds) / 1000).quantize(
        Decimal("0.1" if milliseconds < 10_000 else 1)
    )
    return f"{number(seconds, language)}{NARROW}s"


def size(count: int, language: str, units: Sequence[str]) -> str:
    """So many bytes, in the largest of the units that leaves a number of 1 or more: 4,5 Mo."""
    exponent = min(len(units) - 1, (len(str(count)) - 1) // 3)
    value = (Decimal(count) / 1000**exponent).quantize(Decimal("0.1" if exponent else 1))
    return f"{number(value, language)}{NARROW}{units[exponent]}"


def day(instant: datetime, zone: tzinfo, language: str) -> str:
    """The day of an instant where the shop is: 2 mars 2026."""
    return format_date(instant.astimezone(zone), DAY, locale=language)


def time(instant: datetime, zone: tzinfo) -> str:
    """The time of an instant where the shop is, to the minute: 13:00."""
    return f"{instant.astimezone(zone):%H:%M}"


def day_and_time(instant: datetime, zone: tzinfo, language: str) -> str:
    """An instant where the shop is, to the minute: 2 mars 2026 à 13:00."""
    date, at = day(instant, zone, language), time(instant, zone)
    return translate(message("{date} at {time}", date=date, time=at), language)
