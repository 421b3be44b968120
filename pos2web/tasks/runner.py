"""What tasks work with: the house, and what is known of till and shop, kept from run to run."""

import contextlib
import dataclasses
import threading
from collections.abc import Iterator
from datetime import datetime

from pos2web.domain.reasons import Reason
from pos2web.domain.values import Kind
from pos2web.engine.context import RunOptions, RunReport, RunStopped, SyncContext
from pos2web.engine.observe import see_till
from pos2web.engine.parts import LOOK, Part
from pos2web.engine.state import SyncState
from pos2web.engine.sync import sync
from pos2web.engine.till_state import TillState
from pos2web.engine.writer_check import SupersededError
from pos2web.projections import epochs
from pos2web.tasks.backups import Backups
from pos2web.tasks.passes import Passes

KEPT_AFTER = ("done", "halted", "yielded", "stopped", "killed")
"""Outcomes after which what is known of the shop serves the next run."""


class Runner:
    """A sync context with its state, and the backups if there are any. One run at a time, whoever
    asks."""

    def __init__(
        self,
        context: SyncContext,
        backups: Backups | None = None,
        till: TillState | None = None,
    ) -> None:
        """`till` is what is known of the till, where other shops hang on it too."""
        self.context = context
        self.till = till or TillState(context.log, context.models, context.till_name)
        self.till.join(context.shop_name)
        self.backups = backups
        self.passes = Passes(context)
        self._state: SyncState | None = None
        self._rules_changed = threading.Event()
        self._epoch_began = threading.Event()

    @property
    def state(self) -> SyncState:
        """What is known, read from the read models when it isn't at hand."""
        if self._epoch_began.is_set():
            self._epoch_began.clear()
            self.forget()
        if self._state is None:
            self._state = SyncState(self.context, self.passes.add, self.till)
        if self._rules_changed.is_set():
            self._rules_changed.clear()
            self._state.rules_changed()
        return self._state

    def rules_changed(self) -> None:
        """Somebody ruled about selling; any thread may say so, and the next run knows."""
        self._rules_changed.set()

    def epoch_began(self) -> None:
        """What was read up to now counts no more; any thread may say so, and the next run knows."""
        self._epoch_began.set()

    def refusal(self) -> Reason | None:
        """Why nothing is written to the shop any more: another installation does. Until take-over."""
        found = epochs.refusal(self.context.models, self.context.shop_name)
        return None if found is None else found.reason

    def forget(self) -> None:
        """Know nothing any more: something went wrong, and all is read again. News stay news."""
        self.till.forget()
        self._state = None

    def sync(self, part: Part, options: RunOptions) -> RunReport:
        """Run one part of the work; none that writes while another installation does."""
        refusal = None if options.dry_run else self.refusal()
        if refusal is not None:
            error = SupersededError(refusal)
            return RunReport(run="", outcome="failed", reason=refusal, failure=error)
        with self._kept() as state:
            report = sync(self.context, dataclasses.replace(options, part=part), state)
        if report.outcome not in KEPT_AFTER:
            self._state = None
        return report

    def check(self, part: Part, options: RunOptions) -> RunReport:
        """Look at both sides and say what differs, writing nothing to the shop."""
        return self.sync(part, dataclasses.replace(options, dry_run=True))

    def look(self, options: RunOptions) -> None:
        """Observe the till outside any run, until it is seen or `stop` is set. Raises as observing does."""
        with self._kept() as state:
            state.look()
            with contextlib.suppress(RunStopped):
                see_till(state, dataclasses.replace(options, part=LOOK))
            state.record_holds(releases=False, kinds=LOOK.kinds)
            state.catch_up()

    def next_edge(self, after: datetime | None) -> datetime | None:
        """When a window opens or closes next, after that instant, as far as the last runs know."""
        edges = {} if self._state is None else self._state.edges
        coming = [edge for edge in edges.values() if edge and (after is None or edge > after)]
        return min(coming, default=None)

    def take_news(self) -> set[Kind]:
        """Of which kinds something was new at the till since this was asked last."""
        return self.till.take_news(self.context.shop_name)

    @contextlib.contextmanager
    def _kept(self) -> Iterator[SyncState]:
        """What is known, all of which is forgotten when an error ends the block, the till's too."""
        try:
            yield self.state
        except BaseException:
            self.forget()
            raise
