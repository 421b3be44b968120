"""A run by its name, and how it ended: two events, or one where it found nothing to do."""

import secrets

from pos2web.domain.changes import Hold
from pos2web.domain.run_facts import RunEnded, RunPassed
from pos2web.engine.context import RunReport, SyncContext
from pos2web.engine.state import SyncState


def new_run(context: SyncContext) -> str:
    """A run's name: when it began, and a little chance."""
    return f"{context.clock():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def holds_of(state: SyncState) -> tuple[Hold, ...]:
    """Everything that a run keeps back, in order."""
    return tuple(Hold(ref=ref, reason=held.reason) for ref, held in sorted(state.holding.items()))


def record_end(state: SyncState, report: RunReport, task: str) -> None:
    """Tell how the run ended; of one that did nothing and whose start is not told, only that."""
    if report.is_quiet and not state.has_begun:
        state.record_passed(
            RunPassed(task=task, read=report.read, held=report.held, calls=report.calls)
        )
    else:
        state.record_start()
        state.record_run([ended(report, task)])
    state.catch_up()


def ended(report: RunReport, task: str) -> RunEnded:
    """The report as a fact."""
    return RunEnded(
        task=task,
        outcome=report.outcome,
        reason=report.reason,
        read=report.read,
        changed=report.changed,
        unchanged=report.unchanged,
        held=report.held,
        writes=report.writes,
        calls=report.calls,
    )
