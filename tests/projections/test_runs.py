"""Runs and their totals."""

from datetime import timedelta

from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.run_facts import RunEnded, RunStarted
from pos2web.domain.values import ConnectionName, ShopKey
from pos2web.projections import runs
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, SHOP, ListedLog, change

STARTED = RunStarted(task="catalogue", version="0.1.0")
ENDED = RunEnded(
    task="catalogue", outcome="done", read=5, changed=3, unchanged=1, held=1, writes=3, calls=9
)


def started(*runs: str) -> ListedLog:
    log = ListedLog()
    for run in runs:
        log.happened(f"run/{run}", STARTED, run=run)
    return log


def test_a_run_under_way_has_no_end(models: ReadModels) -> None:
    models.catch_up(started("r1"))

    assert runs.latest(models, 1) == [
        runs.Run(
            id="r1",
            position=1,
            task="catalogue",
            version="0.1.0",
            actor="catalogue",
            connection=SHOP,
            started_at=NOON,
        )
    ]


def test_a_run_ends_with_its_totals(models: ReadModels) -> None:
    models.catch_up(started("r1").happened("run/r1", ENDED))

    (run,) = runs.latest(models, 5)

    assert (run.outcome, run.ended_at) == ("done", NOON + timedelta(minutes=1))
    assert (run.read, run.changed, run.unchanged, run.held) == (5, 3, 1, 1)
    assert (run.writes, run.calls) == (3, 9)


def test_changes_are_counted_while_it_runs(models: ReadModels) -> None:
    log = started("r1")
    for change_id in ("a", "b", "c", "d"):
        log.happened("run/r1", ChangeClaimed(change=change(change_id)))
    log.happened("run/r1", ChangeConfirmed(change="a", shop_key=ShopKey("1")))
    log.happened("run/r1", ChangeRefused(change="b", reason="no"))
    log.happened("run/r1", ChangeLapsed(change="c", reason="gone"))

    models.catch_up(log)

    (run,) = runs.latest(models, 5)
    assert (run.claimed, run.confirmed, run.refused, run.lapsed) == (4, 1, 1, 1)


def test_the_latest_runs_come_first(models: ReadModels) -> None:
    models.catch_up(started("z", "a", "m"))

    assert [run.id for run in runs.latest(models, 2)] == ["m", "a"]


def test_one_run_is_found_by_its_id(models: ReadModels) -> None:
    models.catch_up(started("r1", "r2").happened("run/r1", ENDED))

    found = runs.find(models, "r1")

    assert found is not None
    assert found.outcome == "done"
    assert runs.find(models, "r3") is None


def test_what_belongs_to_no_known_run_is_not_counted(models: ReadModels) -> None:
    log = ListedLog().happened("run/r1", ENDED, ChangeClaimed(change=change()))

    models.catch_up(log)

    assert runs.latest(models, 5) == []


def test_a_task_has_done_once_a_run_of_it_ended_well(models: ReadModels) -> None:
    models.catch_up(started("r1").happened("run/r1", ENDED))

    assert runs.has_done(models, task="catalogue", connection=SHOP)
    assert not runs.has_done(models, task="stock", connection=SHOP)
    assert not runs.has_done(models, task="catalogue", connection=ConnectionName("shop:other"))


def test_a_run_that_failed_has_not_done(models: ReadModels) -> None:
    failed = RunEnded(task="catalogue", outcome="failed", reason=Reason(Code.STOPPED))

    models.catch_up(started("r1").happened("run/r1", failed))

    assert not runs.has_done(models, task="catalogue", connection=SHOP)


def test_a_run_says_why_it_was_not_done(models: ReadModels) -> None:
    reason = Reason(Code.STOPPED, also=(Reason(Code.FAILED, {"text": "why"}),))
    stopped = RunEnded(task="catalogue", outcome="stopped", reason=reason)

    models.catch_up(started("r1").happened("run/r1", stopped))

    assert [run.reason for run in runs.latest(models, 1)] == [reason]


def test_a_run_of_which_no_end_is_told_is_unfinished(models: ReadModels) -> None:
    models.catch_up(started("r1", "r2", "r3").happened("run/r2", ENDED))

    assert [run.id for run in runs.unfinished(models)] == ["r1", "r3"]


def test_the_last_run_of_a_task_is_known(models: ReadModels) -> None:
    log = started("r1", "r2").happened("run/r3", RunStarted(task="stock", version="0.1.0"))

    models.catch_up(log)

    last = runs.last_of(models, "catalogue", SHOP)
    assert last is not None
    assert last.id == "r2"
    assert runs.last_of(models, "images", SHOP) is None
