"""What is left to chance in tests.

`make test` says the same of the same code at any hour: a seed is made of the test's name, and properties
are tried with the same examples each time. `make explore` tries others: `POS2WEB_SEED=any`. The seed is
shown with a failure; `POS2WEB_SEED=N` has it again (and with `--hypothesis-seed=N` the examples).
"""

import os
import random
import zlib

import pytest
from hypothesis import settings

ASKED = os.environ.get("POS2WEB_SEED", "")
ANY = "any"

settings.register_profile("suite", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("explore" if ASKED else "suite")


def seed_for(name: str, asked: str) -> int:
    """The seed of a test of this name: `asked`, where that is a number."""
    if asked == ANY:
        return random.SystemRandom().randrange(10**6)
    return int(asked) if asked else zlib.crc32(name.encode()) % 10**6


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Decides what happens by chance in this test; shown with a failure."""
    number = seed_for(request.node.name, ASKED)
    print(f"seed {number}")  # noqa: T201 - pytest shows it with a failure
    return number


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that take a seed, so that `make explore` finds them."""
    for item in items:
        if "seed" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.chance)
