"""Tasks in threads of their own: who goes first, who makes way, and how all of it ends."""

import itertools
import random
import threading
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from pos2web.adapters.memory.adapter import MemoryTill, Moment
from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.decisions import DeclareSoldOut
from pos2web.domain.run_facts import RunEnded
from pos2web.domain.selling import EVERYTHING, SoldOut
from pos2web.domain.things import Stock
from pos2web.domain.values import Kind
from pos2web.engine import RunOptions, RunReport
from pos2web.errors import TransientError
from pos2web.ports import Page, Write
from pos2web.tasks.queues import RESTS
from pos2web.tasks.runner import Runner
from pos2web.tasks.table import Lane, Urgency
from pos2web.tasks.task_state import SLICE, TaskPhase
from tests.shops.boutique import Boutique, goods
from tests.tasks.floor import PATIENCE_S, Floor, Gate, Script, done, floor, left_open


def broken(_runner: Runner, _options: RunOptions) -> RunReport:
    raise ZeroDivisionError("a mistake of ours")


def wait_until(here: Floor, name: str, state: TaskPhase) -> bool:
    """Whether a task comes to this state."""
    queues = here.service._queues
    with queues.changed:
        return queues.changed.wait_for(lambda: here.state(name) is state, timeout=PATIENCE_S)


