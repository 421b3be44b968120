"""How fast a side may be called."""

import pytest

from pos2web.adapters.pace import GAP_S_MAX, HALVED_AFTER_S, TOGETHER_S, Pace


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, calls_per_s_max: float | None = None) -> Pace:
        return Pace(calls_per_s_max=calls_per_s_max, sleep=self.sleep, monotonic=lambda: self.now)


def test_without_complaints_nobody_waits() -> None:
    time = Time()
    pace = time.pace()

    for _ in range(100):
        pace.wait()

    assert (time.slept, pace.calls_per_s) == ([], None)


def test_the_speed_comes_back_with_time() -> None:
    time = Time()
    pace = time.pace()
    for _ in range(50):
        pace.slow_down(None)
        time.now += TOGETHER_S

    time.now += 12 * HALVED_AFTER_S

    assert pace.calls_per_s is None


def test_complaints_of_calls_that_were_under_way_together_count_once() -> None:
    time = Time()
    once, thrice = time.pace(), time.pace()

    once.slow_down(None)
    for _ in range(3):
        thrice.slow_down(None)

    assert thrice.calls_per_s == once.calls_per_s


def test_the_pace_never_stands_still() -> None:
    time = Time()
    pace = time.pace()

    for _ in range(50):
        time.now += TOGETHER_S
        pace.slow_down(None)

    assert pace.calls_per_s == pytest.approx(1 / GAP_S_MAX)


def test_a_speed_that_is_set_is_kept_to() -> None:
    time = Time()
    pace = time.pace(calls_per_s_max=2)

    for _ in range(5):
        pace.wait()

    assert sum(time.slept) == pytest.approx(2.0)
    assert pace.calls_per_s == 2


def test_calls_made_elsewhere_are_paid_for() -> None:
    time = Time()
    pace = time.pace(calls_per_s_max=2)
    pace.charge(4)

    pace.wait()

    assert time.slept == [2.0]
