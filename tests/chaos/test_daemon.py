"""What should be on sale now is on sale, however often the daemon is killed."""

import re
import subprocess
import sys

import pytest

KILLS = 100


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("unmeasured")
def test_a_day_with_a_hundred_kills_ends_as_one_in_peace_and_misses_no_edge(seed: int) -> None:
    command = [sys.executable, "-m", "tests.chaos", "--daemon", f"--kills={KILLS}", "--every=15"]
    command += ["--seed", str(seed)]

    day = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a command of our own

    print(day.stdout, day.stderr)  # noqa: T201 - shown when it fails
    last = day.stdout.splitlines()[-1]
    assert last == f"{KILLS} kills, 0 differences, 0 late edges, seed {seed}"
    assert day.returncode == 0
    for phase in ("start", "work"):
        assert re.search(rf"kills by phase: .*\d+ in {phase}", day.stdout)
