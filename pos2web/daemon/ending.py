"""Turns signals into a clean end within a set time, and a second one into an end at once."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

log = logging.getLogger(__name__)

ENDED_BY_FORCE, FAILED = 130, 1
SHARE = 0.95
"""Of the time for ending: what comes after it must still fit in."""

END_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")
"""SIGBREAK is how the wrapper of a Windows service asks."""

OTHER_SIGNALS = ("SIGHUP",)


class Ending:
    """Whether we are asked to end, and what happens when that takes too long.

    What a killed run leaves open the next one heals, so the process may go at any moment. The
    timer goes on until the process is gone: a thread that waits for an answer would keep it.
    """

    def __init__(self, stop_s: float, end: Callable[[int], object] = os._exit) -> None:
        self.asked = threading.Event()
        self.last_words: Callable[[], None] = lambda: None
        self._stop_s = stop_s
        self._end = end
        self._is_limited = False
        self._limiting = threading.Lock()

    def ask(self, why: str) -> None:
        """Ask for an end; asked again, be gone."""
        if self.asked.is_set():
            self._go(f"{why} again: ending at once")
            return
        log.info("ending: %s", why)
        self.asked.set()
        self.limit()

    def limit(self) -> None:
        """Be gone within the set time from now on, whatever happens."""
        with self._limiting:
            if self._is_limited:
                return
            self._is_limited = True
        timer = threading.Timer(
            self._stop_s * SHARE, self._go, ["it took too long: ending by force"]
        )
        timer.daemon = True
        timer.start()

    def settle(self) -> None:
        """Wait for the threads that would keep the process, for as long as there is time."""
        self.limit()
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()

    def _go(self, why: str) -> None:
        try:
            log.warning(why)
            self.last_words()
        finally:
            self._end(ENDED_BY_FORCE if self.asked.is_set() else FAILED)


@contextmanager
def heeding(ending: Ending) -> Iterator[None]:
    """Heed the signals that ask to end, until the block does; only for the main thread.

    A thread of its own hears of them, so that they get through whatever the main one is doing.
    """
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    known = [name for name in (*END_SIGNALS, *OTHER_SIGNALS) if hasattr(signal, name)]
    numbers = [getattr(signal, name) for name in known]
    thread = threading.Thread(target=_hear, args=[ear, ending], name="signals", daemon=True)
    thread.start()
    wakeup = signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    before = {number: signal.signal(number, _leave_to_thread) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
        mouth.close()
        thread.join()
        ear.close()


def _leave_to_thread(_number: int, _frame: FrameType | None) -> None:
    """Nothing here: the number has gone to the thread that hears."""


def _hear(ear: socket.socket, ending: Ending) -> None:
    while told := ear.recv(1):
        name = signal.Signals(told[0]).name
        if name in END_SIGNALS:
            ending.ask(name)
        elif name in OTHER_SIGNALS:
            log.info("%s: settings are read at the start only; start the daemon anew", name)
