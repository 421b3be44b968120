"""A rule, a window and an opening in words, in French and in English."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pos2web.domain.selling import Window
from pos2web.domain.values import Texts
from pos2web.domain.wall_clock.days import cyclic
from pos2web.domain.wall_clock.nights import wall
from pos2web.sale_calendar.clauses import Clause, Day, Months, clauses
from pos2web.sale_calendar.day_words import date_words, day_words, hours_words, when_words
from pos2web.sale_calendar.phrases import PHRASES, Phrases
from pos2web.sale_calendar.rule import SaleRule
from pos2web.sale_calendar.window import day_rule

OPENING = "{opening}"
WEEK_DAYS = 7


def rule_words(rule: SaleRule, language: str) -> str:
    """A rule in `fr` or `en`; its own text in quotes where these words can't say it."""
    phrases = PHRASES[language]
    found = clauses(rule.canonical)
    said = _rules(_that_count(found), phrases) if found else None
    return said or phrases.quoted.format(text=rule.text)


def window_words(window: Window, language: str) -> str:
    """A window's rule, its first and last day and its exceptions. Raises RuleError."""
    phrases = PHRASES[language]
    parts = [rule_words(SaleRule.parse(window.rule, country=window.country), language)]
    if window.valid_from:
        parts.append(phrases.from_date.format(date=date_words(window.valid_from, phrases)))
    if window.valid_to:
        parts.append(phrases.to_date.format(date=date_words(window.valid_to, phrases)))
    parts += [
        phrases.closed_on.format(date=date_words(day, phrases)) for day in sorted(window.closed_on)
    ]
    for day, text in sorted(window.opened_on):
        found = clauses(day_rule(day, text).canonical)
        hours = hours_words(found[0].hours, phrases) if found else text
        said = phrases.opened_on.format(date=date_words(day, phrases), hours=hours)
        parts.append(said)
    return phrases.sep.join(parts)


def opening_words(instant: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """When it opens, as one says it now: «demain à 8:00», «lundi à 10:00», «le 3 novembre à 10:00»."""
    phrases = PHRASES[language]
    opens, today = wall(instant, zone), wall(now, zone).date()
    time = f"{opens.hour}:{opens.minute:02}"
    days = (opens.date() - today).days
    if days in (0, 1):
        return (phrases.tomorrow if days else phrases.today).format(time=time)
    if 1 < days < WEEK_DAYS:
        return phrases.on_weekday.format(day=phrases.weekdays[opens.weekday()], time=time)
    is_far = opens.year != today.year
    day = Day(opens.month, opens.day, opens.year if is_far else None)
    return phrases.at.format(date=day_words(day, phrases), time=time)


def told(message: Texts, opens_at: datetime | None, now: datetime, zone: ZoneInfo) -> Texts:
    """A message with its `{opening}` in words: those of each of its languages, else English."""
    return {
        language: text.replace(OPENING, _said_opening(opens_at, now, zone, language))
        for language, text in message.items()
    }


def _said_opening(opens_at: datetime | None, now: datetime, zone: ZoneInfo, language: str) -> str:
    known = language if language in PHRASES else "en"
    if opens_at is None:
        return PHRASES[known].soon
    return opening_words(opens_at, now, zone, known)


# The rules of a rule.


def _that_count(found: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Without what closes something before anything is open."""
    for number, clause in enumerate(found):
        if not clause.is_off:
            return found[number:]
    return found[:1]


def _rules(found: tuple[Clause, ...], phrases: Phrases) -> str | None:
    if found[0].is_off:
        return phrases.never
    has_hours = any(clause.hours for clause in found)
    said = ""
    for number, clause in enumerate(found):
        days = when_words(clause, phrases)
        if days is None:
            return None
        if clause.is_off:
            hours = hours_words(clause.hours, phrases)
            not_then = phrases.but_not.format(days=" ".join(filter(None, [days, hours])))
            said += (", " if number == 1 else phrases.sep) + not_then
            continue
        rule = _rule(clause, days, phrases, says_all_day=has_hours)
        said += _joint(clause, found[:number], phrases).format(rule=rule)
    return said


def _joint(clause: Clause, before: tuple[Clause, ...], phrases: Phrases) -> str:
    """How a rule follows those before it: besides them, instead of them on its days, or apart."""
    if not before:
        return "{rule}"
    if clause.is_added:
        return ", " + phrases.besides
    is_apart = all(_are_apart(clause, each) for each in before)
    return phrases.sep + ("{rule}" if is_apart else phrases.instead)


def _are_apart(one: Clause, other: Clause) -> bool:
    """Whether surely no day is of both."""
    return _differ(_only_weekdays(one), _only_weekdays(other)) or _differ(
        _only_months(one), _only_months(other)
    )


def _differ(ones: set[int], others: set[int]) -> bool:
    return bool(ones and others) and not ones & others


def _only_weekdays(clause: Clause) -> set[int]:
    return set() if clause.nths or clause.on_holidays else {*clause.weekdays}


def _only_months(clause: Clause) -> set[int]:
    """The months of a rule that says no other dates."""
    months = [item for item in clause.dates if isinstance(item, Months)]
    if len(months) < len(clause.dates):
        return set()
    return {month for item in months for month in cyclic(item.first, item.last, 12)}


def _rule(clause: Clause, days: str, phrases: Phrases, *, says_all_day: bool) -> str:
    if clause.is_every_day and not clause.hours:
        return phrases.always
    hours = hours_words(clause.hours, phrases)
    if not hours and says_all_day:
        hours = phrases.all_day
    return ", ".join(filter(None, [days or phrases.every_day, hours]))
