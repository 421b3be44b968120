"""What can't be applied stops the read models; nothing is skipped."""

from contextlib import closing
from typing import Any

import pytest

from pos2web.domain.facts import ChangeClaimed
from pos2web.projections.following.progress import ATTEMPTS_MAX, ProjectionProgress
from pos2web.projections.read_models import ProjectionError, ReadModels
from tests.projections.given import ListedLog, dump, keys, tea, teas

POISON = ChangeClaimed(change="not a change")  # type: ignore[arg-type]  # what no read model can follow


def poisoned() -> ListedLog:
    """Two products, then what no handler can read, then another product."""
    log = teas(2).happened("run/r1", POISON)
    return log.happened("till:main/product/TEA", tea())


def attempt(models: ReadModels, log: ListedLog) -> ProjectionError:
    with pytest.raises(ProjectionError) as caught:
        models.catch_up(log)
    return caught.value


def test_it_stops_at_the_event_and_names_it(models: ReadModels) -> None:
    error = attempt(models, poisoned())

    assert error.position == 3
    assert "event 3 (ChangeClaimed in run/r1) cannot be applied: AttributeError" in str(error)


def test_what_came_before_is_applied_and_nothing_after(models: ReadModels) -> None:
    attempt(models, poisoned())

    assert keys(models) == ["0", "1"]
    assert models.progress.position == 2


def test_the_rows_are_those_of_a_log_that_ends_before_it(models: ReadModels) -> None:
    attempt(models, poisoned())
    stopped = dump(models)

    models.rebuild(ListedLog(poisoned().events[:2]))

    aside: dict[str, list[tuple[Any, ...]]] = {"progress": [], "history.progress": []}
    assert stopped | aside == dump(models) | aside


def test_attempts_are_counted(models: ReadModels) -> None:
    log = poisoned()

    errors = [str(attempt(models, log)) for _ in range(3)]

    assert models.progress.attempts == 3
    assert models.progress.stopped_at == 3
    assert not models.progress.is_parked
    assert models.progress.error == errors[-1]


def test_after_some_attempts_it_is_parked(models: ReadModels) -> None:
    log = poisoned()
    for _ in range(ATTEMPTS_MAX):
        attempt(models, log)

    error = attempt(models, log)

    assert str(error).startswith("parked after 5 attempts: event 3 ")
    assert error.position == 3
    assert models.progress.attempts == ATTEMPTS_MAX


def test_parked_is_parked_after_a_restart(models: ReadModels) -> None:
    for _ in range(ATTEMPTS_MAX):
        attempt(models, poisoned())

    with closing(ReadModels.open(models.path)) as reopened:
        assert reopened.progress.is_parked


def test_a_rebuild_tries_again(models: ReadModels) -> None:
    log = poisoned()
    for _ in range(ATTEMPTS_MAX):
        attempt(models, log)

    with pytest.raises(ProjectionError):
        models.rebuild(log)

    assert models.progress.attempts == 1


def test_what_can_be_applied_again_clears_the_count(models: ReadModels) -> None:
    log = poisoned()
    attempt(models, log)
    mended = ListedLog(log.events[:2]).happened("till:main/product/TEA", tea())

    models.catch_up(mended)

    assert models.progress.attempts == 0
    assert keys(models) == ["0", "1", "TEA"]


def test_another_event_is_counted_anew(models: ReadModels) -> None:
    attempt(models, poisoned())
    later = ListedLog(teas(4).events).happened("run/r1", POISON)

    attempt(models, later)

    assert models.progress.stopped_at == 5
    assert models.progress.attempts == 1


def test_a_new_file_has_followed_nothing(models: ReadModels) -> None:
    assert models.progress == ProjectionProgress()
