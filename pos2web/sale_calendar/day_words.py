"""Days, dates and hours of a rule in words."""

from datetime import date

from pos2web.domain.wall_clock.days import cycle
from pos2web.sale_calendar.clauses import (
    FOR_EVER,
    Clause,
    Dates,
    Day,
    Easter,
    HourSpan,
    Months,
    Nth,
    NumberSpan,
)
from pos2web.sale_calendar.phrases import Phrases, is_elided, listed
from pos2web.sale_calendar.traps import DAY_MIN

WEEK_DAYS = 7


def hours_words(hours: tuple[HourSpan, ...], phrases: Phrases) -> str:
    """The hours of a day; empty when there are none."""
    said = [
        phrases.hours.format(opens=_clock(part.opens, phrases), closes=_end(part, phrases))
        for part in hours
    ]
    return listed(said, phrases.then) if said else ""


def _end(part: HourSpan, phrases: Phrases) -> str:
    if part.closes == DAY_MIN:
        return phrases.midnight
    after = phrases.next_day if part.closes > DAY_MIN else ""
    return _clock(part.closes % DAY_MIN, phrases) + after


def _clock(minutes: int, phrases: Phrases) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}" if minutes else phrases.midnight


# Days.


def when_words(clause: Clause, phrases: Phrases) -> str | None:
    """The days of a rule; empty when it is about all, None when these words can't say them."""
    months = [item for item in clause.dates if isinstance(item, Months)]
    others = [item for item in clause.dates if not isinstance(item, Months)]
    if months and others:
        return None
    has_both = bool(others and clause.has_days)
    days = _if_weekday(clause, phrases) if has_both else _days(clause, months, phrases)
    if days is None:
        return None
    is_said = bool(clause.nths and len(months) == 1 and months[0].first == months[0].last)
    dates = _dates(others, phrases) if others else "" if is_said else _months(months, phrases)
    rest = [_weeks(clause.weeks, phrases), _years(clause.years, phrases)]
    first = [dates, days] if others else [days, dates]
    return ", ".join(filter(None, [*first, *rest]))


def _if_weekday(clause: Clause, phrases: Phrases) -> str | None:
    """«If it is a Friday», after dates."""
    if clause.nths or clause.on_holidays or not _are_single(clause):
        return None
    names = [phrases.weekdays[day - 1] for day in clause.weekdays]
    return phrases.if_weekday.format(days=listed(names, phrases.or_))


def _are_single(clause: Clause) -> bool:
    return all(isinstance(item, Easter) or item.first == item.last for item in clause.dates)


def _days(clause: Clause, months: list[Months], phrases: Phrases) -> str | None:
    said = _weekdays(clause.weekdays, phrases)
    nths = [_nth(nth, phrases) for nth in clause.nths]
    if None in nths:
        return None
    said += [nth for nth in nths if nth]
    if clause.nths:
        said[-1] += _of_month(months, phrases)
    if clause.on_holidays:
        said.append(phrases.holidays)
    return listed(said, phrases.and_) if said else ""


def _weekdays(weekdays: tuple[int, ...], phrases: Phrases) -> list[str]:
    if len(weekdays) == WEEK_DAYS:
        return [phrases.every_day]
    ends = cycle(weekdays, WEEK_DAYS)
    if ends:
        first, last = (phrases.weekdays[end - 1] for end in ends)
        return [phrases.weekday_range.format(first=first, last=last)]
    return [phrases.weekday.format(day=phrases.weekdays[day - 1]) for day in weekdays]


def _nth(nth: Nth, phrases: Phrases) -> str | None:
    number = phrases.nths.get(nth.number)
    day = phrases.weekdays[nth.weekday - 1]
    return number and phrases.nth.format(number=number, day=day)


def _of_month(months: list[Months], phrases: Phrases) -> str:
    if len(months) != 1 or months[0].first != months[0].last:
        return phrases.of_each_month
    month = phrases.months[months[0].first - 1]
    return (phrases.of_vowel if is_elided(month) else phrases.of_month).format(month=month)


def _months(months: list[Months], phrases: Phrases) -> str:
    """«In March, May and June», «November to December»."""
    single = [item for item in months if item.first == item.last]
    if len(single) == len(months):
        names = [phrases.months[item.first - 1] for item in months]
        return phrases.in_month.format(months=listed(names, phrases.and_)) if names else ""
    return listed([_month(item, phrases) for item in months], phrases.and_)


def _month(item: Months, phrases: Phrases) -> str:
    first, last = phrases.months[item.first - 1], phrases.months[item.last - 1]
    if first == last:
        return phrases.in_month.format(months=first)
    words = phrases.months_range_vowel if is_elided(first) else phrases.months_range
    return words.format(first=first, last=last)


def _dates(items: list[Dates | Easter], phrases: Phrases) -> str:
    return listed([_place(item, phrases) for item in items], phrases.and_)


def _place(item: Dates | Easter, phrases: Phrases) -> str:
    if isinstance(item, Easter):
        words = phrases.before_easter if item.days < 0 else phrases.after_easter
        return phrases.easter.get(item.days) or words.format(days=abs(item.days))
    if item.first == item.last:
        return phrases.date.format(day=day_words(item.first, phrases))
    first, last = day_words(item.first, phrases), day_words(item.last, phrases)
    return phrases.dates.format(first=first, last=last)


def day_words(day: Day, phrases: Phrases) -> str:
    """A date, with its year if it has one."""
    number = phrases.first_of_month if day.day == 1 else str(day.day)
    year = f" {day.year}" if day.year else ""
    return f"{number} {phrases.months[day.month - 1]}{year}"


def date_words(day: date, phrases: Phrases) -> str:
    """A date with its year."""
    return day_words(Day(day.month, day.day, day.year), phrases)


def _weeks(weeks: tuple[NumberSpan, ...], phrases: Phrases) -> str:
    if not weeks:
        return ""
    said = listed([_span(span, phrases) for span in weeks], phrases.and_)
    is_one = len(weeks) == 1 and weeks[0].first == weeks[0].last
    return phrases.weeks[not is_one].format(weeks=said)


def _span(span: NumberSpan, phrases: Phrases) -> str:
    is_one = span.first == span.last
    return str(span.first) if is_one else phrases.span.format(first=span.first, last=span.last)


def _years(years: tuple[NumberSpan, ...], phrases: Phrases) -> str:
    if all(span.first == span.last for span in years):
        said = listed([str(span.first) for span in years], phrases.and_) if years else ""
        return phrases.year.format(years=said) if said else ""
    return listed([_year(span, phrases) for span in years], phrases.and_)


def _year(span: NumberSpan, phrases: Phrases) -> str:
    if span.first == span.last:
        return phrases.year.format(years=span.first)
    words = phrases.from_year if span.last == FOR_EVER else phrases.years
    return words.format(first=span.first, last=span.last)
