"""Runs benchmarks by name, or all of them: `python -m benchmarks.run log sync`.

A benchmark is a module of this folder that can be run: each is a process of its own, so that none
is measured with another's memory. It prints its figures, one JSON object a line, each with what
`FIELDS` names; one that lacks any of them makes the run fail, as a benchmark does that breaks off.
"""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
CAN_BE_RUN = 'if __name__ == "__main__":'
FIELDS = ("name", "value", "unit", "ratio", "goal", "better", "n")


def lacking(line: str) -> list[str]:
    """What a printed line does not say of its figure; nothing where it is none."""
    return [field for field in FIELDS if field not in json.loads(line)] if line[:1] == "{" else []


def run(name: str) -> bool:
    """Run a benchmark, passing on what it prints; whether it went well."""
    command, is_whole = [sys.executable, "-m", f"benchmarks.{name}"], True
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a command of our own
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if missing := lacking(line):
                print(f"{name}: a figure without {', '.join(missing)}", file=sys.stderr)
                is_whole = False
    return is_whole and process.returncode == 0


def names() -> list[str]:
    """Every benchmark there is."""
    files = (file for file in FOLDER.glob("*.py") if file != Path(__file__))
    return sorted(file.stem for file in files if CAN_BE_RUN in file.read_text(encoding="utf-8"))


def main(wanted: list[str]) -> int:
    """Run the wanted benchmarks one after the other; all of them when none is named."""
    known = names()
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted or known:
        print(f"# {name}", flush=True)
        failed += not run(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
