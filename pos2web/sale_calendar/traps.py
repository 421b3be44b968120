"""What the grammar accepts and a shopkeeper does not mean: refused, with the place."""

import re
from calendar import isleap
from collections.abc import Iterator
from typing import NamedTuple

from pos2web.sale_calendar.faults import SaleRuleError, SaleRuleFault

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WEEKS_MAX = 53
DAY_MIN = 24 * 60
COMMENT = re.compile(r'"[^"]*"')
DATE = re.compile(rf"(?:(\d{{4}}) )?({'|'.join(MONTHS)}) (\d{{1,2}})(?![\d:])")
SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
WEEKS = re.compile(r"week\s*(\d[\d\s,/-]*)(?![\d:])", re.IGNORECASE)
HOURS = re.compile(r"\d:\d\d|24/7|\0")
STATE = re.compile(r"\b(off|closed|open|unknown)\s*$", re.IGNORECASE)
LIST_BLANK = re.compile(r"(?:^|,\s+)\s*([^,]*(?:,\S[^,]*)*)(?=,\s+(\S+))")
YEARS = re.compile(r"(\d{4})\s*-\s*(\d{4})")

FORBIDDEN: tuple[tuple[SaleRuleFault, re.Pattern[str]], ...] = (
    (SaleRuleFault.FALLBACK, re.compile(r"\|\|")),
    (SaleRuleFault.SUN, re.compile(r"\b(sunrise|sunset|dawn|dusk)\b")),
    (SaleRuleFault.OPEN_END, re.compile(r"\d\d:\d\d(-\d\d:\d\d)?\+")),
    (SaleRuleFault.REPEATED, re.compile(r"\d\d:\d\d-\d\d:\d\d/[\d:]+")),
    (SaleRuleFault.UNKNOWN_STATE, re.compile(r"\bunknown\b")),
    (SaleRuleFault.SCHOOL_HOLIDAYS, re.compile(r"\bSH\b")),
)
SUSPECT = re.compile(r"[|+/]|SH|unknown|sun|dawn|dusk")
"""What any of these must hold: most rules hold none, and are let through at once."""


class Trap(NamedTuple):
    """What is wrong, and with which words."""

    fault: SaleRuleFault
    word: str


def refuse_looks(text: str) -> None:
    """Raise SaleRuleError where a text is not the rule that it looks like, before it is read."""
    if not text:
        raise SaleRuleError(SaleRuleFault.EMPTY, text=text)
    said = _blanked(text)
    for part in re.finditer(r"[^;,|]+", said):
        if part[0].strip() and not part[0].replace("\0", "").strip():
            at = part.start() + len(part[0]) - len(part[0].lstrip())
            word = text[at : part.end()].strip()
            raise SaleRuleError(SaleRuleFault.ONLY_COMMENT, text=text, word=word, at=at)
    _refuse_weeks(text, said)


def _blanked(text: str) -> str:
    """A text as long as it was, with other signs for its comments."""
    return COMMENT.sub(lambda comment: "\0" * len(comment[0]), text)


def _refuse_weeks(text: str, said: str) -> None:
    for weeks in WEEKS.finditer(said):
        for week in re.finditer(r"\d+", weeks[1]):
            is_step = weeks[1][: week.start()].rstrip().endswith("/")
            if not is_step and not 1 <= int(week[0]) <= WEEKS_MAX:
                at = weeks.start(1) + week.start()
                word = f"week {week[0]}"
                raise SaleRuleError(SaleRuleFault.NO_SUCH_WEEK, text=text, word=word, at=at)


def refuse(text: str, canonical: str, *, has_country: bool) -> None:
    """Raise SaleRuleError at the first trap in a rule; `canonical` is how the library writes it."""
    _refuse_blanks(text, _blanked(text))
    said = COMMENT.sub("", canonical)
    trap = next(_traps(said, has_country=has_country), None)
    if trap is not None:
        at = text.casefold().find(trap.word.casefold())
        place = at if at >= 0 else None
        raise SaleRuleError(trap.fault, text=text, word=trap.word, at=place)


def _traps(said: str, *, has_country: bool) -> Iterator[Trap]:
    for fault, pattern in FORBIDDEN if SUSPECT.search(said) else ():
        if found := pattern.search(said):
            yield Trap(fault, found[0])
    if not has_country and re.search(r"\bPH\b", said):
        yield Trap(SaleRuleFault.NO_COUNTRY, "PH")
    for year, month, day in DATE.findall(said):
        if not _is_date(year, MONTHS.index(month), int(day)):
            yield Trap(SaleRuleFault.NO_SUCH_DATE, f"{year} {month} {day}".strip())
    for span in SPAN.finditer(said):
        first_hour, first_minute, hour, minute = map(int, span.groups())
        opens, closes = first_hour * 60 + first_minute, hour * 60 + minute
        if opens == closes:
            yield Trap(SaleRuleFault.ALWAYS, span[0])
        if closes > opens + DAY_MIN:
            yield Trap(SaleRuleFault.OVER_A_DAY, span[0])


def _refuse_blanks(text: str, said: str) -> None:
    """Lists with a blank in them: «Mo-Fr, PH 10:00-11:00» is Mo-Fr all day, and PH besides."""
    for rule in re.finditer(r"[^;]+", said):
        for part in LIST_BLANK.finditer(rule[0]):
            if not HOURS.search(part[1]) and not STATE.search(part[1]):
                word, at = f"{part[1]}, {part[2]}", rule.start() + part.start(1)
                raise SaleRuleError(SaleRuleFault.BLANK_IN_LIST, text=text, word=word, at=at)


def _is_date(year: str, month: int, day: int) -> bool:
    if month == 1 and day == 29:
        return not year or isleap(int(year))
    return day <= DAYS_OF_MONTH[month]


def backwards(text: str) -> str:
    """The first range of years that ends before it begins; empty when there is none."""
    return next((years[0] for years in YEARS.finditer(text) if years[1] > years[2]), "")
