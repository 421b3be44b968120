"""Prometheus reads what the overview says."""

import sys
from datetime import timedelta

import httpx
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families as read_text

from pos2web.tasks.control import BackupView
from tests.daemon.desk import ALERT, NOW, OVERVIEW, STOCK, FakeDesk
from tests.web.conftest import Readiness

Samples = dict[tuple[str, ...], float]


def scrape(client: httpx.Client) -> Samples:
    """Each sample's value by its name and the values of its labels, in the order of their names."""
    text = client.get("/metrics").text
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in read_text(text)
        for sample in family.samples
    }


def test_what_was_counted_has_task_and_outcome(stranger: httpx.Client) -> None:
    samples = scrape(stranger)

    assert samples["pos2web_task_runs_total", "done", "stock"] == 58
    assert samples["pos2web_task_runs_total", "failed", "stock"] == 2
    assert samples["pos2web_task_writes_total", "stock"] == 17
    assert samples["pos2web_counts_total", "hints"] == 4


def test_the_daemon_says_what_it_is_and_how_it_is(
    stranger: httpx.Client, readiness: Readiness
) -> None:
    readiness.is_ready = False

    samples = scrape(stranger)

    assert samples["pos2web_build_info", "0.1.0"] == 1
    assert samples["pos2web_alive",] == 1
    assert samples["pos2web_ready",] == 0
    assert samples["pos2web_log_position",] == 1234
    assert samples["pos2web_started_timestamp_seconds",] == (NOW.timestamp() - 3600)


def test_each_task_says_how_it_went_and_when_it_runs(stranger: httpx.Client) -> None:
    samples = scrape(stranger)

    assert samples["pos2web_task_last_success_age_seconds", "stock"] == 38.5
    assert samples["pos2web_task_last_run_seconds", "stock"] == 1.5
    assert samples["pos2web_task_next_run_timestamp_seconds", "stock"] == NOW.timestamp() + 30
    assert samples["pos2web_task_running", "stock"] == 0
    assert samples["pos2web_task_enabled", "drift"] == 0
    assert ("pos2web_task_last_success_age_seconds", "drift") not in samples


def test_a_run_under_way_and_an_alert_say_since_when(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    since = NOW - timedelta(seconds=5)
    service.shows(
        started_at=None,
        alerts=(ALERT,),
        tasks=(msgspec.structs.replace(STOCK, state="running", running_since=since),),
    )

    samples = scrape(stranger)

    assert samples["pos2web_task_running_since_timestamp_seconds", "stock"] == since.timestamp()
    assert samples["pos2web_alerts",] == 1
    assert samples["pos2web_alert_since_timestamp_seconds", "stale:stock"] == NOW.timestamp()
    assert ("pos2web_started_timestamp_seconds",) not in samples


def test_a_name_that_is_not_understood_is_counted_all_the_same(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    service.shows(counts={"runs": 1, "runs:a:b:c": 2, 'odd "name"\n': 3})

    samples = scrape(stranger)

    assert samples["pos2web_counts_total", "runs:a:b:c"] == 2
    assert samples["pos2web_counts_total", 'odd "name"\n'] == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_memory_and_processor_time_are_told(stranger: httpx.Client) -> None:
    samples = scrape(stranger)

    assert samples["process_resident_memory_bytes",] > 1_000_000
    assert samples["process_cpu_seconds_total",] > 0


def test_a_scraper_that_asks_for_openmetrics_gets_it(stranger: httpx.Client) -> None:
    wanted = {"accept": "application/openmetrics-text; version=1.0.0"}

    answer = stranger.get("/metrics", headers=wanted)

    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_a_second_scrape_tells_no_more_than_the_first(stranger: httpx.Client) -> None:
    first, second = scrape(stranger), scrape(stranger)

    assert first.keys() == second.keys()
    assert OVERVIEW.counts["hints"] == second["pos2web_counts_total", "hints"]


def test_the_backup_says_how_far_it_is_where_there_is_one(
    stranger: httpx.Client, service: FakeDesk
) -> None:
    assert ("pos2web_backup_position",) not in scrape(stranger)
    service.shows(backup=BackupView(position=1200, behind_since=NOW - timedelta(seconds=7)))
    behind = scrape(stranger)
    service.shows(backup=BackupView(position=1234))

    assert behind["pos2web_backup_position",] == 1200
    assert behind["pos2web_backup_behind_seconds",] == 7
    assert scrape(stranger)["pos2web_backup_behind_seconds",] == 0
