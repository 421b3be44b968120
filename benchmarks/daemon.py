"""The daemon in real time: how punctual it is, what it costs when idle, and how soon an edge is seen.

Over the sample boutique, synced, and the sandbox shop. A JSON line each:

- `run_start_p99_s`: 20 tasks every minute in one process: those of the table (stock, availability,
  catalogue, images, drift, upkeep) in their own lane, and light ones that do nothing in the lane
  beside it. From the instant that a run was due to the one at which it begins, so that waiting for
  a task of the same lane counts. `n` is how many runs began.
- `idle_rss_mb`, `idle_cpu_percent` (of one core): the process of `pos2web run`, every task of the
  table every minute, while nothing changes.
- `edge_to_site_p99_s`: the same process, windows of 16 products; from an edge to the moment when
  the storefront shows it, looked at four times a second.
"""

import argparse
import dataclasses
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import httpx

from benchmarks.figures import Figure, show
from pos2web.bootstrap import open_context, utc_now
from pos2web.domain.decisions import ScheduleTask
from pos2web.domain.reasons import Reason
from pos2web.domain.schedules import Period
from pos2web.engine import RunOptions, RunReport
from pos2web.settings import descriptions, read, zone_of
from pos2web.tasks.runner import Runner
from pos2web.tasks.running import RunningTasks
from pos2web.tasks.service import TaskService
from pos2web.tasks.table import Lane, Task, Urgency, every, tasks_of
from tests.shops.installed import Installation, Running, daemon, installed
from tests.soak.plan import WINDOWED, openings, simple_goods
from tests.soak.storefront import storefront
from tests.soak.use import Use, cpu_s

ALL_TASKS = 20
TASKS = tasks_of(has_backup=False)
MINUTE_S = 60
WARM_S = 45.0
LOOK_S = 0.25
EVERY_MINUTE = (Period(every_min=1),)


@dataclass
class Punctuality:
    """How long after their due instants runs begin; each counts once for each minute."""

    lags_s: dict[tuple[str, int], float] = field(default_factory=dict)

    def noting(self, task: Task) -> Task:
        """The same task every minute, whose beginnings are noted."""

        def run(runner: Runner, options: RunOptions) -> RunReport:
            minute, lag_s = divmod(time.time(), MINUTE_S)
            self.lags_s.setdefault((task.name, int(minute)), lag_s)
            return task.run(runner, options)

        return dataclasses.replace(task, run=run, setting=every(1))


def light(number: int) -> Task:
    """A task beside the others that has nothing to do."""
    return Task(
        name=f"light-{number}",
        run=lambda _runner, _options: RunReport(run="", outcome="done", is_quiet=True),
        urgency=Urgency.UPKEEP,
        setting=every(1),
        lane=Lane.ASIDE,
    )


def unheard(name: str, reason: Reason, is_over: bool) -> tuple[str, str]:
    """Words of alerts that nobody hears."""
    del reason, is_over
    return name, ""


def measure_starts(place: Installation, minutes: int) -> None:
    """How punctual runs begin."""
    noted = Punctuality()
    lights = [light(number) for number in range(ALL_TASKS - len(TASKS))]
    table = [noted.noting(task) for task in (*TASKS, *lights)]
    with open_context(read(place.home, {}, descriptions())) as context:
        service = TaskService(Runner(context), zone=zone_of(""), table=table, is_daemon=True)
        running = RunningTasks(service, [], unheard)
        running.start()
        try:
            time.sleep(MINUTE_S - time.time() % MINUTE_S - 1)
            noted.lags_s.clear()  # what ran at the start was due long ago
            time.sleep(minutes * MINUTE_S)
        finally:
            running.close(10)
    lags = list(noted.lags_s.values())
    expected = minutes * ALL_TASKS
    show(
        Figure("run_start_p99_s", percentile(lags, 99), "s", len(lags), goal=1),
        p50=percentile(lags, 50),
        most=max(lags),
        missing=expected - len(lags),
        tasks=f"{len(TASKS)} real, {len(lights)} light",
    )


def measure_idle(running: Running, minutes: float) -> None:
    """What the daemon uses while nothing changes."""
    for task in TASKS:
        running.control.decide(ScheduleTask(task=task.name, periods=EVERY_MINUTE), actor="user:me")
    time.sleep(WARM_S)
    before_s, began, most = cpu_s(running.pid), time.monotonic(), 0.0
    while time.monotonic() < began + minutes * MINUTE_S:
        time.sleep(1)
        most = max(most, Use.of(running.pid).memory_mb)
    percent = (cpu_s(running.pid) - before_s) / (time.monotonic() - began) * 100
    tasks = f"{len(TASKS)} every minute"
    show(Figure("idle_rss_mb", most, "MB", len(TASKS), goal=120), tasks=tasks)
    show(Figure("idle_cpu_percent", percent, "% of a core", len(TASKS), goal=1), tasks=tasks)


def measure_edges(place: Installation, running: Running, minutes: float) -> None:
    """How soon the storefront shows that a window opened or closed."""
    begins = datetime.now(UTC) + timedelta(minutes=1)
    windows = openings(simple_goods(place.till)[:WINDOWED], begins, minutes, Random(1))  # noqa: S311 - not for secrets
    for one in windows:
        running.control.decide(one.ruling(zone_of("")), actor="user:me")
    waiting = sorted(((edge, n) for n, one in enumerate(windows) for edge in one.edges()))
    lags: list[float] = []
    patience = waiting[-1][0] + timedelta(minutes=2)
    with httpx.Client(base_url=place.shop_url, timeout=30) as visitor:
        while waiting and (now := utc_now()) < patience:
            if waiting[0][0] <= now:
                cards = storefront(visitor)
                for edge, number in [each for each in waiting if each[0] <= now]:
                    one = windows[number]
                    if one.is_as_it_should_be(cards.get(one.goods.reference), now):
                        lags.append((utc_now() - edge).total_seconds())
                        waiting.remove((edge, number))
            time.sleep(LOOK_S)
    show(
        Figure("edge_to_site_p99_s", percentile(lags, 99), "s", len(lags), goal=60),
        p50=percentile(lags, 50),
        most=max(lags),
        missing=len(waiting),
    )


def percentile(values: list[float], percent: int) -> float:
    """What so many of a hundred don't exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def beside(place: Installation, folder: Path, measure: Callable[[Running], None]) -> None:
    """Measure something of a daemon's process."""
    with daemon(place, folder / "notes.json") as running:
        measure(running)
        running.end()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start-minutes", type=int, default=5)
    parser.add_argument("--idle-minutes", type=float, default=3)
    parser.add_argument("--edge-minutes", type=float, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, installed(Path(name)) as place:
        place.sync()
        measure_starts(place, given.start_minutes)
        beside(place, Path(name), lambda running: measure_idle(running, given.idle_minutes))
        beside(place, Path(name), lambda running: measure_edges(place, running, given.edge_minutes))


if __name__ == "__main__":
    main()
