"""A storm: syncs that are killed at random moments, over a shop that fails at random."""

import json
import mmap
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.catalogue import write_till
from pos2web.adapters.wrappers.patience import Backoff
from pos2web.bootstrap import utc_now
from pos2web.domain.facts import ChangeClaimed, ChangeConfirmed, ChangeLapsed, ChangeRefused
from pos2web.engine import RunOptions, RunProgress, RunReport, sync
from pos2web.engine.context import Unwatched
from pos2web.log import Log
from tests.chaos.merchant import Merchant
from tests.chaos.site import read_site
from tests.chaos.truth import Verdict, compare
from tests.shops.opened import over_http

FAULTS = {
    "delay_s": 0.5,
    "slow_s": 0.05,
    "retry_after_s": 0,
    "late": 0.01,
    "deaf": 0.005,
    "broken_after": 0.02,
    "broken_before": 0.02,
    "dropped_after": 0.02,
    "dropped_before": 0.02,
    "cut": 0.01,
    "truncated": 0.01,
    "page": 0.01,
    "busy": 0.02,
    "away": 0.01,
    "slow": 0.02,
}
WRITING = ("POST", "PUT", "PATCH", "DELETE")
CALM_READS = 0.7
"""In so many of the runs only writes go wrong: an answer to a reading that isn't one ends a run."""

TIMEOUT_S = 0.4
SETTLE_S = 0.1
"""Short, for the sandbox does one request after the other: what is asked later is answered later."""

PARTS = {0: 2, 1: 1, 2: 2, 3: 6}
"""How often to kill in which part of a run, counted as a `Gauge` does."""

KILL_WITHIN_S = 0.4
QUICK = Backoff(attempts_max=4, first_s=0.02, longest_s=0.2)


@dataclass(frozen=True)
class Address:
    """Where the sandbox shop is."""

    url: str
    key: str


class Gauge:
    """Shows another process how far a run has come; in memory that both have."""

    PHASES = ("start", "till", "shop", "apply")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 2)

    def phase(self, name: str, total: int | None) -> None:  # noqa: ARG002 - as a Progress has it
        """A part begins."""
        self._memory[0] = self.PHASES.index(name)
        self._memory[1] += 1

    def advance(self, count: int = 1) -> None:
        """Goes by unseen."""

    @property
    def reached(self) -> str:
        """The part that is under way."""
        return self.PHASES[self._memory[0]]

    @property
    def parts(self) -> int:
        """How many parts have begun: the till 1, the shop 2, the writes 3, …"""
        return self._memory[1]


class OpenClaims:
    """Counts, from the log of a process that was killed, the writes that it left without outcome."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0
        self._open: set[str] = set()

    def count(self) -> int:
        """How many there are now."""
        if not self._path.exists():
            return 0
        with Log.open(self._path, clock=utc_now, read_only=True) as log:
            for event in log.read(self._position):
                self._position = event.position
                if isinstance(event.fact, ChangeClaimed):
                    self._open.add(event.fact.change.id)
                elif isinstance(event.fact, ChangeConfirmed | ChangeRefused | ChangeLapsed):
                    self._open.discard(event.fact.change)
        return len(self._open)


@dataclass(frozen=True)
class Aftermath:
    """What a storm left. `wrong` says what is wrong with the log, or with the last run.

    `phases` counts the kills by what was under way; `left_open` has, for each kill, how many
    writes were without an outcome then.
    """

    phases: Counter[str]
    left_open: list[int]
    verdict: Verdict
    wrong: list[str]

    @property
    def kills(self) -> int:
        """How often a sync was killed."""
        return self.phases.total()

    @property
    def kills_in_doubt(self) -> int:
        """How many of the kills left a write of unknown fate."""
        return sum(count > 0 for count in self.left_open)

    @property
    def is_well(self) -> bool:
        """Nothing twice, nothing lost, nothing damaged."""
        return self.verdict.is_well and not self.wrong


@contextmanager
def sandbox(folder: Path) -> Iterator[Address]:
    """A sandbox shop in a process of its own."""
    command = [sys.executable, "-m", "pos2web.adapters.sandbox.shop", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a command of our own
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield Address(ready["url"], ready["key"])
        finally:
            process.terminate()


def run_once(home: Path, address: Address, *, watched_by: RunProgress | None = None) -> RunReport:
    """One sync, as the program does it."""
    settings = PrestashopSettings(
        url=address.url, key=address.key, connect_timeout_s=2.0, read_timeout_s=TIMEOUT_S
    )
    with over_http(
        home, settings, utc_now, waits_s=10.0, backoff=QUICK, settle_s=SETTLE_S
    ) as context:
        return sync(context, RunOptions(approved=True, progress=watched_by or Unwatched()))


def killed_in_mid_sync(home: Path, address: Address, dice: random.Random) -> str:
    """Start a sync and SIGKILL it at some moment; in which phase, "" when it had ended by itself."""
    gauge = Gauge()
    part = dice.choices(list(PARTS), list(PARTS.values()))[0]
    moment_s = KILL_WITHIN_S * dice.random() ** 2
    child = os.fork()
    if child == 0:
        try:
            run_once(home, address, watched_by=gauge)
        finally:
            os._exit(0)
    while not (has_ended := is_over(child)) and gauge.parts < part:
        time.sleep(0.002)
    time.sleep(moment_s)
    if has_ended or is_over(child):
        return ""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return gauge.reached


def is_over(child: int) -> bool:
    """Whether this process has ended by itself."""
    return os.waitpid(child, os.WNOHANG)[0] != 0


def storm(home: Path, *, kills: int, seed: int) -> Aftermath:
    """Kill so many syncs while the till changes and the shop fails, then let one end in peace."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    write_till(home / "till.sqlite", photo_scale=0.15)
    merchant = Merchant(home / "till.sqlite", dice)
    claims = OpenClaims(home / "log.sqlite")
    phases: Counter[str] = Counter()
    left_open: list[int] = []
    with sandbox(home / "shop") as address:
        while phases.total() < kills:
            methods = WRITING if dice.random() < CALM_READS else ()
            set_faults(address, {**FAULTS, "methods": methods, "seed": dice.randrange(10**6)})
            phase = killed_in_mid_sync(home, address, dice)
            if phase:
                phases[phase] += 1
                left_open.append(claims.count())
            merchant.work(dice.randint(5, 40))
        set_faults(address, {})
        merchant.put_everything_back()
        wrong = ended_well(home, address)
        verdict = compare(home / "till.sqlite", read_site(address.url, address.key))
    return Aftermath(phases, left_open, verdict, wrong)


def set_faults(address: Address, faults: Mapping[str, object]) -> None:
    """Tell the sandbox how to misbehave."""
    httpx.put(f"{address.url}/sandbox/faults", json=faults).raise_for_status()


def ended_well(home: Path, address: Address) -> list[str]:
    """Let a sync end, then another that must find nothing, and verify the log; say what is wrong."""
    first, second = run_once(home, address), run_once(home, address)
    wrong = [f"{hold.ref} is held: {hold.reason}" for hold in second.holds]
    if first.outcome != "done":
        wrong.append(f"the first run in peace {first.outcome}: {first.reason}")
    if (second.outcome, second.writes) != ("done", 0):
        wrong.append(f"the second run {second.outcome} with {second.writes} writes")
    with Log.open(home / "log.sqlite", clock=utc_now) as log:
        return wrong + list(log.verify().problems)
