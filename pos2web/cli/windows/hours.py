"""The friendly form of a sale rule on the command line: days, months and hours as people say them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time
from itertools import product
from typing import Any

from pos2web.cli.common.refusing import refuse
from pos2web.cli.common.session import Session
from pos2web.domain.schedules.period import MONTH_DAYS_MAX
from pos2web.domain.wall_clock.days import cyclic
from pos2web.domain.wall_clock.names import MONTHS, WEEKDAYS, folded
from pos2web.sale_calendar import HourRange, SaleHours, write_hours

TIME = re.compile(r"(\d{1,2})(?:[:h](\d\d)?)?")
BETWEEN = re.compile(r"\s*(?:-|\bto\b|\bau?\b)\s*")
DAY_HOURS = 24
LETTERS_MIN = 2
"""So many letters of a name are enough, if no other begins with them."""

NUMBERS = {
    **{str(number): number for number in (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)},
    "first": 1,
    "premier": 1,
    "last": -1,
    "dernier": -1,
}
FIELDS = ("hours", "days", "months", "nth", "month_days")
FLAGS = ("closed_on_holidays", "closed_on_easter_monday")


def is_asked(given: Mapping[str, Any]) -> bool:
    """Whether any of the form's options was given."""
    return any(given[name] for name in (*FIELDS, *FLAGS))


def rule_of(session: Session, given: Mapping[str, Any]) -> str:
    """The rule that the form's options mean. Raises Refusal, or RuleError."""
    weekdays = names(session, given["days"], WEEKDAYS, 7)
    numbers = tuple(_number(session, text) for text in _parts(given["nth"]))
    if numbers and not weekdays:
        raise refuse(session, "windows.nth")
    months = names(session, given["months"], MONTHS, 12)
    days_of_month = _days_of_month(session, given["month_days"])
    _refuse_missing(session, months, days_of_month)
    return write_hours(
        SaleHours(
            months=months,
            weekdays=weekdays,
            numbers=numbers,
            days_of_month=days_of_month,
            ranges=tuple(ranges(session, given["hours"])),
            closed_on_public_holidays=given["closed_on_holidays"],
            closed_on_easter_monday=given["closed_on_easter_monday"],
        )
    )


def ranges(session: Session, texts: Iterable[str]) -> Iterator[HourRange]:
    """Hours such as 8:00-11:00, 8h-11h30, «8h à 11h»; 24:00 is the midnight that ends the day."""
    for text in _parts(texts):
        ends = BETWEEN.split(folded(text))
        times = [_time(each) for each in ends]
        if len(times) != 2 or times[0] is None or times[1] is None:
            raise refuse(session, "wrong.hours", text=text)
        opens, closes = _o_clock(times[0]), _o_clock(times[1])
        if opens == closes or times[0] == (DAY_HOURS, 0):
            raise refuse(session, "wrong.hours", text=text)
        yield HourRange(opens, closes)


def hours_text(session: Session, text: str) -> str:
    """Hours as a person types them, written as the grammar has them: 10:00-12:00,14:00-24:00."""
    found = ranges(session, [text])
    return ",".join(
        f"{each.opens:%H:%M}-{'24:00' if each.closes == time() else f'{each.closes:%H:%M}'}"
        for each in found
    )


def names(
    session: Session, texts: Iterable[str], known: Mapping[str, Sequence[str]], size: int
) -> tuple[int, ...]:
    """Days or months such as mo-sa, «lu,me», nov-déc: their numbers, from 1."""
    numbers: list[int] = []
    for text in _parts(texts):
        first, *last = BETWEEN.split(folded(text))
        ends = [_named(session, word, text, known) for word in (first, *last)]
        if len(ends) > 2:
            raise refuse(session, "wrong.day_name", text=text)
        numbers += cyclic(ends[0], ends[-1], size)
    return tuple(sorted(set(numbers)))


def _parts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from filter(None, (part.strip() for part in text.split(",")))


def _named(session: Session, word: str, text: str, known: Mapping[str, Sequence[str]]) -> int:
    found = {
        number
        for language in known.values()
        for number, name in enumerate(language, 1)
        if len(word) >= LETTERS_MIN and f"{folded(name)}s".startswith(word.rstrip("."))
    }
    if len(found) != 1:
        raise refuse(session, "wrong.day_name", text=text)
    return found.pop()


def _number(session: Session, text: str) -> int:
    number = NUMBERS.get(folded(text))
    if number is None:
        raise refuse(session, "wrong.nth", text=text)
    return number


def _days_of_month(session: Session, texts: Iterable[str]) -> tuple[int, ...]:
    days: set[int] = set()
    for text in _parts(texts):
        first, dash, last = text.partition("-")
        if not (first.strip().isdecimal() and (not dash or last.strip().isdecimal())):
            raise refuse(session, "wrong.month_day", text=text)
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= 31:
            raise refuse(session, "wrong.month_day", text=text)
        days.update(range(low, high + 1))
    return tuple(sorted(days))


def _refuse_missing(session: Session, months: Iterable[int], days: Iterable[int]) -> None:
    for month, day in product(months, days):
        if day > MONTH_DAYS_MAX[month - 1]:
            name = MONTHS[session.language][month - 1]
            raise refuse(session, "windows.no_date", day=day, month=name)


def _time(text: str) -> tuple[int, int] | None:
    found = TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    is_known = minute < 60 and (hour < DAY_HOURS or (hour, minute) == (DAY_HOURS, 0))
    return (hour, minute) if is_known else None


def _o_clock(said: tuple[int, int]) -> time:
    return time(said[0] % DAY_HOURS, said[1])
