"""Runs benchmarks by name, or all of them: `python -m benchmarks.run [--size short] log sync`.

A benchmark is a module of this folder that can be run: each is a process of its own, so that none
is measured with another's memory. It prints its figures, one JSON object a line, each with what
`FIELDS` names; one that lacks any of them makes the run fail, as a benchmark does that breaks off.
At the end the goals that were missed are named on stderr. What they were made for is the full size:
in the short one, which shows in seconds that a benchmark still runs, they say little.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import FIELDS

FOLDER = Path(__file__).parent
CAN_BE_RUN = 'if __name__ == "__main__":'
SHORT = {
    "as_of": "--events 3000 --shown 10 --site-events 6000 --products 100 --rounds 1",
    "availability": "--products 1200 --passes 2",
    "backup": "--events 12000 --singles 2",
    "daemon": "--start-minutes 1 --idle-minutes 0.1 --edge-minutes 5",
    "help": "--rounds 1",
    "history": "--events 2000 4000 --rounds 1",
    "latency": "--products 20 --changes 3 --pushed 3 --scheduled 1",
    "log": "--products 60 --rounds 2",
    "projections": "--products 60 --things 600 --rounds 1",
    "segments": "--events 12000 --rounds 1",
    "stock": "--products 60 --changes 60 --bare 20",
    "sync": "--products 20 --unchanged 100 --rounds 1",
    "windows": "--rules 20 --products 100",
}
"""With what each benchmark is run in the short size."""


def lacking(line: str) -> list[str]:
    """What a printed line does not say of its figure; nothing where it is none."""
    return [field for field in FIELDS if field not in json.loads(line)] if line[:1] == "{" else []


def run(name: str, arguments: Sequence[str], missed: list[str]) -> bool:
    """Run a benchmark, passing on what it prints; whether it went well.

    Names of figures that missed their goal are added to `missed`.
    """
    command, is_whole = [sys.executable, "-m", f"benchmarks.{name}", *arguments], True
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a command of our own
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if lacked := lacking(line):
                print(f"{name}: a figure without {', '.join(lacked)}", file=sys.stderr)
                is_whole = False
            elif line[:1] == "{" and (figure := json.loads(line))["met"] is False:
                missed.append(figure["name"])
    return is_whole and process.returncode == 0


def names() -> list[str]:
    """Every benchmark there is."""
    files = (file for file in FOLDER.glob("*.py") if file != Path(__file__))
    return sorted(file.stem for file in files if CAN_BE_RUN in file.read_text(encoding="utf-8"))


def main(arguments: Sequence[str]) -> int:
    """Run the named benchmarks one after the other; all of them when none is named."""
    parser = argparse.ArgumentParser(prog="benchmarks.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--size", choices=["full", "short"], default="full")
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.names) - set(names())):
        parser.error(f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}")
    missed: list[str] = []
    failed = 0
    for name in given.names or names():
        print(f"# {name}", flush=True)
        sizes = SHORT[name].split() if given.size == "short" else []
        failed += not run(name, sizes, missed)
    if missed:
        print(f"missed their goal: {', '.join(missed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
