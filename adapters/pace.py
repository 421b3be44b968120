"""How fast a side may be called: learned from its complaints, and forgotten with time."""

import threading
import time
from collections.abc import Callable

GAP_S_FIRST = 0.1
GAP_S_LEAST = 0.005
GAP_S_MAX = 10.0
"""Between calls: after the first complaint, where we forget that there was one, at the worst."""

HALVED_AFTER_S = 10.0
"""After so long without complaint a gap is half of what it was: from the worst in two minutes."""

TOGETHER_S = 1.0
"""Complaints within so long are of calls that were under way together."""


class Pace:
    """Spaces calls out, for all threads: as fast as allowed, slower after each "too many"."""

    def __init__(
        self,
        *,
        calls_per_s_max: float | None = None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep = sleep
        self._monotonic = monotonic
        self._gap_s_min = 1 / calls_per_s_max if calls_per_s_max else 0.0
        self._learned_s = 0.0
        self._learned_at = -HALVED_AFTER_S
        self._next_at = 0.0
        self._lock = threading.Lock()

    @property
    def calls_per_s(self) -> float | None:
        """The speed learned so far; None while there is no limit."""
        with self._lock:
            gap_s = self._gap(self._monotonic())
        return 1 / gap_s if gap_s else None

    def wait(self) -> None:
        """Return when the next call may go, and count it."""
        with self._lock:
            now = self._monotonic()
            start_at = max(now, self._next_at)
            self._next_at = start_at + self._gap(now)
        if start_at > now:
            self._sleep(start_at - now)

    def charge(self, calls: int) -> None:
        """Count calls that were made without waiting here."""
        with self._lock:
            now = self._monotonic()
            self._next_at = max(now, self._next_at) + calls * self._gap(now)

    def slow_down(self, pause_s: float | None) -> None:
        """The other side said that there were too many, and perhaps how long to wait.

        Calls that were under way together complain together: that counts once.
        """
        with self._lock:
            now = self._monotonic()
            if now - self._learned_at >= TOGETHER_S:
                self._learned_s = min(GAP_S_MAX, max(self._gap(now) * 2, GAP_S_FIRST))
                self._learned_at = now
            until = now + (self._learned_s if pause_s is None else pause_s)
            self._next_at = max(self._next_at, until)

    def _gap(self, now: float) -> float:
        """Seconds between two calls: half of what was learned after each while without complaint.

        By the clock, since a slow pace has few calls to recover by.
        """
        learned_s = self._learned_s * 0.5 ** ((now - self._learned_at) / HALVED_AFTER_S)
        return max(self._gap_s_min, learned_s if learned_s > GAP_S_LEAST else 0.0)
