"""`python -m tests.drill`: lose the machine of the sample boutique and bring it back.

The last line is one JSON object: `rpo_s` is how many seconds of what was recorded were lost, `rto_s`
how many the restore took, `duplicates` what is on the shop twice afterwards, `events` how many were
brought back. With `--older` it goes back to a point before the last changes.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.drill.loss import Kept, lose


def main(arguments: Sequence[str]) -> int:
    """Run the drill, and say what it came to."""
    parser = argparse.ArgumentParser(prog="tests.drill", description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--older", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        store.mkdir()
        kept = Kept(settings={"adapter": "folder_store", "path": str(store)}, address=str(store))
        loss = lose(Path(name), kept, seed=options.seed, older=options.older, rounds=options.rounds)
    for problem in (*loss.duplicates, *loss.wrong):
        print(problem)  # noqa: T201 - a command prints
    print(f"seed {options.seed}")  # noqa: T201 - a command prints
    print(json.dumps(loss.values()))  # noqa: T201 - a command prints
    return 1 if loss.duplicates or loss.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
