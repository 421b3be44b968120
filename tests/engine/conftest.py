"""A fresh boutique for every test."""

from pathlib import Path

import pytest

from tests.shops.boutique import Boutique


@pytest.fixture
def boutique(tmp_path: Path) -> Boutique:
    """One of everything at the till, nothing on the shop."""
    return Boutique(tmp_path)
