"""Lets followers of the log wait until there is more of it."""

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TypeVar

POLL_S = 0.1
"""How soon a follower sees what another process wrote; what this one writes, it sees at once."""

Found = TypeVar("Found")


class Bell:
    """Rings when this process has written. Rings are counted, so that none is missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def await_found(
        self,
        look: Callable[[], Sequence[Found]],
        is_over: Callable[[], bool],
        timeout_s: float | None = None,
    ) -> Sequence[Found]:
        """What `look` finds first, looking after each ring and at each poll.

        Nothing when it is over, or when so long has passed.
        """
        deadline = None if timeout_s is None else monotonic() + timeout_s
        while not is_over():
            heard = self._rings
            if found := look():
                return found
            patience_s = POLL_S if deadline is None else min(POLL_S, deadline - monotonic())
            if patience_s <= 0:
                break
            self._wait(heard, patience_s)
        return ()

    def _wait(self, heard: int, timeout_s: float) -> None:
        with self._condition:
            self._condition.wait_for(lambda: self._rings > heard, timeout_s)
