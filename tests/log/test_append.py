"""Facts go in by whole appends."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import Fact
from pos2web.domain.streams import Stream
from pos2web.domain.values import Position
from pos2web.errors import ConflictError, RuleError
from pos2web.log import Entry, Envelope, Log
from tests.log.conftest import TEA, TILL, counted
from tests.shops.clocks import NOON, StillClock


def test_an_append_says_where_its_events_are(log: Log) -> None:
    log.append([counted(1)], TILL)

    positions = log.append([counted(2), counted(3)], TILL)

    assert positions == range(2, 4)
    assert log.head == 3


def test_an_event_carries_the_fact_and_its_envelope(log: Log) -> None:
    entry = counted(4)

    log.append([entry], Envelope("technician:Ana", "run-7", MAIN_TILL, cause=Position(3)))

    (event,) = log.read()
    assert (event.position, event.id, event.version) == (1, f"{TEA}@1", 1)
    assert (event.actor, event.run, event.connection) == ("technician:Ana", "run-7", "till:main")
    assert (event.cause, event.recorded_at, event.fact) == (3, NOON, entry.fact)


def test_an_entrys_own_cause_wins(log: Log) -> None:
    log.append([counted(1, cause=9), counted(2)], Envelope("task", cause=Position(5)))

    assert [event.cause for event in log.read()] == [9, 5]


def test_versions_count_within_each_stream(log: Log) -> None:
    coffee = "till:main/stock/COFFEE"
    log.append([counted(1), counted(2, coffee)], TILL)

    log.append([counted(3), counted(4), counted(5, coffee)], TILL)

    assert [event.version for event in log.read()] == [1, 1, 2, 3, 2]


def test_versions_go_on_after_the_log_was_closed(path: Path, clock: StillClock) -> None:
    with Log.open(path, clock=clock) as log:
        log.append([counted(1), counted(2)], TILL)

    with Log.open(path, clock=clock) as log:
        log.append([counted(3)], TILL)

        assert [event.version for event in log.read_stream(Stream(TEA))] == [1, 2, 3]


def test_nothing_to_append_records_nothing(log: Log) -> None:
    assert len(log.append([], TILL)) == 0
    assert log.head == 0


def test_an_append_is_all_or_nothing(log: Log) -> None:
    class Unknown(Fact, frozen=True):
        """A fact that no codec knows."""

    log.append([counted(1)], TILL)

    with pytest.raises(KeyError):
        log.append([counted(2), Entry(Stream(TEA), Unknown())], TILL)

    log.append([counted(3)], TILL)
    assert [event.position for event in log.read()] == [1, 2]
    assert [event.version for event in log.read()] == [1, 2]


def test_an_instant_is_never_before_the_one_recorded_last(
    path: Path, log: Log, clock: StillClock
) -> None:
    log.append([counted(1)], TILL)
    log.close()
    clock.move(-3600)

    with Log.open(path, clock=clock) as log:
        log.append([counted(2)], TILL)

        assert [event.recorded_at for event in log.read()] == [NOON, NOON]


def test_instants_are_exact_to_the_microsecond(log: Log, clock: StillClock) -> None:
    instants = [clock.move(0.000001), clock.move(86_400.999999)]

    log.append([counted(1)], TILL)
    clock.move(5)
    log.append([counted(2)], TILL)

    assert [event.recorded_at for event in log.read()] == [instants[1], clock.now]


def test_somebody_else_who_wrote_is_noticed(path: Path, log: Log) -> None:
    log.append([counted(1)], TILL)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(
            "INSERT INTO events (stream, version, type, payload, recorded_at, actor, cause, run,"
            " connection) SELECT stream, version + 1, type, payload, recorded_at, actor, cause,"
            " run, connection FROM events"
        )

    with pytest.raises(ConflictError, match="before us"):
        log.append([counted(2)], TILL)

    assert log.append([counted(2)], TILL) == range(3, 4)


def test_a_reader_may_not_append(log: Log, clock: StillClock) -> None:
    with (
        Log.open(log.path, clock=clock, read_only=True) as reader,
        pytest.raises(ConflictError, match="reading only"),
    ):
        reader.append([counted(1)], TILL)


def test_a_name_that_would_blur_the_envelope_is_refused(log: Log) -> None:
    with pytest.raises(RuleError, match="U\\+001F"):
        log.append([counted(1)], Envelope("till\x1f", "run", MAIN_TILL))


@pytest.mark.parametrize(
    "name", ["log.db", "log.db-wal", "log.db-shm", "log.db.lock", "log.db.holder"]
)
def test_only_this_user_may_read_the_log_and_what_lies_beside_it(log: Log, name: str) -> None:
    log.append([counted(1)], TILL)

    assert log.path.with_name(name).stat().st_mode & 0o777 == 0o600
