"""Read models follow the log, however it is cut, and come out the same."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.streams import Stream
from pos2web.log import Entry, Envelope, Log
from pos2web.projections.read_models import FOLLOWERS_OF_HISTORY, ReadModels
from tests.projections.given import TILL, ListedLog, dump, keys, tea, teas
from tests.projections.random_facts import FACTS, logs


@contextmanager
def fresh() -> Iterator[ReadModels]:
    with tempfile.TemporaryDirectory() as folder, closing(opened(folder)) as models:
        yield models


def opened(folder: str) -> ReadModels:
    return ReadModels.open(Path(folder) / "read-models.db", Path(folder) / "history.db")


def test_every_fact_is_followed() -> None:
    followed = {fact for handlers in FOLLOWERS_OF_HISTORY for fact in handlers}

    assert followed == set(FACTS)


@settings(max_examples=40)
@given(logs())
def test_a_rebuild_gives_the_same_rows(log: ListedLog) -> None:
    with fresh() as models:
        models.catch_up(log)
        first = dump(models)

        models.rebuild(log)

        assert dump(models) == first


@settings(max_examples=40)
@given(logs(), st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_rows_do_not_depend_on_how_the_log_was_cut(log: ListedLog, sizes: list[int]) -> None:
    with fresh() as models, fresh() as at_once:
        growing = ListedLog()
        for size in sizes:
            growing.events = log.events[: len(growing.events) + size]
            models.catch_up(growing)
        models.catch_up(log, batch_size=sizes[0])

        at_once.catch_up(log)

        assert dump(models) == dump(at_once)


@settings(max_examples=20)
@given(logs())
def test_rows_do_not_depend_on_restarts(log: ListedLog) -> None:
    with fresh() as at_once, tempfile.TemporaryDirectory() as folder:
        at_once.catch_up(log)

        for end in range(0, len(log.events) + 7, 7):
            with closing(opened(folder)) as models:
                models.catch_up(ListedLog(log.events[:end]))

        with closing(opened(folder)) as models:
            assert dump(models) == dump(at_once)


def test_the_real_log_is_followed(models: ReadModels, tmp_path: Path) -> None:
    with closing(Log.open(tmp_path / "log.db", clock=lambda: datetime.now(UTC))) as log:
        log.append([Entry(Stream(f"{TILL}/product/TEA"), tea())], Envelope("till", connection=TILL))

        assert models.catch_up(log) == log.head

        assert keys(models) == ["TEA"]


def test_nothing_new_changes_nothing(models: ReadModels) -> None:
    log = teas(3)
    models.catch_up(log)

    assert models.catch_up(log) == 3
    assert models.progress.position == 3


def test_a_log_longer_than_a_batch_is_followed_to_its_end(models: ReadModels) -> None:
    models.catch_up(teas(9), batch_size=3)

    assert models.progress.position == 9
