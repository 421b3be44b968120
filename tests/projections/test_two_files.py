"""The state and the history: two files that follow the log, each by itself."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from pos2web.domain.facts import ChangeClaimed
from pos2web.errors import ArchiveError
from pos2web.projections.following.database import schema_version
from pos2web.projections.following.progress import ATTEMPTS_MAX
from pos2web.projections.following.rows import HISTORY
from pos2web.projections.history import finding as history
from pos2web.projections.read_models import NEAR_EVENTS, ProjectionError, ReadModels
from tests.projections.given import TILL, ListedLog, dump, keys, lines, tea, teas

POISON = ChangeClaimed(change="not a change")  # type: ignore[arg-type]  # what no read model can follow


class Long(ListedLog):
    """A log that says it is longer than it is."""

    @property
    def head(self) -> int:
        return super().head + NEAR_EVENTS


def at(models: ReadModels) -> tuple[int, int]:
    """How far the state is, and how far the history."""
    assert models.past is not None
    return models.progress.position, models.past.progress.position


def test_a_history_that_is_near_comes_along(models: ReadModels) -> None:
    models.catch_up(teas(3))

    assert at(models) == (3, 3)


def test_nobody_waits_for_a_history_that_is_far_behind(models: ReadModels) -> None:
    models.catch_up(Long(teas(3).events))

    assert at(models) == (3, 0)


def test_the_history_comes_near_by_and_by(models: ReadModels) -> None:
    log = teas(7)
    models.catch_up(Long(log.events))

    steps = []
    while not models.catch_up_history(log, at_most=3):
        steps.append(at(models)[1])

    assert steps == [3, 6]
    assert at(models) == (7, 7)


def test_a_position_is_asked_for_by_who_looks_at_the_past(models: ReadModels) -> None:
    assert models.catch_up(teas(5), upto=2) == 2

    assert at(models) == (2, 0)
    assert keys(models) == ["0", "1"]


def test_nobody_waits_for_who_is_at_the_history(models: ReadModels) -> None:
    assert models.past is not None
    is_held, is_over = threading.Event(), threading.Event()

    def hold() -> None:
        assert models.past is not None
        with models.past.lock:
            is_held.set()
            is_over.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert is_held.wait(60)
        models.catch_up(teas(3))
        assert at(models) == (3, 0)
    finally:
        is_over.set()
        other.join()


def test_a_damaged_history_leaves_the_state_as_it_was(tmp_path: Path) -> None:
    state, past = tmp_path / "models.db", tmp_path / "history.db"
    with closing(ReadModels.open(state, past)) as models:
        models.catch_up(teas(3))
        before = dump(models)
    past.write_bytes(b"not a database" * 1000)

    with closing(ReadModels.open(state, past)) as models:
        assert at(models) == (3, 0)
        models.catch_up(teas(3))
        assert dump(models) == before


def test_a_damaged_state_leaves_the_history_as_it_was(tmp_path: Path) -> None:
    state, past = tmp_path / "models.db", tmp_path / "history.db"
    with closing(ReadModels.open(state, past)) as models:
        models.catch_up(teas(3))
        before = dump(models)
    state.write_bytes(b"not a database" * 1000)

    with closing(ReadModels.open(state, past)) as models:
        assert at(models) == (0, 3)
        models.catch_up(teas(3))
        assert dump(models) == before


def test_a_history_of_another_version_is_made_again(tmp_path: Path) -> None:
    state, past = tmp_path / "models.db", tmp_path / "history.db"
    with closing(ReadModels.open(state, past)) as models:
        models.catch_up(teas(3))
    with closing(sqlite3.connect(past)) as connection:
        connection.execute(f"PRAGMA user_version = {schema_version(HISTORY) - 1}")

    with closing(ReadModels.open(state, past)) as models:
        assert at(models) == (3, 0)


def test_where_no_history_can_be_nothing_is_opened(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nowhere.history\.db cannot be opened"):
        ReadModels.open(tmp_path / "models.db", tmp_path / "nowhere" / "history.db")


def test_the_state_alone_can_be_opened(tmp_path: Path) -> None:
    with closing(ReadModels.open(tmp_path / "models.db")) as models:
        assert models.catch_up(teas(2)) == 2
        assert models.catch_up_history(teas(2))
        assert models.past is None

    assert [path.name for path in tmp_path.iterdir()] == ["models.db"]


def test_a_history_that_cannot_follow_keeps_nobody_else_from_it(
    models: ReadModels, caplog: pytest.LogCaptureFixture
) -> None:
    assert models.past is not None
    with closing(sqlite3.connect(models.past.path)) as connection:
        connection.execute("DROP TABLE tail")

    assert models.catch_up(teas(2)) == 2

    assert at(models) == (2, 0)
    assert "the history stands still: " in caplog.text
    with pytest.raises(ArchiveError, match=r"history\.db cannot be written: no such table: tail"):
        models.catch_up_history(teas(2))


def test_each_says_what_is_parked(models: ReadModels) -> None:
    log = teas(2).happened("run/r1", POISON)
    assert models.past is not None

    for _ in range(ATTEMPTS_MAX):
        with pytest.raises(ProjectionError):
            models.past.catch_up(log)
    assert models.parked == models.past.progress

    models.catch_up(ListedLog(log.events[:2]))
    with pytest.raises(ProjectionError):
        models.catch_up(log)
    assert at(models) == (2, 2)
    assert models.past.progress.attempts == ATTEMPTS_MAX


def test_a_rebuild_makes_both_anew(models: ReadModels) -> None:
    log = teas(3)
    models.catch_up(log)
    before = dump(models)
    for follower in (models.state, models.past):
        assert follower is not None
        with closing(sqlite3.connect(follower.path)) as connection:
            tables = [table.name for table in follower.tables.sorted_tables]
            for table in tables:
                if table != "progress":
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
            connection.commit()

    assert models.rebuild(log) == 3

    assert dump(models) == before


def test_lines_come_as_far_as_the_history_is(models: ReadModels) -> None:
    log = teas(2)
    models.catch_up(log)
    log.happened(f"{TILL}/product/x", tea("x"))

    assert [line.position for line in history.query(models, log)] == [2, 1]
    assert [line.position for line in lines(models, log)] == [3, 2, 1]
