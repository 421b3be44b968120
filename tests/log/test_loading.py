"""A log is made anew from segments, exactly as it was, up to an instant."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.values import Position
from pos2web.errors import ArchiveError, ConflictError, TransientError
from pos2web.log import Envelope, Log
from pos2web.log.loading import Loaded, load
from pos2web.log.segments import cut, name_of, read
from tests.log.conftest import TILL, counted
from tests.shops.clocks import NOON, StillClock

STORED = Path(__file__).parent / "stored"
COFFEE = "till:main/stock/COFFEE"


@pytest.fixture
def shop(log: Log, clock: StillClock) -> Log:
    """Ten events, two by two, ten seconds apart, but for the third and fourth append."""
    for number in range(5):
        envelope = Envelope(
            f"user:{number % 2}", f"run-{number}", MAIN_TILL, cause=Position(number)
        )
        log.append([counted(number), counted(number, COFFEE)], envelope)
        clock.move(0 if number == 2 else 10)
    return log


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder / "log.db"


def everything(path: Path) -> list[list[tuple[object, ...]]]:
    """All that a log's file holds, and in which tables."""
    with closing(sqlite3.connect(path)) as connection:
        tables = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        names = ("events", "appends", "identity", "alembic_version", "sqlite_sequence")
        queries = [tables, *(f"SELECT * FROM {name}" for name in names)]  # noqa: S608 - names of ours
        return [connection.execute(query).fetchall() for query in queries]


def pieces(log: Log, *ends: int) -> list[bytes]:
    return [cut(log, after, upto) for after, upto in zip((0, *ends), ends, strict=False)]


def test_a_log_is_made_anew_exactly_as_it_was(shop: Log, target: Path) -> None:
    told: list[int] = []

    loaded = load(target, pieces(shop, 4, 6, 10), progress=told.append)

    at = NOON + timedelta(seconds=30)
    assert loaded == Loaded(log=shop.id, position=10, at=at, digest=shop.digest_at(10))
    assert everything(target) == everything(shop.path)
    assert told == [4, 6, 10]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in target.parent.iterdir()] == ["log.db"]


def test_the_loaded_log_goes_on(shop: Log, target: Path, clock: StillClock) -> None:
    load(target, pieces(shop, 10))

    with Log.open(target, clock=clock) as log:
        assert list(log.read()) == list(shop.read())
        assert log.append([counted(1)], TILL) == range(11, 12)
        assert log.verify().problems == ()
        assert next(iter(log.read(10))).version == 6


@pytest.mark.parametrize(
    ("seconds", "position"),
    [(-1, 0), (0, 2), (9, 2), (10, 4), (20, 8), (29, 8), (30, 10), (99, 10)],
)
def test_it_ends_with_the_last_whole_append_by_an_instant(
    shop: Log, target: Path, seconds: int, position: int
) -> None:
    until = NOON + timedelta(seconds=seconds)

    loaded = load(target, pieces(shop, 2, 6, 8, 10), until=until)

    assert loaded.position == position
    assert loaded.digest == shop.digest_at(position)
    with Log.open(target, clock=StillClock()) as log:
        assert list(log.read()) == list(shop.read(upto=position))
        assert log.verify().problems == ()
        assert log.id == shop.id


def test_what_comes_too_late_is_not_taken(shop: Log, target: Path) -> None:
    def segments() -> Iterator[bytes]:
        yield from pieces(shop, 4, 6)
        raise AssertionError("nobody needs it")

    assert load(target, segments(), until=NOON).position == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=6))
