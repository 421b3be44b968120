"""What becomes of runs and tasks, and what is told of it: facts like those of things."""

from datetime import datetime

from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Reason


class RunStarted(Fact, frozen=True, kw_only=True):
    task: str
    version: str


class RunEnded(Fact, frozen=True, kw_only=True):
    """`outcome`: done, stopped (by a person), halted (asks first), failed, yielded (made way for
    what is more urgent), killed (its process ended, by itself or by a signal; it goes on at the next
    start); `reason` says why it was not done.

    Of everything read from the till, read = changed + unchanged + held.
    """

    task: str
    outcome: str
    reason: Reason | None = None
    read: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    writes: int = 0
    calls: int = 0


class RunPassed(Fact, frozen=True, kw_only=True):
    """So many runs since an instant found nothing to do: `read` and `held` are those of the last,
    `calls` those of all."""

    task: str
    runs: int = 1
    since: datetime | None = None
    read: int = 0
    held: int = 0
    calls: int = 0


class RunsMissed(Fact, frozen=True, kw_only=True):
    """So many runs of a task were due since an instant and did not take place.

    `made_up`: one run follows for all of them. `why`: nothing ran, or the clock jumped (`away`), the
    one before took too long (`overrun`), or more urgent ones did (`busy`).
    """

    task: str
    count: int
    since: datetime
    made_up: bool
    why: str


class AlertRaised(Fact, frozen=True, kw_only=True):
    """Somebody must be told: what it is about, and why. Once until it is cured."""

    alert: str
    reason: Reason


class AlertCured(Fact, frozen=True, kw_only=True):
    """What somebody was told of is over."""

    alert: str
    was: Reason


class AlertTold(Fact, frozen=True, kw_only=True):
    """A channel took a message: `told` is the id of the event that it was about."""

    alert: str
    channel: str
    told: str
