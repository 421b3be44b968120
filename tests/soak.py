"""`python -m tests.soak --minutes N`: till and shop kept in step for long, watching what grows.

A merchant changes things as fast as syncs follow. At the end another sync must find nothing to do,
the log must be whole, and memory and open files must be what they were after the first tenth.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pos2web.bootstrap import SANDBOX_SHOP, make_sample_till, open_house
from pos2web.cli.children import serving
from pos2web.engine.house import House, Options
from pos2web.engine.sync import sync
from pos2web.settings import Home, descriptions, read, write
from tests.chaos.merchant import Merchant

EDITS_MAX = 6
SAY_EVERY_S = 60.0
GROWTH_MAX = 1.3
GROWTH_ALLOWED_MB = 30.0


@dataclass(frozen=True)
class Use:
    """What this process uses."""

    memory_mb: float
    files: int

    @classmethod
    def now(cls) -> "Use":
        """Memory as the system counts it where it does, else the most that there ever was."""
        status = Path("/proc/self/statm")
        if not status.exists():
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return cls(peak / 1024, 0)
        pages = int(status.read_text().split()[1])
        return cls(pages * resource.getpagesize() / 1e6, len(os.listdir("/proc/self/fd")))  # noqa: PTH208 - not a path of ours

    def has_outgrown(self, before: "Use") -> bool:
        """Whether this is more than chance."""
        most_mb = before.memory_mb * GROWTH_MAX + GROWTH_ALLOWED_MB
        return self.memory_mb > most_mb or self.files > before.files + 2


@dataclass
class Soak:
    """What was done so far, and what was used after the first tenth."""

    began: float
    syncs: int = 0
    writes: int = 0
    failures: int = 0
    early: Use | None = None

    def say(self) -> None:
        """One line on how it goes."""
        use, minutes = Use.now(), (time.monotonic() - self.began) / 60
        print(  # noqa: T201 - a command
            f"{minutes:.1f} minutes: {self.syncs} syncs, {self.writes} writes, {self.failures}"
            f" failures, {use.memory_mb:.0f} MB, {use.files} files open",
            flush=True,
        )


def soak(house: House, merchant: Merchant, dice: random.Random, seconds: float) -> Soak:
    """Change and sync for so long."""
    done = Soak(time.monotonic())
    said = done.began
    while (now := time.monotonic()) < done.began + seconds:
        merchant.work(dice.randint(0, EDITS_MAX))
        report = sync(house, Options(approved=True))
        done.syncs += 1
        done.writes += report.writes
        done.failures += report.outcome != "done"
        if done.early is None and now > done.began + seconds / 10:
            done.early = Use.now()
        if now > said + SAY_EVERY_S:
            said = now
            done.say()
    return done


def problems(house: House, done: Soak) -> list[str]:
    """What is not as it should be in the end."""
    found = [f"{done.failures} syncs failed"] if done.failures else []
    found += list(house.log.verify().problems)
    writes = sync(house, Options(approved=True)).writes
    found += [f"{writes} writes with nothing changed"] if writes else []
    late = Use.now()
    if done.early is not None and late.has_outgrown(done.early):
        found.append(f"it grew from {done.early} to {late}")
    return found


def main(arguments: Sequence[str]) -> int:
    """Make a boutique, soak it, and say what was wrong."""
    parser = argparse.ArgumentParser(prog="tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - chance, not a secret
    options = parser.parse_args(arguments)
    dice = random.Random(options.seed)  # noqa: S311 - not for secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, home = folder / "till.sqlite", Home(path=folder / "home")
        make_sample_till(database)
        shop_data = ["--data", str(folder / "shop")]
        with serving(SANDBOX_SHOP, shop_data, notes=folder / "shop.log") as shop:
            till = {"adapter": "sql_database", "url": str(database)}
            write(home, descriptions(), till=till, shop={"adapter": "prestashop", **shop})
            with open_house(read(home, {}, descriptions())) as house:
                done = soak(house, Merchant(database, dice), dice, options.minutes * 60)
                wrong = problems(house, done)
    for problem in wrong:
        print(problem)  # noqa: T201 - a command prints
    done.say()
    print(f"{done.syncs} syncs, {len(wrong)} problems, seed {options.seed}")  # noqa: T201 - a command prints
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
