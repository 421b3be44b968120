"""The log goes into a folder of segments and comes back; a stranger can read them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from benchmarks.month import fill
from pos2web.errors import ArchiveError, ConflictError, SettingsError
from pos2web.log import Log
from pos2web.log.codec import STANDARD
from pos2web.log.exporting import export, load_folder
from pos2web.log.instants import to_micros
from pos2web.log.sealing import seal
from tests.log import stranger
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock

EVENTS = 12_000


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 12,000 events of a busy shop, sealed, so that there is a dictionary."""
    path = tmp_path_factory.mktemp("busy") / "log.db"
    fill(path, EVENTS, seed=3)
    with Log.open(path, clock=StillClock()) as log:
        seal(log, log.segments)
    return path


@pytest.fixture
def shop(busy: Path) -> Iterator[Log]:
    with Log.open(busy, clock=StillClock(), read_only=True) as log:
        yield log


def test_a_log_goes_into_a_folder_and_comes_back(shop: Log, tmp_path: Path) -> None:
    exported = export(shop, tmp_path / "out")
    told: list[int] = []

    loaded = load_folder(
        tmp_path / "log.db", tmp_path / "out", clock=StillClock(), progress=told.append
    )

    assert (exported.first, exported.last) == (1, EVENTS)
    assert [path.suffix for path in exported.files] == [".segment", ".dictionary", ".segment"]
    assert (loaded.log, loaded.position, told[-1]) == (shop.id, EVENTS, EVENTS)
    with Log.open(tmp_path / "log.db", clock=StillClock()) as log:
        assert list(log.read()) == list(shop.read())
        assert log.digest_at(EVENTS) == shop.digest_at(EVENTS)
        assert log.verify().problems == ()


def test_a_stranger_reads_what_the_log_holds(shop: Log, tmp_path: Path) -> None:
    export(shop, tmp_path)

    found = list(stranger.read(tmp_path))

    assert len(found) == EVENTS
    for event, told in zip(shop.read(), found, strict=True):
        assert told == {
            "position": event.position,
            "stream": event.stream,
            "version": event.version,
            "type": STANDARD.names[type(event.fact)],
            "payload": json.loads(msgspec.json.encode(event.fact)),
            "recorded_at": to_micros(event.recorded_at),
            "actor": event.actor,
            "cause": event.cause,
            "run": event.run,
            "connection": event.connection,
        }


def test_a_stranger_finds_what_was_altered(shop: Log, tmp_path: Path) -> None:
    made = export(shop, tmp_path).files
    content = bytearray(made[0].read_bytes())
    content[-1] ^= 1
    made[0].write_bytes(content)

    with pytest.raises(AssertionError, match="is damaged"):
        list(stranger.read(tmp_path))


def test_the_stranger_has_60_lines_and_nothing_of_ours() -> None:
    source = Path(stranger.__file__).read_text("utf-8")

    assert len(source.splitlines()) <= 60
    assert "import pos2web" not in source
    assert "from pos2web" not in source


def test_a_part_begins_and_ends_with_whole_appends(shop: Log, tmp_path: Path) -> None:
    exported = export(shop, tmp_path, after=11_003, upto=11_400)

    first, last = exported.first, exported.last
    assert (first, last) == (shop.boundary(11_003) + 1, shop.boundary(11_400))
    assert exported.files[-1].name == f"{first:012}-{last:012}.segment"
    with pytest.raises(ArchiveError, match=f"positions 1 to {first - 1} are missing"):
        load_folder(tmp_path / "log.db", tmp_path, clock=StillClock())
    assert not (tmp_path / "log.db").exists()


def test_the_same_is_exported_again(shop: Log, tmp_path: Path) -> None:
    export(shop, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    export(shop, tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_export_that_grew_comes_back(log: Log, tmp_path: Path) -> None:
    for number in range(3):
        log.append([counted(number), counted(number)], TILL)
        export(log, tmp_path / "out")

    loaded = load_folder(tmp_path / "again.db", tmp_path / "out", clock=StillClock())

    assert loaded.position == 6


def test_a_long_append_is_exported_whole(log: Log, tmp_path: Path) -> None:
    log.append([counted(number) for number in range(10_001)], TILL)
    log.append([counted(1)], TILL)

    assert len(export(log, tmp_path / "out").files) == 2


def test_an_empty_log_gives_no_segments(log: Log, tmp_path: Path) -> None:
    exported = export(log, tmp_path / "out")

    assert (exported.first, exported.last, exported.files) == (1, 0, [])


def test_two_logs_are_not_exported_into_one_folder(shop: Log, log: Log, tmp_path: Path) -> None:
    export(shop, tmp_path / "out")
    log.append([counted(1)], TILL)

    with pytest.raises(ConflictError, match="segments of another log"):
        export(log, tmp_path / "out")


def test_a_log_that_was_altered_is_not_exported(log: Log, tmp_path: Path) -> None:
    log.append([counted(1)], TILL)
    with closing(sqlite3.connect(log.path)) as other, other:
        other.execute("UPDATE events SET run = 'another'")

    with pytest.raises(ArchiveError, match="not what was written"):
        export(log, tmp_path / "out")


def test_nothing_comes_of_a_folder_without_segments(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no segments of a log"):
        load_folder(tmp_path / "log.db", tmp_path, clock=StillClock())


def test_nothing_comes_over_a_living_log(shop: Log, busy: Path, tmp_path: Path) -> None:
    export(shop, tmp_path)

    with pytest.raises(ConflictError, match="there is a log at"):
        load_folder(busy, tmp_path, clock=StillClock())
