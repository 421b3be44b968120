"""Follows the log and ships it, seconds behind, for as long as the daemon runs."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec.structs import replace

from pos2web.backup.ship.shipping import Shipped, Shipper
from pos2web.errors import ConflictError, Pos2WebError, TransientError
from pos2web.ports import Clock

POLL_S = 0.5
GATHER_S = 1.0
"""So long after the first event that is not shipped its piece is cut: what belongs together goes
together, and with the poll and the way to the store it is there within 5 s."""

RETRY_S, RETRY_S_MAX = 2.0, 60.0


class ShippingState(msgspec.Struct, frozen=True, kw_only=True):
    """How far the store is. `behind_since` is when the first event was seen that it does not have,
    None when it has all; `problem` is what kept it from getting there the last time, None if nothing
    did. `shipped` is None until the store was reached once."""

    shipped: Shipped | None = None
    behind_since: datetime | None = None
    problem: Pos2WebError | None = None


class StopSignal(Protocol):
    """Says when to end; a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Whether to end now."""
        ...

    def wait(self, timeout: float) -> bool:
        """Wait so many seconds, or until it is to end; whether it is."""
        ...


def follow(
    shipper: Shipper, stop: StopSignal, *, clock: Clock, notify: Callable[[ShippingState], None]
) -> None:
    """Ship what the log says from now on, at the latest 5 s after it was recorded, until stopped.

    A store that is away or full is asked again, after 2 s, then ever more seldom, each minute at
    most; so is one that refuses us, since a person may mend that. `notify` is called in this thread
    with each new state. Raises ConflictError when another installation took over: then nothing
    more may be shipped. What was recorded but not shipped when it ends, `ship` ships.
    """
    state, failures = ShippingState(), 0
    notify(state)
    while not stop.is_set():
        try:
            if not _is_behind(shipper, state):
                stop.wait(POLL_S)
                continue
            state = replace(state, behind_since=state.behind_since or clock())
            notify(state)
            if stop.wait(GATHER_S):
                return
            state, failures = ShippingState(shipped=shipper.ship()), 0
        except ConflictError:
            raise
        except Pos2WebError as problem:
            state, failures = replace(state, problem=problem), failures + 1
        notify(state)
        if state.problem is not None:
            stop.wait(_patience_s(state.problem, failures))


def _is_behind(shipper: Shipper, state: ShippingState) -> bool:
    return state.shipped is None or shipper.log.head > state.shipped.position


def _patience_s(problem: Pos2WebError, failures: int) -> float:
    wanted = problem.retry_after_s if isinstance(problem, TransientError) else None
    return min(RETRY_S_MAX, wanted or RETRY_S * 2 ** min(failures - 1, 10))
