"""The heart looks at the till when it feels another pulse, and seldom else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.domain.values import ConnectionName
from pos2web.errors import TransientError
from pos2web.ports import TillCapabilities
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.runner import Runner
from pos2web.tasks.service import TaskService
from pos2web.tasks.ticker import Ticker
from tests.shops.boutique import Boutique, goods, tea

FEEDLESS = TillCapabilities(has_feed=False)


class Watched(TaskService):
    """A desk that only counts how often it is told to look."""

    looks = 0

    def look(self, till: ConnectionName) -> None:
        del till
        self.looks += 1


class Pulseless(MemoryTill):
    def pulse(self) -> str | None:
        return None


class Faint(MemoryTill):
    """Has no pulse that can be felt for some time."""

    trouble: str = ""

    def pulse(self) -> str | None:
        if self.trouble:
            raise TransientError(self.trouble)
        return super().pulse()


@contextmanager
def beating(
    folder: Path, till: MemoryTill, *, look_s: float = 0.0
) -> Iterator[tuple[Ticker, Watched]]:
    """A heart that beats when it is told to, and its desk."""
    with Boutique(folder).context(till=till) as context:
        service = Watched(Runner(context), zone=ZoneInfo("Europe/Paris"))
        yield (
            Ticker(service, Alerts(context, [], lambda _n, _r, _o: ("", "")), look_s=look_s),
            service,
        )


def test_the_first_beat_looks(tmp_path: Path) -> None:
    with beating(tmp_path, MemoryTill(*goods())) as (ticker, service):
        ticker.beat()

        assert service.looks == 1


def test_an_idle_till_is_not_looked_at(tmp_path: Path) -> None:
    with beating(tmp_path, MemoryTill(*goods())) as (ticker, service):
        for _ in range(5):
            ticker.beat()

        assert service.looks == 1


def test_a_change_is_looked_at_once(tmp_path: Path) -> None:
    till = MemoryTill(*goods())
    with beating(tmp_path, till) as (ticker, service):
        ticker.beat()
        till.put(tea(reference="TEA-2"))
        ticker.beat()
        ticker.beat()

        assert service.looks == 2


def test_a_till_without_a_feed_is_looked_at_when_its_pulse_moves(tmp_path: Path) -> None:
    till = MemoryTill(*goods(), capabilities=FEEDLESS)
    with beating(tmp_path, till) as (ticker, service):
        ticker.beat()
        till.put(tea(reference="TEA-2"))
        ticker.beat()
        ticker.beat()

        assert service.looks == 2


def test_a_till_with_a_feed_and_no_pulse_is_looked_at_each_time(tmp_path: Path) -> None:
    with beating(tmp_path, Pulseless(*goods())) as (ticker, service):
        ticker.beat()
        ticker.beat()

        assert service.looks == 2


def test_a_till_with_neither_is_left_to_its_schedule(tmp_path: Path) -> None:
    with beating(tmp_path, Pulseless(*goods(), capabilities=FEEDLESS)) as (ticker, service):
        ticker.beat()
        ticker.beat()

        assert service.looks == 0


def test_the_pulse_is_not_asked_at_every_beat(tmp_path: Path) -> None:
    till = MemoryTill(*goods())
    with beating(tmp_path, till, look_s=3600) as (ticker, service):
        ticker.beat()
        till.put(tea(reference="TEA-2"))
        ticker.beat()

        assert service.looks == 1


def test_a_pulse_that_can_not_be_felt_is_told_once_and_looked_at(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    till = Faint(*goods())
    till.trouble = "the till doesn't answer"
    with beating(tmp_path, till) as (ticker, service), caplog.at_level(logging.WARNING):
        ticker.beat()
        ticker.beat()

        assert service.looks == 2
        assert [one.getMessage() for one in caplog.records] == [
            "the till's pulse could not be felt: the till doesn't answer"
        ]


def test_a_pulse_that_is_felt_again_is_followed_as_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    till = Faint(*goods())
    with beating(tmp_path, till) as (ticker, service), caplog.at_level(logging.WARNING):
        for trouble in ("away", "", "", "away", ""):
            till.trouble = trouble
            ticker.beat()

        assert service.looks == 4
        assert len(caplog.records) == 2
