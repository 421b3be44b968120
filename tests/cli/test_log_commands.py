"""The log is sealed, exported, imported and checked from the command line."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.month import fill
from tests.cli.conftest import Installation


@pytest.fixture
def busy(pos2web: Installation) -> Installation:
    """An installation with a log of 11,000 events."""
    fill(pos2web.home / "log.db", 11_000, seed=2)
    return pos2web


def emptied(installation: Installation) -> None:
    """As after a lost disk: the settings are back, all else is gone."""
    for path in installation.home.iterdir():
        if path.name in ("segments", "snapshots"):
            shutil.rmtree(path)
        elif path.suffix != ".toml":
            path.unlink()


def test_the_log_is_sealed_once(busy: Installation) -> None:
    first, second = busy("log", "seal", "--json").json, busy("log", "seal", "--json").json
    spoken = busy("log", "seal", language="fr")

    assert (first["sealed"], first["segments"], first["head"]) == (1, 1, 11_000)
    assert 9_000 < first["position"] <= 10_000
    assert second == first | {"sealed": 0}
    assert "0 segments scellés ; en tout 1" in spoken.out


def test_a_log_is_exported_and_imported(busy: Installation, tmp_path: Path) -> None:
    before = busy("status", "--json").json
    exported = busy("log", "export", tmp_path / "out", "--json").json
    spoken = busy("log", "export", tmp_path / "out")
    emptied(busy)

    imported = busy("log", "import", tmp_path / "out", "--json")

    assert (exported["first"], exported["last"]) == (1, 11_000)
    assert exported["size_bytes"] < 60 * 11_000
    assert spoken.out.startswith("Positions 1 to 11000 written to ")
    assert imported.json == {"log": exported["log"], "position": 11_000}
    assert busy("log", "verify", "--json").json["events"] == 11_000
    assert busy("status", "--json").json == before


def test_a_part_is_exported(busy: Installation, tmp_path: Path) -> None:
    answer = busy("log", "export", tmp_path, "--after=10500", "--upto=10600", "--json").json

    assert answer["first"] <= 10_501
    assert 10_500 < answer["last"] <= 10_600


def test_without_a_folder_it_makes_one(
    busy: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = busy("log", "export", "--json").json

    assert Path(answer["folder"]).is_dir()
    assert answer["folder"].startswith("pos2web-log-20")


def test_there_may_be_nothing_to_export(busy: Installation, tmp_path: Path) -> None:
    answer = busy("log", "export", tmp_path / "out", "--after=11000")

    assert (answer.code, answer.out) == (0, "There is no event to export.\n")


def test_nothing_is_imported_over_what_is_there(busy: Installation, tmp_path: Path) -> None:
    busy("log", "export", tmp_path / "out")

    answer = busy("log", "import", tmp_path / "out")

    assert answer.code == 4
    assert "this installation is not empty" in answer.err
    assert "log.db is there" in answer.err


def test_what_is_no_export_is_refused(pos2web: Installation, tmp_path: Path) -> None:
    answer = pos2web("log", "import", tmp_path)

    assert answer.code == 2
    assert "no segments of a log" in answer.err


def test_an_imported_log_says_so(busy: Installation, tmp_path: Path) -> None:
    busy("log", "export", tmp_path / "out")
    emptied(busy)

    assert "jusqu'à la position 11000" in busy("log", "import", tmp_path / "out", language="fr").out


def test_verify_looks_at_segments_too(busy: Installation) -> None:
    busy("log", "seal")
    assert "11000 events and 1 segments, all intact." in busy("log", "verify").out
    (segment,) = (busy.home / "segments").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:-1])

    spoken, told = busy("log", "verify"), busy("log", "verify", "--json")

    assert (spoken.code, told.code) == (1, 1)
    assert f"{segment.name}: " in spoken.out
    assert not json.loads(told.out)["ok"]


def test_verify_finds_an_altered_event(busy: Installation) -> None:
    with closing(sqlite3.connect(busy.home / "log.db")) as other, other:
        other.execute("UPDATE events SET actor = 'nobody' WHERE position = 10400")

    answer = busy("log", "verify")

    assert answer.code == 1
    assert "were appended together, but differ" in answer.out
