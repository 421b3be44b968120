"""Everything that is worked out from the log: what is now, and what has been."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from pos2web.errors import Pos2WebError
from pos2web.projections import (
    alerts,
    catalogue,
    claims,
    cursors,
    epochs,
    holds,
    links,
    names,
    people,
    pins,
    runs,
    selling,
    site,
    stock,
    tasks,
)
from pos2web.projections.following.follower import (
    BATCH_EVENTS,
    EventSource,
    Follower,
    ProjectionError,
    is_in,
)
from pos2web.projections.following.handlers import Handlers
from pos2web.projections.following.progress import ProjectionProgress
from pos2web.projections.following.rows import HISTORY, METADATA
from pos2web.projections.history import checkpoints
from pos2web.projections.history import keeping as history_keeping
from pos2web.projections.history.postings import BLOCKS

__all__ = ["BATCH_EVENTS", "EventSource", "ProjectionError", "ReadModels", "is_in"]

NOTES = logging.getLogger("pos2web.projections")

NEAR_EVENTS = 10_000
"""A history that is further behind is left to who has time for it: no run waits for it."""

# Claims come last: the others still look at what an outcome answers.
FOLLOWERS: tuple[Handlers, ...] = (
    catalogue.HANDLERS,
    stock.HANDLERS,
    site.HANDLERS,
    links.HANDLERS,
    names.HANDLERS,
    holds.HANDLERS,
    checkpoints.HANDLERS,
    epochs.HANDLERS,
    cursors.HANDLERS,
    runs.HANDLERS,
    selling.HANDLERS,
    pins.HANDLERS,
    people.HANDLERS,
    tasks.HANDLERS,
    alerts.HANDLERS,
    claims.HANDLERS,
)

FOLLOWERS_OF_HISTORY: tuple[Handlers, ...] = (history_keeping.HANDLERS, claims.HANDLERS_OF_HISTORY)


class ReadModels:
    """The state in one file, the history in another: each follows the log by itself.

    `path`, `engine` and `progress` are those of the state. One process follows.
    """

    def __init__(self, state: Follower, past: Follower | None) -> None:
        self.state = state
        self.past = past

    @classmethod
    def open(cls, path: Path, history: Path | None = None, *, waits_s: float = 5.0) -> Self:
        """Open or make the files; the state's alone where no place for the history is given.

        A file of another version, or damaged, is started anew, the other one is kept. Who writes
        waits so long for another writer; a batch takes about a second at most.
        """
        state = Follower(path, METADATA, FOLLOWERS, waits_s=waits_s)
        if history is None:
            return cls(state, None)
        try:
            past = Follower(
                history, HISTORY, FOLLOWERS_OF_HISTORY, waits_s=waits_s, batch_events=BLOCKS.size
            )
        except BaseException:
            state.close()
            raise
        return cls(state, past)

    def close(self) -> None:
        for follower in self._all():
            follower.close()

    @property
    def path(self) -> Path:
        return self.state.path

    @property
    def engine(self) -> sa.Engine:
        return self.state.engine

    @property
    def progress(self) -> ProjectionProgress:
        """How far the state is, and what keeps it from following if anything does."""
        return self.state.progress

    @property
    def parked(self) -> ProjectionProgress | None:
        """What is no longer tried, of the state or else of the history; None where both follow."""
        return next((at for each in self._all() if (at := each.progress).is_parked), None)

    def catch_up(
        self, log: EventSource, *, upto: int | None = None, batch_size: int | None = None
    ) -> int:
        """Let the state follow the log, up to and with a position; returns the one reached.

        The history comes along, unless it is far behind, or somebody else is at it: then it is
        left as it is. What keeps it from following is noted and kept in its progress, not raised
        here. Nobody asks for a position but to see the past: then it is left out. Raises as
        `Follower.catch_up` does, of the state.
        """
        try:
            return self.state.catch_up(log, upto=upto, batch_size=batch_size)
        finally:
            if self.past is not None and upto is None:
                _come_along(self.past, log)

    def catch_up_history(self, log: EventSource, *, at_most: int | None = None) -> bool:
        """Let the history follow, however far behind it is; whether it is at the log's end.

        At most so many events, where that is given: one goes on by calling again. Raises as
        `Follower.catch_up` does. Nothing is done where only the state is open.
        """
        if self.past is None:
            return True
        return self.past.catch_up(log, at_most=at_most) >= log.head

    def rebuild(self, log: EventSource, *, batch_size: int | None = None) -> int:
        """Drop every row and work all of it out again; the result is identical."""
        positions = [each.rebuild(log, batch_size=batch_size) for each in self._all()]
        return positions[0]

    def tidy(self) -> None:
        """Let SQLite look after its indexes and fold its journals back into the files."""
        for follower in self._all():
            follower.tidy()

    def _all(self) -> Iterator[Follower]:
        yield self.state
        if self.past is not None:
            yield self.past


def _come_along(past: Follower, log: EventSource) -> None:
    if not past.lock.acquire(blocking=False):
        return
    try:
        if not past.was_parked:
            past.catch_up(log, near=NEAR_EVENTS)
    except Pos2WebError as error:
        NOTES.error("the history stands still: %s", error)
    finally:
        past.lock.release()
