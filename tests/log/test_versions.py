"""Versions are remembered, but not without end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent

from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.recorder import LogRecorder
from pos2web.log.schema import create
from pos2web.log.versions import Versions
from tests.log.conftest import StillClock


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
        versions.of(plain(cursor), {"a", "b"})
        known = versions.of(plain(cursor), {"b", "d"})

    assert known == {"b": 1, "d": 0}


def test_who_wrote_all_there_is_looks_nothing_up(recorder: LogRecorder) -> None:
    versions = Versions(recorder)
    with recorder.datastore.transaction(commit=False) as cursor:
        versions.of(plain(cursor), {"a"})["a"] += 2
    recorder.insert_events([StoredEvent(stream, 1, "t.1", b"") for stream in "ab"])

    with recorder.datastore.transaction(commit=False) as cursor:
        known = dict(versions.of(plain(cursor), {"a", "b"}))
        versions.forget()
        looked_up = dict(versions.of(plain(cursor), {"a", "b"}))

    assert known == {"a": 2, "b": 0}
    assert looked_up == {"a": 1, "b": 1}
