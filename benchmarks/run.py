"""Runs benchmarks by name, or all of them: `python -m benchmarks.run log sync`.

A benchmark is a module of this folder that can be run: each is a process of its own, so that none
is measured with another's memory. It prints its figures, one JSON object a line.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
CAN_BE_RUN = 'if __name__ == "__main__":'


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
        ended = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)  # noqa: S603 - a command of our own
        failed += ended.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
