"""Snapshots are taken as the log grows, and made where they are missing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import listed, models_at, thin
from pos2web.projections.snapshots.remembering import missing, remember
from tests.projections.given import TILL, ListedLog, dump, tea, teas
from tests.projections.test_snapshots import followed, place

EVERY = 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "snapshots"


def places(folder: Path) -> list[int]:
    return [one.position for one in listed(folder)]


def grown(models: ReadModels, log: ListedLog, count: int) -> None:
    """So many more events, which the read models follow."""
    for number in range(count):
        log.happened(f"{TILL}/product/new{log.head + number}", tea(f"new{log.head}"))
    models.catch_up(log)


def test_one_is_taken_when_enough_is_new(tmp_path: Path, folder: Path) -> None:
    log = teas(9)
    with followed(tmp_path / "home", log) as models:
        assert remember(log, models, folder, every=EVERY) == []
        grown(models, log, 3)
        assert [path.name[:12] for path in remember(log, models, folder, every=EVERY)] == [
            "000000000012"
        ]
        grown(models, log, 9)
        assert remember(log, models, folder, every=EVERY) == []

    assert places(folder) == [12]


def test_what_is_too_far_is_left(tmp_path: Path, folder: Path) -> None:
    with followed(tmp_path / "home", teas(40)) as models:
        remember(teas(40), models, folder, every=EVERY, replayed_max=9)

        assert places(folder) == [40]


def test_what_is_missing_is_made_one_by_one(tmp_path: Path, folder: Path) -> None:
    log = teas(67)
    with followed(tmp_path / "home", log) as models:
        remember(log, models, folder, every=EVERY)
        assert places(folder) == [10, 67]
        while remember(log, models, folder, every=EVERY):
            pass

    assert places(folder) == [10, 20, 30, 40, 50, 67]
    with models_at(log, folder, 35) as past, followed(tmp_path / "x", teas(35)) as replayed:
        assert dump(past) == dump(replayed)


@given(head=st.integers(0, 3_000), there=st.sets(st.integers(0, 3_000), max_size=50))
@settings(max_examples=60)
def test_what_was_made_is_kept_and_nothing_is_missing_then(
    head: int, there: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("snapshots")
    place(folder, *(at for at in there if at <= head))

    place(folder, *missing(folder, head, every=EVERY, per_scale=4), head)

    assert missing(folder, head, every=EVERY, per_scale=4) == []
    thin(folder, every=EVERY, per_scale=4)
    assert missing(folder, head, every=EVERY, per_scale=3) == []
