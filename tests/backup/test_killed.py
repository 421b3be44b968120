"""Whoever is killed, at whatever moment: the store can be read, and nothing inside the window is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 110


@pytest.mark.long
@pytest.mark.usefixtures("unmeasured")
def test_a_store_survives_whoever_is_killed(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-m", "tests.backup.killing", str(tmp_path / "torment")]
    (tmp_path / "torment").mkdir()

    ended = subprocess.run(  # noqa: S603 - a command of our own
        [*command, "--kills", str(KILLS), "--seed", str(seed)],
        check=False,
        capture_output=True,
        text=True,
    )

    print(ended.stdout, ended.stderr)  # noqa: T201 - the seed, where it fails
    assert ended.returncode == 0
