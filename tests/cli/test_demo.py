"""The demo makes what it needs, keeps till and shop in step, and leaves nothing running."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from pos2web.adapters.http import Http
from pos2web.adapters.sandbox.catalogue import till_schema
from pos2web.cli.main import run
from pos2web.errors import TransientError
from tests.cli.conftest import TEAS, Installation

PRICE = "UPDATE products SET price = 8.90 WHERE id = 1;"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demo whose boutique is small: the sample one takes seconds to draw."""
    folder = tmp_path / "demo"
    (folder / "sandbox").mkdir(parents=True)
    change(folder, till_schema() + TEAS)
    return folder


def change(home: Path, statement: str) -> None:
    """Do something at the demo's till."""
    with closing(sqlite3.connect(home / "sandbox" / "till.sqlite")) as database:
        database.executescript(statement)


def test_the_second_time_there_is_nothing_to_write(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = Installation(home, home / "unused", None, capsys)

    first = demo("demo", "--once", "--json", "--home", home)
    second = demo("demo", "--once", "--json", "--home", home)

    assert (first.code, second.code) == (0, 0)
    assert first.json["products"] == 3
    assert first.json["writes"] > 0
    assert second.json["writes"] == 0
    assert second.json.keys() >= {"read", "unchanged", "held", "calls", "seconds", "outcome"}


def test_a_real_installation_is_not_made_a_demo(pos2web: Installation) -> None:
    answer = pos2web("demo", "--once", "--home", pos2web.home)

    assert answer.code == 6
    assert "holds a real installation" in answer.err


def test_it_follows_the_till_until_it_is_stopped(home: Path) -> None:
    with (home / "errors").open("wb") as errors:
        demo = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-m", "pos2web", "--language=en", "demo", "--home", home],
            stdout=subprocess.PIPE,
            stderr=errors,
            env=dict(os.environ, POS2WEB_LANGUAGE="en"),
        )
    assert demo.stdout is not None
    with closing(demo.stdout) as told:
        url = until(told, "  the site").split()[-1]
        until(told, "Change something")
        change(home, PRICE)
        seen = until(told, "instead of")
        demo.send_signal(signal.SIGTERM)
        until(told, "The demo has ended.")

    assert "TEA-01" in seen
    assert seen.rstrip().endswith(" s")
    assert demo.wait(30) == 0
    assert not is_served(url)


def until(told: IO[bytes], part: str) -> str:
    """The first line from here on that has this in it."""
    lines: Iterator[str] = (line.decode() for line in told)
    return next(line for line in lines if part in line)


def is_served(url: str) -> bool:
    """Whether anybody answers there."""
    http = Http(url)
    try:
        http.send("GET", "/")
    except TransientError:
        return False
    finally:
        http.close()
    return True


def test_the_sandbox_serves_alone_until_it_is_stopped(home: Path) -> None:
    for side in ("shop", "till"):
        served = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-m", "pos2web", "sandbox", side, "--data", home / "sandbox"],
            stdout=subprocess.PIPE,
        )
        assert served.stdout is not None
        with closing(served.stdout) as told:
            line = told.readline()
            served.send_signal(signal.SIGTERM)

        assert b'"url":"http://127.0.0.1:' in line
        assert served.wait(30) == 0


def test_completion_is_offered_to_the_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_POS2WEB_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "pos2web his")
    monkeypatch.setenv("COMP_CWORD", "1")

    with pytest.raises(SystemExit):
        run([])

    assert "history" in capsys.readouterr().out
