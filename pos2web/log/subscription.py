"""Follows the log as it grows, whoever writes to it."""

import threading
from collections.abc import Callable, Sequence
from typing import Self

from pos2web.log.bell import Bell
from pos2web.log.records import Event

AHEAD = 500
"""How many events are read ahead of whoever iterates; the rest stays in the log."""


class Subscription:
    """Yields every event after a position, then waits for the next, until closed.

    For one thread; `close` may be called from any, and lets a waiting one go.
    """

    def __init__(self, read: Callable[[int, int], Sequence[Event]], bell: Bell, after: int) -> None:
        self._read = read
        self._bell = bell
        self._after = after
        self._ahead: list[Event] = []
        self._reading = threading.Lock()
        self._closed = threading.Event()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        if not self._ahead:
            self._ahead = list(reversed(self.take(AHEAD)))
        if not self._ahead or self._closed.is_set():
            raise StopIteration
        return self._ahead.pop()

    def take(self, at_most: int = AHEAD, timeout_s: float | None = None) -> Sequence[Event]:
        """The next events, at least one; none when closed, or when so long has passed."""

        def look() -> Sequence[Event]:
            with self._reading:
                return () if self._closed.is_set() else self._read(self._after, at_most)

        found = self._bell.await_found(look, self._closed.is_set, timeout_s)
        if found:
            self._after = found[-1].position
        return found

    def close(self) -> None:
        """Stop, at once. May be called twice."""
        with self._reading:
            self._closed.set()
        self._bell.ring()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
