"""The log goes to the store while the daemon runs, seconds behind; who sees to it that people know."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from pos2web.backup.ship.following import ShippingState, follow
from pos2web.backup.ship.pruning import prune
from pos2web.backup.ship.shipping import Shipped
from pos2web.domain.reasons import Code, Reason, saying
from pos2web.engine.context import SyncContext
from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    Pos2WebError,
    ProtocolError,
    TransientError,
)
from pos2web.log import Log
from pos2web.messages import message, sentence_of
from pos2web.tasks.backups import Backups, own_epoch
from pos2web.tasks.control import BackupView

NOTES = logging.getLogger("pos2web.backup")

BEHIND_MAX = timedelta(minutes=15)
"""A store that is away for less is the weather."""

REST_S = 30.0

TIDY_EVERY = timedelta(hours=1)
"""Pieces that others cover by now pile up, one every few seconds on a busy day."""

ALERT = "backup"


class Shipping:
    """A thread that ships, from `start` to `close`; what it came to may be asked by any other."""

    def __init__(self, context: SyncContext, backups: Backups) -> None:
        self._context = context
        self._backups = backups
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._state = ShippingState()
        self._overtaken: ConflictError | None = None
        self._tidied = context.clock()
        self._thread = threading.Thread(target=self._go_on, name="backup", daemon=True)

    def start(self) -> None:
        """Begin to ship."""
        self._thread.start()

    def close(self, grace_s: float) -> None:
        """Ship what is left, and end; wait so long for it."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(grace_s)

    @property
    def state(self) -> ShippingState:
        """How far the store is."""
        with self._lock:
            return self._state

    def view(self) -> BackupView:
        """How far the store is, as the overview of the tasks tells it."""
        with self._lock:
            state, problem = self._state, self._overtaken or self._state.problem
        shipped = state.shipped or Shipped()
        return BackupView(
            position=shipped.position,
            at=shipped.at,
            behind_since=state.behind_since,
            problem="" if problem is None else str(problem),
            said=msgspec.UNSET if problem is None else sentence_of(problem),
        )

    def matters(self, now: datetime) -> dict[str, Reason]:
        """What somebody must see to, by the name of the alert."""
        with self._lock:
            state, overtaken = self._state, self._overtaken
        if overtaken is not None:
            return {ALERT: saying(Code.FAILED, overtaken)}
        since = state.behind_since
        if state.problem is None or since is None or now - since < BEHIND_MAX:
            return {}
        minutes = (now - since) // timedelta(minutes=1)
        return {ALERT: saying(Code.BACKUP_BEHIND, state.problem, minutes=minutes)}

    def _go_on(self) -> None:
        while not self._stop.is_set():
            if self._survived(self._follow):
                break
        if self._overtaken is None:
            self._survived(self._ship_the_rest)

    def _follow(self) -> None:
        shipper = self._backups.shipper(self._context)
        epoch = shipper.epoch
        stop = _StopOrEpoch(
            self._stop, self._context.log, lambda: own_epoch(self._context.log) != epoch
        )
        follow(shipper, stop, clock=self._context.clock, notify=self._note)

    def _ship_the_rest(self) -> None:
        state = ShippingState(shipped=self._backups.shipper(self._context).ship())
        with self._lock:
            self._state = state

    def _survived(self, act: Callable[[], None]) -> bool:
        """Whether it is over for good, by whatever came of it."""
        try:
            act()
        except ConflictError as error:
            NOTES.error("nothing more is backed up: %s", error)
            with self._lock:
                self._overtaken = error
            return True
        except Pos2WebError as error:
            NOTES.warning("the backup could not go on: %s", error)
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - its outermost loop: it must go on
            NOTES.exception("the backup stumbled over a mistake of ours")
            self._fail(
                ProtocolError(
                    message(
                        "a mistake of ours: {kind}: {error}", kind=type(error).__name__, error=error
                    )
                )
            )
        return False

    def _fail(self, error: Pos2WebError) -> None:
        """Keep what is wrong, since when, and rest before the next try."""
        since = self.state.behind_since or self._context.clock()
        self._note(ShippingState(shipped=self.state.shipped, problem=error, behind_since=since))
        self._stop.wait(REST_S)

    def _note(self, state: ShippingState) -> None:
        with self._lock:
            before, self._state = self._state, state
        if state.shipped is not before.shipped and state.problem is None:
            self._tidy_sometimes()
        if state.problem is not None and str(state.problem) != str(before.problem):
            NOTES.warning("the store can't be reached: %s", state.problem)
        elif state.problem is None and before.problem is not None:
            NOTES.info("the store has everything again")

    def _tidy_sometimes(self) -> None:
        """Remove what others cover by now. What fails is tried again with the next that is shipped."""
        backups, now = self._backups, self._context.clock()
        if timedelta() <= now - self._tidied < TIDY_EVERY:
            return
        try:
            prune(backups.location, backups.offer, now)
        except (TransientError, CredentialsError, ArchiveError) as error:
            NOTES.warning("the store could not be tidied: %s", error)
        else:
            self._tidied = now


class _StopOrEpoch:
    """Ends when asked to, and when another epoch has begun: then who ships is made anew."""

    def __init__(self, stop: threading.Event, log: Log, is_over: Callable[[], bool]) -> None:
        self._stop = stop
        self._log = log
        self._head = log.head
        self._is_over = is_over

    def is_set(self) -> bool:
        """Whether to end now."""
        before, self._head = self._head, self._log.head
        return self._stop.is_set() or (self._head != before and self._is_over())

    def wait(self, timeout: float) -> bool:
        """Wait so many seconds, or until asked to end; whether that is so."""
        return self._stop.wait(timeout)
