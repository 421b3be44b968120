"""Sale rules made up at random and told minute by minute, by other means than ours.

A made-up rule is a structure. Its text goes to our reader; the oracle never reads texts and knows
no edges: it marks the open minutes of each day in a table, then walks through a night in UTC, one
minute after the other, looking at the clock on the wall. A minute is open when some minute of the
wall clock is open that lies between the least that the clock will show from then on and the most
that it has shown until then. On all but the nights on which it is put back that is one minute.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY_MIN = 1440
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

NIGHTS = {
    "Europe/Paris": (date(2026, 3, 29), date(2026, 10, 25)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
}
"""The two days of a year on which the clock is changed."""


@dataclass(frozen=True)
class Made:
    """One rule: on these weekdays of these months, from and to these minutes of the day."""

    weekdays: frozenset[int]
    months: frozenset[int]
    hours: tuple[tuple[int, int], ...]
    is_off: bool = False
    is_added: bool = False

    @property
    def text(self) -> str:
        """The same in the grammar."""
        months = ",".join(MONTHS[month - 1] for month in sorted(self.months))
        days = ",".join(WEEKDAYS[day] for day in sorted(self.weekdays))
        hours = ",".join(
            f"{_clock(opens)}-{_clock(closes % DAY_MIN)}" for opens, closes in self.hours
        )
        return " ".join(filter(None, [months, days, hours, "off" if self.is_off else ""]))

    def is_about(self, day: date) -> bool:
        """Whether it says something of what begins on a day."""
        is_weekday = not self.weekdays or day.weekday() in self.weekdays
        return is_weekday and (not self.months or day.month in self.months)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def made_by(seed: str) -> Random:
    """Chance that always falls the same."""
    return Random(seed)  # noqa: S311 - nothing secret


def made_up(random: Random, day: date) -> tuple[Made, ...]:
    """One to three rules that are likely to be open on the night before a day."""
    first = _one(random, day, is_first=True)
    return (first, *(_one(random, day, is_first=False) for _ in range(random.choice((0, 0, 1, 2)))))


def _one(random: Random, day: date, *, is_first: bool) -> Made:
    """One rule; hours alone after a comma would be more hours of the rule before it."""
    likely = [day.weekday(), (day - DAY).weekday()]
    weekdays = random.choice(([], likely, [random.choice(likely)], random.sample(range(7), 3)))
    months = random.choice(([], [], [day.month], [day.month, day.month % 12 + 1], [1, 7]))
    is_off = not is_first and random.random() < 0.3
    count = random.choice((0, 1, 2)) if is_off else random.choice((1, 1, 2, 3))
    names_days = bool(weekdays or months)
    is_added = not is_first and not is_off and names_days and random.random() < 0.4
    return Made(
        frozenset(weekdays),
        frozenset(months),
        tuple(_hours(random) for _ in range(count)),
        is_off=is_off,
        is_added=is_added,
    )


def _hours(random: Random) -> tuple[int, int]:
    step = random.choice((1, 5, 15, 30))
    opens = random.choice((random.randrange(0, 300), random.randrange(0, DAY_MIN))) // step * step
    length = random.choice((random.randrange(1, 120), random.randrange(1, DAY_MIN))) // step * step
    return opens, opens + (length or step)


def text_of(rules: tuple[Made, ...]) -> str:
    """All rules as one text."""
    said = rules[0].text
    for rule in rules[1:]:
        said += (", " if rule.is_added else "; ") + rule.text
    return said


def day_table(rules: tuple[Made, ...], day: date) -> bytearray:
    """Of what begins on a day, every minute, over two days."""
    table = bytearray(2 * DAY_MIN)
    for rule in rules:
        if not rule.is_about(day):
            continue
        if not rule.is_added and not (rule.is_off and rule.hours):
            table = bytearray(2 * DAY_MIN)
        for opens, closes in rule.hours:
            table[opens:closes] = bytes([not rule.is_off]) * (closes - opens)
    return table


@dataclass(frozen=True)
class Night:
    """Some hours around a change of the clock, minute by minute."""

    zone: ZoneInfo
    day: date
    start: datetime
    shown: tuple[tuple[int, int], ...]
    """For each minute the least that will, and the most that did show: minutes after `epoch`."""

    @property
    def epoch(self) -> date:
        """The day whose midnight the minutes are counted from."""
        return self.day - DAY

    @property
    def end(self) -> datetime:
        """The end of the hours walked through."""
        return self.start + len(self.shown) * MINUTE


def night(key: str, day: date, *, minutes: int = 720) -> Night:
    """The night before noon of a day."""
    zone = ZoneInfo(key)
    noon = datetime(day.year, day.month, day.day, 10, tzinfo=zone).astimezone(UTC)
    start = noon - minutes * MINUTE
    midnight = datetime(day.year, day.month, day.day) - DAY  # noqa: DTZ001 - the clock on the wall
    walls = [
        ((start + number * MINUTE).astimezone(zone).replace(tzinfo=None) - midnight) // MINUTE
        for number in range(minutes)
    ]
    most = [max(walls[: number + 1]) for number in range(minutes)]
    least = [min(walls[number:]) for number in range(minutes)]
    return Night(zone, day, start, tuple(zip(least, most, strict=True)))


def walked(rules: tuple[Made, ...], when: Night) -> bytes:
    """Every minute of a night: 1 is open."""
    table = bytearray(4 * DAY_MIN)
    for number in range(-1, 2):
        of_day = day_table(rules, when.epoch + number * DAY)
        for minute, is_open in enumerate(of_day):
            at = number * DAY_MIN + minute
            if is_open and at >= 0:
                table[at] = 1
    return bytes(1 if any(table[least : most + 1]) else 0 for least, most in when.shown)