def test_tasks_run_by_themselves_once_the_lanes_are_open(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.service.open_lanes()
        here.tick(minutes=1)

        assert script.has_begun()
        assert wait_until(here, "stock", TaskPhase.IDLE)


def test_who_asks_waits_for_the_end(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        here.service.open_lanes()

        asked = here.service.run("stock", wait_s=PATIENCE_S)
        not_waited = here.service.run("stock")

    assert asked.last is not None
    assert asked.last.outcome == "done"
    assert not_waited.last is None or not_waited.last.outcome == "done"


def test_asked_while_it_runs_it_runs_again_afterwards_as_it_was_asked(boutique: Boutique) -> None:
    gate = Gate()
    script = Script(name="stock", act=gate)
    with floor(boutique, script) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert script.has_begun()

        here.service.run("stock", approved=True)
        gate.opened.set()
        assert script.has_begun()
        assert wait_until(here, "stock", TaskPhase.IDLE)

    assert [options.approved for options in script.runs] == [False, True]


def test_a_long_run_makes_way_for_stock_and_goes_on_afterwards(boutique: Boutique) -> None:
    gate = Gate()
    catalogue = Script(name="catalogue", act=gate)
    stock = Script(name="stock", urgency=Urgency.STOCK)
    with floor(boutique, catalogue, stock) as here:
        here.service.open_lanes()
        here.service.run("catalogue", approved=True)
        assert catalogue.has_begun()
        here.clock.move(seconds=SLICE.total_seconds())

        pushed = here.service.run("stock", wait_s=PATIENCE_S)
        assert catalogue.has_begun()
        gate.opened.set()
        assert wait_until(here, "catalogue", TaskPhase.IDLE)

    assert pushed.last is not None
    assert pushed.last.outcome == "done"
    assert [options.approved for options in catalogue.runs] == [True, True]
    assert here.service._queues.counts["runs:catalogue:yielded"] == 1


def test_a_run_that_has_just_begun_or_is_as_urgent_goes_on(boutique: Boutique) -> None:
    gate = Gate()
    images = Script(name="images", act=gate, urgency=Urgency.STOCK)
    stock = Script(name="stock", urgency=Urgency.STOCK)
    with floor(boutique, images, stock) as here:
        here.service.open_lanes()
        here.service.run("images")
        assert images.has_begun()
        here.clock.move(seconds=60)
        here.service.run("stock")
        gate.opened.set()
        assert stock.has_begun()

    assert "runs:images:yielded" not in here.service._queues.counts


def test_each_time_that_it_made_way_a_run_gets_longer(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        task_state = here.task_state("stock")
        slices = []
        for task_state.yields in (0, 1, 2, 99):
            slices.append(task_state.slice)

    assert slices == [SLICE, 2 * SLICE, 4 * SLICE, timedelta(seconds=128)]


def test_who_waits_for_a_run_that_makes_way_waits_for_its_end(boutique: Boutique) -> None:
    gate = Gate()
    catalogue = Script(name="catalogue", act=gate)
    stock = Script(name="stock", urgency=Urgency.STOCK)
    with floor(boutique, catalogue, stock) as here:
        here.service.open_lanes()
        outcomes = []

        def ask() -> None:
            last = here.service.run("catalogue", wait_s=PATIENCE_S).last
            outcomes.append(last and last.outcome)

        asking = threading.Thread(target=ask)
        asking.start()
        assert catalogue.has_begun()
        here.clock.move(seconds=5)
        here.service.run("stock", wait_s=PATIENCE_S)
        assert catalogue.has_begun()
        gate.opened.set()
        asking.join(PATIENCE_S)

    assert outcomes == ["done"]


def test_a_person_stops_a_run_for_good_even_one_that_only_makes_way(boutique: Boutique) -> None:
    stuck = threading.Event()

    def hold(runner: Runner, options: RunOptions) -> RunReport:
        del runner
        assert stuck.wait(PATIENCE_S)
        outcome, reason = options.stopped_as()
        return RunReport(run="r", outcome=outcome, reason=reason)

    script = Script(name="catalogue", act=hold)
    with floor(boutique, script) as here:
        here.service.open_lanes()
        here.service.run("catalogue")
        assert script.has_begun()
        here.task_state("catalogue").make_way()

        stopped, again = here.service.stop("catalogue"), here.service.stop("catalogue")
        stuck.set()
        assert wait_until(here, "catalogue", TaskPhase.IDLE)

    assert (stopped, again) == (True, False)
    last = here.task_state("catalogue").last
    assert last is not None
    assert last.outcome == "stopped"


def test_stopping_a_run_forgets_the_one_that_was_to_follow(boutique: Boutique) -> None:
    gate = Gate()
    script = Script(name="stock", act=gate)
    with floor(boutique, script) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert script.has_begun()
        here.service.run("stock")

        assert here.service.stop("stock")
        assert wait_until(here, "stock", TaskPhase.IDLE)

    assert len(script.runs) == 1


def test_who_waits_for_a_run_that_is_forgotten_is_told_so(boutique: Boutique) -> None:
    gate = Gate()
    first, second = Script(name="stock", act=gate), Script(name="images")
    with floor(boutique, first, second) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert first.has_begun()
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(here.service.run("images", wait_s=PATIENCE_S))
        )
        asking.start()
        assert wait_until(here, "images", TaskPhase.WAITING)
        here.service.stop("images")
        asking.join(PATIENCE_S)
        gate.opened.set()

    assert [(asked.state, asked.last) for asked in answers] == [("idle", None)]


def test_a_mistake_in_one_task_does_not_end_its_lane(boutique: Boutique) -> None:
    bad, good = Script(name="bad", act=broken), Script(name="good")
    with floor(boutique, bad, good) as here:
        here.service.open_lanes()
        first = here.service.run("bad", wait_s=PATIENCE_S)
        second = here.service.run("good", wait_s=PATIENCE_S)

    assert first.last is not None
    assert second.last is not None
    assert (first.last.outcome, second.last.outcome) == ("failed", "done")


def test_a_mistake_in_a_look_does_not_end_the_lane(boutique: Boutique) -> None:
    looked = threading.Event()

    class Odd(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            looked.set()
            raise ZeroDivisionError(since)

    boutique.till = Odd(*goods())
    with floor(boutique, Script(name="stock")) as here:
        here.service.open_lanes()
        here.service.hint("test")
        assert looked.wait(PATIENCE_S)

        assert here.service.run("stock", wait_s=PATIENCE_S).last is not None


def test_a_look_wakes_who_has_to_do_something(boutique: Boutique) -> None:
    stock = Script(name="stock", wakes_on=frozenset({Kind.STOCK}))
    images = Script(name="other", wakes_on=frozenset())
    with floor(boutique, stock, images) as here:
        here.service.open_lanes()
        here.service.look(MAIN_TILL)
        assert stock.has_begun()
        boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(2)))
        here.service.look(MAIN_TILL)
        assert stock.has_begun()

    assert images.runs == []


def test_a_till_that_is_away_is_left_alone_for_a_while(boutique: Boutique) -> None:
    tried = threading.Semaphore(0)

    class Away(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            tried.release()
            raise TransientError(f"away, after {since}")

    boutique.till = Away(*goods())
    with floor(boutique, Script(name="stock")) as here:
        here.service.open_lanes()
        here.service.look(MAIN_TILL)
        assert tried.acquire(timeout=PATIENCE_S)
        assert here.service.run("stock", wait_s=PATIENCE_S).last is not None
        for _ in range(RESTS):
            here.service.look(MAIN_TILL)
        left_alone = not here.service._queues._wants_look
        here.service.look(MAIN_TILL)
        assert tried.acquire(timeout=PATIENCE_S)
        here.service.hint("somebody who knows better")
        assert tried.acquire(timeout=PATIENCE_S)

    assert left_alone


def test_lanes_beside_run_at_the_same_time(boutique: Boutique) -> None:
    gate = Gate()
    shop, aside = Script(name="stock", act=gate), Script(name="upkeep", lane=Lane.ASIDE)
    with floor(boutique, shop, aside) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert shop.has_begun()

        assert here.service.run("upkeep", wait_s=PATIENCE_S).last is not None
        gate.opened.set()


def test_a_mistake_beside_leaves_what_the_others_know(boutique: Boutique) -> None:
    with floor(boutique, Script(name="upkeep", lane=Lane.ASIDE, act=broken)) as here:
        world = here.runner.state
        here.service.open_lanes()
        here.service.run("upkeep", wait_s=PATIENCE_S)

        assert here.runner.state is world


def test_closing_ends_what_runs_and_answers_who_waits(boutique: Boutique) -> None:
    gate = Gate()
    running, waiting = Script(name="stock", act=gate), Script(name="images")
    with floor(boutique, running, waiting) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert running.has_begun()
        answers = []
        asking = threading.Thread(
            target=lambda: answers.append(here.service.run("images", wait_s=PATIENCE_S))
        )
        asking.start()
        assert wait_until(here, "images", TaskPhase.WAITING)

        assert here.service.close(PATIENCE_S)
        asking.join(PATIENCE_S)

    last = here.task_state("stock").last
    assert last is not None
    assert (last.outcome, waiting.runs) == ("killed", [])
    assert [asked.last for asked in answers] == [None]


def test_closing_does_not_wait_for_ever(boutique: Boutique) -> None:
    let_go = threading.Event()

    def deaf(runner: Runner, options: RunOptions) -> RunReport:
        let_go.wait(PATIENCE_S)
        return done(runner, options)

    script = Script(name="stock", act=deaf)
    with floor(boutique, script) as here:
        here.service.open_lanes()
        here.service.run("stock")
        assert script.has_begun()

        assert not here.service.close(0.01)
        let_go.set()


def test_closing_stops_a_look(boutique: Boutique) -> None:
    looking, go_on = threading.Event(), threading.Event()

    class Slow(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            looking.set()
            assert go_on.wait(PATIENCE_S)
            yield from super().observe(since)

    boutique.till = Slow(*goods())
    with floor(boutique, Script(name="stock", wakes_on=frozenset({Kind.STOCK}))) as here:
        here.service.open_lanes()
        here.service.look(MAIN_TILL)
        assert looking.wait(PATIENCE_S)
        here.service.stop_all()
        go_on.set()
        assert here.service.close(PATIENCE_S)

        assert here.runner.till.cursor == ""


@pytest.mark.parametrize(
    ("ended", "goes_on"),
    [("", True), ("killed", True), ("yielded", True), ("stopped", False), ("done", False)],
)
def test_a_run_that_was_cut_short_goes_on_at_the_next_start(
    boutique: Boutique, ended: str, goes_on: bool
) -> None:
    left_open(boutique, "stock", ended=ended)
    script = Script(name="stock", every_min=24 * 60)
    with floor(boutique, script) as here:
        here.service.open_lanes()
        if not goes_on:
            here.service.run("stock", wait_s=PATIENCE_S)
        assert script.has_begun()
        told = [fact.outcome for fact in here.facts(RunEnded)]

    assert told == [ended or "killed"]
    assert len(script.runs) == 1


def test_a_day_of_rules_and_sales_leaves_nothing_to_do(boutique: Boutique) -> None:
    with floor(boutique) as here:
        here.service.open_lanes()
        for minute in range(30):
            boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(minute % 4)))
            if minute % 10 == 5:
                sold_out = SoldOut(until=here.clock.now + timedelta(minutes=3))
                here.service.decide(
                    DeclareSoldOut(scope=EVERYTHING, sold_out=sold_out), actor="user:test"
                )
            here.tick(minutes=1)
            here.service.hint("test")
        for name in ("catalogue", "stock", "availability", "images"):
            last = here.service.run(name, wait_s=PATIENCE_S).last
            assert last is not None
            assert last.outcome == "done", last
        again = [here.service.run(name, wait_s=PATIENCE_S).last for name in ("stock", "catalogue")]

    assert [last and last.writes for last in again] == [0, 0]


def test_what_somebody_dropped_in_the_last_moment_is_not_run(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here:
        here.service._queues.perform(here.task_state("stock"))

    assert script.runs == []


def test_a_look_that_begins_while_all_is_stopped_ends_with_its_first_page(
    boutique: Boutique,
) -> None:
    with floor(boutique, Script(name="stock")) as here:
        here.service.stop_all()
        here.service._queues._look_now((Lane.SHOP, MAIN_SHOP))

        assert here.runner.till.cursor == ""


def test_a_run_that_is_asked_to_make_way_once_it_ended_is_left_alone(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        here.task_state("stock").make_way()

        assert here.state("stock") is TaskPhase.IDLE


@pytest.mark.parametrize("nth", [1, 5, 9, 13])
def test_closed_in_the_middle_of_work_the_next_start_ends_in_the_same_shop(
    boutique: Boutique, nth: int
) -> None:
    met, at_work = itertools.count(1), threading.Event()

    def count(at: Moment, _write: Write) -> None:
        if at is Moment.BEFORE and next(met) == nth:
            at_work.set()

    boutique.shop.fault = count
    with floor(boutique) as here:
        here.service.open_lanes()
        here.tick(minutes=15)
        assert at_work.wait(PATIENCE_S)
        assert here.service.close(PATIENCE_S)
    with floor(boutique, clock=here.clock) as here:
        here.service.open_lanes()
        for name in ("catalogue", "images", "stock", "availability"):
            here.service.run(name, wait_s=PATIENCE_S)
    report = boutique.sync()

    assert (report.outcome, report.writes, report.held) == ("done", 0, 0)
    assert [len(boutique.on_shop(kind)) for kind in Kind] == [1, 1, 2, 1, 2, 2, 2, 1, 3]


class Inside:
    """Notes when a task runs beside itself or beside another one of its lane."""

    def __init__(self) -> None:
        self.inside: list[str] = []
        self.together: list[list[str]] = []
        self.lock = threading.Lock()

    def script(self, name: str, urgency: Urgency) -> Script:
        """A task that is inside while it runs."""

        def act(runner: Runner, options: RunOptions) -> RunReport:
            with self.lock:
                self.inside.append(name)
                if len(self.inside) > 1:
                    self.together.append(list(self.inside))
            options.progress.advance()
            with self.lock:
                self.inside.remove(name)
            if options.stop.is_set():
                outcome, reason = options.stopped_as()
                return RunReport(run="r", outcome=outcome, reason=reason)
            return done(runner, options)

        return Script(name=name, act=act, urgency=urgency)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_asked_one_run_follows_the_other_and_nothing_stays_waiting(
    boutique: Boutique, seed: int
) -> None:
    dice, inside = random.Random(seed), Inside()  # noqa: S311 - a test's dice
    urgencies = (Urgency.STOCK, Urgency.CATALOGUE, Urgency.IMAGES)
    scripts = [inside.script(urgency.name.lower(), urgency) for urgency in urgencies]
    names = [script.name for script in scripts]
    with floor(boutique, *scripts) as here:
        here.service.open_lanes()
        for _ in range(60):
            act = dice.choice(["tick", "tick", "jump", "back", "ask", "stop"])
            if act in ("tick", "jump", "back"):
                here.tick(seconds={"tick": 45, "jump": 9_000, "back": -4_000}[act])
            elif act == "ask":
                here.service.run(dice.choice(names), approved=dice.random() < 0.5)
            else:
                here.service.stop(dice.choice(names))
        last = [here.service.run(name, wait_s=PATIENCE_S).last for name in names]
        idle = [wait_until(here, name, TaskPhase.IDLE) for name in names]

    assert inside.together == []
    assert all(run is not None for run in last)
    assert idle == [True] * 3
