"""Upkeep: the read models follow, those that stand still are made anew, their files kept tidy; the
log is sealed as it grows, and snapshots of the state are taken."""

from importlib.metadata import version

from pos2web.domain.reasons import Code, saying
from pos2web.domain.run_facts import RunEnded, RunPassed, RunStarted
from pos2web.engine.house import Options, Report
from pos2web.engine.outcome import new_run
from pos2web.engine.people import Register
from pos2web.errors import Pos2WebError
from pos2web.log import Entry, Envelope
from pos2web.log.sealing import seal
from pos2web.projections.read_models import ProjectionError
from pos2web.projections.remembering import remember
from pos2web.tasks.works import Works

TASK = "upkeep"

HISTORY_EVENTS = 32_768
"""So much of a history that is far behind is worked out here; the heart sees to the rest."""

SEGMENTS_MAX = 10
"""So many are sealed at once: it takes a second or two, and nothing else runs meanwhile."""


def upkeep(works: Works, options: Options) -> Report:
    """Let the read models follow; rebuild them where they can't. `changed` is 1 when they were.

    Then seal the log, a few segments at a time, and take a snapshot when one is due. It fails when
    log and segments don't fit together, or nothing can be written.
    """
    del options
    house = works.house
    run = new_run(house)
    try:
        house.models.catch_up(house.log)
        house.models.catch_up_history(house.log, at_most=HISTORY_EVENTS)
        house.models.tidy()
        report = Report(run=run, outcome="done", read=1, unchanged=1, is_quiet=True)
    except ProjectionError:
        works.forget()
        report = rebuilt(works, run)
    if report.failure is None:
        report = sealed(works, report)
    _record(works, report)
    return report


def sealed(works: Works, report: Report) -> Report:
    """The same report, or of the failure to seal, to take a snapshot, or to settle who is erased."""
    log, models = works.house.log, works.house.models
    try:
        seal(log, log.segments, at_most=SEGMENTS_MAX)
        remember(log, models, models.path.with_name("snapshots"))
        Register.of(log, models).settle(actor=f"task:{TASK}")
    except Pos2WebError as error:
        reason = saying(Code.FAILED, error)
        return Report(run=report.run, outcome="failed", reason=reason, failure=error)
    return report


def rebuilt(works: Works, run: str) -> Report:
    """The read models made anew from the log: what stopped them may have been mended since."""
    try:
        works.house.models.rebuild(works.house.log)
    except Pos2WebError as error:
        reason = saying(Code.FAILED, error)
        return Report(run=run, outcome="failed", reason=reason, failure=error)
    return Report(run=run, outcome="done", read=1, changed=1)


def _record(works: Works, report: Report) -> None:
    if report.is_quiet:
        works.passes.add(RunPassed(task=TASK, read=report.read))
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
    stream = f"run/{report.run}"
    envelope = Envelope(actor=f"task:{TASK}", run=report.run, connection=works.house.shop_name)
    works.house.log.append([Entry(stream=stream, fact=fact) for fact in facts], envelope)
