"""A log of before the chain is chained when it is opened for writing."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from pos2web.errors import ArchiveError
from pos2web.log import Log
from pos2web.log.chain import parsed
from tests.log.conftest import TILL, counted
from tests.shops.clocks import StillClock

STORED = Path(__file__).parents[1] / "log/stored/log-0001.db"
"""Written at revision 0001: appends of 3, 1, 1, 1 and 2 events, two of them alike in all but place."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(STORED, tmp_path / "log.db"))


def test_neighbours_with_one_envelope_count_as_one_append(old: Path) -> None:
    with Log.open(old, clock=StillClock()) as log:
        appends = [parsed(line) for line in log.lines()]

        assert [one.position for one in appends] == [1, 4, 5, 7]
        assert [one.actor for one in appends] == ["till", "task:stock", "till", 'user:"é\\']
        assert log.digest_at(8) != log.digest_at(6)
        assert log.verify().problems == ()


def test_a_chained_log_goes_on(old: Path) -> None:
    clock = StillClock()
    clock.now += timedelta(days=1)

    with Log.open(old, clock=clock) as log:
        before = [event.id for event in log.read()]
        log.append([counted(9)], TILL)

        assert [event.id for event in log.read(upto=8)] == before
        assert log.verify().problems == ()
        known = log.id, log.digest_at(9)
    with Log.open(old, clock=clock) as log:
        assert (log.id, log.digest_at(9)) == known


def test_each_old_log_gets_a_name_of_its_own(old: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(STORED, tmp_path / "other.db"))

    with Log.open(old, clock=StillClock()) as one, Log.open(other, clock=StillClock()) as two:
        assert one.id != two.id


def test_a_reader_leaves_an_old_log_as_it_is(old: Path) -> None:
    with pytest.raises(ArchiveError, match="open it once for writing"):
        Log.open(old, clock=StillClock(), read_only=True)
