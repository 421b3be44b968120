"""The script of a day: what the merchant rules, what the till does, and what follows for visitors."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pos2web.domain.decisions import Decision, DeclareSoldOut, SetWindow
from pos2web.domain.selling import Mode, RuleLevel, Scope, SoldOut, Window

PARIS = ZoneInfo("Europe/Paris")
BEGINS = datetime(2026, 11, 3, tzinfo=PARIS).astimezone(UTC)
"""An ordinary Tuesday, so that its minutes can be counted from its midnight."""

DAY = timedelta(days=1)
PRODUCTS = 14
WINDOWED, SNOOZED, HIDDEN = range(1, 10), range(7, 12), range(12, PRODUCTS + 1)
"""Some products have windows, some are sold out at times; others are hidden when out of stock."""

RULED = range(1, 12)
"""Those that are on sale by the clock alone."""


@dataclass(frozen=True, order=True)
class TillChange:
    """A statement that the till's people carry out at an instant."""

    at: datetime
    statement: str


@dataclass(frozen=True)
class Ruling:
    """What the merchant decides at an instant."""

    at: datetime
    decision: Decision


@dataclass(frozen=True)
class State:
    """What a visitor must find: the product there or not, and a way to buy it or not.

    None where it is not there: then there is no button to be seen.
    """

    is_shown: bool
    is_for_sale: bool | None


Minutes = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hours:
    """The windows of one product from an instant on; `ranges` in minutes of the day, None for none."""

    since: datetime
    ranges: Minutes | None
    is_offline: bool

    def window(self) -> Window | None:
        """The same as a merchant rules it."""
        if self.ranges is None:
            return None
        parts = (f"{clock(first)}-{clock(last)}" for first, last in self.ranges)
        mode = Mode.OFFLINE if self.is_offline else Mode.NOT_FOR_SALE
        message = {"fr": "De retour {opening}", "en": "Back {opening}"}
        return Window(rule=",".join(parts), mode=mode, message={} if self.is_offline else message)

    def is_open(self, minute: float) -> bool:
        """Whether it is on sale then."""
        return self.ranges is None or any(first <= minute < last for first, last in self.ranges)


def clock(minute: int) -> str:
    """A minute of the day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True)
class Script:
    """A day. `hours` and `snoozes` are by product; both are what `rulings` come to."""

    hours: dict[int, list[Hours]]
    snoozes: dict[int, list[tuple[datetime, datetime]]]
    rulings: list[Ruling]
    till: list[TillChange]

    def expected(self, product: int, now: datetime) -> State:
        """What a visitor must find of a product."""
        minute = (now - BEGINS) % DAY / timedelta(minutes=1)
        ruled = [one for one in self.hours.get(product, []) if one.since <= now]
        is_open = not ruled or ruled[-1].is_open(minute)
        is_shown = is_open or not ruled[-1].is_offline
        if not is_shown:
            return State(is_shown=False, is_for_sale=None)
        is_snoozed = any(first <= now < last for first, last in self.snoozes.get(product, []))
        return State(is_shown=True, is_for_sale=is_open and not is_snoozed)

    def edges(self) -> list[tuple[datetime, int]]:
        """When what must be found of a product becomes another state."""
        found = []
        for product in RULED:
            instants = [BEGINS]
            for hours in self.hours.get(product, []):
                instants.append(hours.since)
                for first, last in hours.ranges or ():
                    instants += [
                        BEGINS + timedelta(minutes=first),
                        BEGINS + timedelta(minutes=last),
                    ]
            for first_at, last_at in self.snoozes.get(product, []):
                instants += [first_at, last_at]
            inside = sorted({one for one in instants if BEGINS < one < BEGINS + DAY})
            for before, at in zip([BEGINS, *inside], inside, strict=False):
                if self.expected(product, before) != self.expected(product, at):
                    found.append((at, product))
        return sorted(found)


def written(seed: int) -> Script:
    """The script of a seed."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    hours = {product: [_hours(dice, BEGINS)] for product in WINDOWED}
    for product in dice.sample(WINDOWED, 3):
        again = _hours(dice, _moment(dice, first_hour=6, last_hour=20))
        hours[product].append(again)
    snoozes = {product: _snoozes(dice) for product in SNOOZED}
    rulings = [
        Ruling(one.since, SetWindow(scope=scope(product), window=one.window()))
        for product, several in hours.items()
        for one in several
    ]
    rulings += [
        Ruling(first, DeclareSoldOut(scope=scope(product), sold_out=SoldOut(until=last)))
        for product, several in snoozes.items()
        for first, last in several
    ]
    till = sorted(_till_change(dice) for _ in range(120))
    return Script(hours, snoozes, sorted(rulings, key=lambda one: one.at), till)


def scope(product: int) -> Scope:
    """What a rule about one product is about."""
    return Scope(RuleLevel.PRODUCT, str(product))


def _moment(dice: random.Random, *, first_hour: int = 0, last_hour: int = 24) -> datetime:
    """Some second of the day, not the first and not the last of them."""
    return BEGINS + timedelta(
        seconds=dice.randrange(first_hour * 3600 + 60, last_hour * 3600 - 600)
    )


def _hours(dice: random.Random, since: datetime) -> Hours:
    count = dice.randint(1, 4)
    minutes = sorted(dice.sample(range(5, 24 * 60 - 5), 2 * count))
    ranges = tuple(zip(minutes[::2], minutes[1::2], strict=True))
    return Hours(since, ranges, is_offline=dice.random() < 0.5)


def _snoozes(dice: random.Random) -> list[tuple[datetime, datetime]]:
    """Some times at which it is sold out, one after the other."""
    moments = sorted(_moment(dice, first_hour=1) for _ in range(4))
    return [(moments[0], moments[1]), (moments[2], moments[3])]


def _till_change(dice: random.Random) -> TillChange:
    product, at = dice.randint(1, PRODUCTS), _moment(dice, last_hour=23)
    if dice.random() < 0.3:
        price = f"{dice.randint(100, 3000) / 100:.2f}"
        return TillChange(at, f"UPDATE products SET price = {price} WHERE id = {product}")  # noqa: S608 - numbers of ours
    count = dice.choice((0, 4, 5, 7, 12, 30))
    return TillChange(at, f"UPDATE stock SET quantity = {count} WHERE product_id = {product}")  # noqa: S608 - numbers of ours
