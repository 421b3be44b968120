"""The heart looks at the till when it feels another pulse, and seldom else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pos2web.adapters.memory.adapter import MemoryTill
from pos2web.errors import TransientError
from pos2web.ports import TillCapabilities
from pos2web.tasks.alerts import Alerts
from pos2web.tasks.desk import Desk
from pos2web.tasks.heart import Heart
from pos2web.tasks.works import Works
from tests.engine.boutique import Boutique, goods, tea

FEEDLESS = TillCapabilities(has_feed=False)


class Watched(Desk):
    """A desk that only counts how often it is told to look."""

    looks = 0

    def look(self) -> None:
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
) -> Iterator[tuple[Heart, Watched]]:
    """A heart that beats when it is told to, and its desk."""
    with Boutique(folder).house(till=till) as house:
        desk = Watched(Works(house), zone=ZoneInfo("Europe/Paris"))
        yield Heart(desk, Alerts(house, [], lambda _n, _r, _o: ("", "")), look_s=look_s), desk


def test_the_first_beat_looks(tmp_path: Path) -> None:
    with beating(tmp_path, MemoryTill(*goods())) as (heart, desk):
        heart.beat()

        assert desk.looks == 1


def test_an_idle_till_is_not_looked_at(tmp_path: Path) -> None:
    with beating(tmp_path, MemoryTill(*goods())) as (heart, desk):
        for _ in range(5):
            heart.beat()

        assert desk.looks == 1


def test_a_change_is_looked_at_once(tmp_path: Path) -> None:
    till = MemoryTill(*goods())
    with beating(tmp_path, till) as (heart, desk):
        heart.beat()
        till.put(tea(reference="TEA-2"))
        heart.beat()
        heart.beat()

        assert desk.looks == 2


def test_a_till_without_a_feed_is_looked_at_when_its_pulse_moves(tmp_path: Path) -> None:
    till = MemoryTill(*goods(), capabilities=FEEDLESS)
    with beating(tmp_path, till) as (heart, desk):
        heart.beat()
        till.put(tea(reference="TEA-2"))
        heart.beat()
        heart.beat()

        assert desk.looks == 2


def test_a_till_with_a_feed_and_no_pulse_is_looked_at_each_time(tmp_path: Path) -> None:
    with beating(tmp_path, Pulseless(*goods())) as (heart, desk):
        heart.beat()
        heart.beat()

        assert desk.looks == 2


def test_a_till_with_neither_is_left_to_its_schedule(tmp_path: Path) -> None:
    with beating(tmp_path, Pulseless(*goods(), capabilities=FEEDLESS)) as (heart, desk):
        heart.beat()
        heart.beat()

        assert desk.looks == 0


def test_the_pulse_is_not_asked_at_every_beat(tmp_path: Path) -> None:
    till = MemoryTill(*goods())
    with beating(tmp_path, till, look_s=3600) as (heart, desk):
        heart.beat()
        till.put(tea(reference="TEA-2"))
        heart.beat()

        assert desk.looks == 1


def test_a_pulse_that_can_not_be_felt_is_told_once_and_looked_at(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    till = Faint(*goods())
    till.trouble = "the till doesn't answer"
    with beating(tmp_path, till) as (heart, desk), caplog.at_level(logging.WARNING):
        heart.beat()
        heart.beat()

        assert desk.looks == 2
        assert [one.getMessage() for one in caplog.records] == [
            "the till's pulse could not be felt: the till doesn't answer"
        ]


def test_a_pulse_that_is_felt_again_is_followed_as_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    till = Faint(*goods())
    with beating(tmp_path, till) as (heart, desk), caplog.at_level(logging.WARNING):
        for trouble in ("away", "", "", "away", ""):
            till.trouble = trouble
            heart.beat()

        assert desk.looks == 4
        assert len(caplog.records) == 2
