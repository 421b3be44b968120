"""What is taken back at the desk: recorded at once, and carried out by whom it concerns."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from pos2web.domain.decisions import (
    Decision,
    LiftPin,
    PinField,
    Rewind,
    SetBuffer,
    SwitchTask,
    TakeBack,
)
from pos2web.domain.facts import ChangeConfirmed
from pos2web.domain.pins import FieldPinned, FieldUnpinned, Lifting
from pos2web.domain.run_facts import RunStarted
from pos2web.domain.selling import EVERYTHING, Buffer
from pos2web.domain.values import Kind
from pos2web.errors import RuleError
from pos2web.tasks.normal_form import meant
from tests.engine.retreating import shown
from tests.shops.boutique import Boutique, euro, tea
from tests.tasks.floor import Floor, floor

MARIE = "user:Marie"
NAMED = {"fr": "Thé épinglé", "en": "Pinned tea"}
PINNED = PinField(kind=Kind.PRODUCT, key="p1", field="name", value=NAMED)


def synced(here: Floor) -> None:
    """Everything is on the shop, and nothing waits."""
    for task in ("catalogue", "stock", "availability"):
        here.service.run(task)
    here.work()


def test_a_pin_is_made_and_lifted_by_hand(boutique: Boutique) -> None:
    with floor(boutique) as here:
        synced(here)

        made = here.service.decide(PINNED, actor=MARIE)
        again = here.service.decide(PINNED, actor=MARIE)
        ran = here.work()
        name = shown(boutique, "name")
        lifted = here.service.decide(
            LiftPin(kind=Kind.PRODUCT, key="p1", field="name"), actor=MARIE
        )
        here.work()
        (pin,), (end,) = here.facts(FieldPinned), here.facts(FieldUnpinned)

    assert (len(made), again, len(lifted)) == (1, [], 1)
    assert ran == ["catalogue"]
    assert (name, shown(boutique, "name")) == (NAMED, {"fr": "Thé", "en": "Tea"})
    assert pin.over == {"fr": "Thé", "en": "Tea"}
    assert end.why is Lifting.LIFTED


def test_a_push_is_taken_back_and_that_undone(boutique: Boutique) -> None:
    with floor(boutique) as here:
        synced(here)
        boutique.till.put(tea(price=euro("8.90")))
        here.service.run("catalogue")
        (*_, wrote) = [e for e in here.context.log.read() if isinstance(e.fact, ChangeConfirmed)]

        done = here.service.decide(TakeBack(positions=(wrote.position,)), actor=MARIE)
        ran = here.work()
        price = shown(boutique, "price")
        (started,) = here.context.log.read(done[0] - 1, limit=1)
        undone = here.service.decide(TakeBack(run=started.run), actor=MARIE)
        here.work()

    assert isinstance(started.fact, RunStarted)
    assert started.fact.task == "undo"
    assert "catalogue" in ran
    assert price["amount"] == "9.383886"
    assert len(undone) == 3
    assert shown(boutique, "price")["amount"] == "8.436019"


def test_settings_of_tasks_are_taken_back_where_they_hold(boutique: Boutique) -> None:
    with floor(boutique) as here:
        synced(here)
        (at,) = here.service.decide(SwitchTask(task="images", is_enabled=False), actor=MARIE)

        here.service.decide(TakeBack(positions=(at,)), actor=MARIE)
        ran = here.work()

        assert here.task_state("images").setting.is_enabled
        assert ran == []


def test_rules_are_taken_back_by_whom_they_concern(boutique: Boutique) -> None:
    with floor(boutique) as here:
        synced(here)
        buffer = SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(2)))
        (at,) = here.service.decide(buffer, actor=MARIE)
        here.work()

        here.service.decide(TakeBack(positions=(at,)), actor=MARIE)

        assert here.waiting() == ["stock", "availability"]


def test_a_shop_is_rewound(boutique: Boutique) -> None:
    with floor(boutique) as here:
        synced(here)
        then = here.clock.now
        here.clock.move(minutes=1)
        boutique.till.put(tea(price=euro("8.90")))
        here.service.run("catalogue")

        here.service.decide(Rewind(to=then), actor=MARIE)
        here.work()
        nothing = here.service.decide(Rewind(to=then), actor=MARIE)
        tasks = [fact.task for fact in here.facts(RunStarted)]

    assert "rewind" in tasks
    assert nothing == []
    assert shown(boutique, "price")["amount"] == "9.383886"


def test_what_the_till_has_not_is_not_pinned(boutique: Boutique) -> None:
    with floor(boutique) as here, pytest.raises(RuleError, match="the till has no product:p1"):
        here.service.decide(PINNED, actor=MARIE)


@pytest.mark.parametrize(
    "decision",
    [
        PinField(kind=Kind.STOCK, key="p1", field="quantity", value="3"),
        PinField(kind=Kind.PRODUCT, key="p1", field="is_for_sale", value=False),
        PinField(kind=Kind.PRODUCT, key="p1", field="price", value="cheap"),
        TakeBack(actor=MARIE, since=datetime(2026, 11, 24)),  # noqa: DTZ001 - what somebody may say
        Rewind(to=datetime(2026, 11, 24)),  # noqa: DTZ001 - likewise
    ],
)
def test_what_can_t_be_meant_is_refused(decision: Any) -> None:
    with pytest.raises(RuleError):
        meant(decision)


def test_what_can_be_meant_is_taken_as_it_is() -> None:
    decision: Decision = PINNED

    assert meant(decision) is decision
