"""What a cell means: exact numbers, clean texts, flags, keys, marks of change."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.adapters.sql_database import values
from pos2web.adapters.sql_database.values import Cell, Moment, UnreadableError, moment

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (9.9, "9.90"),
        (9, "9.00"),
        ("9.9", "9.90"),
        (" 9.90 ", "9.90"),
        (Decimal("9.900000"), "9.90"),
        (9.905, "9.905"),
        ("9.905", "9.905"),
        (Decimal("8.246446"), "8.246446"),
        (-1, "-1.00"),
        (0.1, "0.10"),
        (1e3, "1000.00"),
        (0, "0.00"),
    ],
)
def test_an_amount_is_exact_to_its_last_digit(cell: Cell, written: str) -> None:
    assert str(values.amount(cell)) == written


@pytest.mark.parametrize(
    ("cell", "written"),
    [(5.5, "5.5"), (Decimal("20.00"), "20"), ("5.50", "5.5"), (1e22, "1" + "0" * 22)],
)
def test_a_number_has_no_idle_zeros(cell: Cell, written: str) -> None:
    assert str(values.number(cell)) == written


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("9,90", "«9,90» holds a comma: write 9.90, not 9,90"),
        ("1 000.00", "«1 000.00» is not a number"),
        ("dear", "«dear» is not a number"),
        ("1e3", "«1e3» is not a number"),
        ("", "nothing is not a number"),
        (None, "nothing is not a number"),
        (True, "«True» is not a number"),
        (float("nan"), "«nan» is not a number"),
        (Decimal("Infinity"), "«Infinity» is not a number"),
        ("x" * 100, f"«{'x' * 60}…» is not a number"),
    ],
)
def test_what_is_no_number_is_told_as_it_stands(cell: Cell, why: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        values.number(cell)

    assert str(caught.value) == why


@given(st.decimals(-(10**9), 10**9, places=6))
def test_every_decimal_is_read_as_it_is(price: Decimal) -> None:
    assert values.number(f"{price:f}") == values.number(price) == price


@given(st.integers(-(10**8), 10**8))
def test_every_cent_survives_a_float(cents: int) -> None:
    assert values.amount(cents / 100) == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  Thé  ", "Thé"),
        ("The\u0301", "Thé"),
        (123, "123"),
        (3760000000017.0, "3760000000017"),
        (Decimal("12.50"), "12.50"),
        ("a\r\nb\tc", "a\r\nb\tc"),
        ("Thé".encode(), "Thé"),
        (memoryview(b"tea"), "tea"),
    ],
)
def test_a_text_is_trimmed_and_in_one_form(cell: Cell, text: str) -> None:
    assert values.text(cell) == text


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("a\x00b", "«a·b» holds the control character U+0000"),
        ("Thé".encode("latin-1"), "«Thé» is not UTF-8"),
        (True, "«True» is not a text"),
        (1.5, "«1.5» is not a text"),
        (date(2026, 1, 1), "«2026-01-01» is not a text"),
    ],
)
def test_what_is_no_text_is_told(cell: Cell, why: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        values.text(cell)

    assert str(caught.value) == why


@pytest.mark.parametrize("cell", [1, True, "1", "Oui", "t", " yes ", "O", b"\x01"])
def test_many_words_mean_yes(cell: Cell) -> None:
    assert values.flag(cell) is True


@pytest.mark.parametrize("cell", [0, False, "0", "Non", "f", "faux", "N", b"\x00"])
def test_many_words_mean_no(cell: Cell) -> None:
    assert values.flag(cell) is False


@pytest.mark.parametrize("cell", [None, "", "maybe", 2])
def test_other_words_mean_neither(cell: Cell) -> None:
    with pytest.raises(UnreadableError, match="neither yes nor no"):
        values.flag(cell)


def test_a_position_has_no_decimals() -> None:
    assert values.whole("3") == 3
    with pytest.raises(UnreadableError, match=r"«1\.5» is not a whole number"):
        values.whole("1.5")


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (17, "17"),
        ("A 1 ", "A 1"),
        (None, None),
        ("  ", None),
        (17.0, "17"),
        (date(2026, 1, 2), "2026-01-02"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_key_is_a_text_or_nothing(cell: Cell, key: str | None) -> None:
    assert values.key(cell) == key


def test_a_content_is_told_apart_by_its_bytes() -> None:
    assert values.content_stamp(b"red") == values.content_stamp(memoryview(b"red"))
    assert values.content_stamp(b"red") != values.content_stamp(b"ded")
    with pytest.raises(UnreadableError, match="«red» is not a photo's content"):
        values.content_stamp("red")


@pytest.mark.parametrize(
    "cell",
    [
        "1970-01-01 00:00:01",
        "1970-01-01T00:00:01+00:00",
        "1970-01-01 01:00:01+01:00",
        datetime(1970, 1, 1, 0, 0, 1),  # noqa: DTZ001 - as a driver gives it
        datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
    ],
)
def test_an_instant_is_in_microseconds(cell: Cell) -> None:
    assert moment(cell, UTC) == Moment(1_000_000, 1_000_000, is_instant=True)


@pytest.mark.parametrize(("cell", "version"), [(7, 7), ("7", 7), (b"\x01\x00", 256), (1.5, 1500)])
def test_a_version_is_a_number(cell: Cell, version: int) -> None:
    assert moment(cell, UTC) == Moment(version, version, is_instant=False)


@pytest.mark.parametrize("cell", [None, True, "yesterday", "", object()])
def test_a_mark_that_means_nothing_counts_as_changed(cell: Cell) -> None:
    assert moment(cell, UTC) is None


@pytest.mark.parametrize("cell", ["1970-01-02", date(1970, 1, 2)])
def test_a_day_lasts_from_midnight_to_midnight(cell: Cell) -> None:
    day = 86_400_000_000

    assert moment(cell, UTC) == Moment(day, 2 * day - 1, is_instant=True)


def test_an_hour_that_comes_twice_may_be_either() -> None:
    found = moment("2026-10-25 02:30:00", PARIS)

    assert found is not None
    assert found.latest - found.earliest == 3_600_000_000


def test_any_other_local_hour_is_one_instant() -> None:
    found = moment("2026-06-01 12:00:00", PARIS)

    assert found == moment("2026-06-01 10:00:00", UTC)
