"""Deciding: what people rule is recorded, and who has to do something about it does it."""

from collections.abc import Sequence

import msgspec

from pos2web.domain.connections import own_name
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
from pos2web.domain.tasks import OF_INSTALLATION
from pos2web.domain.undoing import facts_of
from pos2web.domain.values import ConnectionName
from pos2web.engine.epochs import take_over
from pos2web.engine.installation import Installation, place_of
from pos2web.engine.outcome import new_run
from pos2web.engine.people import CustomerRecorder
from pos2web.engine.rewind import REWIND, rewinding
from pos2web.engine.undo import UNDO, record, undoing
from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.projections import selling
from pos2web.tasks.journal import Journal
from pos2web.tasks.normal_form import meant
from pos2web.tasks.queues import Queues
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Lane, concerns
from pos2web.tasks.task_state import TaskState, task_state_named

TaskDecision = SwitchTask | ScheduleTask | RuleMissedRuns


class Deciding:
    """Records decisions and has the tasks act on them. Any thread may ask."""

    def __init__(self, runners: Sequence[Runner], queues: Queues, journal: Journal) -> None:
        self._runners = {runner.context.shop_name: runner for runner in runners}
        self._runner = runners[0]
        self._queues = queues
        self._journal = journal

    def decide(self, decision: Decision, *, actor: str, shop: str | None = None) -> list[int]:
        """Record a decision and act on it; the positions. See `Control.decide`."""
        plain = meant(decision)
        if isinstance(plain, TakeOver):
            return self._take_over(actor, self._runners_of(shop))
        if isinstance(plain, ErasePerson):
            return self._erase(plain, actor)
        if isinstance(plain, TaskDecision):
            with self._journal.deciding:
                return self._decide_task(plain, actor)
        runner = self._runner_of(shop)
        if isinstance(plain, TakeBack | Rewind):
            return self._retreat(runner, plain, actor)
        with self._journal.deciding:
            if isinstance(plain, PinField | LiftPin):
                return self._pin(runner, plain, actor)
            return self._rule(runner, plain, actor)

    def _runners_of(self, shop: str | None) -> list[Runner]:
        """The runner of the shop of this name; of every shop where none is said."""
        names = {own_name(name): runner for name, runner in self._runners.items()}
        if shop is None:
            return [*names.values()]
        if shop not in names:
            raise RuleError(
                message(
                    "there is no shop {shop!r}; there are: {names}",
                    shop=shop,
                    names=", ".join(names),
                )
            )
        return [names[shop]]

    def _runner_of(self, shop: str | None) -> Runner:
        """The runner of the shop that is meant. Raises RuleError where several may be."""
        found = self._runners_of(shop)
        if len(found) > 1:
            raise RuleError(
                message(
                    "there are several shops: say which one with --shop NAME; there are: {names}",
                    names=", ".join(map(own_name, self._runners)),
                )
            )
        return found[0]

    def _take_over(self, actor: str, runners: Sequence[Runner]) -> list[int]:
        """A new epoch begins, and its mark is kept at these shops."""
        positions = [each for runner in runners for each in take_over(runner.context, actor=actor)]
        for runner in self._runners.values():
            runner.epoch_began()
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
        task, shop = task_state.task.name, task_state.shop
        facts = set_task(task_state.setting, msgspec.structs.replace(decision, task=task))
        positions = self._journal.record(task_stream(task), facts, actor=actor, shop=shop)
        self._set(shop, facts)
        return positions

    def _set(self, shop: ConnectionName, facts: Sequence[Fact]) -> None:
        """Tasks of a shop, or the installation's, are set otherwise from now on, by those facts that say so."""
        with self._queues.changed:
            for fact in facts:
                if isinstance(fact, TaskFact):
                    self._set_task(shop, fact)

    def _set_task(self, shop: ConnectionName, fact: TaskFact) -> None:
        for task_state in self._states_of(shop):
            if task_state.task.name == fact.task:
                task_state.setting = task_after(task_state.setting, fact)
                task_state.accounted = task_state.ruled_at = self._runner.context.clock()
                if not task_state.setting.is_enabled:
                    task_state.drop()

    def _states_of(self, shop: ConnectionName) -> list[TaskState]:
        """The tasks of a shop, and those of the whole installation."""
        return [
            task_state
            for task_state in self._queues.task_states.values()
            if task_state.shop == shop or task_state.task.name in OF_INSTALLATION
        ]

    def _rule(self, runner: Runner, decision: SellingDecision, actor: str) -> list[int]:
        context = runner.context
        context.models.catch_up(context.log)
        shop = context.shop_name
        facts = rule_on_selling(selling.load(context.models, shop), decision)
        stream = rule_stream(shop, decision.scope)
        positions = self._journal.record(stream, facts, actor=actor, shop=shop)
        if positions:
            self._act_on(runner, [decision])
        return positions

    def _pin(self, runner: Runner, decision: PinDecision, actor: str) -> list[int]:
        place, shop = self._place(runner), runner.context.shop_name
        known = place.known() if isinstance(decision, PinField) else place.known_pins()
        facts = facts_of(decision, known, Lifting.LIFTED)
        stream = pin_stream(shop, decision.ref)
        positions = self._journal.record(stream, facts, actor=actor, shop=shop)
        if positions:
            self._act_on(runner, [decision])
        return positions

    def _retreat(self, runner: Runner, asked: Retreat, actor: str) -> list[int]:
        """Work out what takes it back, which may take a while, and then record it."""
        place = self._place(runner)
        is_undo = isinstance(asked, TakeBack)
        taken = undoing(place, asked) if isinstance(asked, TakeBack) else rewinding(place, asked)
        facts: list[Fact] = []
        with self._journal.deciding:
            positions = record(
                place,
                taken,
                task=UNDO if is_undo else REWIND,
                run=new_run(runner.context),
                actor=actor,
                note=facts.append,
            )
            self._set(runner.context.shop_name, facts)
            if positions:
                self._act_on(runner, [step.decision for step in taken.steps])
        return positions

    def _act_on(self, runner: Runner, decisions: Sequence[Simple]) -> None:
        """Whoever has to do something about what was decided for a shop does it."""
        runner.rules_changed()
        shop = runner.context.shop_name
        with self._queues.changed:
            self._queues.ask(
                task_state
                for task_state in self._queues.enabled()
                if task_state.shop == shop and concerns(task_state.task, decisions)
            )

    def _place(self, runner: Runner) -> Installation:
        context = runner.context
        context.models.catch_up(context.log)
        states = self._states_of(context.shop_name)
        return place_of(context, {state.task.name: state.setting for state in states})
