"""Runs that found nothing to do are told together, and none of them is forgotten."""

from datetime import timedelta

import pytest

from pos2web.domain.run_facts import RunPassed
from pos2web.tasks.passes import TOLD_EVERY, Passes
from tests.shops.boutique import Boutique


def told(boutique: Boutique, passes: list[tuple[timedelta, RunPassed]]) -> list[RunPassed]:
    """What is in the log after these quiet runs, each so long after the one before."""
    with boutique.context() as context:
        gathering = Passes(context)
        for later, passed in passes:
            boutique.clock.now += later
            gathering.add(passed)
        gathering.tell()
        facts = [event.fact for event in context.log.read()]
    return [fact for fact in facts if isinstance(fact, RunPassed)]


def test_quiet_runs_of_a_few_minutes_are_one_event(boutique: Boutique) -> None:
    minute = timedelta(minutes=1)
    runs = [(minute, RunPassed(task="stock", read=9 + n, calls=2)) for n in range(3)]

    (fact,) = told(boutique, runs)

    assert (fact.runs, fact.read, fact.calls) == (3, 11, 6)
    assert fact.since is not None


def test_each_task_is_told_of_for_itself(boutique: Boutique) -> None:
    runs = [(timedelta(), RunPassed(task=task)) for task in ("stock", "images", "stock")]

    facts = told(boutique, runs)

    assert [(fact.task, fact.runs) for fact in facts] == [("images", 1), ("stock", 2)]


@pytest.mark.parametrize("later", [TOLD_EVERY, timedelta(hours=-2)])
def test_they_are_told_when_it_is_time_or_the_clock_is_set_back(
    boutique: Boutique, later: timedelta
) -> None:
    runs = [(timedelta(), RunPassed(task="stock")), (later, RunPassed(task="stock"))]

    with boutique.context() as context:
        gathering = Passes(context)
        for after, passed in runs:
            boutique.clock.now += after
            gathering.add(passed)
        told_already = [event.fact for event in context.log.read()]

    assert [type(fact) for fact in told_already] == [RunPassed]
