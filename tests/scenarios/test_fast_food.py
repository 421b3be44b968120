"""A fast-food shop: a menu for each weekday, lunch in the morning, dinner in the afternoon."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.domain.decisions import ScheduleTask, SetWindow
from pos2web.domain.schedules import Period
from pos2web.domain.selling import Mode, RuleLevel, Scope, Window
from tests.shops.clocks import PARIS
from tests.shops.trading import GONE, Shown, Trading, both, trading

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
CARD = """
INSERT INTO categories (id, name_fr, name_en) VALUES
    (1, 'Menus du midi', 'Lunch menus'), (2, 'Menus du soir', 'Dinner menus'),
    (3, 'Menus du jour', 'Menus of the day'), (4, 'Boissons', 'Drinks');
INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate) VALUES
    (1, 'LUNCH', 'Menu du midi', 'Lunch menu', 9.90, 10),
    (2, 'DINNER', 'Menu du soir', 'Dinner menu', 14.90, 10),
    (3, 'COLA', 'Cola', 'Cola', 2.50, 5.5),
    (4, 'NIGHT', 'Menu de la nuit', 'Night menu', 12.00, 10),
    (5, 'VEGAN', 'Menu du midi végétal', 'Vegan lunch menu', 10.90, 10);
INSERT INTO product_categories (product_id, category_id) VALUES
    (1, 1), (2, 2), (3, 4), (4, 2), (5, 1);
INSERT INTO stock (product_id, quantity) VALUES (1, 50), (2, 50), (3, 50), (4, 50), (5, 50);
"""
RULES = (
    (Scope(RuleLevel.CATEGORY, "1"), "08:00-12:00", Mode.NOT_FOR_SALE),
    (Scope(RuleLevel.CATEGORY, "2"), "14:30-18:45", Mode.NOT_FOR_SALE),
    (Scope(RuleLevel.PRODUCT, "4"), "Sa 22:00-04:00", Mode.NOT_FOR_SALE),
    (Scope(RuleLevel.PRODUCT, "5"), "Mo,We,Fr 08:00-12:00", Mode.NOT_FOR_SALE),
    *(
        (Scope(RuleLevel.PRODUCT, str(10 + number)), day.capitalize(), Mode.OFFLINE)
        for number, day in enumerate(WEEKDAYS)
    ),
)
MESSAGE = both("De retour {opening}", "Back {opening}")


@pytest.fixture
def monday() -> datetime:
    """When the week begins in Paris."""
    return datetime(2026, 11, 1, 23, tzinfo=UTC)


@pytest.fixture
def snack(tmp_path: Path, monday: datetime) -> Iterator[Trading]:
    """The card is on the site, every window is set; what goes by the clock goes hourly."""
    with closing(sqlite3.connect(tmp_path / "till.sqlite")) as till, till:
        till.executescript(till_schema() + CARD)
        for number, day in enumerate(WEEKDAYS, 10):
            values = (number, f"MENU-{day}", f"Menu {day}", f"Menu {day}")
            till.execute(
                "INSERT INTO products (id, reference, name_fr, name_en, price, vat_rate)"
                " VALUES (?, ?, ?, ?, 11.5, 10)",
                values,
            )
            till.execute("INSERT INTO product_categories VALUES (?, 3, 1)", (number,))
            till.execute("INSERT INTO stock (product_id, quantity) VALUES (?, 50)", (number,))
    with trading(tmp_path, monday) as shop:
        assert shop.run("catalogue").outcome == "done"
        shop.rule(
            *(
                SetWindow(scope=scope, window=Window(rule=rule, mode=mode, message=MESSAGE))
                for scope, rule, mode in RULES
            ),
            *(
                ScheduleTask(task=task, periods=(Period(every_min=60),))
                for task in ("stock", "availability", "catalogue", "images", "upkeep")
            ),
        )
        yield shop


# What the card says, in the words of somebody who knows nothing of rules.


def of_the_day(day: int) -> Callable[[datetime], bool]:
    return lambda wall: wall.weekday() == day


def at_lunch(wall: datetime) -> bool:
    return 8 <= wall.hour < 12


def at_dinner(wall: datetime) -> bool:
    return (14, 30) <= (wall.hour, wall.minute) < (18, 45)


def at_night(wall: datetime) -> bool:
    return (wall.weekday() == 5 and wall.hour >= 22) or (wall.weekday() == 6 and wall.hour < 4)


def at_vegan_lunch(wall: datetime) -> bool:
    return at_lunch(wall) and wall.weekday() in (0, 2, 4)


HIDDEN = {f"MENU-{day}": of_the_day(number) for number, day in enumerate(WEEKDAYS)}
NOTED = {"LUNCH": at_lunch, "DINNER": at_dinner, "NIGHT": at_night, "VEGAN": at_vegan_lunch}
OPENS = {"LUNCH": "8:00", "DINNER": "14:30", "NIGHT": "22:00", "VEGAN": "8:00"}
NAMES = both(
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)
TODAY = both("aujourd'hui à", "today at")
TOMORROW = both("demain à", "tomorrow at")
BACK = both("De retour", "Back")
AT = both("à", "at")


def expected(wall: datetime, language: str) -> dict[str, Shown]:
    """What every product's page says at this time."""
    bought = Shown(is_there=True, is_for_sale=True, stock="in-stock", note="En stock : 50")
    shown = {name: bought if is_open(wall) else GONE for name, is_open in HIDDEN.items()}
    for name, is_open in NOTED.items():
        note = f"{BACK[language]} {next_opening(name, wall, language)}"
        closed = Shown(is_there=True, is_for_sale=False, stock="in-stock", note=note)
        shown[name] = bought if is_open(wall) else closed
    return shown | {"COLA": bought}


