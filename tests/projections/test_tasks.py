"""How tasks are set, and when each did well last."""

from datetime import timedelta

import pytest

from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.decisions import (
    MissedRunsRuled,
    TaskDisabled,
    TaskEnabled,
    TaskScheduled,
)
from pos2web.domain.facts import Fact
from pos2web.domain.run_facts import RunEnded, RunPassed, RunsMissed
from pos2web.domain.schedules import parse
from pos2web.domain.tasks import MissedRunsPolicy
from pos2web.projections import tasks
from pos2web.projections.read_models import ReadModels
from pos2web.projections.tasks import TaskRow
from tests.projections.given import NOON, ListedLog, dump

EVERY_MINUTE = parse("every minute")
BUSY = parse("every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00")
SCHEDULED = TaskScheduled(task="stock", periods=(BUSY, EVERY_MINUTE), was=())
MISSED = RunsMissed(task="stock", count=3, since=NOON, made_up=True, why="away")


def happened(*facts: Fact) -> ListedLog:
    """These facts, each a minute after the one before."""
    return ListedLog().happened("task/stock", *facts)


def row(models: ReadModels, *facts: Fact) -> TaskRow:
    models.catch_up(happened(*facts))
    return tasks.load(models, MAIN_SHOP)["stock"]


def test_a_task_that_nobody_touched_is_not_known(models: ReadModels) -> None:
    models.catch_up(happened())

    assert tasks.load(models, MAIN_SHOP) == {}


def test_a_task_is_as_it_was_set_last(models: ReadModels) -> None:
    ruled = MissedRunsRuled(task="stock", missed=MissedRunsPolicy.SKIP, was=MissedRunsPolicy.ONCE)

    assert row(models, TaskDisabled(task="stock"), SCHEDULED, ruled) == TaskRow(
        is_enabled=False, periods=(BUSY, EVERY_MINUTE), missed=MissedRunsPolicy.SKIP
    )


def test_a_task_may_be_enabled_again(models: ReadModels) -> None:
    assert row(models, TaskDisabled(task="stock"), TaskEnabled(task="stock")).is_enabled is True


def test_a_task_without_periods_is_not_one_that_nobody_set(models: ReadModels) -> None:
    unscheduled = TaskScheduled(task="stock", periods=(), was=(BUSY,))

    assert row(models, unscheduled).periods == ()


def test_a_task_that_is_only_switched_keeps_its_own_periods(models: ReadModels) -> None:
    assert row(models, TaskDisabled(task="stock")).periods is None


def test_a_run_that_found_nothing_did_well_and_is_counted(models: ReadModels) -> None:
    passed = RunPassed(task="stock", read=120)
    at = NOON + timedelta(minutes=1)

    assert row(models, passed, passed) == TaskRow(passed=2, last_success_at=at, last_ended_at=at)


def test_a_run_that_ended_well_did_well(models: ReadModels) -> None:
    done = row(models, RunEnded(task="stock", outcome="done"))

    assert done == TaskRow(last_success_at=NOON, last_ended_at=NOON)


@pytest.mark.parametrize("outcome", ["failed", "stopped", "halted", "yielded", "killed"])
def test_a_run_that_ended_otherwise_is_only_accounted_for(models: ReadModels, outcome: str) -> None:
    ended = row(models, RunPassed(task="stock"), RunEnded(task="stock", outcome=outcome))

    assert ended.last_success_at == NOON
    assert ended.last_ended_at == NOON + timedelta(minutes=1)


def test_missed_runs_are_accounted_for(models: ReadModels) -> None:
    assert row(models, MISSED) == TaskRow(last_ended_at=NOON)


def test_each_task_has_its_own_row(models: ReadModels) -> None:
    models.catch_up(happened(TaskDisabled(task="images"), MISSED))

    assert sorted(tasks.load(models, MAIN_SHOP)) == ["images", "stock"]


def test_rows_that_are_rebuilt_are_the_same(models: ReadModels) -> None:
    log = happened(SCHEDULED, MISSED, RunPassed(task="stock"), TaskDisabled(task="stock"))
    models.catch_up(log)
    first = dump(models)["tasks"]

    models.rebuild(log)

    assert dump(models)["tasks"] == first
