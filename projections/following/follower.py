"""A file of read models follows the log: its rows and how far it got, in one transaction."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import Fact
from pos2web.errors import Pos2WebError
from pos2web.log.records import Event
from pos2web.messages import message
from pos2web.projections.following import progress
from pos2web.projections.following.database import driver_cursor, open_database, writing
from pos2web.projections.following.handlers import Handler, Handlers
from pos2web.projections.following.progress import ProjectionProgress
from pos2web.projections.following.rows import Batch, Cache, sql

BATCH_EVENTS = 5_000


class EventSource(Protocol):
    """What is followed: the log, or a list of events in its order."""

    @property
    def head(self) -> int:
        """The position of the last event, 0 when there is none."""
        ...

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        """Yield the events after a position, in order."""
        ...


class ProjectionError(Pos2WebError):
    """The event at `position` can't be applied; neither is anything after it until it can be."""

    def __init__(self, message: str, *, position: int) -> None:
        super().__init__(message)
        self.position = position


class Follower:
    """What some handlers work out from the log, in a file of its own. One process follows."""

    def __init__(
        self,
        path: Path,
        tables: sa.MetaData,
        followers: Sequence[Handlers],
        *,
        waits_s: float,
        batch_events: int = BATCH_EVENTS,
    ) -> None:
        """Open or make the file. One of another version, or damaged, is started anew.

        Who writes waits so long for another writer; a batch takes about a second at most. So many
        events are one where nothing else is said.
        """
        self.path = path
        self.engine = open_database(path, tables, waits_s=waits_s)
        self.lock = threading.RLock()
        self._batch_events = batch_events
        self.tables = tables
        self._handlers = _by_fact(followers)
        self._cache = Cache()
        self._progress = ProjectionProgress()
        self._followed: EventSource | None = None

    def close(self) -> None:
        self.engine.dispose()

    @property
    def was_parked(self) -> bool:
        """Whether it was parked when this process looked last."""
        return self._progress.is_parked

    @property
    def progress(self) -> ProjectionProgress:
        """How far the rows are, and what keeps them from following if anything does."""
        with self.engine.connect() as connection:
            return progress.read(driver_cursor(connection))

    def catch_up(
        self,
        log: EventSource,
        *,
        upto: int | None = None,
        at_most: int | None = None,
        near: int | None = None,
        batch_size: int | None = None,
    ) -> int:
        """Apply what is new in the log, up to and with a position; returns the one reached.

        At most so many events of it; nothing, where more are new than `near` says. Rows and position move together, a
        batch at a time. A log that isn't the one followed so far (restored, replaced) is followed
        from its start, so is one of which more was followed than is asked for. Raises
        ProjectionError at an event that can't be applied, with everything before it applied;
        after a few times it is parked and no longer tried.
        """
        size = batch_size or self._batch_events
        with self.lock:
            head = log.head if upto is None else min(upto, log.head)
            self._find_place(log, head)
            if near is not None and head - self._progress.position > near:
                return self._progress.position
            if at_most is not None:
                head = min(head, self._progress.position + at_most)
            while (place := self._progress.position) < head:
                # Batches end at their multiples: what is kept by the block is written once.
                limit = size - (place + 1) % size
                events = list(log.read(place, upto=head, limit=limit))
                if not events:
                    break
                self._take(events)
            return self._progress.position

    def rebuild(self, log: EventSource, *, batch_size: int | None = None) -> int:
        """Drop every row and work all of it out again; the result is identical."""
        with self.lock:
            self._start_over()
            return self.catch_up(log, batch_size=batch_size)

    def tidy(self) -> None:
        """Let SQLite look after its indexes and fold its journal back into the file."""
        with self.lock, self.engine.connect() as connection:
            cursor = driver_cursor(connection)
            cursor.execute("PRAGMA optimize")
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def _find_place(self, log: EventSource, head: int) -> None:
        """Go on where the file is, or from the start when it doesn't come from this log."""
        found = self.progress
        if found != self._progress:
            self._cache.clear()
            self._progress = found
        if found.position > head or (log is not self._followed and not is_in(log, found)):
            self._start_over()
        self._followed = log
        if self._progress.is_parked:
            raise ProjectionError(
                message(
                    "parked after {attempts} attempts: {error}",
                    attempts=self._progress.attempts,
                    error=self._progress.error,
                ),
                position=self._progress.stopped_at,
            )

    def _start_over(self) -> None:
        self._cache.clear()
        with writing(self.engine) as cursor:
            for table in self.tables.sorted_tables:
                cursor.execute(sql(sa.delete(table)))
        self._progress = ProjectionProgress()

    def _take(self, events: Sequence[Event]) -> None:
        try:
            self._write(events)
        except ProjectionError as error:
            self._write([event for event in events if event.position < error.position])
            self._count(error)
            raise

    def _write(self, events: Sequence[Event]) -> None:
        before = self._progress
        after = _progress_at(events[-1]) if events else before
        try:
            with writing(self.engine) as cursor:
                batch = Batch(self._cache, cursor)
                for event in events:
                    self._apply(batch, event)
                batch.write()
                progress.write(cursor, before, after)
        except BaseException:
            self._cache.clear()
            raise
        self._progress = after

    def _apply(self, batch: Batch, event: Event) -> None:
        fact = event.fact
        try:
            for handler in self._handlers.get(type(fact), ()):
                handler(batch, event, fact)
        except sqlite3.Error:
            raise
        except Exception as error:
            raise ProjectionError(
                message(
                    "event {position} ({kind} in {stream}) cannot be applied: {error}",
                    position=event.position,
                    kind=type(fact).__name__,
                    stream=event.stream,
                    error=f"{type(error).__name__}: {error}",
                ),
                position=event.position,
            ) from error

    def _count(self, error: ProjectionError) -> None:
        before = self._progress
        after = msgspec.structs.replace(
            before,
            stopped_at=error.position,
            attempts=before.attempts + 1 if before.stopped_at == error.position else 1,
            error=str(error),
        )
        with writing(self.engine) as cursor:
            progress.write(cursor, before, after)
        self._progress = after


def is_in(log: EventSource, found: ProjectionProgress) -> bool:
    """Whether rows that are so far come from this log: its event at that position is the same."""
    if found.position == 0:
        return True
    event = next(iter(log.read(found.position - 1, limit=1)), None)
    return event is not None and _progress_at(event).mark == found.mark


def _progress_at(event: Event) -> ProjectionProgress:
    mark = f"{event.position} {event.id} {event.recorded_at.isoformat()}"
    return ProjectionProgress(position=event.position, mark=mark)


def _by_fact(followers: Sequence[Handlers]) -> dict[type[Fact], tuple[Handler, ...]]:
    facts = {fact for handlers in followers for fact in handlers}
    return {
        fact: tuple(handlers[fact] for handlers in followers if fact in handlers) for fact in facts
    }
