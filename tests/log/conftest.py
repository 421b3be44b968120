"""A log in a folder of its own, a clock that stands still, and facts to record."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import StockCounted
from pos2web.domain.streams import Stream
from pos2web.log import Entry, Envelope, Log

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TILL = Envelope("till", "run-1", MAIN_TILL)
TEA = "till:main/stock/TEA"


class StillClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


def counted(quantity: int, stream: str = TEA, *, cause: int = 0) -> Entry:
    key = stream.rpartition("/")[2]
    fact = StockCounted(key=key, quantity=Decimal(quantity), was=Decimal(0))
    return Entry(Stream(stream), fact, cause)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path, clock: StillClock) -> Iterator[Log]:
    with Log.open(path, clock=clock) as log:
        yield log
