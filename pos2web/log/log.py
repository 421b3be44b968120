"""The append-only truth: facts go in by whole appends, events come out in the order recorded."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Self, cast
from weakref import WeakSet

import msgspec

from pos2web.domain.streams import Stream
from pos2web.domain.values import Position
from pos2web.errors import ArchiveError, ConflictError, RuleError
from pos2web.log import chain as links
from pos2web.log import schema, statements
from pos2web.log.codec import STANDARD, Codec
from pos2web.log.datastore import LogDatastore, plain
from pos2web.log.faults import ours
from pos2web.log.instants import MICROS_MAX, to_micros
from pos2web.log.lines import appends
from pos2web.log.lock import WriterLock
from pos2web.log.reading import Selected, chunks
from pos2web.log.recorder import POSITION_MAX, LogRecorder
from pos2web.log.records import Entry, Envelope, Event, VerificationReport
from pos2web.log.statements import SEPARATOR, Origin, Row
from pos2web.log.subscription import Subscription
from pos2web.log.verification import verify
from pos2web.log.versions import Versions
from pos2web.messages import message
from pos2web.ports import Clock

LONG = 128
"""An append with so many events left to read is asked once for what they have in common."""


class Log:
    """One log, open. Any thread may use it; one process at a time writes to it."""

    def __init__(
        self, path: Path, recorder: LogRecorder, codec: Codec, lock: WriterLock | None
    ) -> None:
        self.path = path
        self._recorder = recorder
        self._codec = codec
        self._lock = lock
        self._id: str | None = None
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

    def append(self, entries: Sequence[Entry], envelope: Envelope) -> Sequence[Position]:
        """Record facts, all or none of them, on disk when this returns; their positions."""
        if self._lock is None:
            raise ConflictError(message("{path} is open for reading only", path=self.path))
        if not entries:
            return []
        if any(SEPARATOR in text for text in (envelope.actor, envelope.run, envelope.connection)):
            raise RuleError(
                message(
                    "no name may hold the control character U+001F: {envelope}", envelope=envelope
                )
            )
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
    ) -> Sequence[Position]:
        """Column by column, because that takes half as long as row by row."""
        streams: list[str] = [entry.stream for entry in entries]
        facts = [entry.fact for entry in entries]
        causes: list[int] = [entry.cause or envelope.cause for entry in entries]
        versions = self._versions.next(cursor, streams)
        at = self._recorder.stamp(cursor)
        names = [self._codec.names[type(fact)] for fact in facts]
        payloads = list(map(self._codec.encode, facts))
        actor, run, connection = envelope.actor, envelope.run, envelope.connection

        def line_at(first: int) -> links.AppendRecord:
            raws = map(msgspec.Raw, payloads)
            events = list(zip(streams, versions, names, causes, raws, strict=True))
            return links.AppendRecord(first, at, actor, run, connection, events)

        who, during, about = repeat(actor), repeat(run), repeat(connection)
        rows: Iterable[Row] = zip(
            streams, versions, names, payloads, repeat(at), who, causes, during, about, strict=False
        )
        positions: object = self._recorder.record(cursor, rows, line_at)
        return cast("Sequence[Position]", positions)

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield what was recorded after a position, up to and with another, or so many.

        What is appended meanwhile may be yielded too. Raises ArchiveError that names the position
        of an event that can't be read, after yielding those before it.
        """
        end = POSITION_MAX if upto is None else upto

        def select(expected: Origin, last: Event | None, size: int) -> Selected:
            start = after if last is None else last.position
            return self._after(expected, start, end, size)

        return chain.from_iterable(chunks(select, self._codec, limit))

    def _after(self, expected: Origin, start: int, end: int, size: int) -> Selected:
        if start >= end:
            return Selected([], expected)
        if size >= LONG:
            for last, at, *origin in self._rows(statements.APPEND_AFTER, start, MICROS_MAX):
                if last - start >= LONG:
                    rows = self._rows(statements.OF_APPEND, start, min(last, end), size)
                    return Selected(rows, tuple(origin), at)
        return Selected(self._rows(statements.AFTER, *expected, start, end, size), expected)

    def read_stream(
        self, stream: Stream, *, after: int = 0, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield what was recorded in one stream after a version, or so many, oldest first.

        Raises as `read` does.
        """

        def select(expected: Origin, last: Event | None, size: int) -> Selected:
            start = after if last is None else last.version
            rows = self._rows(statements.OF_STREAM, *expected, start, stream, size)
            return Selected(rows, expected)

        return chain.from_iterable(chunks(select, self._codec, limit))

    @property
    def head(self) -> int:
        """The last position; 0 while nothing is recorded."""
        return self._number(statements.HEAD)

    def position_at(self, instant: datetime) -> int:
        """The last position that was recorded at this instant or before; 0 before the first."""
        return self._number(statements.AT, to_micros(instant))

    @property
    def segments(self) -> Path:
        """The folder of its sealed segments, beside it."""
        return self.path.with_name("segments")

    @property
    def id(self) -> str:
        """The log's own name, given when it was made: the same in every copy of it."""
        if self._id is None:
            rows = self._rows(statements.ID)
            if len(rows) != 1 or not links.is_id(rows[0][0]):
                raise ArchiveError(message("{path} does not say which log it is", path=self.path))
            self._id = rows[0][0]
        return self._id

    def boundary(self, position: int) -> int:
        """The last position at or before this one at which an append ends; 0 before the first."""
        return self._number(statements.BOUNDARY, position)

    def next_boundary(self, position: int) -> int:
        """The first position after this one at which an append ends; 0 when none does."""
        return self._number(statements.NEXT_BOUNDARY, position)

    def digest_at(self, position: int) -> bytes:
        """The digest of everything up to the append that ends at this position, or up to nothing.

        Raises ArchiveError where no append ends there.
        """
        if position == 0:
            return links.start(self.id)
        rows = self._rows(statements.DIGEST_AT, position)
        if not rows:
            raise ArchiveError(
                message(
                    "no append ends at position {position} of {path}",
                    position=position,
                    path=self.path,
                )
            )
        digest: bytes = rows[0][0]
        return digest

    def lines(self, after: int = 0, upto: int | None = None) -> Iterator[bytes]:
        """Yield the canonical line of each append that ends after a position, up to and with another.

        Begin at an append's end: see `boundary`. Raises ArchiveError that names positions which
        aren't as they were written; whether the digests are right, `verify` says.
        """
        with ours(self.path):
            end = POSITION_MAX if upto is None else upto
            yield from (append.line for append in appends(self._recorder, after, end))

    def subscribe(self, after: int = 0) -> Subscription:
        """Follow the log from a position on, whichever process writes to it.

        Ends when it is closed, or the log is.
        """

        def read(after: int, at_most: int) -> list[Event]:
            return list(self.read(after, limit=at_most))

        subscription = Subscription(read, self._recorder.bell, after)
        self._subscriptions.add(subscription)
        return subscription

    def verify(self) -> VerificationReport:
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
