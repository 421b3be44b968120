"""`python -m tests.chaos --kills N --seed S`: one storm; the last line is what it left.

With `--daemon` it is a day of the daemon: killed so often, and compared with the same day in peace.
With `--backup` it is backups, prunes and restores that are killed; what is lost ends it.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.backup.killing import main as torment_backups
from tests.chaos.day import Lived, differences, live
from tests.chaos.storm import Aftermath, storm


def main(arguments: Sequence[str]) -> int:
    """Run one storm or one day, and print what it left."""
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    parser.add_argument("--daemon", action="store_true", help="a day of the daemon")
    parser.add_argument("--backup", action="store_true", help="backups, prunes and restores")
    parser.add_argument("--every", type=int, default=1, help="minutes between runs on that day")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    if options.backup:
        with tempfile.TemporaryDirectory() as folder:
            where = [folder, "--kills", str(options.kills), "--seed", str(options.seed)]
            return torment_backups(where)
    with tempfile.TemporaryDirectory() as folder:
        told = a_day if options.daemon else a_storm
        lines, is_well = told(Path(folder), options)
    *details, last = lines
    for line in (*details, f"{time.monotonic() - began:.0f} seconds", last):
        print(line)  # noqa: T201 - a command prints
    return 0 if is_well else 1


def a_storm(folder: Path, options: argparse.Namespace) -> tuple[list[str], bool]:
    """Syncs over a shop that fails."""
    after = storm(folder, kills=options.kills, seed=options.seed)
    duplicates, lost = len(after.verdict.duplicates), len(after.verdict.lost)
    last = f"{after.kills} kills, {duplicates} duplicates, {lost} lost, seed {options.seed}"
    return [*what_is_wrong(after), last], after.is_well


def what_is_wrong(after: Aftermath) -> list[str]:
    """What is wrong, and where the kills hit."""
    return [
        *after.verdict.duplicates,
        *after.verdict.lost,
        *after.wrong,
        f"kills by phase: {counted(after.phases)}",
        f"kills that left writes without outcome: {after.kills_in_doubt},"
        f" of at most {max(after.left_open, default=0)} writes",
    ]


def counted(kills: Counter[str]) -> str:
    """Where the kills hit, the most first."""
    return ", ".join(f"{count} in {phase}" for phase, count in kills.most_common())


def a_day(folder: Path, options: argparse.Namespace) -> tuple[list[str], bool]:
    """The daemon's day, in peace and with kills."""
    seed, every_min = options.seed, options.every
    calm = live(folder / "calm", seed=seed, kills=0, every_min=every_min)
    killed = live(folder / "killed", seed=seed, kills=options.kills, every_min=every_min)
    differing = differences(calm.shown, killed.shown)
    late = [*calm.late, *killed.late]
    lines = [
        *differing,
        *map(str, late),
        *(wrong := [*calm.wrong, *killed.wrong]),
        f"kills by phase: {counted(killed.kills)}",
        f"{len(killed.edges)} edges, wrong on the site for at most {longest(killed)},"
        f" at most {longest(calm)} on the day in peace",
        f"{killed.kills.total()} kills, {len(differing)} differences, {len(late)} late edges,"
        f" seed {seed}",
    ]
    return lines, not (differing or late or wrong)


def longest(lived: Lived) -> str:
    """The longest that something was wrong, in seconds of that day."""
    return f"{lived.longest.total_seconds():.0f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
