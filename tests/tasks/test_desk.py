"""What is asked of the desk, by people and by the clock, with nothing that runs beside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import no_fault
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.decisions import (
    DeclareSoldOut,
    RuleMissedRuns,
    RuleOutOfStock,
    ScheduleTask,
    SetBuffer,
    SetWindow,
    SwitchTask,
    TaskScheduled,
)
from pos2web.domain.reasons import Code
from pos2web.domain.run_facts import RunsMissed
from pos2web.domain.schedules import Period
from pos2web.domain.selling import (
    EVERYTHING,
    Buffer,
    Mode,
    OutOfStock,
    RuleLevel,
    Scope,
    SoldOut,
    Window,
)
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.domain.things import Stock
from pos2web.domain.values import Kind
from pos2web.engine import RunOptions, RunReport
from pos2web.errors import CredentialsError, RuleError
from pos2web.ports import Untried
from pos2web.tasks.normal_form import PERIODS_MAX
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Urgency
from pos2web.tasks.task_state import TaskPhase
from tests.shops.boutique import Boutique
from tests.shops.clocks import StillClock
from tests.tasks.floor import NINE, PARIS, Floor, Script, done, floor

VARIANT = Scope(RuleLevel.VARIANT, "vM")
WINDOW = Window(rule="08:00-11:00", mode=Mode.OFFLINE)


def failed(_runner: Runner, _options: RunOptions) -> RunReport:
    raise CredentialsError("the key is no longer valid")


def broken(_runner: Runner, _options: RunOptions) -> RunReport:
    raise ZeroDivisionError("a mistake of ours")


def test_a_task_runs_when_it_is_due_and_once(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.tick(seconds=59)
        early = here.waiting()
        here.tick(seconds=1)
        here.tick(seconds=0)
        here.work()
        here.tick(seconds=30)

        assert (early, len(script.runs), here.waiting()) == ([], 1, [])


def test_the_most_urgent_runs_first(boutique: Boutique) -> None:
    slow = Script(name="catalogue")
    fast = Script(name="stock", urgency=Urgency.STOCK)
    with floor(boutique, slow, fast) as here:
        here.tick(minutes=1)

        assert here.work() == ["stock", "catalogue"]


def test_a_run_asked_for_by_hand_is_told_with_its_totals(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        asked = here.service.run("stock", approved=True, retry_held=True)
        overview = here.service.overview()

    assert asked.last is not None
    assert (asked.state, asked.last.outcome, asked.last.writes) == ("idle", "done", 1)
    assert (script.runs[0].approved, script.runs[0].retry_held) == (True, True)
    assert overview.counts == {"runs:stock:done": 1, "writes:stock": 1, "calls:stock": 0}


def test_an_approval_is_for_one_run(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.service.run("stock", approved=True)
        here.service.run("stock")

    assert [options.approved for options in script.runs] == [True, False]


def test_there_is_no_other_task(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        with pytest.raises(RuleError, match="there is no task 'orders'; there are: stock"):
            here.service.run("orders")
        with pytest.raises(RuleError):
            here.service.stop("orders")


def test_a_run_that_waits_is_forgotten_when_somebody_stops_it(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.tick(minutes=1)

        assert here.service.stop("stock")
        assert not here.service.stop("stock")
        assert (here.work(), here.state("stock")) == ([], TaskPhase.IDLE)


@pytest.mark.parametrize(
    ("missed", "ran"), [(MissedRunsPolicy.ONCE, ["stock"]), (MissedRunsPolicy.SKIP, [])]
)
def test_a_night_without_the_machine_is_made_up_as_the_merchant_ruled(
    boutique: Boutique, missed: MissedRunsPolicy, ran: list[str]
) -> None:
    with floor(boutique, Script(name="stock", every_min=10, missed=missed)) as here:
        here.tick(hours=8, minutes=5)

        assert here.work() == ran
        assert here.missed() == [(48, "away", missed is MissedRunsPolicy.ONCE)]


def test_a_daily_task_missed_at_night_runs_in_the_morning(boutique: Boutique) -> None:
    night = Script(name="drift", every_min=24 * 60)
    with floor(boutique, night, clock=StillClock(NINE - timedelta(hours=12))) as here:
        here.tick(hours=12)

        assert here.work() == ["drift"]
        assert here.missed() == [(1, "away", True)]


def test_what_was_due_while_no_process_lived_is_made_up_by_one_run(boutique: Boutique) -> None:
    script = Script(name="upkeep", every_min=10)
    with floor(boutique, script) as here:
        here.service._journal.missed(
            [RunsMissed(task="upkeep", count=1, since=NINE, made_up=True, why="")], MAIN_SHOP
        )
    with floor(boutique, script, clock=StillClock(NINE + timedelta(hours=2, minutes=5))) as here:
        here.tick()

        assert here.work() == ["upkeep"]
        assert here.missed()[1:] == [(12, "away", True)]


def test_runs_that_come_due_while_another_task_runs_are_made_up_by_one(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        for _ in range(3):
            here.tick(minutes=1)

        assert here.work() == ["stock"]
        assert here.missed() == [(2, "busy", True)]


@pytest.mark.parametrize(
    ("missed", "runs"), [(MissedRunsPolicy.ONCE, 2), (MissedRunsPolicy.SKIP, 1)]
)
def test_a_run_that_overruns_its_period_is_told_and_never_runs_beside_itself(
    boutique: Boutique, missed: MissedRunsPolicy, runs: int
) -> None:
    script = Script(name="stock", missed=missed)
    with floor(boutique, script) as here:

        def slow(runner: Runner, options: RunOptions) -> RunReport:
            script.act = done
            for _ in range(2):
                here.tick(minutes=1)
            assert here.state("stock") is TaskPhase.RUNNING
            return done(runner, options)

        script.act = slow
        here.tick(minutes=1)
        here.work()

        assert len(script.runs) == runs
        assert here.missed() == [(2, "overrun", missed is MissedRunsPolicy.ONCE)]


def test_a_run_that_nobody_scheduled_and_that_meets_its_minute_overran_nothing(
    boutique: Boutique,
) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:

        def slow(runner: Runner, options: RunOptions) -> RunReport:
            script.act = done
            here.tick(minutes=1)
            return done(runner, options)

        script.act = slow
        here.service.run("stock")
        here.work()

        assert (len(script.runs), here.missed()) == (2, [])


def test_a_machine_that_slept_in_a_run_goes_on_and_makes_up_once(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:

        def asleep(runner: Runner, options: RunOptions) -> RunReport:
            script.act = done
            here.tick(hours=8, seconds=90)
            return done(runner, options)

        script.act = asleep
        here.tick(minutes=1)
        here.work()

        assert len(script.runs) == 2
        assert here.missed() == [(480, "away", True)]


def test_a_clock_set_back_goes_on_from_there(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.tick(minutes=1)
        here.work()
        here.tick(hours=-3)
        here.work()
        here.tick(minutes=1)
        here.work()

        assert (len(script.runs), here.missed()) == (2, [])


def test_a_clock_set_back_by_a_second_runs_nothing_twice(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.tick(minutes=1)
        here.work()
        here.tick(seconds=-1)
        here.tick(seconds=1)

        assert here.work() == []


def test_a_task_switched_off_runs_only_when_asked(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.tick(minutes=1)
        positions = here.service.decide(
            SwitchTask(task="stock", is_enabled=False), actor="user:test"
        )
        again = here.service.decide(SwitchTask(task="stock", is_enabled=False), actor="user:test")
        here.tick(hours=1)
        waiting = here.waiting()
        here.service.run("stock")

        assert (len(positions), again, waiting, len(script.runs)) == (1, [], [], 1)
        assert here.service.overview().tasks[0].next_runs == ()


def test_how_a_task_is_set_outlives_the_process(boutique: Boutique) -> None:
    script = Script(name="stock")
    periods = (Period(times=(600,)),)
    with floor(boutique, script) as here:
        here.service.decide(ScheduleTask(task="stock", periods=periods), actor="user:test")
        here.service.decide(
            RuleMissedRuns(task="stock", missed=MissedRunsPolicy.SKIP), actor="user:test"
        )
        set_then = here.task_state("stock").setting

    with floor(boutique, script) as here:
        assert here.task_state("stock").setting == set_then
        assert (set_then.periods, set_then.missed) == (periods, MissedRunsPolicy.SKIP)


def test_a_new_schedule_misses_nothing_of_before(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock", every_min=0)) as here:
        here.tick(days=3)
        here.service.decide(
            ScheduleTask(task="stock", periods=(Period(every_min=5),)), actor="user:test"
        )
        here.tick(minutes=5)

        assert (here.waiting(), here.missed()) == (["stock"], [])


def test_periods_are_kept_in_their_normal_form(boutique: Boutique) -> None:
    messy = Period(times=(900, 600, 600), weekdays=(1, 2, 3, 4, 5, 6, 7))
    with floor(boutique, Script(name="stock")) as here:
        here.service.decide(ScheduleTask(task="stock", periods=(messy, messy)), actor="user:test")

        assert here.facts(TaskScheduled)[0].periods == (Period(times=(600, 900)),)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(-1))), "-1"),
        (SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal("NaN"))), "NaN"),
        (SetBuffer(scope=EVERYTHING, buffer=Buffer(amount=Decimal(101), is_percent=True)), "101 %"),
        (SetWindow(scope=VARIANT, window=WINDOW), "variant"),
        (RuleOutOfStock(scope=VARIANT, rule=OutOfStock.HIDE), "variant"),
        (DeclareSoldOut(scope=VARIANT, sold_out=SoldOut()), "variant"),
        (
            DeclareSoldOut(scope=EVERYTHING, sold_out=SoldOut(until=datetime(2026, 11, 24, 9))),  # noqa: DTZ001 - a naive instant is what is refused
            "time zone",
        ),
        (
            SetWindow(scope=EVERYTHING, window=Window(rule="10:00-10:00", mode=Mode.OFFLINE)),
            "10:00",
        ),
        (ScheduleTask(task="stock", periods=(Period(times=(9999,)),)), "9999"),
        (ScheduleTask(task="stock", periods=(Period(every_min=5),) * (PERIODS_MAX + 1)), "51"),
        (SwitchTask(task="orders", is_enabled=True), "orders"),
    ],
)
def test_what_makes_no_sense_is_refused_and_not_recorded(
    boutique: Boutique, decision: object, said: str
) -> None:
    with floor(boutique, Script(name="stock")) as here:
        head = here.context.log.head

        with pytest.raises(RuleError, match=said):
            here.service.decide(decision, actor="user:test")  # type: ignore[arg-type]  # whatever a stranger may ask

        assert here.context.log.head == head


def test_lifting_a_rule_that_is_not_there_changes_nothing(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock", wakes_on_rules=True)) as here:
        for lifted in (
            SetBuffer(scope=EVERYTHING, buffer=None),
            SetWindow(scope=VARIANT, window=None),
            DeclareSoldOut(scope=VARIANT, sold_out=None),
            RuleOutOfStock(scope=VARIANT, rule=None),
        ):
            assert here.service.decide(lifted, actor="user:test") == []

        assert here.waiting() == []


def test_a_rule_wakes_who_sells_by_rules(boutique: Boutique) -> None:
    stock, catalogue = Script(name="stock", wakes_on_rules=True), Script(name="catalogue")
    with floor(boutique, stock, catalogue) as here:
        here.service.decide(SetWindow(scope=EVERYTHING, window=WINDOW), actor="user:test")

        assert here.waiting() == ["stock"]


def test_what_breaks_in_a_task_is_a_failed_run(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock", act=broken)) as here:
        last = here.service.run("stock").last

        assert last is not None
        assert last.reason is not None
        assert (last.outcome, last.reason.code) == ("failed", Code.FAILED)
        assert "ZeroDivisionError: a mistake of ours" in str(last.reason)


def test_a_run_that_cannot_even_begin_is_a_failed_run(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock", act=failed)) as here:
        last = here.service.run("stock").last

        assert last is not None
        assert (last.outcome, here.task_state("stock").is_hopeless) == ("failed", True)


def sees(kind: Kind) -> Script:
    """A task that finds something new of this kind at the till."""

    def act(runner: Runner, options: RunOptions) -> RunReport:
        runner.till.tell(runner.context.shop_name, [kind])
        return done(runner, options)

    return Script(name="finder", act=act, wakes_on=frozenset({kind}))


def test_what_is_new_wakes_who_has_to_do_it_but_not_who_just_saw_it(boutique: Boutique) -> None:
    finder = sees(Kind.STOCK)
    stock = Script(name="stock", wakes_on=frozenset({Kind.STOCK}))
    images = Script(name="images", wakes_on=frozenset({Kind.IMAGE}))
    with floor(boutique, finder, stock, images) as here:
        here.service.run("finder")

        assert here.waiting() == ["stock"]


def test_news_of_a_run_that_failed_wait_for_one_that_did_well(boutique: Boutique) -> None:
    finder = sees(Kind.STOCK)
    stock = Script(name="stock", wakes_on=frozenset({Kind.STOCK}))
    with floor(boutique, finder, stock, Script(name="other")) as here:
        seen = finder.act

        def then_failing(runner: Runner, options: RunOptions) -> RunReport:
            seen(runner, options)
            return failed(runner, options)

        finder.act = then_failing
        here.service.run("finder")
        after_failure = here.waiting()
        here.service.run("other")

        assert (after_failure, here.waiting()) == ([], ["finder", "stock"])


def test_a_task_switched_off_is_not_woken(boutique: Boutique) -> None:
    stock = Script(name="stock", wakes_on=frozenset({Kind.STOCK}))
    with floor(boutique, sees(Kind.STOCK), stock) as here:
        here.service.decide(SwitchTask(task="stock", is_enabled=False), actor="user:test")
        here.service.run("finder")

        assert here.waiting() == []


def test_the_overview_tells_how_everything_stands(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        here.service.run("stock")
        here.clock.move(seconds=30)

        overview = here.service.overview()

    (task,) = overview.tasks
    assert (overview.zone, overview.is_daemon, overview.position) == (str(PARIS), False, 0)
    assert (task.state, task.last_success_age_s, len(task.next_runs)) == ("idle", 30.0, 3)
    assert task.next_runs[0] == NINE + timedelta(minutes=1)


def test_a_hint_is_counted(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        here.service.hint("webhook")

        assert here.service.overview().counts == {"hints": 1}


class TestTheRealTable:
    """The tasks that there are, over a till and a shop in memory."""

    @pytest.fixture
    def trading(self, boutique: Boutique) -> Iterator[Floor]:
        with floor(boutique) as here:
            here.tick(minutes=15)
            here.work()
            yield here

    def test_everything_comes_to_the_shop(self, trading: Floor, boutique: Boutique) -> None:
        assert len(boutique.on_shop(Kind.PRODUCT)) == 2
        assert len(boutique.on_shop(Kind.IMAGE)) == 1
        assert trading.service.overview().tasks[0].last_success_at is not None

    def test_a_part_of_a_stock_is_held_back_as_ruled(
        self, trading: Floor, boutique: Boutique
    ) -> None:
        half = Buffer(amount=Decimal(50), is_percent=True)
        trading.service.decide(SetBuffer(scope=EVERYTHING, buffer=half), actor="user:test")
        trading.work()

        rows = boutique.on_shop(Kind.STOCK).values()
        assert sorted(s.quantity for s in rows if isinstance(s, Stock)) == [0, 1, 2]

    def test_after_a_failure_nothing_is_believed_and_the_next_run_does_it(
        self, trading: Floor, boutique: Boutique
    ) -> None:
        boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(1)))
        boutique.shop.fault = lambda _at, _write: Untried(reason="away")
        failing, world = trading.service.run("stock").last, trading.runner.state
        boutique.shop.fault = no_fault
        last = trading.service.run("stock").last

        assert failing is not None
        assert last is not None
        assert (failing.outcome, last.outcome, last.writes) == ("failed", "done", 1)
        assert trading.runner.state is world

    def test_a_sale_seen_by_the_catalogue_is_pushed_by_stock(self, trading: Floor) -> None:
        trading.context.till.put(Stock(key="p1", product="p1", quantity=Decimal(1)))  # type: ignore[attr-defined]  # the till in memory can be changed
        trading.service.run("catalogue")

        assert trading.waiting() == ["stock"]

    def test_an_edge_is_acted_on_once(self, trading: Floor) -> None:
        until = trading.clock.now + timedelta(seconds=30)
        sold_out = SoldOut(until=until)
        trading.service.decide(
            DeclareSoldOut(scope=EVERYTHING, sold_out=sold_out), actor="user:test"
        )
        trading.work()
        trading.service.run("catalogue")
        edge = trading.service.edge
        trading.tick(seconds=31)
        waiting = trading.waiting()
        trading.work()
        trading.tick(seconds=1)

        assert (edge, waiting, trading.waiting()) == (until, ["stock", "availability"], [])

    def test_an_edge_counts_again_for_a_clock_that_was_set_back(self, trading: Floor) -> None:
        until = trading.clock.now + timedelta(seconds=30)
        sold_out = SoldOut(until=until)
        trading.service.decide(
            DeclareSoldOut(scope=EVERYTHING, sold_out=sold_out), actor="user:test"
        )
        trading.work()
        trading.tick(seconds=31)
        trading.work()
        trading.tick(hours=-1)
        trading.service.run("availability")
        trading.service.run("stock")

        assert trading.service.edge == until
