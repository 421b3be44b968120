"""The append-only truth: facts go in by whole appends, events come out in the order recorded."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, Self
from weakref import WeakSet

from pos2web.errors import ConflictError, RuleError
from pos2web.log import schema, statements
from pos2web.log.codec import STANDARD, Codec
from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.faults import ours
from pos2web.log.instants import to_micros
from pos2web.log.lock import WriterLock
from pos2web.log.reading import chunks
from pos2web.log.recorder import POSITION_MAX, LogRecorder
from pos2web.log.records import Entry, Envelope, Event, Report
from pos2web.log.statements import SEPARATOR, Origin, Row, StoredRow
from pos2web.log.subscription import Subscription
from pos2web.log.verification import verify
from pos2web.log.versions import Versions
from pos2web.ports import Clock


class Log:
    """One log, open. Any thread may use it; one process at a time writes to it."""

    def __init__(
        self, path: Path, recorder: LogRecorder, codec: Codec, lock: WriterLock | None
    ) -> None:
        self.path = path
        self._recorder = recorder
        self._codec = codec
        self._lock = lock
        self._appending = threading.Lock()
        self._versions = Versions(recorder)
        self._subscriptions: WeakSet[Subscription] = WeakSet()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock,
        waits_s: float = 0.0,
        read_only: bool = False,
        codec: Codec = STANDARD,
    ) -> Self:
        """Open the log at `path` for writing, and make it where there is none; or for reading.

        A writer waits so long for another one. Raises ConflictError that says who writes,
        SettingsError where a reader finds no log, ArchiveError where the file isn't one.
        """
        if read_only:
            schema.prepare(path, read_only=True)
            return cls(path, LogRecorder(LogDatastore(path, read_only=True), clock), codec, None)
        lock = WriterLock(path)
        lock.acquire(waits_s, clock())
        try:
            schema.prepare(path, read_only=False)
        except BaseException:
            lock.release()
            raise
        return cls(path, LogRecorder(LogDatastore(path), clock), codec, lock)

    def append(self, entries: Sequence[Entry], envelope: Envelope) -> range:
        """Record facts, all or none of them, on disk when this returns; their positions."""
        if self._lock is None:
            raise ConflictError(f"{self.path} is open for reading only")
        if not entries:
            return range(0)
        if any(SEPARATOR in text for text in (envelope.actor, envelope.run, envelope.connection)):
            raise RuleError(f"no name may hold the control character U+001F: {envelope}")
        with self._appending, ours(self.path):
            try:
                with self._recorder.datastore.transaction(commit=True) as cursor:
                    positions = self._append(plain(cursor), entries, envelope)
            except BaseException:
                self._versions.forget()
                raise
        self._recorder.bell.ring()
        return positions

    def _append(
        self, cursor: sqlite3.Cursor, entries: Sequence[Entry], envelope: Envelope
    ) -> range:
        versions = self._versions.of(cursor, {entry.stream for entry in entries})
        at = self._recorder.stamp(cursor)
        names, encode = self._codec.names, self._codec.encode
        actor, run, connection = envelope.actor, envelope.run, envelope.connection
        rows: list[Row] = []
        for entry in entries:
            stream, fact = entry.stream, entry.fact
            version = versions[stream] = versions[stream] + 1
            name, payload, cause = names[type(fact)], encode(fact), entry.cause or envelope.cause
            rows.append((stream, version, name, payload, at, actor, cause, run, connection))
        return self._recorder.record(cursor, rows)

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield what was recorded after a position, up to and with another, or so many.

        What is appended meanwhile may be yielded too. Raises ArchiveError that names the position
        of an event that can't be read, after yielding those before it.
        """
        end = POSITION_MAX if upto is None else upto

        def select(origin: Origin, last: Event | None, size: int) -> list[StoredRow]:
            start = after if last is None else last.position
            return self._rows(statements.AFTER, *origin, start, end, size)

        return chain.from_iterable(chunks(select, self._codec, limit))

    def read_stream(self, stream: str) -> Iterator[Event]:
        """Yield what was recorded in one stream, oldest first. Raises as `read` does."""

        def select(origin: Origin, last: Event | None, size: int) -> list[StoredRow]:
            start = 0 if last is None else last.version
            return self._rows(statements.OF_STREAM, *origin, start, stream, size)

        return chain.from_iterable(chunks(select, self._codec))

    @property
    def head(self) -> int:
        """The last position; 0 while nothing is recorded."""
        return self._number(statements.HEAD)

    def position_at(self, instant: datetime) -> int:
        """The last position that was recorded at this instant or before; 0 before the first."""
        return self._number(statements.AT, to_micros(instant))

    def subscribe(self, after: int = 0) -> Subscription:
        """Follow the log from a position on, whichever process writes to it.

        Ends when it is closed, or the log is.
        """

        def read(after: int, at_most: int) -> list[Event]:
            return list(self.read(after, limit=at_most))

        subscription = Subscription(read, self._recorder.bell, after)
        self._subscriptions.add(subscription)
        return subscription

    def verify(self) -> Report:
        """Read everything and say what isn't as it was written; writes nothing."""
        return verify(self._recorder, self._codec)

    def close(self) -> None:
        """Let go of the file and of the right to write. May be called twice."""
        for subscription in tuple(self._subscriptions):
            subscription.close()
        self._recorder.datastore.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _number(self, statement: str, *parameters: object) -> int:
        rows = self._rows(statement, *parameters)
        number: int = rows[0][0] if rows else 0
        return number

    def _rows(self, statement: str, *parameters: object) -> list[Any]:
        with ours(self.path):
            return self._recorder.rows(statement, *parameters)
