"""What it costs to begin: `pos2web --help` and `--version` beside Python itself, and Python with click.

Prints a JSON line for each of `start_help` and `start_version`: the median CPU seconds (of this
process's children, user and system) of so many rounds. Beside it stand
`python` (of `python -c pass`) and `click` (of `python -c 'import click'`), each as the value's
multiple of it: they ran in turns with it, so a busy machine slows them all.
"""

import argparse
import os
import subprocess
import sys
from statistics import median

from benchmarks.figures import Figure, show

GOAL_S = 0.2

COMMANDS = {
    "python": ["-c", "pass"],
    "click": ["-c", "import click"],
    "start_help": ["-m", "pos2web", "--help"],
    "start_version": ["-m", "pos2web", "--version"],
}


def cpu_s(arguments: list[str]) -> float:
    """CPU seconds, user and system, of one run of our own interpreter."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own interpreter
    after = os.times()
    spent = (after.children_user - before.children_user, after.children_system)
    return spent[0] + spent[1] - before.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds: int = parser.parse_args().rounds
    spent: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, arguments in COMMANDS.items():
            spent[name].append(cpu_s(arguments))
    medians = {name: median(each) for name, each in spent.items()}
    for name in ("start_help", "start_version"):
        beside = {each: medians[name] / max(medians[each], 0.01) for each in ("python", "click")}
        show(Figure(name, medians[name], "CPU s", rounds, goal=GOAL_S), **beside)


if __name__ == "__main__":
    main()
