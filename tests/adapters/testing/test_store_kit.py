"""The kit tells broken backup stores: every one of these by the test that is made for it."""

from functools import partial

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.testing import BackupStoreContract
from tests.adapters.memory.store_worlds import MemoryStoreWorld
from tests.adapters.testing.running import failed, names_of_tests
from tests.adapters.testing.stores_that_misplace import CAUGHT_BY
from tests.adapters.testing.test_kit import named

TOLD: dict[type[MemoryStore], set[str]] = {}


def told(adapter: type[MemoryStore]) -> set[str]:
    """The tests that a store of this class fails; they run once."""
    if adapter not in TOLD:
        TOLD[adapter] = failed(BackupStoreContract, partial(MemoryStoreWorld, adapter))
    return TOLD[adapter]


@pytest.mark.parametrize(("adapter", "test"), CAUGHT_BY.items(), ids=named)
def test_a_broken_store_is_told(adapter: type[MemoryStore], test: str) -> None:
    assert test in told(adapter)


def test_every_test_of_a_store_has_told_a_broken_one() -> None:
    assert names_of_tests(BackupStoreContract).difference(*map(told, CAUGHT_BY)) == set()


def test_a_store_in_order_fails_nothing() -> None:
    assert told(MemoryStore) == set()
