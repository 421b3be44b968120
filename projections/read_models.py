"""Read models follow the log: their rows and how far they got, in one transaction."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

import msgspec
import sqlalchemy as sa

from pos2web.domain.facts import Fact
from pos2web.errors import Pos2WebError
from pos2web.log.records import Event
from projections import (
    catalogue,
    claims,
    cursors,
    history,
    holds,
    links,
    progress,
    runs,
    site,
    stock,
)
from projections.database import driver_cursor, open_database, writing
from projections.following import Handler, Handlers
from projections.progress import Progress
from projections.rows import METADATA, Batch, Cache, sql

BATCH_EVENTS = 5_000

# Claims come last: the others still look at what an outcome answers.
FOLLOWERS: tuple[Handlers, ...] = (
    catalogue.HANDLERS,
    stock.HANDLERS,
    site.HANDLERS,
    links.HANDLERS,
    holds.HANDLERS,
    cursors.HANDLERS,
    runs.HANDLERS,
    history.HANDLERS,
    claims.HANDLERS,
)


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


class ReadModels:
    """Everything that is worked out from the log, in a file of its own. One process follows."""

    def __init__(self, path: Path, engine: sa.Engine) -> None:
        self.path = path
        self.engine = engine
        self._cache = Cache()
        self._lock = threading.RLock()
        self._progress = Progress()
        self._followed: EventSource | None = None

    @classmethod
    def open(cls, path: Path, *, waits_s: float = 5.0) -> Self:
        """Open or make the file. One of another version, or damaged, is started anew.

        Who writes waits so long for another writer; a batch takes well under a second.
        """
        return cls(path, open_database(path, waits_s=waits_s))

    def close(self) -> None:
        self.engine.dispose()

    @property
    def progress(self) -> Progress:
        """How far the rows are, and what keeps them from following if anything does."""
        with self.engine.connect() as connection:
            return progress.read(driver_cursor(connection))

    def catch_up(self, log: EventSource, *, batch_size: int = BATCH_EVENTS) -> int:
        """Apply what is new in the log; returns the position reached.

        Rows and position move together, a batch at a time. A log that isn't the one followed so
        far (restored, replaced) is followed from its start. Raises ProjectionError at an event
        that can't be applied, with everything before it applied; after a few times it is parked
        and no longer tried.
        """
        with self._lock:
            head = log.head
            self._find_place(log, head)
            if self._progress.position == head:
                return head
            while events := list(log.read(self._progress.position, limit=batch_size)):
                self._take(events)
                if len(events) < batch_size:
                    break
            return self._progress.position

    def rebuild(self, log: EventSource, *, batch_size: int = BATCH_EVENTS) -> int:
        """Drop every row and work all of it out again; the result is identical."""
        with self._lock:
            self._start_over()
            return self.catch_up(log, batch_size=batch_size)

    def _find_place(self, log: EventSource, head: int) -> None:
        """Go on where the file is, or from the start when it doesn't come from this log."""
        found = self.progress
        if found != self._progress:
            self._cache.clear()
            self._progress = found
        if found.position > head or (log is not self._followed and not _is_in(log, found)):
            self._start_over()
        self._followed = log
        if self._progress.is_parked:
            raise ProjectionError(
                f"parked after {self._progress.attempts} attempts: {self._progress.error}",
                position=self._progress.stopped_at,
            )

    def _start_over(self) -> None:
        self._cache.clear()
        with writing(self.engine) as cursor:
            for table in METADATA.sorted_tables:
                cursor.execute(sql(sa.delete(table)))
        self._progress = Progress()

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
                    _apply(batch, event)
                batch.write()
                progress.write(cursor, before, after)
        except BaseException:
            self._cache.clear()
            raise
        self._progress = after

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


def _apply(batch: Batch, event: Event) -> None:
    fact = event.fact
    try:
        for handler in HANDLERS.get(type(fact), ()):
            handler(batch, event, fact)
    except sqlite3.Error:
        raise
    except Exception as error:
        raise ProjectionError(
            f"event {event.position} ({type(fact).__name__} in {event.stream}) "
            f"cannot be applied: {type(error).__name__}: {error}",
            position=event.position,
        ) from error


def _is_in(log: EventSource, found: Progress) -> bool:
    if found.position == 0:
        return True
    event = next(iter(log.read(found.position - 1, limit=1)), None)
    return event is not None and _progress_at(event).mark == found.mark


def _progress_at(event: Event) -> Progress:
    mark = f"{event.position} {event.id} {event.recorded_at.isoformat()}"
    return Progress(position=event.position, mark=mark)


def _handlers() -> dict[type[Fact], tuple[Handler, ...]]:
    facts = {fact for handlers in FOLLOWERS for fact in handlers}
    return {
        fact: tuple(handlers[fact] for handlers in FOLLOWERS if fact in handlers) for fact in facts
    }


HANDLERS = _handlers()
