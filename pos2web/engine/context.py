"""What the engine works with (context), how a run is asked for (options) and what it answers (report)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from pos2web.domain.changes import Hold, Plan
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.epochs import Mark
from pos2web.domain.policy import Policy
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.selling import Window, WindowState
from pos2web.domain.values import ConnectionName, Texts
from pos2web.engine.parts import WHOLE, Part
from pos2web.errors import Pos2WebError
from pos2web.log import Log
from pos2web.ports import Clock, Shop, Till
from pos2web.projections.read_models import ReadModels


class RunStopped(Exception):  # noqa: N818 - not an error: a person asked, between two changes
    """The run was asked to stop and did, with everything recorded."""


class RunProgress(Protocol):
    """Somebody who watches a run."""

    def phase(self, name: str, total: int | None) -> None:
        """A new part begins, of so many steps where that is known."""
        ...

    def advance(self, count: int = 1) -> None:
        """So many more steps are done."""
        ...


class Unwatched:
    """Nobody watches."""

    def phase(self, name: str, total: int | None) -> None:
        """Goes by unseen."""

    def advance(self, count: int = 1) -> None:
        """Goes by unseen."""


class Calendar(Protocol):
    """Reads windows by the merchant's wall clock."""

    def state(self, window: Window, now: datetime) -> WindowState:
        """Whether a window is open at an instant, and until when."""
        ...

    def worded(self, message: Texts, opens_at: datetime | None, now: datetime) -> Texts:
        """A message with the words for the next opening in it, in each of its languages."""
        ...

    def midnight(self, now: datetime) -> datetime:
        """The next midnight, when words such as tomorrow change."""
        ...


def nowhere_else(own: Mark) -> Mark | None:
    """Where only the shop tells who writes to it."""
    del own
    return None


class NoCalendar:
    """Where nobody rules about windows."""

    def state(self, window: Window, now: datetime) -> WindowState:
        """Every window is open."""
        del window, now
        return WindowState(is_open=True)

    def worded(self, message: Texts, opens_at: datetime | None, now: datetime) -> Texts:
        """The message as it was written."""
        del opens_at, now
        return message

    def midnight(self, now: datetime) -> datetime:
        """By the clock of UTC."""
        return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SyncContext:
    """One till, one shop, their log and its read models: built by `bootstrap`, used by one run.

    `settle_s` is how long to wait, in seconds, after a write of unknown fate before the shop is
    asked what became of it: a request may still be under way there. `follow_events`: while a run
    writes, the read models follow in steps of at least so many events. `mark_s`: a run that goes on
    writing asks every so many seconds whether another installation writes to the shop now; `elsewhere`
    says whether a later epoch of this one is known of in another place, such as a backup store.
    """

    log: Log
    models: ReadModels
    till: Till
    shop: Shop
    policy: Policy
    clock: Clock
    till_name: ConnectionName = MAIN_TILL
    shop_name: ConnectionName = MAIN_SHOP
    calendar: Calendar = field(default_factory=NoCalendar)
    settle_s: float = 5.0
    follow_events: int = 250
    mark_s: float = 30.0
    elsewhere: Callable[[Mark], Mark | None] = nowhere_else


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """How a run is meant. `part` is what it is about. `approved`: go on where the breaker would
    ask. `retry_held`: ask the shop again for what it refused. `stop` may be set from another thread
    or a signal; `stopped_as` is asked then how the run ended, and why."""

    part: Part = WHOLE
    dry_run: bool = False
    approved: bool = False
    retry_held: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    stopped_as: Callable[[], tuple[str, Reason]] = lambda: ("stopped", Reason(Code.STOPPED))
    progress: RunProgress = field(default_factory=Unwatched)

    def check_stop(self) -> None:
        """Raise Stopped when somebody asked for it."""
        if self.stop.is_set():
            raise RunStopped


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What a run did. Of everything at the till, read = changed + unchanged + held.

    `writes` counts changes made on the shop, `calls` requests to it. `is_quiet`: nothing was new
    since the last run of its kind. `plan` is there for a dry
    run and for one that halted to ask, `failure` is the error that ended one that failed.
    """

    run: str
    outcome: str
    reason: Reason | None = None
    products: int = 0
    read: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    holds: tuple[Hold, ...] = ()
    writes: int = 0
    calls: int = 0
    seconds: float = 0.0
    is_quiet: bool = False
    plan: Plan | None = None
    failure: Pos2WebError | None = None
