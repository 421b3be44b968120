"""What goes by the clock: beats, timers, and seeing what is wrong."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.decisions import DeclareSoldOut, SwitchTask
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import AlertRaised
from pos2web.domain.selling import EVERYTHING, SoldOut
from pos2web.engine import RunOptions, RunReport
from pos2web.errors import CredentialsError, Pos2WebError, TransientError
from pos2web.ports import Page
from pos2web.projections.following.progress import ATTEMPTS_MAX
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.runner import Runner
from pos2web.tasks.running import RunningTasks
from pos2web.tasks.table import Lane
from pos2web.tasks.task_state import TaskPhase
from pos2web.tasks.ticker import Ticker
from pos2web.tasks.trigger import LATER
from tests.shops.boutique import Boutique, goods
from tests.tasks.floor import NINE, PATIENCE_S, Floor, Gate, Script, Stubborn, done, floor


def told(name: str, reason: Reason, is_over: bool) -> tuple[str, str]:
    return f"{name}{' is over' if is_over else ''}", str(reason)


class Watched:
    """A heart, and the channel that hears of what it sees."""

    def __init__(self, here: Floor) -> None:
        self.here = here
        self.channel = MemoryChannel()
        self.alerts = Alerts(here.context, [self.channel], told)
        self.ticker = Ticker(here.service, self.alerts)

    def see(self, **span: float) -> list[str]:
        """Time goes by, beat by beat, until a review; the names of what stands."""
        until = self.here.clock.now + timedelta(**span)
        while self.here.clock.now < until:
            self.here.clock.now = min(until, self.here.clock.now + timedelta(seconds=20))
            self.ticker.beat()
        return self.review()

    def review(self) -> list[str]:
        """The names of what stands."""
        self.ticker.review()
        self.alerts.tell()
        return [one.alert for one in self.alerts.standing()]

    @property
    def subjects(self) -> list[str]:
        """What was told."""
        return [message.subject for message in self.channel.told]


def failing(error: Pos2WebError | None = None) -> Script:
    """A task that fails."""

    def act(_runner: Runner, _options: RunOptions) -> RunReport:
        reason = Reason(Code.FAILED, {"text": "the shop is away"})
        return RunReport(run="r", outcome="failed", reason=reason, failure=error)

    return Script(name="stock", act=act)


def halting(_runner: Runner, _options: RunOptions) -> RunReport:
    return RunReport(run="r", outcome="halted", reason=Reason(Code.MANY_ZEROED, {"count": 9}))


def run(here: Floor, times: int = 1) -> None:
    for _ in range(times):
        here.service.run("stock")


def test_two_failures_are_the_weather_and_three_are_told(boutique: Boutique) -> None:
    with floor(boutique, failing(TransientError("busy"))) as here:
        watched = Watched(here)
        run(here, 2)
        weather = watched.review()
        run(here)

        assert (weather, watched.review()) == ([], ["task:stock"])
        assert [(one.alert, one.told_by) for one in here.service.overview().alerts] == [
            ("task:stock", (watched.channel.name,))
        ]


@pytest.mark.parametrize("act", [failing(CredentialsError("the key is wrong")).act, halting])
def test_what_only_a_person_can_mend_is_told_at_once(boutique: Boutique, act: object) -> None:
    with floor(boutique, Script(name="stock", act=act)) as here:  # type: ignore[arg-type]  # what the script does is of no type
        watched = Watched(here)
        run(here)

        assert watched.review() == ["task:stock"]


def test_what_is_told_is_why_it_failed_not_that_somebody_stopped_it_since(
    boutique: Boutique,
) -> None:
    script = failing()
    with floor(boutique, script) as here:
        watched = Watched(here)
        run(here, 3)
        script.act = lambda _runner, options: RunReport(
            run="r", outcome="stopped", reason=options.stopped_as()[1]
        )
        run(here)
        watched.review()

        assert watched.alerts.standing()[0].reason.code is Code.FAILED


def test_it_is_over_when_the_task_has_done_well(boutique: Boutique) -> None:
    script = failing()
    with floor(boutique, script) as here:
        watched = Watched(here)
        run(here, 3)
        watched.review()
        script.act = done
        run(here)

        assert watched.review() == []
    assert watched.subjects == ["task:stock", "task:stock is over"]


def test_a_restart_mends_nothing_and_tells_nothing_again(boutique: Boutique) -> None:
    script = failing()
    with floor(boutique, script) as here:
        watched = Watched(here)
        run(here, 3)
        watched.review()
    with floor(boutique, script, clock=here.clock) as here:
        restarted = Watched(here)
        lasting = restarted.review()
        script.act = done
        run(here)

        assert (lasting, restarted.review()) == (["task:stock"], [])
    assert restarted.subjects == ["task:stock is over"]


def test_whoever_switches_a_task_off_has_seen_to_it(boutique: Boutique) -> None:
    with floor(boutique, failing()) as here:
        watched = Watched(here)
        run(here, 3)
        watched.review()
        here.service.decide(SwitchTask(task="stock", is_enabled=False), actor="user:test")

        assert watched.review() == []


def test_a_task_that_there_is_no_more_is_nobodys_trouble(boutique: Boutique) -> None:
    with floor(boutique, failing()) as here:
        run(here, 3)
        Watched(here).review()
    with floor(boutique, Script(name="other")) as here:
        assert Watched(here).review() == []


def test_a_run_without_progress_is_ended_and_told_until_one_does_well(boutique: Boutique) -> None:
    gate = threading.Event()

    def hang(_runner: Runner, options: RunOptions) -> RunReport:
        assert gate.wait(PATIENCE_S)
        outcome, reason = options.stopped_as()
        return RunReport(run="r", outcome=outcome, reason=reason)

    script = Script(name="stock", act=hang, every_min=0)
    with floor(boutique, script) as here:
        watched = Watched(here)
        here.service.open_lanes()
        here.service.run("stock")
        assert script.has_begun()
        early = watched.see(minutes=9)
        late = watched.see(minutes=2)
        gate.set()
        queues = here.service._queues
        with queues.changed:
            queues.changed.wait_for(
                lambda: here.state("stock") is TaskPhase.IDLE, timeout=PATIENCE_S
            )
        last, ended = here.task_state("stock").last, watched.review()
        script.act = done
        here.service.run("stock", wait_s=PATIENCE_S)

        assert (early, late, ended) == ([], ["progress:stock"], ["progress:stock"])
        assert watched.review() == []
    assert last is not None
    assert (last.outcome, last.reason) == ("failed", Reason(Code.NO_PROGRESS, {"minutes": 11}))


def test_a_machine_that_slept_in_a_run_is_not_stuck(boutique: Boutique) -> None:
    gate = Gate()
    script = Script(
        name="stock", act=lambda w, o: gate(w, replace(o, progress=Still())), every_min=0
    )
    with floor(boutique, script) as here:
        watched = Watched(here)
        here.service.open_lanes()
        here.service.run("stock")
        assert script.has_begun()
        watched.see(minutes=1)
        here.clock.move(hours=9)
        watched.ticker.beat()

        assert watched.review() == []
        assert watched.see(minutes=11) == ["progress:stock"]
        gate.opened.set()


def test_tasks_that_wait_for_a_till_that_never_answers_are_told(boutique: Boutique) -> None:
    looking, answers = threading.Event(), threading.Event()

    class Silent(MemoryTill):
        def observe(self, since: str | None) -> Iterator[Page]:
            looking.set()
            assert answers.wait(PATIENCE_S)
            yield from super().observe(since)

    boutique.till = Silent(*goods())
    aside = Script(name="upkeep", lane=Lane.ASIDE, every_min=0)
    with floor(boutique, Script(name="stock", every_min=0), aside) as here:
        watched = Watched(here)
        here.service.open_lanes()
        here.service.look(MAIN_TILL)
        assert looking.wait(PATIENCE_S)
        here.service.run("stock")
        early, late = watched.see(minutes=9), watched.see(minutes=2)
        answers.set()
        here.service.run("stock", wait_s=PATIENCE_S)

        assert (early, late, watched.review()) == ([], ["progress:stock"], [])


class Still:
    """Progress that nobody sees."""

    def phase(self, name: str, total: int | None) -> None:
        """Goes by unseen."""

    def advance(self, count: int = 1) -> None:
        """Goes by unseen."""


def test_a_task_that_never_does_well_is_overdue(boutique: Boutique) -> None:
    script = Script(name="stock", every_min=5)
    with floor(boutique, script) as here:
        watched = Watched(here)
        early = watched.see(minutes=59)
        late = watched.see(minutes=1)
        run(here)

        assert (early, late, watched.review()) == ([], ["overdue:stock"], [])
    assert watched.channel.told[0].text == "overdue (minutes 60)"


def test_a_daily_task_is_overdue_after_three_days(boutique: Boutique) -> None:
    with floor(boutique, Script(name="drift", every_min=24 * 60)) as here:
        watched = Watched(here)
        watched.ticker._steady = NINE
        here.clock.move(days=2)
        early = watched.review()
        here.clock.move(days=1)

        assert (early, watched.review()) == ([], ["overdue:drift"])


def test_a_task_just_switched_on_is_not_overdue(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        watched = Watched(here)
        here.service.decide(SwitchTask(task="stock", is_enabled=False), actor="user:test")
        watched.see(hours=2)
        here.service.decide(SwitchTask(task="stock", is_enabled=True), actor="user:test")

        assert watched.see(minutes=59) == []


@pytest.mark.parametrize("hours", [10, -10])
def test_a_clock_that_jumps_makes_nothing_overdue(boutique: Boutique, hours: int) -> None:
    with floor(boutique, Script(name="stock")) as here:
        watched = Watched(here)
        run(here)
        watched.see(minutes=1)
        here.clock.move(hours=hours)
        watched.ticker.beat()

        assert watched.review() == []
        assert watched.see(minutes=59) == []


def test_read_models_that_stand_still_are_told_once_although_nothing_follows(
    boutique: Boutique,
) -> None:
    with floor(boutique, Script(name="stock"), is_still=True) as here:
        service = RunningTasks(here.service, [], told)
        watched = Watched(here)
        here.service.decide(SwitchTask(task="stock", is_enabled=False), actor="user:test")
        for _ in range(ATTEMPTS_MAX):
            here.service._journal.follow()
        seen = [watched.review() for _ in range(3)]

        assert seen == [["models"]] * 3
        assert len(here.facts(AlertRaised)) == 1
        assert service.overview().tasks[0].setting.is_enabled is False
    assert watched.subjects == ["models"]


def test_a_desk_opens_over_read_models_that_stand_still_and_its_runs_fail(
    boutique: Boutique,
) -> None:
    boutique.sync()
    with floor(boutique, is_still=True) as here:
        here.service.open_lanes()
        stock = here.service.run("stock", wait_s=PATIENCE_S).last
        upkeep = here.service.run("upkeep", wait_s=PATIENCE_S).last

    assert stock is not None
    assert upkeep is not None
    assert (stock.outcome, upkeep.outcome) == ("failed", "failed")
    assert "cannot be applied" in str(stock.reason)


def test_upkeep_makes_read_models_anew_once_what_stopped_them_is_mended(boutique: Boutique) -> None:
    boutique.sync()
    with floor(boutique, is_still=True) as here:
        for _ in range(ATTEMPTS_MAX):
            here.service._journal.follow()
        assert isinstance(here.context.models, Stubborn)
        here.context.models.is_still = False

        upkeep, stock = here.service.run("upkeep").last, here.service.run("stock").last

    assert upkeep is not None
    assert stock is not None
    assert (upkeep.outcome, upkeep.changed, stock.outcome) == ("done", 1, "done")


@contextmanager
def running(here: Floor, channel: MemoryChannel) -> Iterator[RunningTasks]:
    """The same desk, running."""
    service = RunningTasks(here.service, [channel], told)
    service.start()
    try:
        yield service
    finally:
        service.close(PATIENCE_S)


def test_a_running_desk_does_what_it_is_asked_and_tells_of_it(boutique: Boutique) -> None:
    script = Script(name="stock", wakes_on_rules=True, every_min=0)
    with floor(boutique, script) as here, running(here, MemoryChannel()) as service:
        asked = service.run("stock", wait_s=PATIENCE_S)
        script.has_begun()
        positions = service.decide(
            DeclareSoldOut(scope=EVERYTHING, sold_out=SoldOut()), actor="user:test"
        )
        again = service.decide(
            DeclareSoldOut(scope=EVERYTHING, sold_out=SoldOut()), actor="user:test"
        )
        ran = script.has_begun()
        service.hint("test")
        service.stop("stock")
        overview = service.overview()

    assert asked.last is not None
    assert (len(positions), again, ran) == (1, [], True)
    assert [task.name for task in overview.tasks] == ["stock"]


def test_the_heart_beats_by_itself_and_runs_what_is_due(boutique: Boutique) -> None:
    script = Script(name="stock")
    with floor(boutique, script) as here, running(here, MemoryChannel()):
        here.clock.move(minutes=1)

        assert script.has_begun()


def test_one_step_that_goes_wrong_keeps_no_other_from_being_taken(boutique: Boutique) -> None:
    with floor(boutique, failing()) as here:
        watched = Watched(here)
        run(here, 3)
        here.service.tick = broken  # type: ignore[method-assign]  # a mistake of ours, that no fake makes

        watched.ticker.beat()

        assert [one.alert for one in watched.alerts.standing()] == ["task:stock"]


def broken() -> None:
    raise ZeroDivisionError("a mistake of ours")


def test_a_window_has_a_timer_at_its_edge(boutique: Boutique) -> None:
    with floor(boutique, Script(name="stock")) as here:
        watched = Watched(here)
        here.service._queues.edge = NINE + timedelta(hours=1)
        watched.ticker.beat()
        (job,) = watched.ticker._timers._scheduler.get_jobs()
        following = [job.trigger.get_next_fire_time(None, now) for now in edge_and_after()]
        here.service._queues.edge = None
        watched.ticker.beat()
        watched.ticker.beat()

        assert following == [NINE + timedelta(hours=1), NINE + timedelta(hours=1) + LATER]
        assert watched.ticker._timers._scheduler.get_jobs() == []


def edge_and_after() -> tuple[object, object]:
    return NINE, NINE + timedelta(hours=1)