def next_opening(name: str, wall: datetime, language: str) -> str:
    """When it opens next as one says it, found by trying every quarter of an hour."""
    naive = wall.replace(tzinfo=None)
    ahead = naive
    while not NOTED[name](ahead):
        ahead += timedelta(minutes=15)
    days = (ahead.date() - naive.date()).days
    day = f"{NAMES[language].split()[ahead.weekday()]} {AT[language]}"
    near = {0: TODAY[language], 1: TOMORROW[language]}
    return f"{near.get(days, day)} {OPENS[name]}"


@pytest.mark.long
@pytest.mark.parametrize(
    "monday", [pytest.param(datetime(2026, 10, 18, 22, tzinfo=UTC), id="a week of 169 hours")]
)
def test_every_hour_of_a_week_each_page_says_what_the_card_says(
    snack: Trading, monday: datetime
) -> None:
    sunday_night = (monday.astimezone(PARIS) + timedelta(days=7)).astimezone(UTC)
    hours, wrong = 0, []

    while snack.clock.now < sunday_night:
        wall, language = snack.clock.in_paris(), ("fr", "en")[(hours + hours // 24) % 2]
        for name, shown in expected(wall, language).items():
            found = snack.page(name, language)
            if found != shown:
                wrong.append(f"{wall:%a %H:%M%z} {name}: {found}, not {shown}")
        snack.wait(hours=1)
        hours += 1

    assert wrong == []
    assert hours == 169


def test_dinner_is_for_sale_from_its_very_minute_on_although_tasks_run_hourly(
    snack: Trading, monday: datetime
) -> None:
    snack.go_on(monday + timedelta(hours=14, minutes=29))
    before = snack.page("DINNER")
    snack.wait(minutes=1)
    after = snack.page("DINNER")
    snack.wait(hours=4, minutes=15)

    assert (before.is_for_sale, before.note) == (False, "De retour aujourd'hui à 14:30")
    assert after.is_for_sale
    assert snack.page("DINNER", "en").note == "Back tomorrow at 14:30"
