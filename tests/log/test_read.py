"""Events come out in the order recorded."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from pos2web.errors import ArchiveError
from pos2web.log import Envelope, Event, Log
from pos2web.log.reading import CHUNK
from tests.log.conftest import NOON, TEA, TILL, StillClock, counted


def positions(
    log: Log, after: int = 0, upto: int | None = None, limit: int | None = None
) -> list[int]:
    return [event.position for event in log.read(after, upto=upto, limit=limit)]


def test_reading_begins_after_a_position_and_ends_with_another(log: Log) -> None:
    log.append([counted(n) for n in range(9)], TILL)

    assert positions(log) == list(range(1, 10))
    assert positions(log, 3) == list(range(4, 10))
    assert positions(log, 3, upto=5) == [4, 5]
    assert positions(log, 3, limit=2) == [4, 5]
    assert positions(log, limit=0) == []
    assert positions(log, 9) == []


def test_a_long_log_is_read_in_chunks_whole_and_in_order(log: Log) -> None:
    log.append([counted(n) for n in range(2 * CHUNK + 1)], TILL)

    assert positions(log) == list(range(1, 2 * CHUNK + 2))
    assert positions(log, limit=CHUNK + 1) == list(range(1, CHUNK + 2))
    assert positions(log, limit=2 * CHUNK) == list(range(1, 2 * CHUNK + 1))
    assert [event.version for event in log.read_stream(TEA)] == list(range(1, 2 * CHUNK + 2))


def test_every_event_keeps_its_own_envelope_across_chunks(log: Log) -> None:
    envelopes = [Envelope("till", f"run-{n % 3}", f"till:{n % 2}") for n in range(CHUNK + 5)]
    for envelope in envelopes[:7]:
        log.append([counted(1)], envelope)
    log.append([counted(1) for _ in range(CHUNK)], envelopes[7])
    log.append([counted(1)], envelopes[8])

    runs = [event.run for event in log.read()]

    expected = [envelope.run for envelope in envelopes[:7]]
    assert runs == expected + [envelopes[7].run] * CHUNK + [envelopes[8].run]


def test_one_may_append_while_reading(log: Log) -> None:
    log.append([counted(1), counted(2)], TILL)

    for event in islice(log.read(), 2):
        log.append([counted(3)], Envelope("task", cause=event.position))

    assert log.head == 4


def test_a_reader_follows_a_writer(path: Path, log: Log, clock: StillClock) -> None:
    with Log.open(path, clock=clock, read_only=True) as reader:
        assert reader.head == 0

        log.append([counted(1)], TILL)

        assert positions(reader) == [1]


@pytest.mark.parametrize(("seconds", "position"), [(-1, 0), (0, 2), (59, 2), (60, 3), (3600, 3)])
def test_an_instant_leads_to_the_last_position_recorded_by_then(
    log: Log, clock: StillClock, seconds: int, position: int
) -> None:
    log.append([counted(1), counted(2)], TILL)
    clock.move(60)
    log.append([counted(3)], TILL)

    assert log.position_at(NOON + timedelta(seconds=seconds)) == position


def test_an_instant_without_a_zone_is_a_mistake(log: Log) -> None:
    with pytest.raises(TypeError):
        log.position_at(datetime(2026, 11, 24, 12, 0))  # noqa: DTZ001 - what is tried


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("payload", b"{", "truncated"),
        ("payload", b'{"key": 1}', "str"),
        ("payload", 7, ""),
        ("type", "price_set.77", "doesn't know the type"),
        ("recorded_at", "noon", ""),
        ("recorded_at", 2**62, ""),
        ("actor", "a\x1fb", ""),
    ],
)
def test_a_damaged_event_is_named_and_those_before_it_are_read(
    path: Path, log: Log, column: str, value: object, says: str
) -> None:
    log.append([counted(1), counted(2), counted(3)], TILL)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE events SET {column} = ? WHERE position = 2", (value,))  # noqa: S608 - names of ours, values are bound

    found: list[Event] = []
    with pytest.raises(ArchiveError, match=f"position 2 .*{says}"):
        found.extend(log.read())

    assert [event.position for event in found] == [1]
    assert any("position 2 " in problem for problem in log.verify().problems)


def test_reading_does_not_go_on_behind_a_damaged_event(log: Log) -> None:
    log.append([counted(number) for number in range(CHUNK + 1)], TILL)
    with closing(sqlite3.connect(log.path)) as other, other:
        other.execute("UPDATE events SET payload = x'' WHERE position = 1")
    events = log.read()

    with pytest.raises(ArchiveError, match="position 1 "):
        next(events)

    assert list(events) == []
