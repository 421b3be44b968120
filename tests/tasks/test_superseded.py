"""Tasks of an installation of which another took the place: refused, told, and taken up again."""

from decimal import Decimal
from pathlib import Path

import pytest

from pos2web.adapters.memory.channel import MemoryChannel
from pos2web.domain.archive_facts import RESTORED, EpochBegan
from pos2web.domain.decisions import TakeOver
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunStarted
from pos2web.domain.things import Stock
from pos2web.engine.epochs import begin
from pos2web.engine.writer_check import SupersededError
from pos2web.errors import TransientError
from tests.engine.houses import mark_on, restored
from tests.shops.boutique import Boutique
from tests.shops.clocks import StillClock
from tests.tasks.floor import Floor, Script, floor
from tests.tasks.test_alerts import STOCK, alerts_of, subjects
from tests.tasks.test_heart import Watched


@pytest.fixture
def superseded(boutique: Boutique, tmp_path: Path) -> Boutique:
    """It was restored elsewhere, and the other one writes."""
    boutique.sync()
    new = restored(boutique, tmp_path / "new")
    count(new, 4)
    assert new.sync().writes == 1
    count(new, 3)
    return boutique


def count(boutique: Boutique, quantity: int) -> None:
    boutique.till.put(Stock(key="p1", product="p1", quantity=Decimal(quantity)))


def outcome(here: Floor, task: str) -> str:
    last = here.service.run(task).last
    assert last is not None
    return last.outcome


def test_every_task_that_writes_is_refused_without_asking_the_shop(superseded: Boutique) -> None:
    with floor(superseded) as here:
        first = outcome(here, "stock")
        runs, calls = len(here.facts(RunStarted)), superseded.shop.calls
        again = [outcome(here, task) for task in ("stock", "availability", "catalogue", "images")]

        assert (first, again) == ("failed", ["failed"] * 4)
        assert (len(here.facts(RunStarted)), superseded.shop.calls) == (runs, calls)


def test_a_refusal_outlives_the_process(superseded: Boutique) -> None:
    with floor(superseded) as here:
        outcome(here, "stock")
    calls = superseded.shop.calls

    with floor(superseded) as here:
        assert outcome(here, "stock") == "failed"
        reason = here.runner.refusal()

    assert superseded.shop.calls == calls
    assert reason is not None
    assert reason.code is Code.SUPERSEDED


def test_who_is_refused_still_looks(superseded: Boutique) -> None:
    with floor(superseded) as here:
        outcome(here, "stock")

        assert outcome(here, "drift") == "done"


def test_it_is_told_once_for_all_tasks_and_over_when_somebody_takes_over(
    superseded: Boutique,
) -> None:
    with floor(superseded) as here:
        watched = Watched(here)
        outcome(here, "stock")
        outcome(here, "catalogue")
        standing = watched.see(hours=2)
        here.service.decide(TakeOver(), actor="user:Zoé")
        waiting = here.waiting()
        here.work()
        after = watched.review()

    assert (standing, after) == (["writer"], [])
    assert watched.subjects == ["writer", "writer is over"]
    assert waiting[:5] == ["stock", "availability", "catalogue", "images", "drift"]


def test_after_taking_over_both_sides_are_read_whole_and_written_to(superseded: Boutique) -> None:
    with floor(superseded) as here:
        outcome(here, "stock")
        here.service.decide(TakeOver(), actor="user:Zoé")

        assert (here.runner.state.cursors, here.runner.till.cursor) == ({}, "")
        assert outcome(here, "stock") == "done"
        assert here.runner.refusal() is None
    mark = mark_on(superseded.shop)
    assert mark is not None
    assert mark.number == 3
    assert Decimal(3) in {
        thing.quantity for thing in superseded.shop.contents().values() if isinstance(thing, Stock)
    }


def test_a_shop_that_is_away_is_not_taken_over(superseded: Boutique) -> None:
    with floor(superseded) as here:
        outcome(here, "stock")
        superseded.shop.read_mark = away  # type: ignore[method-assign]  # until it is back
        with pytest.raises(TransientError):
            here.service.decide(TakeOver(), actor="user:Zoé")

        assert here.runner.refusal() is not None


def away() -> str | None:
    raise TransientError("the shop is away")


def test_a_refused_run_says_why(superseded: Boutique) -> None:
    with floor(superseded) as here:
        outcome(here, "stock")
        task_state = here.task_state("stock")
        report = task_state.task.run(
            here.runner, task_state.begin(here.clock(), lambda: False, here.clock)
        )

    assert isinstance(report.failure, SupersededError)
    assert report.reason == report.failure.reason
    assert "another Pos2Web" in str(report.failure)


# What is told after a restore.


def brought_back(here: Floor) -> None:
    begin(here.context.log, EpochBegan(number=2, id="b", why=RESTORED), actor="user:Zoé")


def test_the_end_of_what_was_told_before_a_restore_is_not_told_again(boutique: Boutique) -> None:
    mail = MemoryChannel(name="mail")
    with floor(boutique, Script(name="stock")) as here:
        alerts = alerts_of(here, mail)
        alerts.review(STOCK)
        alerts.tell()
    clock = StillClock(here.clock.now)
    clock.move(hours=1)
    with floor(boutique, Script(name="stock"), clock=clock) as here:
        brought_back(here)
        alerts = alerts_of(here, mail)
        alerts.review(STOCK)
        alerts.tell()
        alerts.review({})
        alerts.tell()

        assert alerts.standing() == []
    assert subjects(mail) == ["wrong: task:stock"]


def test_what_goes_wrong_after_a_restore_is_told_with_its_end(boutique: Boutique) -> None:
    mail = MemoryChannel(name="mail")
    with floor(boutique, Script(name="stock")) as here:
        brought_back(here)
        here.clock.move(minutes=1)
        alerts = alerts_of(here, mail)
        for matters in (STOCK, dict[str, Reason]()):
            alerts.review(matters)
            alerts.tell()

    assert subjects(mail) == ["wrong: task:stock", "over: task:stock"]


def test_what_was_raised_but_not_told_before_a_restore_bears_the_same_id_when_told(
    boutique: Boutique,
) -> None:
    lost, mail = MemoryChannel(name="mail"), MemoryChannel(name="mail")
    with floor(boutique, Script(name="stock")) as here:
        before = alerts_of(here, lost)
        before.review(STOCK)
        after = alerts_of(here, mail)  # as the backup has it, from before it was told
        before.tell()
        brought_back(here)
        after.tell()

    assert [message.id for message in mail.told] == [message.id for message in lost.told]
