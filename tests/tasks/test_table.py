"""Every task is told of in both languages and explained, and one more is one more entry."""

from pathlib import Path

import pytest

from pos2web.domain.schedules import words
from pos2web.domain.values import Kind
from pos2web.engine.context import RunOptions
from pos2web.engine.parts import AVAILABILITY, CATALOGUE, DRIFT, IMAGES, STOCK
from pos2web.history import till_wording
from pos2web.history.words.running import matter_words, task_words
from pos2web.tasks.problems import FAILURES_MAX, OVERDUE_GAPS, STUCK
from pos2web.tasks.table import TASKS, Task, Urgency, tasks_of
from pos2web.tasks.task_state import SLICE
from tests.shops.boutique import Boutique
from tests.tasks.floor import floor

NAMES = [task.name for task in TASKS]
PAGE = (Path(__file__).parents[2] / "docs" / "tasks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_task_has_words(name: str, language: str) -> None:
    here = till_wording(language)

    assert name in here.book.tasks.names
    assert here.book.tasks.names[name] in task_words(name, here)
    assert here.book.tasks.names[name] in matter_words(f"overdue:{name}", here)


@pytest.mark.parametrize("task", TASKS, ids=NAMES)
def test_every_task_is_explained_with_its_usual_periods(task: Task) -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{task.name}` |")]

    assert line.split(" | ")[2] == words(task.setting.periods[0], "en")


def test_what_the_page_counts_is_what_counts() -> None:
    assert f"at least {SLICE.seconds} seconds" in PAGE
    assert f"for {STUCK.seconds // 60} minutes" in PAGE
    assert (FAILURES_MAX, OVERDUE_GAPS) == (3, 3)


def test_names_are_told_apart_and_the_table_is_in_order_of_urgency() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert [task.urgency for task in TASKS] == sorted(Urgency)


def test_together_the_tasks_do_the_whole_work() -> None:
    parts = (CATALOGUE, IMAGES, STOCK, AVAILABILITY)

    assert frozenset[Kind]().union(*(part.kinds for part in parts)) == DRIFT.kinds
    assert [task.name for task in TASKS if task.wakes_on] == ["stock", "catalogue", "images"]


def test_every_task_runs_from_its_entry(boutique: Boutique) -> None:
    with floor(boutique) as here:
        reports = [task.run(here.runner, RunOptions()) for task in tasks_of(has_backup=False)]

    assert [report.outcome for report in reports] == ["done"] * len(reports)
