"""`python -m tests.chaos --kills N --seed S`: one storm; the last line is what it left."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.chaos.storm import Aftermath, storm


def main(arguments: Sequence[str]) -> int:
    """Run one storm and print what it left."""
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    options = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        after = storm(Path(folder), kills=options.kills, seed=options.seed)
    for line in told(after):
        print(line)  # noqa: T201 - a command
    duplicates, lost = len(after.verdict.duplicates), len(after.verdict.lost)
    print(f"{time.monotonic() - began:.0f} seconds")  # noqa: T201 - a command prints
    print(f"{after.kills} kills, {duplicates} duplicates, {lost} lost, seed {options.seed}")  # noqa: T201 - a command prints
    return 0 if after.is_well else 1


def told(after: Aftermath) -> list[str]:
    """What is wrong, and where the kills hit."""
    where = ", ".join(f"{count} in {phase}" for phase, count in after.phases.most_common())
    return [
        *after.verdict.duplicates,
        *after.verdict.lost,
        *after.wrong,
        f"kills by phase: {where}",
        f"kills that left writes without outcome: {after.kills_in_doubt},"
        f" of at most {max(after.left_open, default=0)} writes",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
