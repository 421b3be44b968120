"""Deciding: what people rule is recorded, and who has to do something about it does it."""

from collections.abc import Sequence

from pos2web.domain.decisions import (
    Decision,
    ErasePerson,
    LiftPin,
    PinDecision,
    PinField,
    Retreat,
    Rewind,
    RuleMissedRuns,
    ScheduleTask,
    SellingDecision,
    Simple,
    SwitchTask,
    TakeBack,
    TakeOver,
    TaskFact,
    rule_on_selling,
    set_task,
    task_after,
)
from pos2web.domain.facts import Fact
from pos2web.domain.pins import Lifting
from pos2web.domain.streams import pin_stream, rule_stream, task_stream
from pos2web.domain.undoing import facts_of
from pos2web.engine.epochs import take_over
from pos2web.engine.installation import Installation, place_of
from pos2web.engine.outcome import new_run
from pos2web.engine.people import CustomerRecorder
from pos2web.engine.rewind import REWIND, rewinding
from pos2web.engine.undo import UNDO, record, undoing
from pos2web.projections import selling
from pos2web.tasks.journal import Journal
from pos2web.tasks.normal_form import meant
from pos2web.tasks.queues import Queues
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Lane, concerns
from pos2web.tasks.task_state import task_state_named

TaskDecision = SwitchTask | ScheduleTask | RuleMissedRuns


class Deciding:
    """Records decisions and has the tasks act on them. Any thread may ask."""

    def __init__(self, runner: Runner, queues: Queues, journal: Journal) -> None:
        self._runner = runner
        self._queues = queues
        self._journal = journal

    def decide(self, decision: Decision, *, actor: str) -> list[int]:
        """Record a decision and act on it; the positions. See `Control.decide`."""
        plain = meant(decision)
        if isinstance(plain, TakeOver):
            return self._take_over(actor)
        if isinstance(plain, TakeBack | Rewind):
            return self._retreat(plain, actor)
        if isinstance(plain, ErasePerson):
            return self._erase(plain, actor)
        with self._journal.deciding:
            if isinstance(plain, TaskDecision):
                return self._decide_task(plain, actor)
            if isinstance(plain, PinField | LiftPin):
                return self._pin(plain, actor)
            return self._rule(plain, actor)

    def _take_over(self, actor: str) -> list[int]:
        positions = take_over(self._runner.context, actor=actor)
        self._runner.epoch_began()
        with self._queues.changed:
            self._queues.ask(
                task_state
                for task_state in self._queues.enabled()
                if task_state.task.lane is Lane.SHOP
            )
        return positions

    def _erase(self, decision: ErasePerson, actor: str) -> list[int]:
        context = self._runner.context
        with self._journal.deciding:
            self._journal.follow()
            return CustomerRecorder.of(context.log, context.models).erase(
                decision.person, actor=actor
            )

    def _decide_task(self, decision: TaskDecision, actor: str) -> list[int]:
        task_state = task_state_named(self._queues.task_states, decision.task)
        facts = set_task(task_state.setting, decision)
        positions = self._journal.record(task_stream(task_state.task.name), facts, actor=actor)
        self._set(facts)
        return positions

    def _set(self, facts: Sequence[Fact]) -> None:
        """Tasks are set otherwise from now on, by those facts that say so."""
        with self._queues.changed:
            for fact in facts:
                if isinstance(fact, TaskFact):
                    self._set_task(fact)

    def _set_task(self, fact: TaskFact) -> None:
        task_state = task_state_named(self._queues.task_states, fact.task)
        task_state.setting = task_after(task_state.setting, fact)
        task_state.accounted = task_state.ruled_at = self._runner.context.clock()
        if not task_state.setting.is_enabled:
            task_state.drop()

    def _rule(self, decision: SellingDecision, actor: str) -> list[int]:
        context = self._runner.context
        context.models.catch_up(context.log)
        known = selling.load(context.models, context.shop_name)
        facts = rule_on_selling(known, decision)
        stream = rule_stream(context.shop_name, decision.scope)
        positions = self._journal.record(stream, facts, actor=actor)
        if positions:
            self._act_on([decision])
        return positions

    def _pin(self, decision: PinDecision, actor: str) -> list[int]:
        place = self._place()
        known = place.known() if isinstance(decision, PinField) else place.known_pins()
        facts = facts_of(decision, known, Lifting.LIFTED)
        positions = self._journal.record(
            pin_stream(place.shop_name, decision.ref), facts, actor=actor
        )
        if positions:
            self._act_on([decision])
        return positions

    def _retreat(self, asked: Retreat, actor: str) -> list[int]:
        """Work out what takes it back, which may take a while, and then record it."""
        place = self._place()
        is_undo = isinstance(asked, TakeBack)
        taken = undoing(place, asked) if isinstance(asked, TakeBack) else rewinding(place, asked)
        facts: list[Fact] = []
        with self._journal.deciding:
            positions = record(
                place,
                taken,
                task=UNDO if is_undo else REWIND,
                run=new_run(self._runner.context),
                actor=actor,
                note=facts.append,
            )
            self._set(facts)
            if positions:
                self._act_on([step.decision for step in taken.steps])
        return positions

    def _act_on(self, decisions: Sequence[Simple]) -> None:
        """Whoever has to do something about what was decided does it."""
        self._runner.rules_changed()
        with self._queues.changed:
            self._queues.ask(
                task_state
                for task_state in self._queues.enabled()
                if concerns(task_state.task, decisions)
            )

    def _place(self) -> Installation:
        context = self._runner.context
        context.models.catch_up(context.log)
        return place_of(
            context,
            {name: task_state.setting for name, task_state in self._queues.task_states.items()},
        )
