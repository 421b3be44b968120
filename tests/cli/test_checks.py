"""What `check` says of the log, the clock and those who have the log open."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pos2web.bootstrap import utc_now
from pos2web.cli.setup.checks import MADE_ON, log_and_clock, time_of_day
from pos2web.domain.policy import Policy
from pos2web.domain.run_facts import RunStarted
from pos2web.domain.streams import Stream
from pos2web.domain.values import ConnectionName
from pos2web.log import Entry, Envelope, Log
from pos2web.ports import Severity
from pos2web.settings import Connection, Home, Settings, ShopSettings
from pos2web.settings.reading import LogSettings
from tests.cli.conftest import Installation


def settings(home: Path) -> Settings:
    """Settings of which only the home matters."""
    side = Connection(name=ConnectionName(""), adapter="")
    return Settings(
        home=Home(path=home),
        each=(ShopSettings(shop=side, till=side, policy=Policy()),),
        log=LogSettings(wait_s=0),
    )


def test_a_clock_that_went_back_is_a_problem(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.db", clock=lambda: datetime(2027, 5, 1, tzinfo=UTC)) as log:
        log.append(
            [Entry(stream=Stream("run/1"), fact=RunStarted(task="sync", version="1"))],
            Envelope(actor="task:sync"),
        )

        finding = time_of_day(log, lambda: datetime(2027, 4, 1, tzinfo=UTC))

    assert finding.severity is Severity.PROBLEM
    assert "2027-05-01" in finding.text


def test_a_clock_before_this_program_was_made_is_a_problem(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.db", clock=utc_now) as log:
        assert (
            time_of_day(log, lambda: datetime(1970, 1, 1, tzinfo=UTC)).severity is Severity.PROBLEM
        )
        assert time_of_day(log, lambda: MADE_ON).severity is Severity.OK


def test_a_running_sync_is_named_and_is_no_problem(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.db", clock=utc_now):
        (finding,) = log_and_clock(settings(tmp_path), utc_now)

    assert finding.severity is Severity.WARNING
    assert "is being written by process" in finding.text


def test_a_log_that_is_none_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "log.db").write_bytes(b"not a database " * 100)

    (finding,) = log_and_clock(settings(tmp_path), utc_now)

    assert finding.severity is Severity.PROBLEM
    assert "can't be written" in finding.text


def test_a_till_that_can_not_be_opened_is_a_finding(pos2web: Installation) -> None:
    pos2web.replace('#mapping = ""', 'mapping = "missing.toml"')

    answer = pos2web("check")

    assert answer.code == 1
    assert "missing.toml" in answer.out


def test_a_log_that_was_altered_is_found(pos2web: Installation) -> None:
    pos2web("sync")
    with closing(sqlite3.connect(pos2web.home / "log.db")) as log, log:
        (table,) = next(
            log.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%position%' LIMIT 1")
        )
        log.execute(f"DELETE FROM {table} WHERE position = 3")  # noqa: S608 - our own table

    answer = pos2web("log", "verify")

    assert answer.code == 1
    assert answer.out
