"""The book: what becomes of tasks, kept in the log, with read models that follow if they can."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime

from pos2web.domain.facts import Fact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded, RunsMissed
from pos2web.domain.streams import Stream, run_stream, task_stream
from pos2web.domain.values import ConnectionName
from pos2web.engine.context import SyncContext
from pos2web.errors import Pos2WebError
from pos2web.log import Entry, Envelope
from pos2web.projections import runs

NOTES = logging.getLogger("pos2web.tasks")

DAEMON = "daemon"


class Journal:
    """Writes down what people decided and what happened to runs. Any thread may.

    `deciding` is held from when it is read what stands until a decision about it is recorded: one
    at a time. It may be held over disk, and is never asked for by who holds the queues' lock.
    """

    def __init__(self, context: SyncContext) -> None:
        self.deciding = threading.RLock()
        self._context = context

    def record(
        self, stream: Stream, facts: Sequence[Fact], *, actor: str, shop: ConnectionName
    ) -> list[int]:
        """Append these facts about a shop, or a task of it, to a stream; their positions."""
        envelope = Envelope(actor=actor, connection=shop)
        entries = [Entry(stream=stream, fact=fact) for fact in facts]
        positions: list[int] = [*self._context.log.append(entries, envelope)]
        self.follow()
        return positions

    def missed(self, facts: Sequence[RunsMissed], shop: ConnectionName) -> None:
        """Tell of runs of a shop's tasks that were due and did not take place."""
        for fact in facts:
            NOTES.warning("task %s: %d runs missed (%s)", fact.task, fact.count, fact.why)
            self.record(task_stream(fact.task), [fact], actor=DAEMON, shop=shop)

    def killed(self) -> None:
        """Tell of runs that never ended that their process is gone: we alone may write now."""
        for run in runs.unfinished(self._context.models):
            fact = RunEnded(task=run.task, outcome="killed", reason=Reason(Code.KILLED))
            envelope = Envelope(actor=run.actor, run=run.id, connection=run.connection)
            self._context.log.append([Entry(stream=run_stream(run.id), fact=fact)], envelope)
        self.follow()

    def follow(self) -> None:
        """Let the read models follow. Where they can't, what was recorded is recorded all the same."""
        try:
            self._context.models.catch_up(self._context.log)
        except Pos2WebError as error:
            NOTES.error("the read models stand still: %s", error)


def missed_runs(task: str, missed: tuple[int, datetime], *, why: str, made_up: bool) -> RunsMissed:
    """So many runs were missed since an instant."""
    count, since = missed
    return RunsMissed(task=task, count=count, since=since, made_up=made_up, why=why)
