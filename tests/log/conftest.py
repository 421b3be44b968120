"""A log in a folder of its own, a clock that stands still, and facts to record."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import StockCounted
from pos2web.domain.streams import Stream
from pos2web.domain.values import Position
from pos2web.log import Entry, Envelope, Log
from tests.shops.clocks import StillClock

TILL = Envelope("till", "run-1", MAIN_TILL)
TEA = "till:main/stock/TEA"


def counted(quantity: int, stream: str = TEA, *, cause: int = 0) -> Entry:
    key = stream.rpartition("/")[2]
    fact = StockCounted(key=key, quantity=Decimal(quantity), was=Decimal(0))
    return Entry(Stream(stream), fact, Position(cause))


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
