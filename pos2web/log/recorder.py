"""The library's SQLite recorder over the log's own table: explicit positions, instants, envelope."""

import json
import sqlite3
from collections.abc import Sequence, Set
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from pos2web.log import statements
from pos2web.log.bell import Bell
from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.instants import to_micros
from pos2web.log.schema import EVENTS
from pos2web.log.statements import Row
from pos2web.ports import Clock

POSITION_MAX = 2**63 - 1
_NOTIFICATIONS_MAX = 500


class LogRecorder(SQLiteApplicationRecorder):
    """Records rows of the log; stored events of the library too, under an empty envelope."""

    def __init__(self, datastore: LogDatastore, clock: Clock) -> None:
        super().__init__(datastore, "events")
        self.bell = Bell()
        self._clock = clock
        self._latest: int | None = None
        self.select_events_statement = statements.STORED_EVENTS
        self.select_max_notification_id_statement = "SELECT max(position) FROM events"

    def construct_create_table_statements(self) -> list[str]:
        return list(EVENTS)

    # What the log needs, within a transaction of its own.

    def stamp(self, cursor: sqlite3.Cursor) -> int:
        """The instant to record now, never before one already recorded."""
        if self._latest is None:
            row = cursor.execute(statements.LATEST).fetchone()
            self._latest = row[0] if row else 0
        self._latest = max(self._latest, to_micros(self._clock()))
        return self._latest

    def versions(self, cursor: sqlite3.Cursor, streams: Set[str]) -> dict[str, int]:
        """The last version in each of these streams that there is."""
        return dict(cursor.execute(statements.VERSIONS, (json.dumps(list(streams)),)))

    def record(self, cursor: sqlite3.Cursor, rows: Sequence[Row]) -> range:
        """Insert rows, one after another in the log; their positions."""
        cursor.executemany(statements.INSERT, rows)
        last: int = cursor.execute("SELECT last_insert_rowid()").fetchone()[0]
        return range(last - len(rows) + 1, last + 1)

    def rows(self, statement: str, *parameters: object) -> list[Any]:
        """What one statement selects, as plain tuples."""
        with (
            self.datastore.get_connection(commit=False) as connection,
            connection.cursor() as cursor,
        ):
            cursor.row_factory = None
            return cursor.execute(statement, parameters).fetchall()

    # What the library asks of a recorder.

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        positions = super().insert_events(stored_events, **kwargs)
        self.bell.ring()
        return positions

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any
    ) -> Sequence[int]:
        cursor = plain(c)
        at = self.stamp(cursor)
        return list(self.record(cursor, [_row(event, at) for event in stored_events]))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        first = 0 if start is None else start + (not inclusive_of_start)
        last = POSITION_MAX if stop is None else stop
        wanted = json.dumps(list(topics))
        found = self.rows(statements.NOTIFICATIONS, first, last, wanted, wanted, limit)
        return [
            Notification(stream, version, type_name, payload, position)
            for position, stream, version, type_name, payload in found
        ]

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return _Notifications(self, gt, topics)


class _Notifications(Subscription["LogRecorder"]):
    """The library's subscription, without a thread: whoever iterates waits for the bell."""

    def __init__(self, recorder: LogRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._ahead: list[Notification] = []

    def stop(self) -> None:
        super().stop()
        self._recorder.bell.ring()

    def __next__(self) -> Notification:
        if not self._ahead:
            found = self._recorder.bell.await_found(self._look, lambda: self._has_been_stopped)
            self._ahead = list(reversed(found))
        if self._has_been_stopped:
            raise StopIteration
        notification = self._ahead.pop()
        self._last_notification_id = notification.id
        return notification

    def _look(self) -> Sequence[Notification]:
        return self._recorder.select_notifications(
            self._last_notification_id,
            _NOTIFICATIONS_MAX,
            topics=self._topics,
            inclusive_of_start=False,
        )


def _row(event: StoredEvent, at: int) -> Row:
    stream = str(event.originator_id)
    return (stream, event.originator_version, event.topic, event.state, at, "", 0, "", "")
