"""An end that was asked for comes: cleanly in time, by force after it, at once when asked again."""

import os
import signal
import threading

import pytest

from pos2web.daemon.ending import ENDED_BY_FORCE, FAILED, Ending, heeding

WAITS_S = 60


class End:
    """What ends the process; here it only keeps the code."""

    def __init__(self) -> None:
        self.came = threading.Event()
        self.codes: list[int] = []

    def __call__(self, code: int) -> None:
        self.codes.append(code)
        self.came.set()


def test_the_first_time_only_asks() -> None:
    end = End()
    ending = Ending(3600, end)

    ending.ask("SIGTERM")

    assert ending.asked.is_set()
    assert end.codes == []


def test_the_second_time_is_the_end() -> None:
    end, said = End(), list[str]()
    ending = Ending(3600, end)
    ending.last_words = lambda: said.append("gone")

    ending.ask("SIGTERM")
    ending.ask("SIGTERM")

    assert (end.codes, said) == ([ENDED_BY_FORCE], ["gone"])


def test_what_takes_too_long_is_ended_by_force() -> None:
    end = End()
    ending = Ending(0.01, end)

    ending.ask("SIGTERM")
    ending.limit()

    assert end.came.wait(WAITS_S)
    assert end.codes == [ENDED_BY_FORCE]


def test_an_end_that_nobody_asked_for_is_a_failure() -> None:
    end = End()
    ending = Ending(0.01, end)

    ending.limit()

    assert end.came.wait(WAITS_S)
    assert end.codes == [FAILED]


def test_threads_that_end_are_waited_for() -> None:
    may_end = threading.Event()
    busy = threading.Thread(target=may_end.wait)
    busy.start()
    threading.Timer(0.01, may_end.set).start()

    Ending(3600, End()).settle()

    assert not busy.is_alive()


def test_last_words_that_fail_do_not_keep_it() -> None:
    end = End()
    ending = Ending(3600, end)
    ending.last_words = lambda: (_ for _ in ()).throw(OSError("full"))

    ending.ask("SIGTERM")
    with pytest.raises(OSError, match="full"):
        ending.ask("SIGTERM")

    assert end.codes == [ENDED_BY_FORCE]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere signals are not sent so")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_asks(name: str) -> None:
    ending = Ending(3600, End())
    number = getattr(signal, name)
    before = signal.getsignal(number)

    with heeding(ending):
        os.kill(os.getpid(), number)
        assert ending.asked.wait(WAITS_S)

    assert signal.getsignal(number) is before


@pytest.mark.skipif(os.name != "posix", reason="only there")
def test_a_terminal_that_closes_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    ending = Ending(3600, End())

    with heeding(ending):
        os.kill(os.getpid(), signal.SIGHUP)

    assert not ending.asked.is_set()
    assert "settings are read at the start only" in caplog.text
