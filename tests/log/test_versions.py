"""Versions are remembered, but not without end."""

from pathlib import Path

from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.recorder import LogRecorder
from pos2web.log.schema import create
from pos2web.log.versions import Versions
from tests.log.conftest import StillClock


def test_only_so_many_streams_are_remembered(path: Path, clock: StillClock) -> None:
    create(path)
    recorder = LogRecorder(LogDatastore(path), clock)
    versions = Versions(recorder, streams_max=2)

    with recorder.datastore.transaction(commit=False) as cursor:
        versions.of(plain(cursor), {"a", "b"})
        known = versions.of(plain(cursor), {"b", "c"})

    recorder.datastore.close()
    assert known == {"b": 0, "c": 0}
