"""The state at any position, with snapshots or without: always what a replay to there gives."""

import math
import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos2web.errors import ArchiveError
from pos2web.log.records import Event
from pos2web.projections.following.database import schema_version
from pos2web.projections.read_models import ProjectionError, ReadModels
from pos2web.projections.snapshots.files import (
    discard,
    listed,
    load,
    models_at,
    nearest,
    take,
    thin,
)
from tests.projections.given import TILL, ListedLog, dump, keys, tea, teas
from tests.projections.random_facts import logs
from tests.tasks.floor import Garbled

OTHER = schema_version() ^ 1
"""The version of some other tables."""


def named(position: int, schema: int | None = None) -> str:
    return f"{position:012}-{schema_version() if schema is None else schema:08x}.db.zst"


def place(folder: Path, *positions: int) -> None:
    """Files that are called snapshots of these positions."""
    folder.mkdir(exist_ok=True)
    for position in positions:
        (folder / named(position)).write_bytes(b"")


def until(log: ListedLog, position: int) -> ListedLog:
    return ListedLog([event for event in log.events if event.position <= position])


@contextmanager
def followed(folder: Path, log: ListedLog) -> Iterator[ReadModels]:
    """Read models of a whole log, made from nothing."""
    folder.mkdir(exist_ok=True)
    with closing(ReadModels.open(folder / "models.db")) as models:
        models.catch_up(log)
        yield models


def taken(folder: Path, log: ListedLog, home: Path) -> Path:
    """A snapshot of a log as it is."""
    with followed(home, log) as models:
        return take(models, folder)


Harm = st.sampled_from(["none", "cut", "flipped", "empty", "nonsense", "other version", "foreign"])


@given(log=logs(), data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.data_too_large])
def test_the_past_is_what_a_replay_gives(log: ListedLog, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, log.head + 1), label="position")
    places = data.draw(st.lists(st.integers(0, log.head), max_size=3, unique=True), label="places")
    with TemporaryDirectory() as scratch:
        home, folder = Path(scratch), Path(scratch) / "snapshots"
        for number, at in enumerate(places):
            harm = data.draw(Harm, label=f"harm of {at}")
            source = teas(at) if harm == "foreign" else until(log, at)
            path = taken(folder, source, home / f"taken-{number}")
            spoil(path, harm, data.draw(st.integers(0, 10**6), label="where"))
        with (
            followed(home / "replayed", until(log, position)) as replayed,
            models_at(log, folder, position) as past,
        ):
            assert dump(past) == dump(replayed)


def spoil(path: Path, harm: str, where: int) -> None:
    """Do to a snapshot what disks and people do."""
    content = bytearray(path.read_bytes())
    place = where % len(content)
    match harm:
        case "cut":
            path.write_bytes(content[:place])
        case "flipped":
            content[place] ^= 0x55
            path.write_bytes(content)
        case "empty":
            path.write_bytes(b"")
        case "nonsense":
            path.write_bytes(os.urandom(place))
        case "other version":
            path.rename(path.with_name(path.name.replace(f"{schema_version():08x}", "0badcafe")))
        case _:
            pass


class Watched(ListedLog):
    """A log that notes after which positions it was read."""

    def __init__(self, log: ListedLog) -> None:
        super().__init__(log.events)
        self.read_after: list[int] = []

    def read(
        self, after: int = 0, *, upto: int | None = None, limit: int | None = None
    ) -> Iterator[Event]:
        self.read_after.append(after)
        return super().read(after, upto=upto, limit=limit)


def test_only_what_follows_a_snapshot_is_read(tmp_path: Path) -> None:
    log = Watched(teas(5))
    taken(tmp_path / "snapshots", until(log, 3), tmp_path / "home")

    with models_at(log, tmp_path / "snapshots", 4) as past:
        assert keys(past) == ["0", "1", "2", "3"]

    assert min(log.read_after) == 2


def test_what_took_long_is_kept(tmp_path: Path) -> None:
    log, folder = teas(9), tmp_path / "snapshots"

    for position in (2, 4, 6, 8):
        with models_at(log, folder, position, kept_after=3):
            pass
    assert [one.position for one in listed(folder)] == [4, 8]

    (tmp_path / "file").write_bytes(b"")
    with models_at(log, tmp_path / "file", 9, kept_after=3) as past:
        assert past.progress.position == 9


