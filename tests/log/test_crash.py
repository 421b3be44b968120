"""A writer may be killed at any moment: what it was told is recorded stays so, whole."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from pos2web.domain.facts import StockCounted
from pos2web.log import Log
from tests.shops.clocks import StillClock

KILLS = 20
WRITER = """
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from pos2web.domain.facts import StockCounted
from pos2web.log import Entry, Envelope, Log
path, run = Path(sys.argv[1]), sys.argv[2]
with Log.open(path, clock=lambda: datetime.now(UTC)) as log:
    for batch in range(100_000):
        size = 1 + batch * 7 % 40
        fact = StockCounted(key=f"{run}/{batch}", quantity=Decimal(size), was=Decimal(0))
        entries = [Entry(f"till:main/stock/{number % 9}", fact) for number in range(size)]
        positions = log.append(entries, Envelope("till", run))
        print(positions[-1], flush=True)
"""


def write_and_be_killed(path: Path, run: str, chance: random.Random) -> int:
    """The last position that the writer was told before it was killed; 0 if none."""
    command = [sys.executable, "-c", WRITER, str(path), run]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:  # noqa: S603 - a command of our own
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(chance.randrange(20))]
        writer.kill()
        told += writer.stdout.readlines()
    whole = [line for line in told if line.endswith("\n")]
    return int(whole[-1]) if whole else 0


def test_a_killed_writer_leaves_whole_appends_and_all_that_were_told(
    path: Path, clock: StillClock
) -> None:
    chance = random.Random(20261124)  # noqa: S311 - chance, not a secret

    for kill in range(KILLS):
        told = write_and_be_killed(path, f"run-{kill}", chance)

        with Log.open(path, clock=clock) as log:
            assert log.head >= told
            assert log.verify().problems == ()
            found = Counter(event.fact for event in log.read())
            sizes = {fact: int(fact.quantity) for fact in found if isinstance(fact, StockCounted)}
            assert found == sizes
