"""Undo: what would take some events back, and recording it: pins, and decisions made anew."""

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import assert_never

from pos2web.domain.decisions import (
    DeclareSoldOut,
    LiftPin,
    PinField,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SetBuffer,
    SetWindow,
    Simple,
    SwitchTask,
    TakeBack,
)
from pos2web.domain.facts import Fact
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.streams import Stream, pin_stream, rule_stream, run_stream, task_stream
from pos2web.domain.undoing import LeftReason, UndoPlan, facts_of, take_back
from pos2web.domain.values import ConnectionName, Position
from pos2web.engine.installation import Installation
from pos2web.engine.undoable_events import acts_of
from pos2web.log import Entry, Envelope

UNDO = "undo"


def undoing(place: Installation, asked: TakeBack) -> UndoPlan:
    """What would take it back, as everything is now. Writes nothing. Raises RuleError as `acts_of`."""
    acts = acts_of(place, asked)
    return take_back(acts, place.known(), is_forced=asked.is_forced)


def record(
    place: Installation,
    taken: UndoPlan,
    *,
    task: str,
    run: str,
    actor: str,
    note: Callable[[Fact], None],
) -> list[int]:
    """Append what takes it back, as a run of its own; the positions. None where nothing does.

    `note` is told of each fact. Nothing is asked of the shop: the tasks see to that.
    """
    if not taken.steps:
        return []
    envelope = Envelope(actor=actor, run=run, connection=place.shop_name)
    entries = [*_entries(place, taken, task, run_stream(run))]
    positions = [*_append(place, entries, envelope)]
    place.models.catch_up(place.log)
    for entry in entries:
        note(entry.fact)
    return positions


def _append(place: Installation, entries: Sequence[Entry], envelope: Envelope) -> Iterator[int]:
    for begin in range(0, len(entries), place.appended_max):
        yield from place.log.append(entries[begin : begin + place.appended_max], envelope)


def _entries(place: Installation, taken: UndoPlan, task: str, stream: Stream) -> Iterator[Entry]:
    known = place.known()
    yield Entry(stream=stream, fact=RunStarted(task=task, version=version("pos2web")))
    for step in taken.steps:
        where = _stream(place.shop_name, step.decision)
        for fact in facts_of(step.decision, known):
            yield Entry(stream=where, fact=fact, cause=Position(step.cause))
    yield Entry(stream=stream, fact=_ended(taken, task))


def _stream(shop: ConnectionName, decision: Simple) -> Stream:
    match decision:
        case PinField(ref=ref) | LiftPin(ref=ref):
            return pin_stream(shop, ref)
        case SetBuffer() | RuleOutOfStock() | SetWindow() | DeclareSoldOut():
            return rule_stream(shop, decision.scope)
        case SwitchTask() | ScheduleTask() | RuleMissedRuns():
            return task_stream(decision.task)
        case _:
            assert_never(decision)


def _ended(taken: UndoPlan, task: str) -> RunEnded:
    unchanged = sum(left.why is LeftReason.ALREADY for left in taken.left)
    return RunEnded(
        task=task,
        outcome="done",
        read=len(taken.steps) + len(taken.left),
        changed=len(taken.steps),
        unchanged=unchanged,
        held=len(taken.left) - unchanged,
    )
