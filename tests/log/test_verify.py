"""A check of the log names whatever isn't as it was written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.log import Log
from pos2web.log.verification import PROBLEMS_MAX
from tests.log.conftest import TEA, TILL, counted
from tests.shops.clocks import StillClock

COFFEE = "till:main/stock/COFFEE"


def tampered(log: Log, clock: StillClock, *statements: str) -> tuple[str, ...]:
    """What a check says of six events in two streams, a second apart, after some SQL."""
    for number in range(3):
        log.append([counted(number), counted(number, COFFEE)], TILL)
        clock.move(1)
    with closing(sqlite3.connect(log.path)) as other, other:
        for statement in statements:
            other.execute(statement)
    return log.verify().problems


def test_a_log_as_it_was_written_has_no_problems(log: Log, clock: StillClock) -> None:
    assert tampered(log, clock) == ()

    assert log.verify().ok
    assert log.verify().events == 6


def test_an_empty_log_has_no_problems(log: Log) -> None:
    assert log.verify().ok


@pytest.mark.parametrize(
    ("statement", "problems"),
    [
        (
            "DELETE FROM events WHERE position IN (3, 4)",
            (
                f"position 5 is version 3 of {TEA}, not 2",
                f"position 6 is version 3 of {COFFEE}, not 2",
                "positions 3 to 4 are missing",
            ),
        ),
        ("DELETE FROM events WHERE position > 4", ("positions 5 to 6 are missing",)),
        (
            "DELETE FROM events WHERE position = 1",
            (f"position 3 is version 2 of {TEA}, not 1", "positions 1 to 1 are missing"),
        ),
        (
            "UPDATE events SET position = 7 WHERE position = 1",
            (
                f"position 3 is {TEA}@2, but the one before is at 7",
                "positions 1 to 1 are missing",
                "position 7 is recorded before the one before it",
            ),
        ),
        (
            "UPDATE events SET recorded_at = recorded_at + 1000000 WHERE position = 2",
            (
                "positions 1 to 2 were appended together, but differ in instant, actor, run or "
                "connection",
            ),
        ),
        (
            "UPDATE events SET recorded_at = recorded_at + 10000000 WHERE position = 4",
            (
                "position 5 is recorded before the one before it",
                "position 6 is recorded before the one before it",
            ),
        ),
    ],
)
def test_what_was_done_to_a_log_is_found(
    log: Log, clock: StillClock, statement: str, problems: tuple[str, ...]
) -> None:
    assert set(problems) <= set(tampered(log, clock, statement))


def test_a_removed_event_does_not_make_what_comes_after_it_look_altered(
    log: Log, clock: StillClock
) -> None:
    problems = tampered(log, clock, "DELETE FROM events WHERE position = 3")

    assert problems == (
        f"position 5 is version 3 of {TEA}, not 2",
        "positions 3 to 3 are missing",
        "events are missing in positions 3 to 4",
    )


def test_a_report_has_an_end(log: Log) -> None:
    log.append([counted(number) for number in range(PROBLEMS_MAX + 5)], TILL)
    with closing(sqlite3.connect(log.path)) as other, other:
        other.execute("UPDATE events SET payload = x''")

    *unreadable, chained = log.verify().problems
    assert len(unreadable) == PROBLEMS_MAX
    assert chained.startswith("positions 1 to 105 ")


def test_damaged_pages_are_found(path: Path, clock: StillClock) -> None:
    with Log.open(path, clock=clock) as log:
        log.append([counted(number) for number in range(2000)], TILL)
    content = bytearray(path.read_bytes())
    for start in range(4096 * 12, len(content), 4096 * 2):
        content[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(content)

    with Log.open(path, clock=clock) as log:
        assert any("the file can't be read" in problem for problem in log.verify().problems)


def test_an_index_that_says_otherwise_is_found(log: Log, clock: StillClock) -> None:
    problems = tampered(
        log,
        clock,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, '(recorded_at)', '(cause)')"
        " WHERE name = 'events_recorded_at'",
        "PRAGMA schema_version = 1000",
    )

    assert "the file is damaged: row 1 missing from index events_recorded_at" in problems


def test_a_check_of_what_can_not_be_read_at_all_says_so(path: Path, clock: StillClock) -> None:
    with Log.open(path, clock=clock) as log:
        log.append([counted(1)], TILL)
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE events")

        report = log.verify()

    assert not report.ok
    assert report.events == 0
