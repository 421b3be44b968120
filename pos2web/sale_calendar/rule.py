"""A sale rule: a text in the OpenStreetMap `opening_hours` grammar, read once and kept.

The only home of `opening_hours`. It is asked about the wall clock only and never about a zone,
because on the nights when the clocks change it closes and opens again within one opening.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from heapq import merge
from itertools import product
from string import ascii_uppercase
from typing import NoReturn

from opening_hours import (  # type: ignore[attr-defined] # the stubs leave the errors out
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

from pos2web.sale_calendar import midnight, traps
from pos2web.sale_calendar.faults import SaleRuleError, SaleRuleFault

RULE_CHARS_MAX = 2000
RULES_KEPT_MAX = 20_000
"""So many read rules are kept ready: one for each product of a large shop, and spare."""

PLACE = re.compile(r"--> 1:(\d+)")
HOLIDAY_OFFSET = re.compile(r"\bPH (-?\d+) days")
WORD_CHARS_MAX = 20
DAY = timedelta(days=1)

Opening = tuple[datetime, datetime]
"""From when to when, the end not included."""


@dataclass(frozen=True, slots=True)
class SaleRule:
    """A rule that was read; two of the same text and country are equal.

    An opening belongs to the day on which it begins, also where it goes past midnight. A later
    rule after `;` takes the place of what begins on the days that it names; after `,` it is added.
    """

    text: str
    country: str
    canonical: str = field(compare=False)
    """The rule's text as the grammar's library writes it."""

    _hours: OpeningHours = field(compare=False, repr=False)
    _nights: OpeningHours | None = field(compare=False, repr=False)
    """What goes past midnight, if it has to be asked apart."""

    @classmethod
    def parse(cls, text: str, *, country: str = "") -> "SaleRule":
        """Read a rule. `country` (ISO 3166-1 alpha-2) tells whose public holidays `PH` means.

        Raises SaleRuleError when it can't be read, or would not mean what it seems to say.
        """
        return _parsed(text, country)

    @property
    def until_midnight(self) -> "SaleRule":
        """The rule with whatever goes past midnight cut off there."""
        return _until_midnight(self.canonical, self.country)

    def wall_openings(self, start: datetime, end: datetime) -> Iterator[Opening]:
        """Between two times of the wall clock: from when to when it is open, in order.

        Yielded as they are found; they neither overlap nor touch.
        """
        found = _open(self._hours, start, end)
        if self._nights is None:
            return joined(found)
        nights = _open(self._nights, start - DAY, end - DAY)
        return joined(merge(found, ((opens + DAY, closes + DAY) for opens, closes in nights)))


def joined(openings: Iterable[Opening]) -> Iterator[Opening]:
    """Openings in order of their beginning, with those that touch or overlap made one."""
    held: Opening | None = None
    for opening in openings:
        if held and opening[0] <= held[1]:
            held = (held[0], max(held[1], opening[1]))
            continue
        if held:
            yield held
        held = opening
    if held:
        yield held


def _open(hours: OpeningHours, start: datetime, end: datetime) -> Iterator[Opening]:
    for opens, closes, state, _comment in hours.intervals(start, end):
        if state == State.OPEN:
            yield opens, closes


@cache
def countries() -> tuple[str, ...]:
    """Every country whose public holidays are known."""
    return tuple(filter(_is_known, map("".join, product(ascii_uppercase, repeat=2))))


def _is_known(country: str) -> bool:
    try:
        _read("PH off", country)
    except UnknownCountryError:
        return False
    return True


def _read(text: str, country: str) -> OpeningHours:
    return OpeningHours(text, country=country or None, auto_country=False, auto_timezone=False)


@lru_cache(maxsize=RULES_KEPT_MAX)
def _parsed(text: str, country: str) -> SaleRule:
    text = " ".join(text.split())
    if len(text) > RULE_CHARS_MAX:
        raise SaleRuleError(SaleRuleFault.TOO_LONG, text=text, word=str(len(text)))
    traps.refuse_looks(text)
    try:
        hours = _read(text, country)
    except UnknownCountryError as error:
        raise SaleRuleError(SaleRuleFault.NO_SUCH_COUNTRY, text=text, word=country) from error
    except ParserError as error:
        _refuse(text, error)
    traps.refuse(text, str(hours), has_country=bool(country))
    return _made(text, country, hours)


def _canonical(hours: OpeningHours) -> str:
    """The rule as the library writes it, made such that it can be read again.

    Version 2.1.4 writes «PH +1 day» as «PH 1 days».
    """
    return HOLIDAY_OFFSET.sub(lambda found: f"PH {int(found[1]):+} days", str(hours))


def _made(text: str, country: str, hours: OpeningHours) -> SaleRule:
    canonical = _canonical(hours)
    has_parts = "; " in canonical or ", " in canonical
    if not (has_parts and midnight.goes_past(canonical)):
        return SaleRule(text, country, canonical, hours, None)
    before, after = midnight.before(canonical), midnight.after(canonical)
    return SaleRule(text, country, canonical, _read(before, country), _read(after, country))


@lru_cache(maxsize=RULES_KEPT_MAX)
def _until_midnight(canonical: str, country: str) -> SaleRule:
    text = midnight.before(canonical)
    return _made(text, country, _read(text, country))


def _refuse(text: str, error: Exception) -> NoReturn:
    place = PLACE.search(str(error))
    if place is None:
        word = traps.backwards(text)
        fault = SaleRuleFault.YEARS_BACKWARDS if word else SaleRuleFault.UNREADABLE
        raise SaleRuleError(fault, text=text, word=word or text) from error
    at = min(int(place[1]) - 1, len(text))
    rest = text[at:] or text
    word = rest if len(rest) <= WORD_CHARS_MAX else rest[: WORD_CHARS_MAX - 1] + "…"
    fault = SaleRuleFault.HOURS_EXPECTED if re.match(r"\D?\d", rest) else SaleRuleFault.UNREADABLE
    raise SaleRuleError(fault, text=text, word=word, at=at) from error
