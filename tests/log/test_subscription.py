"""Whoever follows the log sees every event once, whichever process wrote it."""

import subprocess
import sys
import threading
from itertools import islice
from pathlib import Path

from pos2web.log import Log
from pos2web.log.subscription import AHEAD
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock

WRITER = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from pos2web.domain.facts import StockCounted
from pos2web.log import Entry, Envelope, Log
with Log.open(Path(sys.argv[-1]), clock=lambda: datetime.now(UTC)) as log:
    sys.stdin.readline()
    fact = StockCounted(key="TEA", quantity=Decimal(1), was=Decimal(0))
    log.append([Entry("till:main/stock/TEA", fact)], Envelope("other"))
"""


def test_a_subscription_yields_what_was_and_what_comes(log: Log) -> None:
    log.append([counted(1), counted(2)], TILL)

    with log.subscribe(after=1) as events:
        first = next(events)
        threading.Thread(target=log.append, args=([counted(3)], TILL)).start()
        second = next(events)

    assert [first.position, second.position] == [2, 3]


def test_a_subscription_sees_what_another_process_writes(path: Path, clock: StillClock) -> None:
    with Log.open(path, clock=clock):
        pass
    with (
        subprocess.Popen(  # noqa: S603 - a command of our own
            [sys.executable, "-c", WRITER, str(path)], stdin=subprocess.PIPE
        ) as writer,
        Log.open(path, clock=clock, read_only=True) as log,
        log.subscribe() as events,
    ):
        assert writer.stdin is not None
        writer.stdin.write(b"go\n")
        writer.stdin.close()

        assert next(events).actor == "other"


def test_a_subscription_reads_no_further_ahead_than_its_limit(log: Log) -> None:
    log.append([counted(n) for n in range(AHEAD + 1)], TILL)

    with log.subscribe() as events:
        assert len(events.take()) == AHEAD
        assert len(events.take()) == 1
        assert [event.position for event in islice(log.subscribe(), AHEAD + 1)][-1] == AHEAD + 1


def test_nothing_new_is_taken_when_the_time_is_up(log: Log) -> None:
    with log.subscribe() as events:
        assert list(events.take(timeout_s=0)) == []
        assert list(events.take(timeout_s=0.001)) == []


def test_closing_lets_go_whoever_waits(log: Log) -> None:
    events = log.subscribe()
    seen: list[int] = []
    waiting = threading.Thread(target=lambda: seen.extend(event.position for event in events))
    waiting.start()

    events.close()
    waiting.join()

    assert seen == []


def test_a_closed_subscription_yields_nothing_more(log: Log) -> None:
    log.append([counted(1), counted(2)], TILL)
    events = log.subscribe()
    next(events)

    events.close()

    assert list(events) == []
    assert list(events.take()) == []


def test_closing_the_log_ends_its_subscriptions(log: Log) -> None:
    events = log.subscribe()

    log.close()

    assert list(events) == []
