"""Whatever is done to a row of the log is found, and the message says where."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.domain.connections import MAIN_TILL
from pos2web.log import Envelope, Log
from pos2web.log import chain as links
from pos2web.log.proving import prove
from pos2web.log.sealing import seal
from tests.log.conftest import TEA, TILL, counted
from tests.shops.clocks import StillClock

COFFEE = "till:main/stock/COFFEE"
NAMES_A_PLACE = re.compile(r"positions? (up to )?\d|segment|up to position|which log|not in order")


@pytest.fixture
def shop(log: Log, clock: StillClock) -> Log:
    """Ten events: appends of 2, 3, 1, 2 and 2, some of them at one instant."""
    for size, run in ((2, "run-1"), (3, "run-1"), (1, "run-2"), (2, ""), (2, "run-3")):
        streams = [TEA, COFFEE, TEA][:size]
        entries = [counted(n, stream, cause=n) for n, stream in enumerate(streams)]
        log.append(entries, Envelope("till", run, MAIN_TILL))
        if size != 3:
            clock.move(1)
    return log


def altered(log: Log, *statements: str) -> tuple[str, ...]:
    """What a check says after some SQL, which must change something."""
    with closing(sqlite3.connect(log.path)) as other, other:
        for statement in statements:
            other.execute(statement)
        assert other.total_changes
    return prove(log, log.segments).problems


def test_nothing_is_found_where_nothing_was_done(shop: Log) -> None:
    seal(shop, shop.segments, events=3)

    report = prove(shop, shop.segments)

    assert (report.problems, report.events, report.segments) == ((), 10, 3)


ALTERED: dict[str, Iterable[str]] = {
    "stream": (f"'{TEA}x'", "'shop:main/stock/TEA'", "stream || char(0)", "x'00'", "upper(stream)"),
    "version": ("version + 7", "-version", "0", "'x'", "1.5"),
    "type": ("'stock_found.1'", "'stock_counted.2'", "upper(type)", "x'00'"),
    "payload": (
        "CAST(payload AS TEXT)",
        "CAST(replace(CAST(payload AS TEXT), 'was', 'Was') AS BLOB)",
        """CAST('{"key":"TEA","quantity":"99","was":"0"}' AS BLOB)""",
        "payload || x'20'",
        "x''",
        "7",
    ),
    "recorded_at": ("recorded_at + 1", "recorded_at - 1", "0", "'noon'", "recorded_at + 0.5"),
    "actor": ("'user:me'", "''", "x'74696c6c'", "actor || ' '"),
    "cause": ("cause + 1", "cause - 1", "'x'", "NULLIF(cause, 0) IS NULL"),
    "run": ("'run-9'", "run || char(31)", "x'00'"),
    "connection": ("'shop:main'", "upper(connection)", "x'00'"),
    "position": ("position + 100", "-position", "0"),
}


@pytest.mark.parametrize("position", [1, 4, 6, 10])
@pytest.mark.parametrize(
    ("column", "value"), [(column, value) for column, values in ALTERED.items() for value in values]
)
def test_an_altered_column_is_found(shop: Log, column: str, value: str, position: int) -> None:
    problems = altered(shop, f"UPDATE events SET {column} = {value} WHERE position = {position}")  # noqa: S608 - what is tried

    assert problems
    assert any(NAMES_A_PLACE.search(problem) for problem in problems)


DONE = {
    "removed": ["DELETE FROM events WHERE position = 6"],
    "removed with its append": [
        "DELETE FROM events WHERE position = 6",
        "DELETE FROM appends WHERE position = 6",
    ],
    "removed, and all after it moved up": [
        "DELETE FROM events WHERE position = 6",
        "DELETE FROM appends WHERE position = 6",
        "UPDATE events SET position = position - 1 WHERE position > 6",
        "UPDATE appends SET position = position - 1 WHERE position > 6",
        "UPDATE events SET version = version - 1 WHERE position >= 6 AND stream LIKE '%TEA'",
        "UPDATE sqlite_sequence SET seq = 9",
    ],
    "swapped": [
        "UPDATE events SET position = 99 WHERE position = 3",
        "UPDATE events SET position = 3 WHERE position = 4",
        "UPDATE events SET position = 4 WHERE position = 99",
    ],
    "contents swapped": [
        "CREATE TABLE old AS SELECT * FROM events",
        "UPDATE events SET payload = (SELECT payload FROM old WHERE position = 5) WHERE position = 3",
        "UPDATE events SET payload = (SELECT payload FROM old WHERE position = 3) WHERE position = 5",
        "DROP TABLE old",
    ],
    "appended by another": [
        "INSERT INTO events SELECT 11, 'till:main/stock/TEA', 99, type, payload, recorded_at, actor, cause, run,"
        " connection FROM events WHERE position = 10",
    ],
    "inserted": [
        "UPDATE events SET position = -position WHERE position > 3",
        "UPDATE events SET position = 1 - position WHERE position < 0",
        "INSERT INTO events SELECT 4, 'till:main/stock/MILK', 1, type, payload, recorded_at, actor,"
        " cause, run, connection FROM events WHERE position = 3",
    ],
    "doubled": [
        "INSERT INTO events SELECT 11, stream, version + 1, type, payload, recorded_at, actor,"
        " cause, run, connection FROM events WHERE position = 10",
        "INSERT INTO appends SELECT 11, digest FROM appends WHERE position = 10",
    ],
    "all moved": [
        "UPDATE events SET position = -position",
        "UPDATE events SET position = 1 - position",
        "UPDATE appends SET position = -position",
        "UPDATE appends SET position = 1 - position",
    ],
    "tail removed": ["DELETE FROM events WHERE position > 8"],
    "tail removed with its append": [
        "DELETE FROM events WHERE position > 8",
        "DELETE FROM appends WHERE position > 8",
    ],
    "all removed": ["DELETE FROM events", "DELETE FROM appends"],
    "table of counts altered": ["UPDATE sqlite_sequence SET seq = 5"],
    "an end removed": ["DELETE FROM appends WHERE position = 5"],
    "the last end removed": ["DELETE FROM appends WHERE position = 10"],
    "all ends removed": ["DELETE FROM appends"],
    "an end moved": ["UPDATE appends SET position = 4 WHERE position = 5"],
    "an end moved beyond": ["UPDATE appends SET position = 12 WHERE position = 10"],
    "an end inserted": ["INSERT INTO appends VALUES (4, randomblob(32))"],
    "an event before the first": [
        "INSERT INTO events SELECT 0, 'till:main/stock/MILK', 1, type, payload, recorded_at, actor,"
        " cause, run, connection FROM events WHERE position = 3",
    ],
    "an end before the first": ["INSERT INTO appends VALUES (0, randomblob(32))"],
    "a digest altered": ["UPDATE appends SET digest = randomblob(32) WHERE position = 6"],
    "the last digest altered": ["UPDATE appends SET digest = randomblob(32) WHERE position = 10"],
    "a digest as text": ["UPDATE appends SET digest = hex(digest) WHERE position = 6"],
    "a short digest": ["UPDATE appends SET digest = x'00' WHERE position = 10"],
    "another name": ["UPDATE identity SET id = lower(hex(randomblob(16)))"],
    "no name": ["DELETE FROM identity"],
    "two names": ["INSERT INTO identity VALUES ('x')"],
}


@pytest.mark.parametrize("statements", DONE.values(), ids=DONE.keys())
def test_an_operation_on_rows_is_found(shop: Log, statements: list[str]) -> None:
    problems = altered(shop, *statements)

    assert any(NAMES_A_PLACE.search(problem) for problem in problems)


CUT_OFF = [
    "DELETE FROM events WHERE position > 6",
    "DELETE FROM appends WHERE position > 6",
    "UPDATE sqlite_sequence SET seq = 6",
]


def test_a_tail_that_was_cut_off_without_trace_is_found_by_its_segments(shop: Log) -> None:
    seal(shop, shop.segments, events=3)

    problems = altered(shop, *CUT_OFF)

    assert "positions 7 to 8 are missing: 000000000006-000000000008.segment has them" in problems


def test_a_tail_that_was_cut_off_before_it_was_sealed_is_not_found_here(shop: Log) -> None:
    assert altered(shop, *CUT_OFF) == ()


def rechained(path: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    """Alter a log as somebody would who knows the format: with all digests anew."""
    with closing(sqlite3.connect(path)) as other, other:
        change(other)
        digest = links.start(other.execute("SELECT id FROM identity").fetchone()[0])
        after = 0
        for (last,) in other.execute("SELECT position FROM appends ORDER BY position").fetchall():
            query = "SELECT * FROM events WHERE position > ? AND position <= ? ORDER BY position"
            rows = [row[1:] for row in other.execute(query, (after, last))]
            digest = hashlib.sha256(digest + links.encoded(links.line_of(after + 1, rows))).digest()
            other.execute("UPDATE appends SET digest = ? WHERE position = ?", (digest, last))
            after = last


def test_a_log_that_was_chained_anew_is_found_by_its_segments(shop: Log) -> None:
    seal(shop, shop.segments, events=3)
    rechained(shop.path, lambda log: log.execute("UPDATE events SET cause = 1 WHERE position = 6"))

    assert shop.verify().ok
    assert prove(shop, shop.segments).problems == (
        "positions up to 8 are not those that were sealed in 000000000006-000000000008.segment",
    )


def test_an_append_after_lost_digests_goes_on_from_what_is_there(path: Path) -> None:
    with Log.open(path, clock=StillClock()) as log:
        log.append([counted(1)], TILL)
        log.append([counted(2)], TILL)
        altered(log, "DELETE FROM appends WHERE position = 2")
    with Log.open(path, clock=StillClock()) as log:
        log.append([counted(3)], TILL)

        assert log.verify().problems == (
            "positions 2 to 3 are not what was appended: their digest differs",
        )
