"""The three lists of locked libraries agree, so that installing the one never undoes another."""

import re
from pathlib import Path

import pytest

LOCKS = Path(__file__).parents[2] / "requirements"
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((LOCKS / f"{lock}.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", ["runtime", "editable"])
def test_what_working_on_it_needs_holds_what_running_needs_in_one_version(lock: str) -> None:
    assert pins(lock)
    assert pins(lock).items() <= pins("dev").items()
