"""Windows: a rule with its exceptions, its first and its last day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain.selling import Mode, Window
from pos2web.errors import RuleError
from pos2web.sale_calendar import check_window, is_on_sale, openings, window_state
from pos2web.sale_calendar.window import WindowHours

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = date(2026, 12, 25)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def window(
    rule: str,
    *,
    closed_on: tuple[date, ...] = (),
    opened_on: tuple[tuple[date, str], ...] = (),
    valid: tuple[date | None, date | None] = (None, None),
) -> Window:
    return Window(
        rule=rule,
        mode=Mode.OFFLINE,
        closed_on=closed_on,
        opened_on=opened_on,
        valid_from=valid[0],
        valid_to=valid[1],
    )


def between(asked: Window, start: str, end: str) -> list[tuple[str, str]]:
    found = openings(WindowHours(asked), at(start), at(end), PARIS)
    return [
        (f"{a.astimezone(PARIS):%d %H:%M}", f"{b.astimezone(PARIS):%d %H:%M}") for a, b in found
    ]


def test_a_closed_window_says_when_it_opens() -> None:
    state = window_state(window("8:00-11:00"), at("2026-03-03 12:00"), PARIS)

    assert not state.is_open
    assert state.until == state.opens_at == at("2026-03-04 08:00")


def test_an_open_window_says_until_when() -> None:
    state = window_state(window("8:00-11:00"), at("2026-03-03 08:00"), PARIS)

    assert state.is_open
    assert (state.until, state.opens_at) == (at("2026-03-03 11:00"), None)


def test_nothing_is_sold_on_a_closed_date_nor_in_the_night_that_would_begin_on_it() -> None:
    closed = window("22:00-02:00", closed_on=(FRIDAY,))

    found = between(closed, "2026-12-24 12:00", "2026-12-27 12:00")

    assert found == [("24 22:00", "25 00:00"), ("26 22:00", "27 02:00")]


def test_the_day_after_a_closed_date_is_as_ever() -> None:
    closed = window("24/7", closed_on=(FRIDAY, date(2026, 12, 26)))

    found = between(closed, "2026-12-24 12:00", "2026-12-27 12:00")

    assert found == [("24 12:00", "25 00:00"), ("27 00:00", "27 12:00")]


def test_other_hours_stand_in_for_the_rule_and_may_pass_midnight() -> None:
    other = window("8:00-11:00,22:00-02:00", opened_on=((FRIDAY, "20:00-03:00"),))

    found = between(other, "2026-12-24 21:00", "2026-12-26 23:00")

    assert found == [
        ("24 22:00", "25 00:00"),
        ("25 20:00", "26 03:00"),
        ("26 08:00", "26 11:00"),
        ("26 22:00", "26 23:00"),
    ]


def test_a_night_may_follow_a_night_of_other_hours() -> None:
    other = window("00:00-06:00", opened_on=((FRIDAY, "22:00-03:00"),))

    assert between(other, "2026-12-25 12:00", "2026-12-26 12:00") == [("25 22:00", "26 06:00")]


def test_outside_its_days_a_window_restricts_nothing() -> None:
    asked = window("8:00-11:00", valid=(date(2026, 12, 1), date(2026, 12, 24)))

    found = between(asked, "2026-11-30 12:00", "2026-12-02 12:00")

    assert found == [("30 12:00", "01 00:00"), ("01 08:00", "01 11:00"), ("02 08:00", "02 11:00")]
    assert is_on_sale(asked, at("2026-12-25 00:00"), PARIS)
    assert not is_on_sale(asked, at("2026-12-24 23:59"), PARIS)


def test_a_window_of_the_past_is_open_for_ever() -> None:
    asked = window("off", valid=(None, date(2020, 1, 1)))

    assert window_state(asked, at("2026-12-25 00:00"), PARIS).until is None


def test_a_period_may_end_on_a_closed_date() -> None:
    closed = window("8:00-11:00", closed_on=(FRIDAY,))

    assert between(closed, "2026-12-24 12:00", "2026-12-24 18:00") == []
    assert window_state(closed, at("2026-12-24 12:00"), PARIS).opens_at == at("2026-12-26 08:00")
    assert between(closed, "2026-12-23 10:00", "2026-12-25 00:00") == [
        ("23 10:00", "23 11:00"),
        ("24 08:00", "24 11:00"),
    ]


def test_the_last_day_reaches_to_midnight() -> None:
    asked = window("off", valid=(FRIDAY, FRIDAY))

    state = window_state(asked, at("2026-12-24 12:00"), PARIS)

    assert (state.is_open, state.until) == (True, at("2026-12-25 00:00"))
    assert between(asked, "2026-12-24 12:00", "2026-12-26 12:00") == [
        ("24 12:00", "25 00:00"),
        ("26 00:00", "26 12:00"),
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (window("Feb 30"), "there is no «Feb 30»"),
        (window("24/7", opened_on=((FRIDAY, "off"),)), "are not hours"),
        (window("24/7", opened_on=((FRIDAY, "10:00-10:00"),)), "ends when it begins"),
        (
            window("24/7", closed_on=(FRIDAY,), opened_on=((FRIDAY, "10:00-11:00"),)),
            "two exceptions",
        ),
        (window("24/7", valid=(FRIDAY, date(2026, 12, 24))), "can't end on 2026-12-24"),
        (window("24/7", closed_on=(date(9999, 12, 31),)), "9999-12-31 is no day of a window"),
        (window("24/7", closed_on=(FRIDAY,) * 1001), "1000 exceptions, not 1001"),
    ],
)
def test_a_window_that_can_not_be_meant_is_refused(wrong: Window, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        check_window(wrong)
