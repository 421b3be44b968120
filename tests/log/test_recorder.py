"""The library's own tests of a recorder, against ours."""

import tempfile
import uuid
from pathlib import Path

from eventsourcing.persistence import StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from pos2web.log.datastore import LogDatastore
from pos2web.log.recorder import LogRecorder
from pos2web.log.schema import create
from tests.shops.clocks import StillClock


class TestLogRecorder(ApplicationRecorderTestCase[LogRecorder]):
    """Streams are texts, positions have no gaps."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "log.db"
        create(self.path)

    def create_recorder(self) -> LogRecorder:
        recorder = LogRecorder(LogDatastore(self.path), StillClock())
        self.addCleanup(recorder.datastore.close)
        return recorder

    def new_originator_id(self) -> str:
        return str(uuid.uuid4())

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()

    def test_the_library_can_make_our_tables(self) -> None:
        self.path.unlink()
        self.path.touch()
        recorder = self.create_recorder()

        recorder.create_table()

        assert recorder.insert_events([StoredEvent("s", 1, "t.1", b"{}")]) == [1]

    def test_nothing_is_no_append(self) -> None:
        recorder = self.create_recorder()

        assert recorder.insert_events([]) == []

        assert recorder.rows("SELECT * FROM appends") == []
