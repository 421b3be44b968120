"""A till and a site of two products, kept in step by the real planning, with all that was done."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count
from typing import Any

import msgspec
from hypothesis import strategies as st

from pos2web.domain.changes import Action, Change
from pos2web.domain.decisions import (
    DeclareSoldOut,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SellingFact,
    SetBuffer,
    SetWindow,
    Simple,
    SwitchTask,
    TaskFact,
    selling_after,
    task_after,
)
from pos2web.domain.facts import Fact
from pos2web.domain.fields import typed
from pos2web.domain.pins import FieldPinned, FieldUnpinned, overtaken, pins_after, unpinned, values
from pos2web.domain.planning import plan
from pos2web.domain.policy import Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.schedules import Period
from pos2web.domain.selling import (
    EVERYTHING,
    UNRULED,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    Selling,
    SoldOut,
    Window,
)
from pos2web.domain.tasks import MissedRunsPolicy, TaskSetting
from pos2web.domain.things import AnyThing, Product
from pos2web.domain.undoing import (
    Act,
    ConfirmedWrite,
    CurrentState,
    Ruling,
    UndoPlan,
    facts_of,
    take_back,
)
from pos2web.domain.values import Kind, Money, Ref

PROFILE = ShopProfile(
    name="toy", version="1", languages=("fr",), default_language="fr", currency="EUR"
)
POLICY = Policy(prices_include_tax=False)
FIELDS: dict[str, list[Any]] = {
    "price": [Money(Decimal(amount), "EUR") for amount in (1, 2, 3)],
    "name": [{"fr": "Thé"}, {"fr": "Café"}],
    "weight": [Decimal(1), Decimal(2)],
    "is_active": [True, False],
}
KEYS = ("1", "2")
TASK = "stock"


def product(key: str, **fields: Any) -> Product:
    """One of the two."""
    values = {"price": FIELDS["price"][0], "name": FIELDS["name"][0], "weight": Decimal(1)}
    return Product(key=key, reference=f"R{key}", tax_rate=Decimal(20), **(values | fields))


class Toy:
    """Both sides, and what was done: the acts of each run or decision, by its number."""

    def __init__(self) -> None:
        self.till: dict[str, AnyThing] = {key: product(key) for key in KEYS}
        self.site: dict[str, AnyThing] = {}
        self.links: dict[Ref, str] = {}
        self.pins: Any = {}
        self.selling: Selling = UNRULED
        self.tasks = {TASK: TaskSetting()}
        self.done: list[list[Act]] = []
        self._positions = count(1)
        self._claims: dict[int, int] = {}
        self._said: dict[tuple[str, str], int] = {}

    # What happens.

    def set(self, key: str, field: str, value: Any) -> None:
        """The till changes a field."""
        thing = self.till[key]
        if getattr(thing, field) != value:
            self.till[key] = msgspec.structs.replace(thing, **{field: value})
            self._said[key, field] = next(self._positions)

    def sync(self) -> int:
        """One run: pins that the till overtook end, and what differs is written; the writes."""
        acts: list[Act] = []
        for ref, field, pin in [*overtaken(self.pins, self._side(self.till))]:
            acts.append(self._ruling(unpinned(ref, field, pin)))
        planned = plan(
            self._side(self.till),
            self._side(self.site),
            self.links,
            profile=PROFILE,
            policy=POLICY,
            pins=values(self.pins),
            new_id=lambda: str(next(self._positions)),
        )
        for change in planned.changes:
            self._write(change)
            position = next(self._positions)
            acts.append(ConfirmedWrite(position=position, change=change))
        self.done.append(acts)
        return len(planned.changes)

    def decide(self, *decisions: Simple) -> None:
        """Somebody decides."""
        acts: list[Act] = []
        for decision in decisions:
            acts += [self._ruling(fact) for fact in facts_of(decision, self.known())]
        self.done.append(acts)

    def carry_out(self, taken: UndoPlan) -> None:
        """What takes something back is decided, all at once."""
        known = self.known()
        acts: list[Act] = []
        for step in taken.steps:
            acts += [self._ruling(fact) for fact in facts_of(step.decision, known)]
        self.done.append(acts)

    def take_back(self, which: int, *, is_forced: bool = False) -> UndoPlan:
        """What would take a run or decision back."""
        return take_back(self.acts(which), self.known(), is_forced=is_forced)

    def acts(self, which: int) -> Sequence[Act]:
        """What was done then, with what the till changed since."""
        return [self._told(act) for act in self.done[which]]

    # What is known.

    def known(self) -> CurrentState:
        """As it is now."""
        return CurrentState(
            till=self._side(self.till),
            site=self._side(self.site),
            links=dict(self.links),
            policy=POLICY,
            pins=self.pins,
            selling=self.selling,
            tasks=dict(self.tasks),
        )

    def state(self) -> tuple[Any, ...]:
        """All that is decided."""
        return self.pins, self.selling, dict(self.tasks)

    def shown(self) -> dict[str, AnyThing]:
        """What the site shows."""
        return dict(self.site)

    def _side(self, things: dict[str, AnyThing]) -> dict[Kind, dict[str, AnyThing]]:
        return {Kind.PRODUCT: dict(things)}

    def _told(self, act: Act) -> Act:
        if not isinstance(act, ConfirmedWrite):
            return act
        key = act.change.key
        since = {field for (of, field), at in self._said.items() if of == key and at > act.position}
        return msgspec.structs.replace(act, till_since=frozenset(since))

    def _ruling(self, fact: Fact) -> Ruling:
        assert isinstance(fact, SellingFact | TaskFact | FieldPinned | FieldUnpinned)
        self.pins = pins_after(self.pins, fact)
        self.selling = selling_after(self.selling, fact)
        self.tasks[TASK] = task_after(self.tasks[TASK], fact)
        return Ruling(position=next(self._positions), fact=fact)

    def _write(self, change: Change) -> None:
        fields = {step.field: typed(change.kind, step.field, step.after) for step in change.fields}
        key = f"s{change.key}"
        if change.action is Action.CREATE:
            self.site[key] = Product(key=key, **fields)
            self.links[change.ref] = key
        else:
            self.site[key] = msgspec.structs.replace(self.site[key], **fields)


TEA = Scope(RuleLevel.PRODUCT, "1")
DECISIONS: list[Simple] = [
    SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(2))),
    SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(3))),
    SetBuffer(scope=EVERYTHING, buffer=None),
    RuleOutOfStock(scope=EVERYTHING, rule=OutOfStock.HIDE),
    RuleOutOfStock(scope=EVERYTHING, rule=None),
    SetWindow(scope=TEA, window=Window(rule="Mo-Fr", mode=Mode.OFFLINE)),
    SetWindow(scope=TEA, window=None),
    DeclareSoldOut(scope=TEA, sold_out=SoldOut()),
    DeclareSoldOut(scope=TEA, sold_out=None),
    SwitchTask(task=TASK, is_enabled=False),
    SwitchTask(task=TASK, is_enabled=True),
    ScheduleTask(task=TASK, periods=(Period(every_min=5),)),
    ScheduleTask(task=TASK, periods=()),
    RuleMissedRuns(task=TASK, missed=MissedRunsPolicy.SKIP),
]

HAPPENINGS = st.one_of(
    st.sampled_from(sorted(FIELDS)).flatmap(
        lambda field: st.tuples(
            st.just("set"), st.sampled_from(KEYS), st.just(field), st.sampled_from(FIELDS[field])
        )
    ),
    st.just(("sync",)),
    st.tuples(st.just("decide"), st.sampled_from(DECISIONS)),
    st.tuples(st.just("undo"), st.integers(0, 20), st.booleans()),
)


def lived(happenings: Sequence[tuple[Any, ...]]) -> Toy:
    """A toy to which all this happened, and which was synced at the end."""
    toy = Toy()
    toy.sync()
    live_on(toy, happenings)
    return toy


def live_on(toy: Toy, happenings: Sequence[tuple[Any, ...]]) -> None:
    """More of it, and a sync."""
    for name, *arguments in happenings:
        if name == "undo":
            which, is_forced = arguments
            toy.carry_out(toy.take_back(which % len(toy.done), is_forced=is_forced))
        else:
            getattr(toy, name)(*arguments)
    toy.sync()
