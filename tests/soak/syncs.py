"""A merchant changes things as fast as syncs follow.

At the end another sync must find nothing to do, the log must be whole, and memory and open files
must be what they were after the first tenth.
"""

import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from pos2web.bootstrap import open_context
from pos2web.engine.context import RunOptions, SyncContext
from pos2web.engine.sync import sync
from pos2web.settings import descriptions, read
from tests.chaos.merchant import Merchant
from tests.shops.installed import installed
from tests.soak.use import Use

EDITS_MAX = 6
SAY_EVERY_S = 60.0


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
        use, minutes = Use.of(os.getpid()), (time.monotonic() - self.began) / 60
        print(  # noqa: T201 - a command
            f"{minutes:.1f} minutes: {self.syncs} syncs, {self.writes} writes, {self.failures}"
            f" failures, {use.memory_mb:.0f} MB, {use.files} files open",
            flush=True,
        )


def soak(context: SyncContext, merchant: Merchant, dice: random.Random, seconds: float) -> Soak:
    """Change and sync for so long."""
    done = Soak(time.monotonic())
    said = done.began
    while (now := time.monotonic()) < done.began + seconds:
        merchant.work(dice.randint(0, EDITS_MAX))
        report = sync(context, RunOptions(approved=True))
        done.syncs += 1
        done.writes += report.writes
        done.failures += report.outcome != "done"
        if done.early is None and now > done.began + seconds / 10:
            done.early = Use.of(os.getpid())
        if now > said + SAY_EVERY_S:
            said = now
            done.say()
    return done


def problems(context: SyncContext, done: Soak) -> list[str]:
    """What is not as it should be in the end."""
    found = [f"{done.failures} syncs failed"] if done.failures else []
    found += list(context.log.verify().problems)
    writes = sync(context, RunOptions(approved=True)).writes
    found += [f"{writes} writes with nothing changed"] if writes else []
    late = Use.of(os.getpid())
    if done.early is not None and late.has_outgrown(done.early):
        found.append(f"it grew from {done.early} to {late}")
    return found


def soak_syncs(folder: Path, *, minutes: float, seed: int) -> tuple[list[str], str]:
    """Make a boutique and soak it: what was wrong, and what was done."""
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    with installed(folder) as place, open_context(read(place.home, {}, descriptions())) as context:
        done = soak(context, Merchant(place.till, dice), dice, minutes * 60)
        wrong = problems(context, done)
    done.say()
    return wrong, f"{done.syncs} syncs"
