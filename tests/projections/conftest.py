"""Read models of a test, closed after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos2web.projections.read_models import ReadModels


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    opened = ReadModels.open(tmp_path / "read-models.db", tmp_path / "history.db")
    yield opened
    opened.close()
