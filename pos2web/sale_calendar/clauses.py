"""The parts of a rule, as far as forms and words can say them."""

import re
from collections.abc import Iterator

import msgspec

from pos2web.domain.wall_clock.days import cyclic
from pos2web.sale_calendar.traps import COMMENT, DAY_MIN, MONTHS

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FOR_EVER = 9999
"""The last year of a rule that goes on."""

MONTH = f"(?:{'|'.join(MONTHS)})"
DATE = rf"(?:\d{{4}}\ )?{MONTH}\ \d{{1,2}}(?![\d:])"
YEARS = r"\d{4}(?:-\d{4})?(?:,\d{4}(?:-\d{4})?)*"
PLACES = rf"(?:{DATE}(?:-{DATE})?|{MONTH}(?:-{MONTH})?|easter(?:\ [+-]\d+\ days?)?)"
WEEKS = r"\d\d(?:-\d\d)?(?:,\d\d(?:-\d\d)?)*"
WEEKDAY = f"(?:{'|'.join(WEEKDAYS)})"
DAY = rf"(?:PH|{WEEKDAY}(?:-{WEEKDAY}|\[-?\d(?:,-?\d)*\])?)"
HOURS = r"\d\d:\d\d-\d\d:\d\d"
CLAUSE = re.compile(
    rf"""
    (?:(?P<years>{YEARS})(?=$|\ (?!{MONTH})|{MONTH}|easter))? \ ?
    (?P<dates>{PLACES}(?:,{PLACES})*)? \ ?
    (?:week\ ?(?P<weeks>{WEEKS}))? \ ?
    (?P<days>{DAY}(?:,{DAY})*)? \ ?
    (?P<hours>24/7|{HOURS}(?:,{HOURS})*)? \ ?
    (?P<off>closed)?
    """,
    re.VERBOSE,
)


class Day(msgspec.Struct, frozen=True, gc=False):
    """A day of one year, or of each."""

    month: int
    day: int
    year: int | None = None


class Dates(msgspec.Struct, frozen=True, gc=False):
    """From one day to another, both included."""

    first: Day
    last: Day


class Months(msgspec.Struct, frozen=True, gc=False):
    """From one month to another, over the new year where need be."""

    first: int
    last: int


class Easter(msgspec.Struct, frozen=True, gc=False):
    """Easter Sunday, or so many days after it."""

    days: int = 0


class Nth(msgspec.Struct, frozen=True, gc=False):
    """The first (1), second … or last (-1) of a weekday in a month."""

    weekday: int
    number: int


class NumberSpan(msgspec.Struct, frozen=True, gc=False):
    """From one number to another, both included: years, weeks."""

    first: int
    last: int


class HourSpan(msgspec.Struct, frozen=True, gc=False):
    """A part of a day, in minutes after the midnight that begins it; its end may be over 1440."""

    opens: int
    closes: int


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """One of the rules of a rule. Of each kind of selector none means any.

    A day is meant when it is in the years, the dates, the weeks and the days alike; the days are
    weekdays, of the week or of the month, and public holidays: one of them is enough. No hours are
    the whole day. `is_added`: it leaves standing what the clauses before it say of its days.
    """

    years: tuple[NumberSpan, ...] = ()
    dates: tuple[Months | Dates | Easter, ...] = ()
    weeks: tuple[NumberSpan, ...] = ()
    weekdays: tuple[int, ...] = ()
    nths: tuple[Nth, ...] = ()
    on_holidays: bool = False
    hours: tuple[HourSpan, ...] = ()
    is_off: bool = False
    is_added: bool = False

    @property
    def is_every_day(self) -> bool:
        """Whether it is about all days."""
        return not (self.years or self.dates or self.weeks or self.has_days)

    @property
    def has_days(self) -> bool:
        """Whether it names weekdays or public holidays."""
        return bool(self.weekdays or self.nths or self.on_holidays)


def clauses(canonical: str) -> tuple[Clause, ...] | None:
    """The parts of a rule as its library writes it; None when some can't be said here."""
    if COMMENT.search(canonical):
        return None
    found: list[Clause] = []
    for text, is_added in _parts(canonical):
        clause = _clause(text, is_added=is_added)
        if clause is None or (is_added and clause.is_off):
            return None
        found.append(clause)
    return tuple(found)


def _parts(canonical: str) -> Iterator[tuple[str, bool]]:
    """Each rule, and whether it stands after a comma; within a list no blank follows a comma."""
    for rule in canonical.split("; "):
        first, *others = rule.split(", ")
        yield first, False
        yield from ((other, True) for other in others)


def _clause(text: str, *, is_added: bool) -> Clause | None:
    match = CLAUSE.fullmatch(text)
    if match is None:
        return None
    dates = tuple(map(_dates, _items(match["dates"])))
    days = [*_items(match["days"], r",(?![-\d])")]
    nths = tuple(nth for day in days if "[" in day for nth in _nths(day))
    plain = [day for day in days if "[" not in day and day != "PH"]
    hours = () if match["hours"] == "24/7" else tuple(map(_hours, _items(match["hours"])))
    if any(_has_mixed_years(item, bool(match["years"])) for item in dates):
        return None
    return Clause(
        years=tuple(map(_span, _items(match["years"]))),
        dates=dates,
        weeks=tuple(map(_span, _items(match["weeks"]))),
        weekdays=tuple(sorted({number for day in plain for number in _weekdays(day)})),
        nths=nths,
        on_holidays="PH" in days,
        hours=hours,
        is_off=bool(match["off"]),
        is_added=is_added,
    )


def _has_mixed_years(item: Months | Dates | Easter, has_years: bool) -> bool:
    """Whether a year is said of one end only, or both before the dates and within them."""
    if not isinstance(item, Dates):
        return False
    first, last = item.first.year, item.last.year
    return (first is None) != (last is None) or (has_years and first is not None)


def _items(text: str | None, comma: str = ",") -> Iterator[str]:
    return iter(re.split(comma, text) if text else ())


def _dates(text: str) -> Months | Dates | Easter:
    if text.startswith("easter"):
        return Easter(int("".join(text.split()[1:2]) or 0))
    days = re.findall(rf"(?:(\d{{4}}) )?({MONTH}) (\d+)", text)
    if not days:
        months = [MONTHS.index(month) + 1 for month in text.split("-")]
        return Months(months[0], months[-1])
    ends = [
        Day(MONTHS.index(month) + 1, int(day), int(year) if year else None)
        for year, month, day in days
    ]
    return Dates(ends[0], ends[-1])


def _weekdays(text: str) -> list[int]:
    ends = [WEEKDAYS.index(day) + 1 for day in text.split("-")]
    return cyclic(ends[0], ends[-1], 7)


def _nths(text: str) -> Iterator[Nth]:
    weekday = WEEKDAYS.index(text[:2]) + 1
    return (Nth(weekday, int(number)) for number in text[3:-1].split(","))


def _span(text: str) -> NumberSpan:
    first, _, last = text.partition("-")
    return NumberSpan(int(first), int(last or first))


def _hours(text: str) -> HourSpan:
    first_hour, first_minute, hour, minute = map(int, re.findall(r"\d+", text))
    opens, closes = first_hour * 60 + first_minute, hour * 60 + minute
    return HourSpan(opens, closes if closes > opens else closes + DAY_MIN)
