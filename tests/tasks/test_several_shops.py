"""One till and two shops: each in a lane of its own, with its own rules, prices and holds."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import MemoryShop
from pos2web.domain.changes import Owner
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.decisions import RuleOutOfStock, SetBuffer, SwitchTask
from pos2web.domain.facts import StockCounted
from pos2web.domain.policy import DEFAULT_OWNERS, Policy
from pos2web.domain.profile import ShopProfile
from pos2web.domain.selling import EVERYTHING, Buffer
from pos2web.domain.things import Product, Stock
from pos2web.domain.values import ConnectionName, Kind
from pos2web.engine.context import SyncContext
from pos2web.engine.till_state import TillState
from pos2web.errors import RuleError, TransientError
from pos2web.projections import selling, tasks
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from tests.shops.boutique import Boutique
from tests.tasks.floor import PARIS, PATIENCE_S

OUTLET = ConnectionName("shop:outlet")


class DeadShop(MemoryShop):
    """A shop that can be switched off: then nobody there answers, and one waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_dead = False
        self.asked = threading.Event()
        self.back = threading.Event()

    def profile(self) -> ShopProfile:
        if self.is_dead:
            self.asked.set()
            self.back.wait(PATIENCE_S)
            raise TransientError("nobody answers")
        return super().profile()


@dataclass
class TwoShops:
    """A desk over one till and two shops, and what they show."""

    context: SyncContext
    service: TaskService
    outlet: MemoryShop

    def run(self, task: str) -> str:
        last = self.service.run(task, wait_s=PATIENCE_S).last
        return "" if last is None else last.outcome


@contextmanager
def two_shops(boutique: Boutique, outlet: MemoryShop, policy: Policy) -> Iterator[TwoShops]:
    with boutique.context() as context:
        till = TillState(context.log, context.models, context.till_name)
        other = replace(context, shop=outlet, shop_name=OUTLET, policy=policy)
        service = TaskService(
            Runner(context, till=till), zone=PARIS, others=[Runner(other, till=till)]
        )
        try:
            yield TwoShops(context, service, outlet)
        finally:
            assert service.close(PATIENCE_S)


@pytest.fixture
def outlet() -> DeadShop:
    return DeadShop()


@pytest.fixture
def two(boutique: Boutique, outlet: DeadShop) -> Iterator[TwoShops]:
    owners = {**DEFAULT_OWNERS, Kind.PRODUCT: DEFAULT_OWNERS[Kind.PRODUCT] | {"brand": Owner.SHOP}}
    policy = Policy(price_factor=Decimal("0.5"), owners=owners)
    with two_shops(boutique, outlet, policy) as here:
        yield here


def products(shop: MemoryShop) -> dict[str, Product]:
    pages = [thing for page in shop.observe(None) for thing in page.things]
    return {thing.reference: thing for thing in pages if isinstance(thing, Product)}


def stocks(shop: MemoryShop) -> list[Decimal]:
    things = [thing for page in shop.observe(None) for thing in page.things]
    return sorted(thing.quantity for thing in things if isinstance(thing, Stock))


def test_tasks_of_several_shops_are_called_by_both_names(two: TwoShops) -> None:
    views = {view.name: view.shop for view in two.service.overview().tasks}

    assert views["stock@main"] == MAIN_SHOP
    assert views["stock@outlet"] == OUTLET
    assert views["upkeep"] == ""
    assert "upkeep@outlet" not in views


def test_each_shop_asks_its_own_prices_and_a_second_run_writes_nothing(
    boutique: Boutique, two: TwoShops
) -> None:
    for shop in ("main", "outlet"):
        assert two.run(f"catalogue@{shop}") == "done"
    at_main, at_outlet = products(boutique.shop), products(two.outlet)

    assert at_main.keys() == at_outlet.keys()
    assert at_outlet["TEA"].price.amount < at_main["TEA"].price.amount
    assert (at_main["TEA"].brand is None, at_outlet["TEA"].brand) == (False, None)
    for shop in ("main", "outlet"):
        again = two.service.run(f"catalogue@{shop}", wait_s=PATIENCE_S).last
        assert again is not None
        assert again.writes == 0


def test_a_rule_is_made_for_one_shop(two: TwoShops) -> None:
    two.service.decide(
        SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(1))), actor="user:m", shop="outlet"
    )

    models = two.context.models
    assert selling.load(models, MAIN_SHOP).buffers == {}
    assert list(selling.load(models, OUTLET).buffers) == [EVERYTHING]


def test_where_several_shops_may_be_meant_a_decision_says_which(two: TwoShops) -> None:
    ruling = RuleOutOfStock(scope=EVERYTHING, rule=None)

    with pytest.raises(RuleError, match="there are: main, outlet"):
        two.service.decide(ruling, actor="user:m")
    with pytest.raises(RuleError, match="no shop 'outlett'; there are: main, outlet"):
        two.service.decide(ruling, actor="user:m", shop="outlett")


def test_a_task_is_switched_off_for_one_shop_and_stays_so(two: TwoShops) -> None:
    two.service.decide(SwitchTask(task="stock@outlet", is_enabled=False), actor="user:m")

    settings = {view.name: view.setting.is_enabled for view in two.service.overview().tasks}
    assert (settings["stock@main"], settings["stock@outlet"]) == (True, False)
    assert tasks.load(two.context.models, OUTLET)["stock"].is_enabled is False
    assert "stock" not in tasks.load(two.context.models, MAIN_SHOP)


def test_while_one_shop_is_down_the_stock_of_the_other_goes_on_and_nothing_is_lost(
    boutique: Boutique, two: TwoShops, outlet: DeadShop
) -> None:
    for shop in ("main", "outlet"):
        assert two.run(f"catalogue@{shop}") == "done"
        assert two.run(f"stock@{shop}") == "done"
    two.service.runners[1].forget()
    outlet.is_dead = True
    two.service.open_lanes()
    assert outlet.asked.wait(PATIENCE_S)
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(7)))

    assert two.run("stock@main") == "done"
    assert Decimal(7) in stocks(boutique.shop)
    assert Decimal(7) not in stocks(outlet)

    outlet.is_dead = False
    outlet.back.set()
    assert two.run("stock@outlet") == "done"
    assert stocks(outlet) == stocks(boutique.shop)


def test_what_the_till_says_is_recorded_once_however_many_shops_look(
    boutique: Boutique, two: TwoShops
) -> None:
    for shop in ("main", "outlet"):
        assert two.run(f"catalogue@{shop}") == "done"
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(4)))
    two.service.open_lanes()

    outcomes = {two.run(f"stock@{shop}") for shop in ("main", "outlet")}

    counted = [
        event
        for event in two.context.log.read()
        if isinstance(event.fact, StockCounted) and event.stream.startswith("till:")
    ]
    assert outcomes == {"done"}
    assert [event.fact for event in counted] == [
        StockCounted(key="p1", quantity=Decimal(4), was=Decimal(5))
    ]


def test_runs_tell_which_shop_they_were_about(two: TwoShops) -> None:
    for shop in ("main", "outlet"):
        two.run(f"catalogue@{shop}")

    ended = {
        event.connection for event in two.context.log.read() if event.stream.startswith("run/")
    }

    assert ended == {MAIN_SHOP, OUTLET}
