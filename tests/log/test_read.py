"""Events come out in the order recorded."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.streams import Stream
from pos2web.domain.values import ConnectionName, Position
from pos2web.errors import ArchiveError
from pos2web.log import Envelope, Event, Log
from pos2web.log.log import LONG
from pos2web.log.reading import CHUNK
from tests.log.conftest import TEA, TILL, counted
from tests.shops.clocks import NOON, StillClock


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
    assert [event.version for event in log.read_stream(Stream(TEA))] == list(
        range(1, 2 * CHUNK + 2)
    )


def test_every_event_keeps_its_own_envelope_across_chunks(log: Log) -> None:
    envelopes = [
        Envelope("till", f"run-{n % 3}", ConnectionName(f"till:{n % 2}")) for n in range(CHUNK + 5)
    ]
    for envelope in envelopes[:7]:
        log.append([counted(1)], envelope)
    log.append([counted(1) for _ in range(CHUNK)], envelopes[7])
    log.append([counted(1)], envelopes[8])

    runs = [event.run for event in log.read()]

    expected = [envelope.run for envelope in envelopes[:7]]
    assert runs == expected + [envelopes[7].run] * CHUNK + [envelopes[8].run]


APPENDS = st.lists(st.sampled_from([1, 2, LONG - 1, LONG, LONG + 1, CHUNK + LONG]), max_size=5)


@settings(max_examples=30)
@given(APPENDS, st.data())
def test_events_come_out_as_they_went_in_however_long_the_appends(
    sizes: list[int], data: st.DataObject
) -> None:
    clock, recorded = StillClock(), []
    with TemporaryDirectory() as folder, Log.open(Path(folder, "log.db"), clock=clock) as log:
        for number, size in enumerate(sizes):
            envelope = Envelope(
                f"till-{number % 2}", f"run-{number}", MAIN_TILL, cause=Position(number)
            )
            entries = [counted(count, cause=count % 3) for count in range(size)]
            log.append(entries, envelope)
            now = clock.move(1) - timedelta(seconds=1)
            recorded += [
                (entry.fact, entry.cause or number, envelope.actor, envelope.run, now)
                for entry in entries
            ]
        end = len(recorded)
        after = data.draw(st.integers(0, end))
        upto = data.draw(st.none() | st.integers(0, end + 1))
        limit = data.draw(st.none() | st.integers(0, end + 1))

        found = list(log.read(after, upto=upto, limit=limit))

    expected = [*enumerate(recorded, 1)][after:upto][:limit]
    assert [(one.position, one.version) for one in found] == [(at, at) for at, _ in expected]
    assert [(one.fact, one.cause, one.actor, one.run, one.recorded_at) for one in found] == [
        event for _, event in expected
    ]
    assert {one.connection for one in found} <= {"till:main"}


@pytest.mark.parametrize(
    ("column", "value", "position"),
    [("payload", b"{", LONG + 7), ("recorded_at", "noon", 2 * LONG), ("recorded_at", 2**62, LONG)],
)
def test_a_damaged_event_of_a_long_append_is_named(
    log: Log, column: str, value: object, position: int
) -> None:
    log.append([counted(n) for n in range(LONG)], TILL)
    log.append([counted(n) for n in range(LONG)], TILL)
    with closing(sqlite3.connect(log.path)) as other, other:
        statement = f"UPDATE events SET {column} = ? WHERE position = ?"  # noqa: S608 - names of ours, values are bound
        other.execute(statement, (value, position))

    found: list[Event] = []
    with pytest.raises(ArchiveError, match=f"position {position} "):
        found.extend(log.read())

    assert [event.position for event in found] == [*range(1, position)]


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
