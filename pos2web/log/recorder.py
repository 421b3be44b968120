"""The library's SQLite recorder over the log's own table: explicit positions, instants, envelope."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from pos2web.log import chain, statements
from pos2web.log.bell import Bell
from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.instants import to_micros
from pos2web.log.schema import CHAIN, EVENTS
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
        self._chained: tuple[int, bytes] = (-1, b"")
        self.select_events_statement = statements.STORED_EVENTS
        self.select_max_notification_id_statement = "SELECT max(position) FROM events"

    def construct_create_table_statements(self) -> list[str]:
        return [*EVENTS, *CHAIN]

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

    def record(
        self,
        cursor: sqlite3.Cursor,
        rows: Iterable[Row],
        line_at: Callable[[int], chain.AppendRecord],
    ) -> range:
        """Insert the rows of one append, one after another in the log, and chain it.

        `line_at` gives its line when it begins at a position. Gives their positions.
        """
        count = cursor.executemany(statements.INSERT, rows).rowcount
        last: int = cursor.execute("SELECT last_insert_rowid()").fetchone()[0]
        first = last - count + 1
        line = chain.encoded(line_at(first))
        digest = chain.link(self._digest_before(cursor, first), line)
        cursor.execute(statements.INSERT_APPEND, (last, digest))
        self._chained = (last, digest)
        return range(first, last + 1)

    def _digest_before(self, cursor: sqlite3.Cursor, first: int) -> bytes:
        """The digest that an append goes on from; the last one there is, should some be missing."""
        last, digest = self._chained
        if last == first - 1:  # An append that was rolled back gave its positions back, too.
            return digest
        row = cursor.execute(statements.DIGEST_BEFORE, (first,)).fetchone()
        if row is None:
            return chain.start(cursor.execute(statements.ID).fetchone()[0])
        found: bytes = row[0]
        return found

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
        if not stored_events:
            return []
        cursor = plain(c)
        at = self.stamp(cursor)
        rows = [_row(event, at) for event in stored_events]
        return list(self.record(cursor, rows, lambda first: chain.line_of(first, rows)))

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
        topic_list = json.dumps(list(topics))
        found = self.rows(statements.NOTIFICATIONS, first, last, topic_list, topic_list, limit)
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