def test_pieces_may_overlap(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("overlap")
    with Log.open(folder / "log.db", clock=StillClock()) as log:
        for number in range(5):
            log.append([counted(number), counted(number, COFFEE)], TILL)
        whole = sorted((min(span) * 2, max(span) * 2) for span in [*spans, (0, 3), (2, 5)])
        segments = [cut(log, after, upto) for after, upto in whole if after < upto]

        loaded = load(folder / "again.db", segments)

        assert loaded.position == 10
        assert everything(folder / "again.db") == everything(log.path)


def test_segments_may_have_been_read_before(shop: Log, target: Path) -> None:
    assert load(target, [read(one) for one in pieces(shop, 6, 10)]).position == 10


def test_segments_are_unpacked_with_their_dictionaries(shop: Log, target: Path) -> None:
    words = (STORED / "segment-1.dictionary").read_bytes()
    packed = cut(shop, 4, 10, words)

    with pytest.raises(ArchiveError, match="needs dictionary"):
        load(target, [cut(shop, 0, 4), packed])
    loaded = load(target, [cut(shop, 0, 4), packed], dictionaries={name_of(words): words})

    assert loaded.position == 10


def test_a_living_log_is_left_alone(shop: Log) -> None:
    before = everything(shop.path)

    with pytest.raises(ConflictError, match="there is a log at"):
        load(shop.path, pieces(shop, 10))

    assert everything(shop.path) == before


def test_a_log_with_another_name_is_refused(shop: Log, target: Path) -> None:
    with pytest.raises(ArchiveError, match=f"is of another log: {shop.id}, not ffff"):
        load(target, pieces(shop, 10), log_id="f" * 32)
    assert list(target.parent.iterdir()) == []

    assert load(target, pieces(shop, 10), log_id=shop.id).log == shop.id


def other_log(folder: Path, appends: int, clock: StillClock, log_id: str = "") -> list[bytes]:
    """Pieces of another log, of one append of two events each."""
    with Log.open(folder / "other.db", clock=clock) as log:
        if log_id:
            with closing(sqlite3.connect(log.path)) as other, other:
                other.execute("UPDATE identity SET id = ?", (log_id,))
        for number in range(appends):
            log.append([counted(number + 50), counted(number)], TILL)
        return pieces(log, *range(2, 2 * appends + 1, 2))


@pytest.mark.parametrize("order", [[1], [0, 2], [2, 1, 0], [0, 0, 2]])
def test_what_is_missing_is_named(shop: Log, target: Path, order: list[int]) -> None:
    found = pieces(shop, 4, 6, 10)

    with pytest.raises(ArchiveError, match=r"positions .* are missing before segment"):
        load(target, [found[number] for number in order])

    assert list(target.parent.iterdir()) == []


def test_segments_of_two_logs_make_none(
    shop: Log, target: Path, tmp_path: Path, clock: StillClock
) -> None:
    theirs = other_log(tmp_path, 3, clock)

    with pytest.raises(ArchiveError, match="segment 5 to 6 is of another log"):
        load(target, [*pieces(shop, 4), theirs[2]])


def test_what_does_not_go_on_from_what_is_before_it_is_found(
    shop: Log, target: Path, tmp_path: Path, clock: StillClock
) -> None:
    theirs = other_log(tmp_path, 3, clock, log_id=shop.id)

    with pytest.raises(ArchiveError, match="segment 5 to 6 does not go on from"):
        load(target, [*pieces(shop, 4), theirs[2]])


def test_an_overlap_that_differs_is_found(
    shop: Log, target: Path, tmp_path: Path, clock: StillClock
) -> None:
    theirs = other_log(tmp_path, 3, clock, log_id=shop.id)

    with pytest.raises(ArchiveError, match="segment 3 to 4 is not the same"):
        load(target, [*pieces(shop, 4), theirs[1], theirs[2]])


def test_an_overlap_within_an_append_is_found(
    target: Path, tmp_path: Path, clock: StillClock
) -> None:
    with Log.open(tmp_path / "one.db", clock=clock) as one:
        one.append([counted(1), counted(2)], TILL)
        log_id, first = one.id, cut(one, 0, 2)
    with Log.open(tmp_path / "two.db", clock=clock) as two:
        with closing(sqlite3.connect(two.path)) as other, other:
            other.execute("UPDATE identity SET id = ?", (log_id,))
        two.append([counted(1), counted(2), counted(3)], TILL)
        second = cut(two, 0, 3)

    with pytest.raises(ArchiveError, match=r"segment 1 to 3 overlaps .* otherwise"):
        load(target, [first, second])


def test_nothing_makes_no_log(target: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no segment"):
        load(target, [])

    assert list(target.parent.iterdir()) == []


def test_where_nothing_can_be_written_it_is_tried_later(shop: Log, tmp_path: Path) -> None:
    with pytest.raises(TransientError, match="can't be made now"):
        load(tmp_path / "none" / "log.db", pieces(shop, 10))


KILLED = """
import os, sys
from pathlib import Path
from pos2web.log.loading import load

def segments():
    yield Path(sys.argv[2]).read_bytes()
    os.kill(os.getpid(), 9)

load(Path(sys.argv[1]), segments())
"""


def test_what_a_kill_left_behind_is_done_again(target: Path) -> None:
    stored = STORED / "segment-1.segment"
    killed = subprocess.run([sys.executable, "-c", KILLED, target, stored], check=False)  # noqa: S603 - ours
    assert killed.returncode
    assert [path.name for path in target.parent.iterdir()] == ["log.db.new"]

    load(target, [stored.read_bytes()])

    assert [path.name for path in target.parent.iterdir()] == ["log.db"]
    with Log.open(target, clock=StillClock()) as log:
        assert log.verify().events == 3
