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
from pos2web.domain.undoing import facts_of
from pos2web.engine.epochs import take_over
from pos2web.engine.outcome import new_run
from pos2web.engine.people import Register
from pos2web.engine.place import Place, place_of
from pos2web.engine.rewind import REWIND, rewinding
from pos2web.engine.undo import UNDO, record, undoing
from pos2web.engine.unpin import pin_stream
from pos2web.projections import selling
from pos2web.tasks.book import Book
from pos2web.tasks.lanes import Lanes
from pos2web.tasks.meant import meant
from pos2web.tasks.slots import slot_named
from pos2web.tasks.table import Lane, concerns
from pos2web.tasks.works import Works

TaskDecision = SwitchTask | ScheduleTask | RuleMissedRuns


class Deciding:
    """Records decisions and has the tasks act on them. Any thread may ask."""

    def __init__(self, works: Works, lanes: Lanes, book: Book) -> None:
        self._works = works
        self._lanes = lanes
        self._book = book

    def decide(self, decision: Decision, *, actor: str) -> list[int]:
        """Record a decision and act on it; the positions. See `Control.decide`."""
        plain = meant(decision)
        if isinstance(plain, TakeOver):
            return self._take_over(actor)
        if isinstance(plain, TakeBack | Rewind):
            return self._retreat(plain, actor)
        if isinstance(plain, ErasePerson):
            return self._erase(plain, actor)
        with self._lanes.changed:
            if isinstance(plain, TaskDecision):
                return self._decide_task(plain, actor)
            if isinstance(plain, PinField | LiftPin):
                return self._pin(plain, actor)
            return self._rule(plain, actor)

    def _take_over(self, actor: str) -> list[int]:
        positions = take_over(self._works.house, actor=actor)
        self._works.epoch_began()
        with self._lanes.changed:
            self._lanes.ask(slot for slot in self._lanes.enabled() if slot.task.lane is Lane.SHOP)
        return positions

    def _erase(self, decision: ErasePerson, actor: str) -> list[int]:
        house = self._works.house
        with self._lanes.changed:
            self._book.follow()
            return Register.of(house.log, house.models).erase(decision.person, actor=actor)

    def _decide_task(self, decision: TaskDecision, actor: str) -> list[int]:
        slot = slot_named(self._lanes.slots, decision.task)
        facts = set_task(slot.setting, decision)
        positions = self._book.record(f"task/{slot.task.name}", facts, actor=actor)
        for fact in facts:
            self._set(fact)
        return positions

    def _set(self, fact: Fact) -> None:
        """A task is set otherwise from now on, if it is that what the fact says."""
        if not isinstance(fact, TaskFact):
            return
        slot = slot_named(self._lanes.slots, fact.task)
        slot.setting = task_after(slot.setting, fact)
        slot.accounted = slot.ruled_at = self._works.house.clock()
        if not slot.setting.is_enabled:
            slot.drop()

    def _rule(self, decision: SellingDecision, actor: str) -> list[int]:
        house = self._works.house
        house.models.catch_up(house.log)
        known = selling.load(house.models, house.shop_name)
        facts = rule_on_selling(known, decision)
        stream = f"{house.shop_name}/rule/{decision.scope}"
        positions = self._book.record(stream, facts, actor=actor)
        if positions:
            self._act_on([decision])
        return positions

    def _pin(self, decision: PinDecision, actor: str) -> list[int]:
        place = self._place()
        known = place.known() if isinstance(decision, PinField) else place.known_pins()
        facts = facts_of(decision, known, Lifting.LIFTED)
        positions = self._book.record(pin_stream(place.shop_name, decision.ref), facts, actor=actor)
        if positions:
            self._act_on([decision])
        return positions

    def _retreat(self, asked: Retreat, actor: str) -> list[int]:
        """Work out what takes it back, which may take a while, and then record it."""
        place = self._place()
        is_undo = isinstance(asked, TakeBack)
        taken = undoing(place, asked) if isinstance(asked, TakeBack) else rewinding(place, asked)
        with self._lanes.changed:
            positions = record(
                place,
                taken,
                task=UNDO if is_undo else REWIND,
                run=new_run(self._works.house),
                actor=actor,
                note=self._set,
            )
            if positions:
                self._act_on([step.decision for step in taken.steps])
        return positions

    def _act_on(self, decisions: Sequence[Simple]) -> None:
        """Whoever has to do something about what was decided does it."""
        self._works.rules_changed()
        self._lanes.ask(slot for slot in self._lanes.enabled() if concerns(slot.task, decisions))

    def _place(self) -> Place:
        house = self._works.house
        house.models.catch_up(house.log)
        return place_of(house, {name: slot.setting for name, slot in self._lanes.slots.items()})
