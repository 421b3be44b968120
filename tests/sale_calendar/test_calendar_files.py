"""Windows as iCalendar files, and such files as rules."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from pos2web.domain.selling import Mode, Window
from pos2web.errors import RuleError
from pos2web.sale_calendar import SaleRule, WindowHours
from pos2web.sale_calendar.calendar_export import NamedWindow, write_calendar
from pos2web.sale_calendar.calendar_import import ImportedWindow, read_calendar

PARIS = ZoneInfo("Europe/Paris")
START, END = datetime(2026, 1, 1, tzinfo=PARIS), datetime(2027, 1, 1, tzinfo=PARIS)
LATE = datetime(2026, 12, 1, tzinfo=PARIS)
PERIOD = (START.replace(tzinfo=None), END.replace(tzinfo=None))


def window(rule: str, **dates: object) -> Window:
    return Window(rule=rule, mode=Mode.OFFLINE, country="FR", **dates)  # type: ignore[arg-type] # by name


def are_repeated(content: bytes) -> list[bool]:
    calendar = Calendar.from_ical(content)
    return ["RRULE" in event for event in calendar.walk("VEVENT")]


FORMS = [
    "8:00-11:00",
    "Mo-Sa 8:00-11:00,16:00-19:00",
    "Nov-Dec",
    "24/7",
    "22:00-02:00",
    "Oct Mo,We 10:00-11:00,14:00-16:00,22:00-00:00",
    "Mo[1] 10:00-12:00",
    "8:00-11:00; easter +1 day off",
    "8:00-11:00; PH off",
    "Dec 24-26 10:00-12:00",
]


@pytest.mark.parametrize("rule", FORMS)
def test_what_a_form_says_is_written_as_repeated_events_and_read_back(rule: str) -> None:
    asked = window(rule)

    content = write_calendar([NamedWindow("menu", asked)], START, END, PARIS)

    (read,) = read_calendar(content, PARIS)
    assert all(are_repeated(content))
    assert (read.name, read.begins_on.year in (2025, 2026)) == ("menu", True)
    assert [*SaleRule.parse(read.rule).wall_openings(*PERIOD)] == [
        *WindowHours(asked).wall_openings(*PERIOD)
    ]


@pytest.mark.parametrize(
    "asked",
    [
        window("Mo-Fr 8:00-9:00; Sa 9:00-10:00"),
        window("Mo 22:00-02:00", closed_on=(date(2026, 12, 7), date(2026, 12, 15))),
        window("Mo 10:00-12:00", opened_on=((date(2026, 12, 14), "22:00-03:00"),)),
        window("Mo 10:00-12:00", valid_from=date(2026, 12, 20)),
        window("2026 Dec 24 10:00-12:00"),
        window("Feb 29"),
        window("PH 10:00-12:00"),
    ],
)
def test_any_window_is_written_as_it_is_open(asked: Window) -> None:
    content = write_calendar([NamedWindow("menu", asked)], LATE, END, PARIS)

    read = read_calendar(content, PARIS)

    low, high = LATE.replace(tzinfo=None), END.replace(tzinfo=None)
    found = [
        opening for one in read for opening in SaleRule.parse(one.rule).wall_openings(low, high)
    ]
    assert found == [*WindowHours(asked).wall_openings(low, high)]


def test_the_same_windows_make_the_same_file_with_its_zone() -> None:
    windows = [NamedWindow("menu", window("8:00-11:00")), NamedWindow("soup", window("Mo"))]

    content = write_calendar(windows, START, END, PARIS)

    assert content == write_calendar(windows, START, END, PARIS)
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris" in content
    assert [read.name for read in read_calendar(content, PARIS)] == ["menu", "soup"]


def test_holidays_of_a_form_are_days_left_out() -> None:
    content = write_calendar(
        [NamedWindow("menu", window("Mo-Sa 8:00-11:00; PH off"))], START, END, PARIS
    )

    assert b"EXDATE;TZID=Europe/Paris:20260714T080000" in content
    assert b"20261101T080000" not in content


# Reading.


def calendar(*events: tuple[str, ...]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//"]
    for event in events:
        lines += ["BEGIN:VEVENT", "SUMMARY:menu", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


MORNING = (
    "UID:1",
    "DTSTART;TZID=Europe/Paris:20260105T080000",
    "DTEND;TZID=Europe/Paris:20260105T110000",
)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ((), "2026 Jan 5 08:00-11:00"),
        (("RRULE:FREQ=DAILY",), "08:00-11:00"),
        (("RRULE:FREQ=WEEKLY",), "Mo 08:00-11:00"),
        (("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,WE",), "Mo,We 08:00-11:00"),
        (("RRULE:FREQ=WEEKLY;BYMONTH=1,10;BYDAY=MO",), "Jan,Oct Mo 08:00-11:00"),
        (("RRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR",), "Mo[1],Fr[-1] 08:00-11:00"),
        (("RRULE:FREQ=MONTHLY;BYMONTH=2,1",), "Jan 5,Feb 5 08:00-11:00"),
        (("RRULE:FREQ=MONTHLY;BYMONTH=1,2;BYMONTHDAY=5,30",), "Jan 5,Jan 30,Feb 5 08:00-11:00"),
        (("RRULE:FREQ=YEARLY",), "Jan 5 08:00-11:00"),
        (("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1MO",), "Oct Mo[1] 08:00-11:00"),
        (
            ("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3",),
            "2026 Jan 5,2026 Jan 19,2026 Feb 2 08:00-11:00",
        ),
        (("RRULE:FREQ=DAILY;COUNT=1",), "2026 Jan 5 08:00-11:00"),
        (
            ("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260301T000000Z",),
            "2026 Jan 5,2026 Jan 31,2026 Feb 28 08:00-11:00",
        ),
        (
            ("RRULE:FREQ=DAILY;BYMONTH=1,5;UNTIL=20270103T120000Z",),
            "2026 Jan 5-2026 Jan 31,2026 May 1-2026 May 31,2027 Jan 1-2027 Jan 3 08:00-11:00",
        ),
        (
            ("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Paris:20260112T080000"),
            "2026 Jan 5-2026 Jan 26 Mo 08:00-11:00; 2026 Jan 12 08:00-11:00 off",
        ),
    ],
)
def test_a_repeated_event_becomes_a_rule(more: tuple[str, ...], rule: str) -> None:
    read = read_calendar(calendar((*MORNING, *more)), PARIS)

    assert read == (ImportedWindow(name="menu", rule=rule, begins_on=date(2026, 1, 5)),)


def test_events_of_the_same_days_become_one_rule_with_all_hours() -> None:
    evening = ("UID:2", "DTSTART:20260105T220000", "DTEND:20260106T020000", "RRULE:FREQ=DAILY")
    noon = ("UID:3", "DTSTART:20260106T120000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")

    (read,) = read_calendar(calendar((*MORNING, "RRULE:FREQ=DAILY"), evening, noon), PARIS)

    assert read.rule == "08:00-11:00,22:00-02:00, Tu 12:00-13:00"


def test_an_evening_of_its_own_stands_beside_one_of_every_day() -> None:
    christmas = ("UID:2", "DTSTART:20261225T080000", "DTEND:20261225T110000")

    (read,) = read_calendar(calendar((*MORNING, "RRULE:FREQ=DAILY"), christmas), PARIS)

    assert read.rule == "08:00-11:00, 2026 Dec 25 08:00-11:00"


def test_one_that_was_moved_is_left_out_and_comes_elsewhere() -> None:
    moved = (
        *("UID:1", "RECURRENCE-ID;TZID=Europe/Paris:20260112T080000"),
        *("DTSTART;TZID=Europe/Paris:20260113T090000", "DTEND;TZID=Europe/Paris:20260113T100000"),
    )

    (read,) = read_calendar(calendar((*MORNING, "RRULE:FREQ=WEEKLY"), moved), PARIS)

    assert read.rule == ("Mo 08:00-11:00, 2026 Jan 13 09:00-10:00; 2026 Jan 12 08:00-11:00 off")


@pytest.mark.parametrize(
    ("event", "rule"),
    [
        (("DTSTART;VALUE=DATE:20260105",), "2026 Jan 5 00:00-24:00"),
        (
            ("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260107"),
            "2026 Jan 5,2026 Jan 6 00:00-24:00",
        ),
        (
            ("DTSTART:20260105T080000", "DTEND:20260107T090000"),
            "2026 Jan 5 08:00-24:00, 2026 Jan 6 00:00-24:00, 2026 Jan 7 00:00-09:00",
        ),
        (("DTSTART:20260705T080000Z", "DTEND:20260705T090000Z"), "2026 Jul 5 10:00-11:00"),
    ],
)
def test_whole_days_long_events_and_other_zones_are_told_by_our_clock(
    event: tuple[str, ...], rule: str
) -> None:
    (read,) = read_calendar(calendar(event), PARIS)

    assert read.rule == rule


def test_a_cancelled_event_is_none() -> None:
    assert read_calendar(calendar((*MORNING, "STATUS:CANCELLED")), PARIS) == ()


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ((*MORNING, "RRULE:FREQ=WEEKLY;INTERVAL=2"), "never ends"),
        ((*MORNING, "RRULE:FREQ=SECONDLY;COUNT=999999999"), "several times a day"),
        ((*MORNING, "RRULE:FREQ=DAILY;BYHOUR=8,9"), "several times a day"),
        ((*MORNING, "RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1"), "never ends"),
        ((*MORNING, "RRULE:FREQ=YEARLY;BYDAY=1MO"), "never ends"),
        ((*MORNING, "RRULE:FREQ=DAILY;UNTIL=20500101T000000Z"), "in more than ten years"),
        ((*MORNING, "RRULE:FREQ=YEARLY;COUNT=20"), "in more than ten years"),
        ((*MORNING, "RDATE;TZID=Europe/Paris:20260112T080000"), "dates of its own"),
        (("DTSTART:20260105T080000",), "does not end after it begins"),
        (("DTSTART:20260105T080000", "DTEND:20260105T080030"), "not whole minutes"),
        ((), "No DTSTART"),
        (
            ("DTSTART:20260105T080000Z", "DTEND:20260105T090000Z", "RRULE:FREQ=DAILY"),
            "from 2026-03-29 09:00 on it would not be the same",
        ),
        (
            ("DTSTART:20260105T080000", "DTEND:20260107T090000", "RRULE:FREQ=WEEKLY"),
            "repeated and longer than a day",
        ),
        ((*MORNING, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=300"), "a rule of [0-9]+ characters"),
    ],
)
def test_what_can_not_be_said_is_refused_by_name(event: tuple[str, ...], said: str) -> None:
    with pytest.raises(RuleError, match=rf"^the event «menu» can't become a rule: .*{said}"):
        read_calendar(calendar(event), PARIS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"hello", "no calendar that can be read"),
        (b"x" * 5_000_001, "5000000 bytes"),
        (calendar(*[MORNING] * 1001), "1000 events"),
        (calendar(*[(*MORNING, "RRULE:FREQ=DAILY")] * 101), "100 repeated events"),
    ],
)
def test_what_is_no_calendar_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        read_calendar(content, PARIS)
