"""What Prometheus scrapes, worked out from an overview each time; the home of its client."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from pos2web.tasks.control import Overview, TaskView
from pos2web.web.health import Health

COUNTED = {
    "runs": ("pos2web_task_runs", "Runs that ended, by outcome.", ("task", "outcome")),
    "writes": ("pos2web_task_writes", "Changes made on the shop.", ("task",)),
    "calls": ("pos2web_task_calls", "Requests to the shop.", ("task",)),
}
"""By the first word of a count's name, `runs:stock:done`: its metric, and what its labels are."""


def exposition(overview: Overview, health: Health, accepted: str) -> tuple[bytes, str]:
    """The metrics in a format that the scraper accepts, and that format's name."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    whole = [*_whole(overview, health), *_tasks(overview.tasks), *_backup(overview)]
    registry.register(_Snapshot(whole))
    registry.register(_Snapshot(_counts(overview.counts)))
    encode, media_type = choose_encoder(accepted)
    return encode(registry), media_type


class _Snapshot(Collector):
    def __init__(self, metrics: Iterable[Metric]) -> None:
        self._metrics = tuple(metrics)

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _whole(overview: Overview, health: Health) -> Iterator[Metric]:
    yield InfoMetricFamily("pos2web_build", "What runs.", {"version": overview.version})
    yield _gauge("pos2web_alive", "Whether tasks are begun when due.", health.alive)
    yield _gauge("pos2web_ready", "Whether everything is open.", health.ready)
    yield _gauge("pos2web_log_position", "The log's last position.", overview.position)
    if overview.started_at is not None:
        started = overview.started_at.timestamp()
        yield _gauge("pos2web_started_timestamp_seconds", "When the daemon started.", started)
    yield _gauge("pos2web_alerts", "How many alerts are open.", len(overview.alerts))
    opened = _by("pos2web_alert_since_timestamp_seconds", "Since when it is open.", "alert")
    for alert in overview.alerts:
        opened.add_metric([alert.alert], alert.since.timestamp())
    yield opened


def _backup(overview: Overview) -> Iterator[Metric]:
    backup = overview.backup
    if backup is None:
        return
    since = backup.behind_since or overview.now
    behind_s = max(0.0, (overview.now - since).total_seconds())
    yield _gauge("pos2web_backup_position", "The last that the store has.", backup.position)
    yield _gauge("pos2web_backup_behind_seconds", "For how long it has not had all.", behind_s)


def _tasks(tasks: Iterable[TaskView]) -> Iterator[Metric]:
    enabled = _by("pos2web_task_enabled", "Whether it runs by itself.")
    running = _by("pos2web_task_running", "Whether it runs now.")
    since = _by("pos2web_task_running_since_timestamp_seconds", "Since when it runs.")
    due = _by("pos2web_task_next_run_timestamp_seconds", "When it runs next.")
    age = _by("pos2web_task_last_success_age_seconds", "How long ago it last succeeded.")
    took = _by("pos2web_task_last_run_seconds", "How long the last run took that ended.")
    for task in tasks:
        enabled.add_metric([task.name], task.setting.is_enabled)
        running.add_metric([task.name], task.state == "running")
        if task.running_since is not None:
            since.add_metric([task.name], task.running_since.timestamp())
        if task.next_runs:
            due.add_metric([task.name], task.next_runs[0].timestamp())
        if task.last_success_age_s is not None:
            age.add_metric([task.name], task.last_success_age_s)
        last = task.last_run
        if last is not None and last.ended_at is not None:
            took.add_metric([task.name], (last.ended_at - last.started_at).total_seconds())
    yield from (enabled, running, since, due, age, took)


def _counts(counts: dict[str, int]) -> Iterator[Metric]:
    known = {
        first: CounterMetricFamily(name, text, labels=labels)
        for first, (name, text, labels) in COUNTED.items()
    }
    others = CounterMetricFamily("pos2web_counts", "What else is counted.", labels=("name",))
    for name, count in sorted(counts.items()):
        first, *labels = name.split(":")
        if first in known and len(labels) == len(COUNTED[first][2]):
            known[first].add_metric(labels, count)
        else:
            others.add_metric([name], count)
    yield from (*known.values(), others)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value)


def _by(name: str, text: str, label: str = "task") -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=(label,))
