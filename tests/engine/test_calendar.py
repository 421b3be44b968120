"""The merchant's calendar: windows by the wall clock, worked out once between their edges."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pos2web.domain.selling import Mode, Window, WindowState
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.context import NoCalendar
from pos2web.errors import RuleError

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
MORNING = Window(rule="08:00-11:00", mode=Mode.OFFLINE)


@pytest.fixture
def calendar() -> WallCalendar:
    return WallCalendar(PARIS)


def at(hour: int, *, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=PARIS).astimezone(UTC)


def test_a_window_is_open_until_its_edge_and_says_when_it_opens_again(
    calendar: WallCalendar,
) -> None:
    inside, outside = calendar.state(MORNING, NINE), calendar.state(MORNING, at(11))

    assert inside == WindowState(is_open=True, until=at(11))
    assert outside == WindowState(is_open=False, until=at(8, day=25), opens_at=at(8, day=25))


def test_between_two_edges_it_is_worked_out_once(calendar: WallCalendar) -> None:
    first = calendar.state(MORNING, NINE)

    assert calendar.state(MORNING, at(11) - timedelta(seconds=1)) is first
    assert calendar.state(MORNING, at(11)) is not first


def test_a_clock_set_back_is_believed(calendar: WallCalendar) -> None:
    calendar.state(MORNING, NINE)

    assert not calendar.state(MORNING, at(7)).is_open


def test_what_has_no_edge_is_looked_at_again_after_a_day(calendar: WallCalendar) -> None:
    always = Window(rule="24/7", mode=Mode.OFFLINE)

    first = calendar.state(always, NINE)

    assert first == WindowState(is_open=True)
    assert calendar.state(always, NINE + timedelta(hours=23)) is first
    assert calendar.state(always, NINE + timedelta(days=1)) is not first


def test_a_window_that_cannot_be_read_is_refused(calendar: WallCalendar) -> None:
    with pytest.raises(RuleError):
        calendar.state(Window(rule="when we like", mode=Mode.OFFLINE), NINE)


def test_more_windows_than_are_kept_ready_are_read_all_the_same() -> None:
    calendar = WallCalendar(PARIS, ready_max=2)
    windows = [Window(rule=f"0{hour}:00-11:00", mode=Mode.OFFLINE) for hour in range(5)]

    assert [calendar.state(window, NINE).is_open for window in windows * 2] == [True] * 10
    assert len(calendar._ready) <= 2


def test_a_message_names_the_next_opening(calendar: WallCalendar) -> None:
    message = {"fr": "De retour {opening}", "en": "Back {opening}"}

    told = calendar.worded(message, at(8, day=25), NINE)

    assert told == {"fr": "De retour demain à 8:00", "en": "Back tomorrow at 8:00"}


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (NINE, datetime(2026, 11, 24, 23, tzinfo=UTC)),
        (datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    ],
)
def test_midnight_is_that_of_the_wall_clock(
    calendar: WallCalendar, now: datetime, midnight: datetime
) -> None:
    assert calendar.midnight(now) == midnight


def test_without_a_calendar_everything_is_open_and_messages_stay_as_they_are() -> None:
    none = NoCalendar()

    assert none.state(MORNING, at(3)).is_open
    assert none.worded({"fr": "À {opening}"}, None, NINE) == {"fr": "À {opening}"}
    assert none.midnight(NINE) == datetime(2026, 11, 25, tzinfo=UTC)
