"""The store follows the log by seconds, and goes on by itself after any trouble."""

from collections.abc import Callable

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs import epochs
from pos2web.backup.ship.following import GATHER_S, POLL_S, RETRY_S_MAX, ShippingState, follow
from pos2web.errors import ConflictError, CredentialsError, TransientError
from tests.backup.given import NAME, Living, epoch
from tests.shops.clocks import NOON, StillClock


class Hands:
    """Turns the clock instead of waiting; after each wait something may happen."""

    def __init__(self, clock: StillClock, *happens: Callable[[], object]) -> None:
        self._clock = clock
        self._happens = list(happens)
        self.waits: list[float] = []

    def is_set(self) -> bool:
        return not self._happens

    def wait(self, timeout: float) -> bool:
        self.waits.append(timeout)
        self._clock.move(seconds=timeout)
        if self._happens:
            self._happens.pop(0)()
        return self.is_set()


def nothing() -> None:
    """Time passes."""


def followed(living: Living, hands: Hands) -> list[ShippingState]:
    states: list[ShippingState] = []
    follow(living.shipper, hands, clock=living.clock, notify=states.append)
    return states


def test_what_is_recorded_is_shipped_within_five_seconds(living: Living, clock: StillClock) -> None:
    hands = Hands(clock, nothing, nothing, lambda: living.count(1), *[nothing] * 3)

    states = followed(living, hands)

    begin, behind, whole, behind_again, whole_again = states
    assert begin == ShippingState()
    assert behind.behind_since == NOON
    assert whole.shipped is not None
    assert (whole.behind_since, whole.problem) == (None, None)
    assert behind_again.shipped == whole.shipped
    assert whole_again.shipped is not None
    assert whole_again.shipped.position == living.log.head
    assert hands.waits == [GATHER_S, POLL_S, POLL_S, GATHER_S, POLL_S, POLL_S]
    assert GATHER_S + POLL_S < 5


def test_a_store_that_is_away_is_asked_ever_more_seldom(
    living: Living, store: MemoryStore, clock: StillClock
) -> None:
    store.trouble = TransientError("the store is away")
    hands = Hands(clock, *[nothing] * 16)

    states = followed(living, hands)

    assert [wait for wait in hands.waits if wait != GATHER_S] == [2, 4, 8, 16, 32, 60, 60, 60]
    assert str(states[-1].problem) == "the store is away"
    assert states[-1].behind_since == NOON


def test_what_the_store_asks_for_is_waited(
    living: Living, store: MemoryStore, clock: StillClock
) -> None:
    store.trouble = TransientError("busy", retry_after_s=7)
    hands = Hands(clock, *[nothing] * 2)
    followed(living, hands)
    store.trouble = TransientError("busy", retry_after_s=7000)
    later = Hands(clock, *[nothing] * 2)
    followed(living, later)

    assert hands.waits == [GATHER_S, 7]
    assert later.waits == [GATHER_S, RETRY_S_MAX]


def test_when_it_is_back_all_is_shipped(
    living: Living, store: MemoryStore, clock: StillClock
) -> None:
    store.trouble = CredentialsError("the key of the store has expired")

    def mend() -> None:
        store.trouble = None

    states = followed(living, Hands(clock, nothing, mend, nothing, nothing))

    assert isinstance(states[2].problem, CredentialsError)
    assert states[-1].problem is None
    assert states[-1].shipped is not None
    assert states[-1].shipped.position == living.log.head


def test_it_stops_while_it_gathers(living: Living, clock: StillClock, store: MemoryStore) -> None:
    hands = Hands(clock, nothing)

    states = followed(living, hands)

    assert hands.waits == [GATHER_S]
    assert states[-1].shipped is None
    assert not store.shelf.objects


def test_who_was_taken_over_stops(living: Living, store: MemoryStore, clock: StillClock) -> None:
    epochs.claim(store, NAME, epoch(2))

    with pytest.raises(ConflictError, match="epoch 2"):
        followed(living, Hands(clock, *[nothing] * 5))
