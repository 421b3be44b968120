"""`python -m tests.soak --minutes N`: the daemon in real time, the daemon killed again and again, and
syncs, each for so long.

With `--only daemon`, `kills` or `syncs` it is one of them. The last line says how many problems
there were.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.soak.daemon import soak_daemon
from tests.soak.kills import soak_kills
from tests.soak.syncs import soak_syncs

SOAKS = {"daemon": soak_daemon, "kills": soak_kills, "syncs": soak_syncs}


def main(arguments: Sequence[str]) -> int:
    """Soak, and say what was wrong."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", choices=SOAKS)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    options = parser.parse_args(arguments)
    wrong: list[str] = []
    done: list[str] = []
    for name in [options.only] if options.only else SOAKS:
        print(f"# {name}, {options.minutes:g} minutes", flush=True)  # noqa: T201 - a command prints
        with tempfile.TemporaryDirectory() as folder:
            found, what = SOAKS[name](Path(folder), minutes=options.minutes, seed=options.seed)
        wrong += found
        done.append(what)
    for problem in wrong:
        print(problem)  # noqa: T201 - a command prints
    print(f"{', '.join(done)}, {len(wrong)} problems, seed {options.seed}")  # noqa: T201 - a command prints
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
