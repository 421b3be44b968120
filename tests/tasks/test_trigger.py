"""Timers call at the instants that our schedules tell."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pos2web.tasks.trigger import LATER, OwnTrigger, Timers
from tests.tasks.floor import NINE, PATIENCE_S


@pytest.fixture
def timers() -> Iterator[Timers]:
    one = Timers()
    yield one
    one.close()


def soon(called: threading.Event) -> datetime | None:
    return None if called.is_set() else datetime.now(UTC) + timedelta(milliseconds=5)


def test_a_timer_calls_when_it_is_time_and_no_more(timers: Timers) -> None:
    called = threading.Event()
    timers.start()

    timers.call("stock", called.set, lambda _now: soon(called))

    assert called.wait(PATIENCE_S)


def test_another_timer_of_the_same_name_takes_its_place(timers: Timers) -> None:
    never, called = threading.Event(), threading.Event()
    timers.call("stock", never.set, lambda now: now + timedelta(days=1))
    timers.call("stock", called.set, lambda _now: soon(called))
    timers.start()

    assert called.wait(PATIENCE_S)
    assert not never.is_set()


def test_a_timer_may_be_forgotten_twice(timers: Timers) -> None:
    called = threading.Event()
    timers.call("edge", called.set, lambda now: now + timedelta(days=1))

    timers.forget("edge")
    timers.forget("edge")

    assert timers._scheduler.get_jobs() == []


def test_what_was_called_before_does_not_matter() -> None:
    trigger = OwnTrigger(lambda now: now + timedelta(minutes=1))

    assert trigger.get_next_fire_time(NINE - timedelta(days=9), NINE) == NINE + timedelta(minutes=1)


def test_what_never_comes_is_looked_for_again_tomorrow() -> None:
    trigger = OwnTrigger(lambda _now: None)

    assert trigger.get_next_fire_time(None, NINE) == NINE + LATER


def test_timers_that_never_began_can_be_closed(timers: Timers) -> None:
    timers.close()
    timers.start()
