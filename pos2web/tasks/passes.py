"""Runs that found nothing to do: told together, since there are thousands a day."""

import threading
from datetime import datetime, timedelta

import msgspec

from pos2web.domain.run_facts import RunPassed
from pos2web.domain.streams import task_stream
from pos2web.engine.context import SyncContext
from pos2web.log import Entry, Envelope

TOLD_EVERY = timedelta(minutes=10)
"""A task's quiet runs are told when the first of them is so long ago, or at a clean end."""


class Passes:
    """Gathers quiet runs, by task. Any thread may add."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        self._gathered: dict[str, RunPassed] = {}
        self._lock = threading.Lock()

    def add(self, passed: RunPassed) -> None:
        """One more quiet run; told with those before it when they are due."""
        now = self._context.clock()
        with self._lock:
            before = self._gathered.get(passed.task)
            gathered = together(before, passed, now)
            self._gathered[passed.task] = gathered
            since = gathered.since or now
            if not timedelta() <= now - since < TOLD_EVERY:
                self._tell(passed.task)

    def tell(self) -> None:
        """Tell all that is not told yet."""
        with self._lock:
            for task in sorted(self._gathered):
                self._tell(task)

    def _tell(self, task: str) -> None:
        envelope = Envelope(actor=f"task:{task}", connection=self._context.shop_name)
        entry = Entry(stream=task_stream(task), fact=self._gathered[task])
        self._context.log.append([entry], envelope)
        del self._gathered[task]


def together(before: RunPassed | None, passed: RunPassed, now: datetime) -> RunPassed:
    """Both as one: the totals of the last, and the requests of all."""
    if before is None:
        return msgspec.structs.replace(passed, since=now)
    return msgspec.structs.replace(
        passed,
        since=before.since,
        runs=before.runs + passed.runs,
        calls=before.calls + passed.calls,
    )
