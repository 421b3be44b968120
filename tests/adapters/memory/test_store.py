"""The store in memory keeps every promise of its port, and fails as it is told."""

from datetime import UTC, datetime

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.testing import BackupStoreContract
from pos2web.errors import TransientError
from tests.adapters.memory.store_worlds import MemoryStoreWorld

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class TestTheStoreInMemory(BackupStoreContract):
    @pytest.fixture
    def world(self) -> MemoryStoreWorld:
        return MemoryStoreWorld()


def test_it_tells_the_time_that_it_is_given() -> None:
    store = MemoryStore(clock=lambda: NOON)

    store.put("tea", b"tea")

    assert [each.stored_at for each in store.list()] == [NOON]


def test_it_dies_as_often_as_it_is_told_and_keeps_what_it_had_got() -> None:
    store = MemoryStore()
    store.deaths = 1

    with pytest.raises(TransientError, match="went away"):
        store.put("tea", b"green tea!")

    assert store.shelf.unfinished == [b"green"]
    assert store.put("tea", b"green tea!")


def test_what_was_left_unfinished_takes_room() -> None:
    store = MemoryStore()
    store.deaths, store.room_bytes = 1, 12
    with pytest.raises(TransientError):
        store.put("tea", b"green tea!")

    with pytest.raises(TransientError, match="full"):
        store.put("tea", b"green tea!")


def test_a_test_may_do_something_before_each_thing_that_it_is_asked() -> None:
    asked: list[str] = []
    store = MemoryStore()
    store.before = asked.append

    store.put("tea", b"tea")
    list(store.list())

    assert asked == ["put", "list"]
