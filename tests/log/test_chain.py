"""Every append is chained onto the one before it."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import Fact
from pos2web.domain.streams import Stream
from pos2web.errors import ArchiveError, ConflictError
from pos2web.log import Entry, Envelope, Log
from pos2web.log.chain import encoded, line_of, parsed
from pos2web.log.lines import EVENTS_AT_ONCE
from tests.log.conftest import TEA, TILL, counted
from tests.shops.clocks import StillClock

COFFEE = "till:main/stock/CAFÉ"


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def altered(log: Log, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(log.path)) as other, other:
        other.execute(statement, values)


def test_the_line_of_an_append_is_its_events_as_documented(log: Log) -> None:
    log.append([counted(1, cause=0)], TILL)
    log.append(
        [counted(2, COFFEE, cause=1), counted(3)], Envelope('user:"é\\\x01', "run-2", MAIN_TILL)
    )

    lines = list(log.lines())

    payload = '{"key":"TEA","quantity":"1","was":"0"}'
    assert lines[0].decode() == (
        '{"position":1,"at":1795521600000000,"actor":"till","run":"run-1","connection":"till:main",'
        f'"events":[["{TEA}",1,"stock_counted.1",0,{payload}]]}}'
    )
    payloads = ['{"key":"CAFÉ","quantity":"2","was":"0"}', '{"key":"TEA","quantity":"3","was":"0"}']
    assert lines[1].decode() == (
        '{"position":2,"at":1795521600000000,"actor":"user:\\"é\\\\\\u0001","run":"run-2",'
        f'"connection":"till:main","events":[["{COFFEE}",1,"stock_counted.1",1,{payloads[0]}],'
        f'["{TEA}",2,"stock_counted.1",0,{payloads[1]}]]}}'
    )


def test_a_digest_answers_for_all_appends_before_it(log: Log) -> None:
    log.append([counted(1), counted(2)], TILL)
    log.append([counted(3)], TILL)
    first, second = log.lines()

    assert len(log.id) == 32
    assert log.digest_at(0) == sha256(b"pos2web log ", log.id.encode())
    assert log.digest_at(2) == sha256(log.digest_at(0), first)
    assert log.digest_at(3) == sha256(log.digest_at(2), second)
    with pytest.raises(ArchiveError, match="no append ends at position 1 "):
        log.digest_at(1)


def test_a_boundary_is_the_last_end_of_an_append(log: Log) -> None:
    assert log.boundary(7) == 0

    log.append([counted(1), counted(2)], TILL)
    log.append([counted(3)], TILL)

    assert [log.boundary(position) for position in (0, 1, 2, 3, 4)] == [0, 0, 2, 3, 3]
    assert [log.next_boundary(position) for position in (0, 1, 2, 3, 4)] == [2, 2, 3, 0, 0]


def test_the_chain_goes_on_after_another_opening(path: Path, clock: StillClock) -> None:
    for number in range(3):
        with Log.open(path, clock=clock) as log:
            log.append([counted(number)], TILL)
            log.append([counted(number)], TILL)
            known = log.id

    with Log.open(path, clock=clock, read_only=True) as log:
        assert log.id == known
        assert log.verify().problems == ()


def test_the_chain_goes_on_after_an_append_that_failed(log: Log) -> None:
    log.append([counted(1)], TILL)
    with pytest.raises(KeyError):
        log.append([counted(2), Entry(Stream(TEA), Fact())], TILL)
    altered(
        log, "CREATE TRIGGER full BEFORE INSERT ON appends BEGIN SELECT raise(ABORT, 'no'); END"
    )
    with pytest.raises(ConflictError):
        log.append([counted(2), counted(3)], TILL)
    altered(log, "DROP TRIGGER full")

    log.append([counted(2)], TILL)

    assert log.verify().ok


def test_lines_begin_and_end_where_asked(log: Log) -> None:
    for number in range(5):
        log.append([counted(number), counted(number, COFFEE)], TILL)

    positions = [parsed(line).position for line in log.lines(2, 8)]

    assert positions == [3, 5, 7]
    assert list(log.lines(10)) == []


def test_many_lines_are_read_in_portions(log: Log) -> None:
    sizes = [1, EVENTS_AT_ONCE + 1, *[1] * 300, 2]
    for size in sizes:
        log.append([counted(n) for n in range(size)], TILL)

    found = [parsed(line) for line in log.lines()]

    assert [len(one.events) for one in found] == sizes
    assert found[-1].last == log.head


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("DELETE FROM events WHERE position = 2", "missing in positions 1 to 3"),
        ("UPDATE events SET actor = 'x' WHERE position = 2", "positions 1 to 3 .* differ"),
        (
            "UPDATE events SET payload = 5 WHERE position = 2",
            "payload in positions 1 to 3 is not of",
        ),
    ],
)
def test_no_line_is_made_of_what_was_altered(log: Log, statement: str, says: str) -> None:
    log.append([counted(1), counted(2), counted(3)], TILL)
    altered(log, statement)

    with pytest.raises(ArchiveError, match=says):
        list(log.lines())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE identity SET id = x'00'",
        "DELETE FROM identity",
        "INSERT INTO identity VALUES ('x')",
    ],
)
def test_a_log_must_say_which_it_is(log: Log, statement: str) -> None:
    altered(log, statement)

    with pytest.raises(ArchiveError, match="does not say which log"):
        log.digest_at(0)


@given(
    texts=st.lists(st.text(max_size=20).filter(lambda t: "\x1f" not in t), min_size=4, max_size=4),
    numbers=st.tuples(st.integers(1, 2**60), st.integers(0, 2**60), st.integers(0, 2**60)),
)
def test_a_line_is_one_line_and_tells_all(texts: list[str], numbers: tuple[int, int, int]) -> None:
    stream, actor, run, connection = texts
    position, at, cause = numbers
    row = (stream, 1, "t.1", b'{"a":"\xc3\xa9"}', at, actor, cause, run, connection)

    line = bytes(encoded(line_of(position, [row, row])))

    told = parsed(line)
    assert b"\n" not in line
    assert (told.position, told.at, told.last) == (position, at, position + 1)
    assert (told.actor, told.run, told.connection) == (actor, run, connection)
    assert [event[:4] for event in told.events] == [(stream, 1, "t.1", cause)] * 2
    assert [bytes(event[4]) for event in told.events] == [row[3]] * 2
