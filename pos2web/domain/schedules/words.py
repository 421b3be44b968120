"""Saying a period, in French and in English, in words that `parse` reads back to the same period."""

from collections.abc import Sequence

import msgspec

from pos2web.domain.schedules.period import Period, clock
from pos2web.domain.wall_clock.days import cycle, stretches
from pos2web.domain.wall_clock.names import MONTHS, WEEKDAYS

ELIDED = "aeiouyàâéèêîôû"


class _Phrases(msgspec.Struct, frozen=True, kw_only=True):
    """The small words of one language."""

    every: tuple[str, str, str, str]
    """Each minute, so many minutes, each hour, so many hours."""
    from_time: str
    then: str
    at: str
    every_day: str
    and_: str
    or_: str
    that_fall: str
    of_month: str
    in_: str


PHRASES = {
    "en": _Phrases(
        every=("every minute", "every {} minutes", "every hour", "every {} hours"),
        from_time="from {} to {}",
        then=" then ",
        at="at {}",
        every_day="every day {}",
        and_=" and ",
        or_=" or ",
        that_fall=" that fall ",
        of_month=" of the month",
        in_="in {}",
    ),
    "fr": _Phrases(
        every=(
            *("toutes les minutes", "toutes les {} minutes"),
            *("toutes les heures", "toutes les {} heures"),
        ),
        from_time="de {} à {}",
        then=" puis ",
        at="à {}",
        every_day="tous les jours {}",
        and_=" et ",
        or_=" ou ",
        that_fall=" qui tombent ",
        of_month=" du mois",
        in_="en {}",
    ),
}


def words(period: Period, language: str) -> str:
    """A period, as `checked` gave it, in `fr` or `en`."""
    phrases = PHRASES[language]
    when = _when(period, phrases)
    days = [part for part in _days(period, language, phrases) if part]
    if not days and period.times:
        return phrases.every_day.format(when)
    is_long = len(period.times) > 1 or period.ranges
    return (", " if is_long else " ").join([when, ", ".join(days)]) if days else when


def _when(period: Period, phrases: _Phrases) -> str:
    if period.times:
        return phrases.at.format(_list([*map(clock, period.times)], phrases.and_))
    unit, number = (
        (2, period.every_min // 60) if period.every_min % 60 == 0 else (0, period.every_min)
    )
    every = phrases.every[unit + (number > 1)].format(number)
    ranges = [
        phrases.from_time.format(clock(part.first), clock(part.last)) for part in period.ranges
    ]
    return " ".join(filter(None, [every, phrases.then.join(ranges)]))


def _days(period: Period, language: str, phrases: _Phrases) -> tuple[str, ...]:
    """On which days, then in which months; what goes without saying is empty."""
    days, months = period.month_days, period.months
    is_date = len(days) == len(months) == 1 and days[0] > 0 and not period.weekdays
    if is_date:
        month = MONTHS[language][months[0] - 1]
        day = f"le {_number(days[0])}" if language == "fr" else f"on the {_ordinal(days[0])} of"
        return (f"{day} {month}",)
    in_months = _months(months, language, phrases)
    if not (period.weekdays and days):
        return _weekdays(period, language, phrases) + _month_days(
            days, language, phrases
        ), in_months
    if period.is_either:
        either = _weekdays(period, language, phrases), _month_days(days, language, phrases)
        return phrases.or_.join(either), in_months
    both = (
        _each_weekday(period, language, phrases),
        _month_days(days, language, phrases, is_or=True),
    )
    return phrases.that_fall.join(both), in_months


def _weekdays(period: Period, language: str, phrases: _Phrases) -> str:
    ends = cycle(period.weekdays, 7)
    if not ends:
        return _each_weekday(period, language, phrases)
    first, last = (WEEKDAYS[language][end - 1] for end in ends)
    return f"du {first} au {last}" if language == "fr" else f"from {first} to {last}"


def _each_weekday(period: Period, language: str, phrases: _Phrases) -> str:
    if not period.weekdays:
        return ""
    names = [f"{WEEKDAYS[language][weekday - 1]}s" for weekday in period.weekdays]
    return ("les " if language == "fr" else "on ") + _list(names, phrases.and_)


def _months(months: Sequence[int], language: str, phrases: _Phrases) -> str:
    if not months:
        return ""
    names = MONTHS[language]
    ends = cycle(months, 12)
    if not ends:
        return phrases.in_.format(_list([names[month - 1] for month in months], phrases.and_))
    first, last = (names[end - 1] for end in ends)
    if language == "fr":
        return f"d'{first} à {last}" if first[0] in ELIDED else f"de {first} à {last}"
    return f"from {first} to {last}"


def _month_days(
    days: Sequence[int], language: str, phrases: _Phrases, *, is_or: bool = False
) -> str:
    if not days:
        return ""
    ends = [(first, -1 if first < last == 31 else last) for first, last in stretches(days)]
    say = _french_stretch if language == "fr" else _english_stretch
    said = _list([say(*pair) for pair in ends], phrases.or_ if is_or else phrases.and_)
    if language == "en":
        said = f"on {said}" if ends[0][0] == ends[0][1] else f"from {said}"
    return said + phrases.of_month


def _french_stretch(first: int, last: int) -> str:
    if first == last:
        return {-1: "le dernier jour", -2: "l'avant-dernier jour"}.get(
            first, f"le {_number(first)}"
        )
    end = {-1: "au dernier jour", -2: "à l'avant-dernier jour"}.get(last, f"au {_number(last)}")
    return f"du {_number(first)} {end}"


def _number(day: int) -> str:
    """A day of the month in French, after its article."""
    if day > 0:
        return "1er" if day == 1 else str(day)
    return f"{-day}e jour en partant de la fin"


def _english_stretch(first: int, last: int) -> str:
    if first == last:
        return f"the {_ordinal(first)}"
    return f"the {_ordinal(first)} to the {_ordinal(last)}"


def _ordinal(day: int) -> str:
    if day < 0:
        return "last day" if day == -1 else f"{_ordinal(-day)} last day"
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if day in (11, 12, 13) else endings.get(day % 10, 'th')}"


def _list(said: Sequence[str], last: str) -> str:
    return last.join(filter(None, [", ".join(said[:-1]), said[-1]]))
