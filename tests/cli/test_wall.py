"""Days and instants are those of the clock on the wall of the shop."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pos2web.cli.common import instants as wall
from pos2web.cli.common.refusing import CommandLineRefusal
from pos2web.cli.common.session import Session
from pos2web.settings import Home

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday, half past ten in Paris."""


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(home=Home(path=tmp_path), language="en")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("2026-12-24", "2026-12-24 0:00"),
        ("2026-12-24T09:30", "2026-12-24 9:30"),
        ("2026-12-24 09:30", "2026-12-24 9:30"),
        ("2026-12-24T09:30Z", "2026-12-24 10:30"),
        ("24/12/2026 8h", "2026-12-24 8:00"),
        ("24/12/2026", "2026-12-24 0:00"),
        ("demain  8:00", "2026-11-25 8:00"),
        ("tomorrow at 8h30", "2026-11-25 8:30"),
        ("Aujourd’hui à 18:00", "2026-11-24 18:00"),  # noqa: RUF001 - as careful people type
        ("today", "2026-11-24 0:00"),
        ("hier 18h", "2026-11-23 18:00"),
        ("lundi 10h", "2026-11-30 10:00"),
        ("Tuesday", "2026-12-01 0:00"),
        ("18h30", "2026-11-24 18:30"),
        ("8:00", "2026-11-25 8:00"),
    ],
)
def test_an_instant_is_read_as_people_say_it(session: Session, text: str, there: str) -> None:
    assert wall.shown(wall.instant(session, text, NOW, PARIS), PARIS) == there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("2026-11-23", "2026-11-23 0:00"),
        ("2026-11-24T09:30Z", "2026-11-24 10:30"),
        ("24/10/2026 8h", "2026-10-24 8:00"),
        ("hier  18:00", "2026-11-23 18:00"),
        ("Yesterday", "2026-11-23 0:00"),
        ("today 8h30", "2026-11-24 8:30"),
        ("lundi 10h", "2026-11-23 10:00"),
        ("Tuesday", "2026-11-17 0:00"),
        ("8:00", "2026-11-24 8:00"),
        ("18h30", "2026-11-23 18:30"),
        ("-2h", "2026-11-24 8:30"),
        ("- 90 min", "2026-11-24 9:00"),
        ("-3j", "2026-11-21 10:30"),
        ("-1d", "2026-11-23 10:30"),
    ],
)
def test_an_instant_of_the_past_is_read_as_people_say_it(
    session: Session, text: str, there: str
) -> None:
    assert wall.shown(wall.before(session, text, NOW, PARIS), PARIS) == there


@pytest.mark.parametrize("text", ["", "soon", "hier midi", "-2", "0026-12-24", "8"])
def test_what_is_no_instant_of_the_past_is_refused(session: Session, text: str) -> None:
    with pytest.raises(CommandLineRefusal, match="is no instant of the past"):
        wall.before(session, text, NOW, PARIS)


@pytest.mark.parametrize("text", ["2026-11-24T10:31", "today 11:00", "demain", "2999-01-01"])
def test_what_is_still_to_come_is_refused(session: Session, text: str) -> None:
    with pytest.raises(CommandLineRefusal, match="is still to come"):
        wall.before(session, text, NOW, PARIS)


@pytest.mark.parametrize(
    ("since", "until", "there"),
    [
        ("hier 14:00", "hier 18h", ("2026-11-23 14:00", "2026-11-23 18:00")),
        ("2026-11-01", "today", ("2026-11-01 0:00", "2026-11-24 0:00")),
        ("-2h", "demain", ("2026-11-24 8:30", "2026-11-25 0:00")),
        (None, "2999-01-01", (None, "2999-01-01 0:00")),
        ("lundi", None, ("2026-11-23 0:00", None)),
        (None, None, (None, None)),
    ],
)
def test_a_period_is_read_as_people_say_it(
    session: Session, since: str | None, until: str | None, there: tuple[str | None, str | None]
) -> None:
    found = wall.period(session, since, until, NOW, PARIS)

    assert tuple(at and wall.shown(at, PARIS) for at in found) == there


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        ("soon", None, "^--since: 'soon' is no instant"),
        ("demain", None, "^--since: 'demain' is still to come: 2026-11-25 0:00"),
        (None, "31/02/2026", "^--until: '31/02/2026' is no instant"),
        ("hier", "lundi", "nothing between --since 2026-11-23 0:00 and --until 2026-11-23 0:00"),
        ("-1h", "-2h", "nothing between --since 2026-11-24 9:30 and --until 2026-11-24 8:30"),
    ],
)
def test_a_period_that_is_none_names_what_is_wrong(
    session: Session, since: str | None, until: str | None, fault: str
) -> None:
    with pytest.raises(CommandLineRefusal, match=fault):
        wall.period(session, since, until, NOW, PARIS)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "demain midi", "25:00", "8:99", "31/02/2027", "8", "0026-12-24", "9999-12-31"],
)
def test_what_is_no_instant_is_refused(session: Session, text: str) -> None:
    with pytest.raises(CommandLineRefusal, match="is no instant; for example"):
        wall.instant(session, text, NOW, PARIS)


def test_days_are_one_or_all_from_one_to_another(session: Session) -> None:
    assert [*wall.days(session, "24/12/2026")] == [date(2026, 12, 24)]
    assert [*wall.days(session, "2026-12-30..2027-01-01")] == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]


@pytest.mark.parametrize("text", ["2026-12-30..2026-12-29", "2026-12-30..2036-12-29"])
def test_days_that_end_before_they_begin_or_never_are_refused(session: Session, text: str) -> None:
    with pytest.raises(CommandLineRefusal, match="does not go from a day to another"):
        [*wall.days(session, text)]


@pytest.mark.parametrize("text", ["Christmas", "24/12/26", "9999-12-31"])
def test_a_day_that_is_none_is_refused(session: Session, text: str) -> None:
    with pytest.raises(CommandLineRefusal, match=f"'{text}' is no date"):
        wall.day(session, text)


def test_a_time_that_comes_twice_says_which_it_is() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert wall.clock(first, PARIS) == "2:30 CEST"
    assert wall.clock(second, PARIS) == "2:30 CET"
