"""Versions are remembered, but not without end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.recorder import LogRecorder
from pos2web.log.schema import create
from pos2web.log.versions import Versions
from tests.shops.clocks import StillClock


@pytest.fixture
def recorder(path: Path, clock: StillClock) -> Iterator[LogRecorder]:
    create(path)
    recorder = LogRecorder(LogDatastore(path), clock)
    yield recorder
    recorder.datastore.close()


def test_only_so_many_streams_are_remembered(recorder: LogRecorder) -> None:
    recorder.insert_events([StoredEvent(stream, 1, "t.1", b"") for stream in "abc"])
    versions = Versions(recorder, streams_max=2)

    with recorder.datastore.transaction(commit=False) as cursor:
        first = versions.next(plain(cursor), ["a", "b", "b"])
        looked_up_again = versions.next(plain(cursor), ["b", "d"])

    assert (first, looked_up_again) == ([2, 2, 3], [2, 1])


def test_who_wrote_all_there_is_looks_nothing_up(recorder: LogRecorder) -> None:
    versions = Versions(recorder)
    with recorder.datastore.transaction(commit=False) as cursor:
        assert versions.next(plain(cursor), ["a", "a"]) == [1, 2]
    recorder.insert_events([StoredEvent(stream, 1, "t.1", b"") for stream in "ab"])

    with recorder.datastore.transaction(commit=False) as cursor:
        known = versions.next(plain(cursor), ["a", "b"])
        versions.forget()
        looked_up = versions.next(plain(cursor), ["a", "b"])

    assert known == [3, 1]
    assert looked_up == [2, 2]
