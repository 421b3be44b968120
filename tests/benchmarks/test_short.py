"""Every benchmark runs in its short size and says all of its figures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import FIELDS, Figure
from benchmarks.run import SHORT, names

PROJECT = Path(__file__).parents[2]
LONG = {"daemon", "latency", "sync"}


def test_every_benchmark_has_a_short_size() -> None:
    assert sorted(SHORT) == names()


@pytest.mark.timeout(900)
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name in LONG)) for name in names()]
)
def test_a_benchmark_says_all_of_its_figures(name: str) -> None:
    command = [sys.executable, "-m", "benchmarks.run", "--size", "short", name]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603 - our own

    assert ran.returncode == 0, ran.stderr
    figures = [json.loads(line) for line in ran.stdout.splitlines() if line[:1] == "{"]
    assert figures
    for figure in figures:
        assert set(FIELDS) <= set(figure)
        assert figure["value"] >= 0
        assert figure["n"] > 0


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (Figure("a", 2.0, "s", 1), None),
        (Figure("a", 2.0, "s", 1, goal=2.0), True),
        (Figure("a", 2.1, "s", 1, goal=2.0), False),
        (Figure("a", 2.1, "s", 1, goal=2.0, better="higher"), True),
        (Figure("a", 9.0, "s", 1, goal=1.1, of="ratio"), None),
        (Figure("a", 9.0, "s", 1, ratio=1.0, goal=1.1, of="ratio"), True),
        (Figure("a", 1.0, "s", 1, ratio=1.2, goal=1.1, of="ratio"), False),
    ],
)
def test_a_goal_is_met_by_what_it_is_a_goal_of(figure: Figure, is_met: bool | None) -> None:
    assert figure.met is is_met
