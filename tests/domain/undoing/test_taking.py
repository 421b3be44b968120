"""What is taken back of what was done, and what is left, case by case."""

from decimal import Decimal
from typing import Any

from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.decisions import (
    LiftPin,
    PinField,
    SetBuffer,
    SwitchTask,
    TaskDisabled,
    TaskEnabled,
)
from pos2web.domain.pins import Pin
from pos2web.domain.selling import EVERYTHING, Buffer
from pos2web.domain.undoing import (
    ConfirmedWrite,
    CurrentState,
    LeftReason,
    Ruling,
    UndoPlan,
    rewind,
    take_back,
)
from pos2web.domain.values import Kind, Money, Ref, TillKey
from tests.domain.undoing.toy import KEYS, TASK, Toy

TEA = Ref(Kind.PRODUCT, "1")
NINE, TEN = (Money(Decimal(amount), "EUR") for amount in (9, 10))


def pin(field: str, value: Any) -> PinField:
    """A pin of the tea."""
    return PinField(kind=Kind.PRODUCT, key="1", field=field, value=value)


def synced() -> Toy:
    """Two products, on the site."""
    toy = Toy()
    toy.sync()
    return toy


def why(taken: UndoPlan) -> list[LeftReason]:
    """Why things are left."""
    return [left.why for left in taken.left]


def priced(toy: Toy, *prices: Money) -> list[ConfirmedWrite]:
    """The till's price changes so, and each goes out."""
    for price in prices:
        toy.set("1", "price", price)
        toy.sync()
    acts = [act for done in toy.done[1:] for act in done]
    return [act for act in acts if isinstance(act, ConfirmedWrite)]


def test_of_several_writes_the_value_before_the_first_counts() -> None:
    toy = synced()
    writes = priced(toy, NINE, TEN)

    taken = take_back(writes, toy.known())

    (step,) = taken.steps
    assert step.after == {"amount": "1", "currency": "EUR"}
    assert step.cause == writes[-1].position


def test_what_somebody_wrote_in_between_is_a_conflict() -> None:
    toy = synced()
    first, _, last = priced(toy, NINE, TEN, Money(Decimal(11), "EUR"))

    taken = take_back([first, last], toy.known())

    assert (taken.steps, why(taken)) == ((), [LeftReason.CHANGED_SINCE])


def test_a_pin_of_the_same_field_goes_before_a_creation() -> None:
    toy = synced()
    made = toy.done[0]
    toy.decide(pin("is_active", False))

    taken = take_back([*made, *toy.done[-1]], toy.known())

    lifted, other = (step.decision for step in taken.steps)
    assert lifted == LiftPin(kind=Kind.PRODUCT, key="1", field="is_active")
    assert isinstance(other, PinField)
    assert other.key == "2"


def test_a_task_that_is_no_more_is_left() -> None:
    toy = synced()

    taken = take_back([Ruling(position=1, fact=TaskDisabled(task="gone"))], toy.known())

    assert (taken.steps, why(taken)) == ((), [LeftReason.NOTHING])


def test_a_decision_that_somebody_made_in_between_is_a_conflict() -> None:
    toy = synced()
    off = TaskDisabled(task=TASK)
    toy.decide(SwitchTask(task=TASK, is_enabled=False))
    acts = [Ruling(position=1, fact=off), Ruling(position=3, fact=off)]

    assert why(take_back(acts, toy.known())) == [LeftReason.CHANGED_SINCE]
    assert take_back(acts, toy.known(), is_forced=True).steps


def test_what_was_switched_off_and_on_is_as_before() -> None:
    toy = synced()
    acts = [
        Ruling(position=1, fact=TaskDisabled(task=TASK)),
        Ruling(position=2, fact=TaskEnabled(task=TASK)),
    ]

    taken = take_back(acts, toy.known())

    assert (taken.steps, why(taken)) == ((), [LeftReason.ALREADY])


def test_a_pin_of_what_is_gone_from_the_till_is_not_made_again() -> None:
    toy = synced()
    toy.decide(pin("name", {"fr": "Café"}))
    del toy.till["1"]
    toy.sync()

    taken = toy.take_back(-1)

    assert LeftReason.NOT_AT_TILL in why(taken)
    assert toy.pins == {}


def test_a_pin_that_was_replaced_stands_again() -> None:
    toy = synced()
    toy.decide(pin("name", {"fr": "Café"}))
    toy.decide(pin("name", {"fr": "Mug"}))

    toy.carry_out(toy.take_back(-1))

    assert toy.pins == {TEA: {"name": Pin(value={"fr": "Café"}, over={"fr": "Thé"})}}


def test_rules_and_pins_that_somebody_made_since_are_named() -> None:
    toy = synced()
    for amount in (2, 3):
        toy.decide(SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(amount))))
    for name in ("Café", "Mug"):
        toy.decide(pin("name", {"fr": name}))

    rules, pins = (toy.take_back(which).conflicts for which in (1, 3))

    assert [left.now for left in rules] == [Buffer(amount=Decimal(3))]
    assert [left.now for left in pins] == [{"fr": "Mug"}]


def test_what_has_no_switch_stays_where_it_was_put() -> None:
    toy = synced()
    ref = Ref(Kind.OPTION, "T")
    step = FieldChange(field="name", before=None, after={"fr": "T"}, reason="new at the till")
    change = Change(
        id="c", action=Action.CREATE, kind=ref.kind, key=TillKey("T"), shop_key=None, fields=(step,)
    )

    taken = take_back([ConfirmedWrite(position=9, change=change)], toy.known())

    assert [(left.ref, left.why) for left in taken.left] == [(ref, LeftReason.PART)]


def test_what_neither_side_shows_any_more_is_not_told() -> None:
    toy = synced()
    then = toy.known()
    toy.site.clear()
    now = toy.known()

    assert rewind(now, now) == UndoPlan()
    assert why(rewind(then, now)) == [LeftReason.NOT_ON_SITE] * len(KEYS)


def test_what_came_since_and_is_off_sale_is_left_so() -> None:
    toy = Toy()
    then = toy.known()
    toy.sync()
    toy.set("1", "is_active", False)
    toy.sync()

    taken = rewind(then, toy.known())

    assert [step.ref for step in taken.steps] == [Ref(Kind.PRODUCT, "2")]


def test_a_thing_of_the_shop_s_own_keeps_its_mark() -> None:
    known: CurrentState = synced().known()

    assert known.till_key(Kind.PRODUCT, "s1") == "1"
    assert known.till_key(Kind.PRODUCT, "other") == "#other"
