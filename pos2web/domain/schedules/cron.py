"""Reading a period from cron's five fields.

As in Vixie's cron, a day of the month and a weekday that are both restricted, neither beginning
with a star, are one or the other.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from pos2web.domain.schedules.faults import PeriodError, PeriodFault
from pos2web.domain.schedules.period import Period, Range

SHAPE = re.compile(r"[\d*?][\d*?/,\-]*")
PART = re.compile(
    r"(?P<first>[*?]|[a-z]{3}|\d{1,2})(?:-(?P<last>[a-z]{3}|\d{1,2}))?(?:/(?P<step>\d{1,3}))?"
)
SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
Places = dict[str, tuple[int, str]]


class _Field(msgspec.Struct, frozen=True):
    """What one of the five fields may hold; `names` are those of its values in order."""

    about: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()


MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FIELDS = (
    _Field("times", 0, 59),
    _Field("times", 0, 23),
    _Field("month_days", 1, 31),
    _Field("months", 1, 12, MONTH_NAMES),
    _Field("weekdays", 0, 7, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)


def is_cron(text: str) -> bool:
    """Whether a text has the shape of cron: its first two words are numbers, stars and signs."""
    words = text.split()[:2]
    return text.startswith("@") or (len(words) == 2 and all(map(SHAPE.fullmatch, words)))


def read_cron(text: str) -> tuple[Period, Places]:
    """What a cron expression means, and where each field of that stands."""
    if text.startswith("@"):
        expression = SHORTHANDS.get(text.lower())
        if expression is None:
            hints = tuple(SHORTHANDS)[:2]
            raise PeriodError(PeriodFault.CRON_WORD, word=text, text=text, at=0, hints=hints)
        return read_cron(expression)[0], {}
    found = [*re.finditer(r"\S+", text)]
    if len(found) != len(FIELDS):
        raise PeriodError(PeriodFault.CRON_FIELDS, word=str(len(found)), text=text, at=0)
    minutes, hours, days, months, weekdays = (
        {*_values(match, field, text)} for match, field in zip(found, FIELDS, strict=True)
    )
    stars = [match.group()[0] in "*?" for match in found]
    due = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    period = msgspec.structs.replace(
        _rhythm(due),
        weekdays=tuple(weekday or 7 for weekday in weekdays),
        month_days=tuple(days),
        months=tuple(months),
        is_either=not stars[2] and not stars[4],
    )
    return period, {
        field.about: (match.start(), match.group())
        for match, field in zip(found, FIELDS, strict=True)
    }


def _values(match: re.Match[str], field: _Field, text: str) -> Iterator[int]:
    """The numbers that one field names; those of a plain star, all of them."""
    at = match.start()
    for part in match.group().split(","):
        if part.lower() == "l" and field.about == "month_days":
            yield -1
            at += len(part) + 1
            continue
        values = _part(part.lower(), field)
        if not values:
            raise PeriodError(PeriodFault.CRON_VALUE, word=part, text=text, at=at)
        yield from values
        at += len(part) + 1


def _part(part: str, field: _Field) -> range | None:
    """The values of a number, a range or a star, with a step or without; None if out of bounds."""
    read = PART.fullmatch(part)
    if not read:
        return None
    step = int(read["step"] or 1)
    if read["first"] in "*?":
        first: int | None = field.lowest
        last: int | None = 6 if field.about == "weekdays" else field.highest
        is_whole = read["last"] is None
    else:
        first = _number(read["first"], field)
        last = _number(read["last"], field) if read["last"] else first
        last = field.highest if read["step"] and not read["last"] else last
        is_whole = True
    if first is None or last is None or not is_whole or not step:
        return None
    if not field.lowest <= first <= last <= field.highest:
        return None
    return range(first, last + 1, step)


def _number(word: str, field: _Field) -> int | None:
    if word.isdigit():
        return int(word)
    return field.names.index(word) + field.lowest if word in field.names else None


def _rhythm(due: list[int]) -> Period:
    """Minutes of the day as an interval in few ranges, where they are one; else as they are."""
    if len(due) > 2:
        gaps = Counter(after - before for before, after in pairwise(due))
        step = gaps.most_common(1)[0][0]
        ranges = [[due[0], due[0]]]
        for before, after in pairwise(due):
            if after - before == step:
                ranges[-1][1] = after
            else:
                ranges.append([after, after])
        is_few = len(ranges) * 3 <= len(due)
        if is_few and all(first < last for first, last in ranges):
            parts = tuple(Range(first, last) for first, last in ranges)
            return Period(every_min=step, ranges=parts)
    return Period(times=tuple(due))