def test_a_snapshot_is_for_its_owner_only(tmp_path: Path) -> None:
    path = taken(tmp_path / "deep" / "snapshots", teas(2), tmp_path / "home")

    assert path.name == named(2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [*path.parent.iterdir()] == [path]


def test_anybody_can_unpack_a_snapshot(tmp_path: Path) -> None:
    path = taken(tmp_path / "snapshots", teas(2), tmp_path / "home")
    opened = tmp_path / "opened.db"

    with path.open("rb") as packed, opened.open("wb") as file:
        reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
        file.write(reader.read())

    with closing(sqlite3.connect(opened)) as database:
        assert database.execute("SELECT count(*) FROM catalogue").fetchone() == (2,)


def test_taken_twice_at_one_position_there_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    with followed(tmp_path / "home", teas(2)) as models:
        assert take(models, folder) == take(models, folder)

    assert [one.position for one in listed(folder)] == [2]


def test_what_stopped_the_read_models_is_not_kept(tmp_path: Path) -> None:
    log, folder = teas(2), tmp_path / "snapshots"
    with followed(tmp_path / "home", log) as models:
        log.happened(f"{TILL}/product/x", tea("x"))
        with pytest.raises(ProjectionError):
            models.catch_up(Garbled(log))
        assert models.progress.stopped_at == 3
        take(models, folder)

    with models_at(log, folder, 3) as past:
        assert past.progress.position == 3
        assert past.progress.stopped_at == 0


def test_the_nearest_one_is_the_last_before(tmp_path: Path) -> None:
    place(tmp_path, 10, 20, 30)
    (tmp_path / named(25, OTHER)).write_bytes(b"")
    (tmp_path / "notes.txt").write_bytes(b"")

    assert [one.position for one in listed(tmp_path)] == [10, 20, 30]
    assert nearest(tmp_path, 29) == (20, tmp_path / named(20))
    assert nearest(tmp_path, 20) == (20, tmp_path / named(20))
    assert nearest(tmp_path, 9) is None
    assert nearest(tmp_path / "nowhere", 9) is None


def test_a_loaded_snapshot_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    content = taken(tmp_path / "snapshots", teas(3), tmp_path / "home").read_bytes()
    with followed(tmp_path / "new", teas(1)) as models:
        path = models.path

    assert load(content, path) == 3

    with closing(ReadModels.open(path)) as models:
        assert (models.progress.position, keys(models)) == (3, ["0", "1", "2"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        (lambda content: content[:5], "cut off at its beginning"),
        (lambda content: content[:60], "beginning is damaged"),
        (lambda content: content[:-9], "is damaged: "),
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), "is damaged: "),
        (lambda content: b"nonsense" + content, "is no snapshot"),
        (lambda content: re.sub(rb'"size":..', b'"size":10', content), "does not hold what it"),
        (
            lambda content: content.replace(b"%d" % schema_version(), b"%d" % OTHER),
            "another version",
        ),
    ],
)
def test_a_damaged_snapshot_leaves_what_was_there(
    tmp_path: Path, spoiled: Callable[[bytes], bytes], why: str
) -> None:
    content = taken(tmp_path / "snapshots", teas(3), tmp_path / "home").read_bytes()
    with followed(tmp_path / "new", teas(1)) as models:
        path = models.path

    with pytest.raises(ArchiveError, match=why):
        load(spoiled(content), path)

    assert [*path.parent.iterdir()] == [path]
    with closing(ReadModels.open(path)) as models:
        assert keys(models) == ["0"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    content = taken(tmp_path / "snapshots", teas(3), tmp_path / "home").read_bytes()
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(ArchiveError, match="cannot be written to"):
        load(content, tmp_path / "nowhere" / "models.db")
    with (
        followed(tmp_path / "new", teas(1)) as models,
        pytest.raises(ArchiveError, match="no snapshot could be taken in"),
    ):
        take(models, tmp_path / "file")


def test_read_models_that_are_damaged_give_no_snapshot(tmp_path: Path) -> None:
    with followed(tmp_path / "home", teas(1)) as models:
        pass
    models.path.write_bytes(b"nonsense" * 1000)

    with pytest.raises(ArchiveError, match="no snapshot could be taken"):
        take(models, tmp_path / "snapshots")

    assert [*(tmp_path / "snapshots").iterdir()] == []


@given(
    positions=st.sets(st.integers(0, 4_000), min_size=1, max_size=400),
    every=st.integers(1, 20),
    per_scale=st.integers(1, 6),
)
@settings(max_examples=60)
def test_what_is_kept_is_bounded_and_dense_at_the_end(
    positions: set[int], every: int, per_scale: int
) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        place(folder, *positions)

        thin(folder, every=every, per_scale=per_scale)
        kept = [one.position for one in listed(folder)]

        assert thin(folder, every=every, per_scale=per_scale) == []
    assert kept[-1] == max(positions)
    assert len(kept) <= 1 + per_scale * (2 + math.log2(1 + max(positions) / every))
    for position in positions:
        before = max(one for one in kept if one <= position)
        age = kept[-1] - position
        assert per_scale == 1 or position - before < max(every, 2 * age / (per_scale - 1))


def test_what_can_no_longer_be_used_goes(tmp_path: Path) -> None:
    place(tmp_path, 10)
    (tmp_path / named(20, OTHER)).write_bytes(b"")
    (tmp_path / ".taking-x").mkdir()
    (tmp_path / ".taking-x" / "models.db").write_bytes(b"")

    assert thin(tmp_path) == [tmp_path / named(20, OTHER)]

    assert [*tmp_path.iterdir()] == [tmp_path / named(10)]
    assert thin(tmp_path / "nowhere") == []


def test_all_of_them_can_be_let_go(tmp_path: Path) -> None:
    place(tmp_path, 10, 20)
    (tmp_path / named(20, OTHER)).write_bytes(b"")

    discard(tmp_path)

    assert [*tmp_path.iterdir()] == []
