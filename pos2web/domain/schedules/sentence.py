"""Reading the words of a period one after the other."""

from collections.abc import Iterable
from typing import NoReturn

from pos2web.domain.schedules.faults import PeriodError, PeriodFault
from pos2web.domain.schedules.period import DAY_MIN, Period, Range, clock
from pos2web.domain.schedules.tokens import Token
from pos2web.domain.schedules.vocabulary import Role
from pos2web.domain.wall_clock.days import cyclic, days_from_to

TIMES, WEEKDAYS, MONTH_DAYS, MONTHS, INTERVAL = (
    "times",
    "weekdays",
    "month_days",
    "months",
    "every_min",
)
KINDS = {
    Role.EVERY: INTERVAL,
    Role.DAILY: INTERVAL,
    Role.TIME: TIMES,
    Role.WEEKDAY: WEEKDAYS,
    Role.MONTH: MONTHS,
    Role.NUMBER: MONTH_DAYS,
    Role.ORDINAL: MONTH_DAYS,
    Role.LAST: MONTH_DAYS,
}
"""Which field of a period a word is for."""

LEADS = (Role.FROM, Role.AT, Role.TO_OR_AT, Role.LINK)
BOTH_DAYS = {WEEKDAYS, MONTH_DAYS}


class PeriodParser:
    """The words of one period, and what has been read of them.

    `places` says where each field, and each range by its ends, stands in the text.
    """

    def __init__(self, text: str, words: list[Token]) -> None:
        self.places: dict[str, tuple[int, str]] = {}
        self._text, self._words, self._next = text, words, 0
        self._numbers: dict[str, list[int]] = {
            kind: [] for kind in (TIMES, WEEKDAYS, MONTH_DAYS, MONTHS)
        }
        self._ranges: list[Range] = []
        self._every_min = 0
        self._is_either = False
        self._last_kind = ""

    def read(self) -> Period:
        """The period that all the words together mean."""
        self._clause(None)
        while self._next < len(self._words):
            self._clause(self._joint())
        if self._ranges and not self._every_min:
            self._refuse(PeriodFault.RANGE_ALONE, *self.places["ranges"])
        if self._every_min and self._numbers[TIMES]:
            self._refuse(PeriodFault.INTERVAL_AND_TIMES, *self.places[TIMES])
        return Period(
            times=tuple(self._numbers[TIMES]),
            every_min=self._every_min,
            ranges=tuple(self._ranges),
            weekdays=tuple(self._numbers[WEEKDAYS]),
            month_days=tuple(self._numbers[MONTH_DAYS]),
            months=tuple(self._numbers[MONTHS]),
            is_either=self._is_either,
        )

    # One clause.

    def _joint(self) -> Token | None:
        """The word that joins the next clause, if there is one."""
        comma = self._take(Role.COMMA)
        return self._take(Role.AND, Role.OR) or comma

    def _clause(self, joint: Token | None) -> None:
        lead = self._lead()
        kind = self._kind()
        word = self._there()
        if kind == INTERVAL:
            self._interval()
            kind = self._kind()
            if kind != WEEKDAYS:
                self._join(joint, INTERVAL)
                return
            word = self._there()
        if not kind:
            self._refuse_word(PeriodFault.MISPLACED, word)
        self._expect_time(lead, kind, word)
        self._join(joint, kind)
        self._items(kind, lead)

    def _lead(self) -> Token | None:
        """The last of the words that lead to what is said."""
        lead = None
        while word := self._take(*LEADS):
            lead = word
        return lead

    def _kind(self) -> str:
        """The field that the next word is for; empty where it is for none."""
        word = self._peek()
        after = self._peek(1)
        if word and word.role is Role.NUMBER and after and _is_hours(after):
            return TIMES
        return KINDS.get(word.role, "") if word else ""

    def _expect_time(self, lead: Token | None, kind: str, word: Token) -> None:
        if lead is None or kind == TIMES:
            return
        wants_time = lead.role in (Role.FROM, Role.TO_OR_AT) and word.role is Role.NUMBER
        if wants_time or lead.role is Role.AT:
            self._refuse_no_time(word)

    def _refuse_no_time(self, word: Token) -> NoReturn:
        is_hour = word.role is Role.NUMBER and word.value < 24
        self._refuse_word(PeriodFault.TIME_EXPECTED, word, *([clock(word.value * 60)] * is_hour))

    def _join(self, joint: Token | None, kind: str) -> None:
        """Weekdays and days of the month: both are asked for, unless an «or» stands between."""
        kinds = {self._last_kind, kind}
        is_or = joint is not None and joint.role is Role.OR
        if joint and is_or and len(kinds) == 2 and kinds != BOTH_DAYS:
            self._refuse_word(PeriodFault.MISPLACED, joint)
        if kind == INTERVAL or kind == self._last_kind:
            return
        if kind in self.places:
            self._refuse_word(PeriodFault.RESUMED, self._there())
        self._last_kind = kind
        if kinds | self.places.keys() >= BOTH_DAYS and kind in BOTH_DAYS:
            if joint and not is_or:
                self._refuse_word(PeriodFault.DAY_OR_WEEKDAY, self._there(), "or", "ou")
            self._is_either = is_or

    # Every so often.

    def _interval(self) -> None:
        if self._take(Role.DAILY):
            return
        first = self._there()
        self._take(Role.EVERY)
        self._skip(Role.LINK)
        if self._take(Role.DAY) or self._kind() == WEEKDAYS:
            return
        number = self._take(Role.NUMBER)
        unit = self._there()
        said = self._text[first.at : unit.at + len(unit.text)]
        self._next += 1
        minutes = _interval_min(number, unit)
        if minutes is None:
            fault = {Role.SECONDS: PeriodFault.SECONDS, Role.DAY: PeriodFault.MANY_DAYS}.get(
                unit.role
            )
            if fault is None:
                self._refuse_word(PeriodFault.UNIT_EXPECTED, unit, "minutes", "hours", "heures")
            self._refuse(fault, first.at, said)
        if self._every_min:
            self._refuse(PeriodFault.INTERVAL_TWICE, first.at, said)
        if not 1 <= minutes <= DAY_MIN:
            self._refuse(PeriodFault.INTERVAL, first.at, said)
        self._every_min = minutes

    # Times and days.

    def _items(self, kind: str, lead: Token | None) -> None:
        word = self._there()
        self.places.setdefault(kind, (word.at, word.text))
        value = self._item(kind)
        end = self._end(kind)
        if kind == TIMES and end is not None:
            self._range(word, value, end)
        elif kind == TIMES:
            if lead and lead.role is Role.FROM:
                self._refuse_word(PeriodFault.END_EXPECTED, word)
            self._numbers[kind].append(self._of_day(word, value))
        elif end is None:
            self._numbers[kind].append(value)
        else:
            self._numbers[kind] += self._from_to(kind, value, end)

    def _item(self, kind: str) -> int:
        word = self._there()
        self._next += 1
        if kind == TIMES and word.role is Role.NUMBER:
            self._take(Role.UNIT)
            if word.value > 24:
                self._refuse_word(PeriodFault.NO_SUCH_TIME, word)
            return word.value * 60
        return self._month_day(word) if kind == MONTH_DAYS else word.value

    def _end(self, kind: str) -> int | None:
        """What the next words say that a range ends with, if they do."""
        here = self._next
        to = self._take(Role.TO, Role.TO_OR_AT)
        if not to:
            return None
        self._skip(Role.LINK)
        word = self._there()
        if self._kind() == kind:
            return self._item(kind)
        if kind == TIMES and word.role is Role.NUMBER:
            self._refuse_no_time(word)
        if to.role is Role.TO:
            self._refuse_word(PeriodFault.SAME_EXPECTED, word)
        self._next = here
        return None

    def _range(self, word: Token, value: int, end: int) -> None:
        first = self._of_day(word, value)
        if first == end:
            self._refuse_word(PeriodFault.RANGE_EMPTY, word)
        found = Range(first, end if end > first else end + DAY_MIN)
        self._ranges.append(found)
        self.places.setdefault("ranges", (word.at, word.text))
        self.places[f"{clock(found.first)}-{clock(found.last)}"] = (word.at, word.text)

    def _of_day(self, word: Token, value: int) -> int:
        if value == DAY_MIN and word.text[0].isdigit():
            self._refuse_word(PeriodFault.NO_SUCH_TIME, word, clock(0))
        return value % DAY_MIN

    def _month_day(self, word: Token) -> int:
        is_last = word.role is Role.LAST
        if not is_last and not 1 <= word.value <= 31:
            self._refuse_word(PeriodFault.NO_SUCH_DAY, word)
        from_end = is_last or self._take(Role.LAST)
        ordinal = self._peek()
        if ordinal and ordinal.role is Role.WEEKDAY:
            self._refuse_word(PeriodFault.MISPLACED, ordinal)
        self._take(Role.DAY)
        from_end = self._take_after_links(Role.END) or from_end
        self._take_after_links(Role.MONTH_WORD)
        return -abs(word.value) if from_end else word.value

    def _from_to(self, kind: str, first: int, last: int) -> Iterable[int]:
        if kind == WEEKDAYS:
            return cyclic(first, last, 7)
        if kind == MONTHS:
            return cyclic(first, last, 12)
        days = days_from_to(first, last)
        if days is None:
            self._refuse_word(PeriodFault.SAME_EXPECTED, self._words[self._next - 1])
        return days

    # The words themselves.

    def _peek(self, ahead: int = 0) -> Token | None:
        at = self._next + ahead
        return self._words[at] if at < len(self._words) else None

    def _there(self) -> Token:
        """The next word; there must be one."""
        word = self._peek()
        if word is None:
            self._refuse_word(PeriodFault.UNFINISHED, self._words[-1])
        return word

    def _take(self, *roles: Role) -> Token | None:
        word = self._peek()
        if word is None or word.role not in roles:
            return None
        self._next += 1
        return word

    def _skip(self, *roles: Role) -> None:
        while self._take(*roles):
            pass

    def _take_after_links(self, role: Role) -> Token | None:
        """The next word but links, where it is of this role; else nothing is taken."""
        here = self._next
        self._skip(Role.LINK, Role.FROM)
        word = self._take(role)
        self._next = self._next if word else here
        return word

    def _refuse_word(self, fault: PeriodFault, word: Token, *hints: str) -> NoReturn:
        self._refuse(fault, word.at, word.text, *hints)

    def _refuse(self, fault: PeriodFault, at: int, word: str, *hints: str) -> NoReturn:
        raise PeriodError(fault, word=word, text=self._text, at=at, hints=hints)


def _is_hours(word: Token) -> bool:
    return word.role is Role.UNIT and word.value == 60


def _interval_min(number: Token | None, unit: Token) -> int | None:
    """The minutes of «5 minutes», of «hour» and of «2h»."""
    if unit.role is Role.TIME and number is None and "h" in unit.text.lower():
        return unit.value
    if unit.role is not Role.UNIT:
        return None
    return unit.value * (number.value if number else 1)
