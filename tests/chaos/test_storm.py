"""Exactly once, however often the process is killed and the shop fails."""

import re
import subprocess
import sys

import pytest

KILLS = 200
IN_DOUBT_MIN = 20
"""Fewer than that, and the kills would say little about writes of unknown fate."""


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.usefixtures("unmeasured")
def test_nothing_is_twice_or_lost_after_two_hundred_kills_over_a_failing_shop(seed: int) -> None:
    command = [sys.executable, "-m", "tests.chaos", "--kills", str(KILLS), "--seed", str(seed)]

    storm = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own

    print(storm.stdout, storm.stderr)  # noqa: T201 - shown when it fails
    last = storm.stdout.splitlines()[-1]
    assert last == f"{KILLS} kills, 0 duplicates, 0 lost, seed {seed}"
    assert storm.returncode == 0
    for phase in ("start", "till", "shop", "apply"):
        assert re.search(rf"kills by phase: .*\d+ in {phase}", storm.stdout)
    doubts = re.search(r"kills that left writes without outcome: (\d+)", storm.stdout)
    assert doubts is not None
    assert int(doubts[1]) >= IN_DOUBT_MIN
