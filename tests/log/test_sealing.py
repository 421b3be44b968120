"""The log is sealed as it grows, and checked together with its segments."""

import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from benchmarks.month import fill
from pos2web.errors import ArchiveError, TransientError
from pos2web.log import Log
from pos2web.log.files import keep
from pos2web.log.proving import prove
from pos2web.log.sealing import dictionaries, dictionary, read_sealed, seal, sealed
from pos2web.log.segments import Header, name_of
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock


def grown(log: Log, clock: StillClock, appends: int) -> Log:
    for number in range(appends):
        log.append([counted(number), counted(number)], TILL)
        clock.move(1)
    return log


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def shop(log: Log, clock: StillClock) -> Log:
    """Twenty events, two by two, sealed by four."""
    seal(grown(log, clock, 10), log.segments, events=4)
    return log


def test_whole_segments_are_sealed_and_the_rest_waits(log: Log, clock: StillClock) -> None:
    grown(log, clock, 5)

    made = seal(log, log.segments, events=4)

    assert names(log.segments) == [
        "000000000001-000000000004.segment",
        "000000000005-000000000008.segment",
    ]
    assert [one.path for one in sealed(log.segments)] == made
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o600, 0o600]
    assert stat.S_IMODE(log.segments.stat().st_mode) == 0o700


def test_nothing_is_sealed_twice(shop: Log, clock: StillClock) -> None:
    before = {path: path.stat().st_mtime_ns for path in shop.segments.iterdir()}

    assert seal(shop, shop.segments, events=4) == []
    grown(shop, clock, 2)
    assert len(seal(shop, shop.segments, events=4)) == 1

    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_append_is_never_cut_in_two(log: Log) -> None:
    log.append([counted(n) for n in range(50)], TILL)
    log.append([counted(n) for n in range(3)], TILL)

    made = seal(log, log.segments, events=4)

    assert [path.name for path in made] == ["000000000001-000000000050.segment"]


def test_what_a_kill_left_behind_is_done_again(shop: Log) -> None:
    whole = {path.name: path.read_bytes() for path in shop.segments.iterdir()}
    last = sealed(shop.segments)[-1].path
    last.rename(last.with_name(last.name + ".new"))
    last.with_name(last.name + ".new").write_bytes(b"half")

    seal(shop, shop.segments, events=4)

    assert {path.name: path.read_bytes() for path in shop.segments.iterdir()} == whole


def test_a_segment_that_was_lost_is_made_again(shop: Log) -> None:
    lost = sealed(shop.segments)[1].path
    content = lost.read_bytes()
    lost.unlink()

    assert seal(shop, shop.segments, events=4) == [lost]
    assert lost.read_bytes() == content


