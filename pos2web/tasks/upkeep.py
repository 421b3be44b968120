"""Upkeep: the read models follow, those that stand still are made anew, their files kept tidy; the
log is sealed as it grows, and snapshots of the state are taken."""

from importlib.metadata import version

from pos2web.domain.reasons import Code, saying
from pos2web.domain.run_facts import RunEnded, RunPassed, RunStarted
from pos2web.domain.streams import run_stream
from pos2web.engine.context import RunOptions, RunReport
from pos2web.engine.outcome import new_run
from pos2web.engine.people import CustomerRecorder
from pos2web.errors import Pos2WebError
from pos2web.log import Entry, Envelope
from pos2web.log.sealing import seal
from pos2web.projections.read_models import ProjectionError
from pos2web.projections.snapshots.remembering import remember
from pos2web.tasks.runner import Runner

TASK = "upkeep"

HISTORY_EVENTS = 32_768
"""So much of a history that is far behind is worked out here; the heart sees to the rest."""

SEGMENTS_MAX = 10
"""So many are sealed at once: it takes a second or two, and nothing else runs meanwhile."""


def upkeep(runner: Runner, options: RunOptions) -> RunReport:
    """Let the read models follow; rebuild them where they can't. `changed` is 1 when they were.

    Then seal the log, a few segments at a time, and take a snapshot when one is due. It fails when
    log and segments don't fit together, or nothing can be written.
    """
    del options
    context = runner.context
    run = new_run(context)
    try:
        context.models.catch_up(context.log)
        context.models.catch_up_history(context.log, at_most=HISTORY_EVENTS)
        context.models.tidy()
        report = RunReport(run=run, outcome="done", read=1, unchanged=1, is_quiet=True)
    except ProjectionError:
        runner.forget()
        report = rebuilt(runner, run)
    if report.failure is None:
        report = sealed(runner, report)
    _record(runner, report)
    return report


def sealed(runner: Runner, report: RunReport) -> RunReport:
    """Return the report, or that of the failure to seal, to take a snapshot, or to settle who is erased."""
    log, models = runner.context.log, runner.context.models
    try:
        seal(log, log.segments, at_most=SEGMENTS_MAX)
        remember(log, models, models.path.with_name("snapshots"))
        CustomerRecorder.of(log, models).settle(actor=f"task:{TASK}")
    except Pos2WebError as error:
        reason = saying(Code.FAILED, error)
        return RunReport(run=report.run, outcome="failed", reason=reason, failure=error)
    return report


def rebuilt(runner: Runner, run: str) -> RunReport:
    """The read models made anew from the log: what stopped them may have been mended since."""
    try:
        runner.context.models.rebuild(runner.context.log)
    except Pos2WebError as error:
        reason = saying(Code.FAILED, error)
        return RunReport(run=run, outcome="failed", reason=reason, failure=error)
    return RunReport(run=run, outcome="done", read=1, changed=1)


def _record(runner: Runner, report: RunReport) -> None:
    if report.is_quiet:
        runner.passes.add(RunPassed(task=TASK, read=report.read))
        return
    facts = [
        RunStarted(task=TASK, version=version("pos2web")),
        RunEnded(
            task=TASK,
            outcome=report.outcome,
            reason=report.reason,
            read=report.read,
            changed=report.changed,
        ),
    ]
    stream = run_stream(report.run)
    envelope = Envelope(actor=f"task:{TASK}", run=report.run, connection=runner.context.shop_name)
    runner.context.log.append([Entry(stream=stream, fact=fact) for fact in facts], envelope)
