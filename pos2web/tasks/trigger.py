"""APScheduler's part: to call us at the right instant. What is due is our own reckoning."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

Next = Callable[[datetime], datetime | None]

LATER = timedelta(days=1)

logging.getLogger("apscheduler").setLevel(logging.WARNING)


class OwnTrigger(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Fires when our own schedules say so; its previous fire time doesn't matter to them."""

    def __init__(self, following: Next) -> None:
        self._following = following

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first instant after now; where there is none, it is looked for again in a while.

        APScheduler 3.11 removes a job that has none, and its thread dies of that while it is shut
        down.
        """
        del previous_fire_time
        now = now.astimezone(UTC)
        return self._following(now) or now + LATER


class Timers:
    """Calls back at instants that our schedules tell; jobs live in memory and are made anew at start."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def start(self) -> None:
        """Begin to call."""
        self._scheduler.start()

    def call(self, name: str, function: Callable[[], Any], following: Next) -> None:
        """Call this at each instant that `following` tells; replaces what had this name."""
        self._scheduler.add_job(
            function, OwnTrigger(following), id=name, name=name, replace_existing=True
        )

    def forget(self, name: str) -> None:
        """Call it no more; nothing when there is none of this name."""
        if self._scheduler.get_job(name) is not None:
            self._scheduler.remove_job(name)

    def close(self) -> None:
        """Stop calling."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
