"""What the engine works with, what it is asked, and what it answers."""

import threading
from dataclasses import dataclass, field
from typing import Protocol

from pos2web.domain.changes import Hold, Plan
from pos2web.domain.policy import Policy
from pos2web.domain.reasons import Reason
from pos2web.errors import Pos2WebError
from pos2web.log import Log
from pos2web.ports import Clock, Shop, Till
from projections.read_models import ReadModels


class Stopped(Exception):  # noqa: N818 - not an error: a person asked, between two changes
    """The run was asked to stop and did, with everything recorded."""


class Progress(Protocol):
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


@dataclass(frozen=True, kw_only=True)
class House:
    """One till, one shop, their log and its read models: built by `bootstrap`, used by one run.

    `settle_s` is how long to wait, in seconds, after a write of unknown fate before the shop is
    asked what became of it: a request may still be under way there. `follow_events`: while a run
    writes, the read models follow in steps of at least so many events.
    """

    log: Log
    models: ReadModels
    till: Till
    shop: Shop
    policy: Policy
    clock: Clock
    till_name: str = "till:main"
    shop_name: str = "shop:main"
    actor: str = "task:sync"
    settle_s: float = 5.0
    follow_events: int = 1_000


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a run is meant. `approved`: go on where the breaker would ask. `retry_held`: ask the
    shop again for what it refused. `stop` may be set from another thread or a signal."""

    dry_run: bool = False
    approved: bool = False
    retry_held: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    progress: Progress = field(default_factory=Unwatched)

    def check_stop(self) -> None:
        """Raise Stopped when somebody asked for it."""
        if self.stop.is_set():
            raise Stopped


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run did. Of everything at the till, read = changed + unchanged + held.

    `writes` counts changes made on the shop, `calls` requests to it. `plan` is there for a dry
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
    plan: Plan | None = None
    failure: Pos2WebError | None = None