def test_where_nothing_can_be_written_it_is_tried_later(shop: Log, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()

    with pytest.raises(TransientError, match="can't be made"):
        seal(shop, in_the_way / "segments", events=4)
    with pytest.raises(TransientError, match="can't be written now"):
        keep(in_the_way / "file", b"")
    (tmp_path / "there" / "folder.new").mkdir(parents=True)
    with pytest.raises(TransientError, match="can't be tidied now"):
        seal(shop, tmp_path / "there", events=4)


def test_nothing_is_sealed_after_a_segment_that_can_not_be_read(shop: Log) -> None:
    last = sealed(shop.segments)[-1].path
    last.write_bytes(b"")

    with pytest.raises(ArchiveError, match=f"nothing is sealed any more: .*{last.name}"):
        seal(shop, shop.segments, events=4)


def test_nothing_is_sealed_beside_the_segments_of_another_log(
    shop: Log, tmp_path: Path, clock: StillClock
) -> None:
    with Log.open(tmp_path / "other.db", clock=clock) as other:
        grown(other, clock, 12)

        with pytest.raises(ArchiveError, match="is of another log"):
            seal(other, shop.segments, events=4)


def test_a_log_has_dictionaries_when_it_is_long_enough(path: Path, clock: StillClock) -> None:
    fill(path, 3_000, seed=1)
    with Log.open(path, clock=clock) as log:
        seal(log, log.segments, events=100)
        seal(log, log.segments, events=100)

        (name,) = [name for name in names(log.segments) if name.endswith(".dictionary")]
        content = dictionary(log.segments)
        assert content is not None
        assert name == f"000000003000-{name_of(content)}.dictionary"
        assert dictionaries(log.segments) == {name_of(content): content}


def test_another_dictionary_follows_when_the_log_is_ten_times_as_long(
    path: Path, clock: StillClock
) -> None:
    fill(path, 3_000, seed=1)
    with Log.open(path, clock=clock) as log:
        log.segments.mkdir()
        stale = b"as it was at 300"
        (log.segments / f"{300:012}-{name_of(stale)}.dictionary").write_bytes(stale)
        (log.segments / f"{2_999:012}-{name_of(b'x')}.dictionary").write_bytes(b"altered")
        (log.segments / "notes.dictionary").touch()

        seal(log, log.segments, events=3_001)
        assert dictionary(log.segments) == stale
        (log.segments / f"{2_999:012}-{name_of(b'x')}.dictionary").unlink()
        seal(log, log.segments, events=1_000)

        assert next(iter(dictionaries(log.segments))) == name_of(stale)
        assert len(dictionaries(log.segments)) == 2


def test_a_log_of_few_appends_has_no_dictionary(log: Log) -> None:
    log.append([counted(n) for n in range(3_000)], TILL)

    seal(log, log.segments, events=60)

    assert dictionary(log.segments) is None


def test_no_folder_holds_no_segments(tmp_path: Path) -> None:
    assert sealed(tmp_path / "none") == []
    assert dictionary(tmp_path / "none") is None


# Checked together.


def swap(one: Path, other: Path) -> None:
    contents = one.read_bytes(), other.read_bytes()
    one.write_bytes(contents[1])
    other.write_bytes(contents[0])


def rewritten(path: Path, **values: str) -> None:
    line, _, packed = path.read_bytes().partition(b"\n")
    header = msgspec.structs.replace(msgspec.json.decode(line, type=Header), **values)
    path.write_bytes(msgspec.json.encode(header) + b"\n" + packed)


def shortened(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILED: dict[str, tuple[Callable[[list[Path]], object], str]] = {
    "swapped": (lambda p: swap(p[1], p[2]), "000000000005-000000000008.segment is not what its"),
    "missing": (lambda p: p[1].unlink(), "the segment of positions 5 to 8 is missing"),
    "the first missing": (lambda p: p[0].unlink(), "the segment of positions 1 to 4 is missing"),
    "doubled": (
        lambda p: shutil.copy(p[1], p[1].with_name("000000000005-000000000009.segment")),
        "000000000005-000000000009.segment is not what its name says",
    ),
    "renamed": (
        lambda p: p[1].rename(p[1].with_name("000000000005-000000000006.segment")),
        "000000000005-000000000006.segment is not what its name says",
    ),
    "shortened": (lambda p: shortened(p[2]), "000000000009-000000000012.segment: .* damaged"),
    "emptied": (lambda p: p[0].write_bytes(b""), "000000000001-000000000004.segment: .* truncated"),
    "a folder": (
        lambda p: replaced_by_folder(p[0]),
        "000000000001-000000000004.segment: .*[Dd]irectory",
    ),
    "of another log": (lambda p: rewritten(p[1], log="f" * 32), "0008.segment is of another log"),
    "begun otherwise": (lambda p: rewritten(p[1], before="0" * 64), "000000000005.*digests differ"),
}


@pytest.mark.parametrize(("spoil", "says"), SPOILED.values(), ids=SPOILED.keys())
@pytest.mark.skipif(os.name != "posix", reason="Windows words its errors otherwise")
def test_what_was_done_to_a_segment_is_found(
    shop: Log, spoil: Callable[[list[Path]], object], says: str
) -> None:
    assert prove(shop, shop.segments).ok

    spoil([one.path for one in sealed(shop.segments)])

    report = prove(shop, shop.segments)
    assert not report.ok
    assert any(re.search(says, problem) for problem in report.problems)


def test_a_segment_of_another_log_is_found(shop: Log, tmp_path: Path, clock: StillClock) -> None:
    with Log.open(tmp_path / "other.db", clock=clock) as other:
        theirs = seal(grown(other, clock, 10), tmp_path / "theirs", events=4)
        name = other.id
    ours = [one.path for one in sealed(shop.segments)]
    shutil.copy(theirs[1], ours[1])

    problems = prove(shop, shop.segments).problems

    assert f"000000000005-000000000008.segment is of another log: {name}" in problems
    assert "000000000005-000000000008.segment does not go on from what is before it" in problems


def test_overlapping_segments_are_found(shop: Log) -> None:
    seal(shop, shop.segments.with_name("more"), events=6)
    shutil.copy(
        shop.segments.with_name("more") / "000000000001-000000000006.segment", shop.segments
    )

    problems = prove(shop, shop.segments).problems

    assert problems == (
        "000000000001-000000000006.segment has positions that the segment before it has, too",
        "000000000005-000000000008.segment has positions that the segment before it has, too",
    )


def test_a_log_that_does_not_say_which_it_is_is_reported(shop: Log) -> None:
    with closing(sqlite3.connect(shop.path)) as other, other:
        other.execute("DELETE FROM identity")
    with Log.open(shop.path, clock=StillClock(), read_only=True) as reader:
        problems = prove(reader, shop.segments).problems

    assert "the file does not say which log it is" in problems


def test_a_sealed_segment_is_read(shop: Log) -> None:
    segment = read_sealed(sealed(shop.segments)[1])

    assert (segment.header.first, segment.header.last) == (5, 8)


def test_a_segment_that_ends_where_no_append_does_is_found(shop: Log) -> None:
    with closing(sqlite3.connect(shop.path)) as other, other:
        other.execute("DELETE FROM appends WHERE position = 8")

    assert (
        "positions up to 8 are not those that were sealed in 000000000005-000000000008.segment"
        in prove(shop, shop.segments).problems
    )
