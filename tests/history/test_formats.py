"""Numbers, amounts, days and times."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain.values import Money
from pos2web.history.words.formats import (
    amount,
    day,
    day_and_time,
    duration,
    number,
)

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("0", "0", "0"),
        ("1000", "1\u202f000", "1,000"),
        ("-1234567.50", "-1\u202f234\u202f567,5", "-1,234,567.5"),
        ("1E+3", "1\u202f000", "1,000"),
        ("0.000001", "0,000001", "0.000001"),
        ("12.00", "12", "12"),
    ],
)
def test_numbers_keep_all_their_digits(value: str, french: str, english: str) -> None:
    assert number(Decimal(value), "fr") == french
    assert number(Decimal(value), "en") == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("9.9", "9,90\u202f€", "€9.90"),
        ("-9.9", "-9,90\u202f€", "-€9.90"),
        ("8.254500", "8,2545\u202f€", "€8.2545"),
        ("1000", "1\u202f000,00\u202f€", "€1,000.00"),
    ],
)
def test_amounts_have_two_decimals_or_more(value: str, french: str, english: str) -> None:
    euros = Money(Decimal(value), "EUR")

    assert amount(euros, "fr") == french
    assert amount(euros, "en") == english


def test_instants_are_told_where_the_shop_is() -> None:
    before_midnight = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)

    assert day(before_midnight, PARIS, "fr") == "1 août 2026"
    assert day_and_time(before_midnight, PARIS, "fr") == "1 août 2026 à 00:30"
    assert day_and_time(before_midnight, PARIS, "en") == "1 August 2026 at 00:30"


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "0\u202fmin"), (59, "59\u202fmin"), (60, "1\u202fh"), (3061, "51\u202fh 1\u202fmin")],
)
def test_durations_are_told_in_hours_and_minutes(minutes: int, told: str) -> None:
    assert duration(minutes) == told


def test_the_repeated_hour_is_told_twice() -> None:
    for hour in (0, 1):
        instant = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)

        assert day_and_time(instant, PARIS, "en") == "25 October 2026 at 02:30"
