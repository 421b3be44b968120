"""What a sync costs: beside a bare loop that sends the same requests, and when nothing changed.

Prints one JSON line each for `first_sync` (seconds of a first sync; the ratio is to a bare httpx loop
that sends the very same requests with the same concurrency to a fresh sandbox shop, the two taking
turns), `first_sync_calls` and `first_sync_cpu` (per product), `bulk` (seconds, ratio to the same
sync with one item a request), and `unchanged_calls`, `unchanged_writes` and `unchanged_cpu` for
10,000 products of which none changed.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from time import perf_counter, process_time

import httpx

from adapters.prestashop.adapter import open_shop
from adapters.prestashop.settings import PrestashopSettings
from adapters.sandbox.catalogue import generate_till, write_till
from adapters.sql_database.adapter import SqlSettings, open_till
from pos2web.domain.policy import Policy
from pos2web.engine import House, Options, Report, sync
from pos2web.log import Log
from projections.read_models import ReadModels

WORKERS = PrestashopSettings(url="http://localhost").workers


@dataclass(frozen=True)
class Sent:
    """One request as it went out."""

    method: str
    url: str
    content: bytes
    content_type: str

    @property
    def stage(self) -> tuple[str, str]:
        """What may go out together: one method on one resource."""
        return self.method, self.url.partition("?")[0].split("/")[2]


@dataclass
class Recorder(httpx.BaseTransport):
    """Carries requests and keeps a copy of each."""

    sent: list[Sent] = field(default_factory=list)
    _inner: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Keep and carry."""
        kind = request.headers.get("content-type", "")
        one = Sent(request.method, request.url.raw_path.decode(), request.read(), kind)
        with self._lock:
            self.sent.append(one)
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Let go of connections."""
        self._inner.close()


@contextmanager
def sandbox(folder: Path) -> Iterator[tuple[str, str]]:
    """A fresh sandbox shop in a process of its own: its address and key."""
    command = [sys.executable, "-m", "adapters.sandbox.shop", "--data", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield ready["url"], ready["key"]
        finally:
            process.terminate()


def utc_now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


def run(
    home: Path, till: Path, settings: PrestashopSettings, recorder: Recorder | None = None
) -> tuple[Report, float, float]:
    """One sync: its report, and its seconds of wall clock and of CPU."""
    with ExitStack() as stack:
        log = stack.enter_context(Log.open(home / "log.sqlite", clock=utc_now))
        models = ReadModels.open(home / "models.sqlite")
        stack.callback(models.close)
        opened = open_till(SqlSettings(url=f"sqlite:///{till}"), clock=utc_now)
        stack.callback(opened.close)
        shop = open_shop(settings, clock=utc_now, transport=recorder)
        stack.callback(shop.close)
        house = House(
            log=log, models=models, till=opened, shop=shop, policy=Policy(), clock=utc_now
        )
        wall, cpu = perf_counter(), process_time()
        report = sync(house, Options(approved=True))
        assert report.outcome == "done", report.reason
        return report, perf_counter() - wall, process_time() - cpu


def bare_loop(url: str, key: str, sent: list[Sent]) -> float:
    """The seconds that the same requests take without us: reads one by one, writes as wide."""
    with (
        httpx.Client(base_url=url, auth=(key, ""), timeout=60) as client,
        ThreadPoolExecutor(WORKERS) as pool,
    ):

        def send(one: Sent) -> None:
            headers = {"content-type": one.content_type} if one.content_type else {}
            client.request(one.method, one.url, content=one.content, headers=headers).read()

        started = perf_counter()
        for (method, _), stage in groupby(sent, key=lambda one: one.stage):
            if method == "GET":
                for one in stage:
                    send(one)
            else:
                list(pool.map(send, stage))
        return perf_counter() - started


def first_sync(
    folder: Path, till: Path, *, bulk: bool = True, recorder: Recorder | None = None
) -> tuple[Report, float, float]:
    """A first sync into a fresh shop."""
    folder.mkdir()
    with sandbox(folder / "shop") as (url, key):
        sizes = {} if bulk else {"product_batch": 1, "stock_batch": 1, "batch": 1}
        return run(folder, till, PrestashopSettings(url=url, key=key, **sizes), recorder)


def show(name: str, value: float, unit: str, **more: object) -> None:
    """One figure, as one JSON line."""
    line = {"name": name, "value": round(value, 4), "unit": unit, "ratio": None, "goal": None}
    print(json.dumps({**line, "better": "lower", **more}), flush=True)


def measure_first(folder: Path, products: int, rounds: int) -> None:
    """A first sync of so many products and of the sample's photos, beside the bare loop."""
    till = folder / "till.sqlite"
    write_till(till, photo_scale=0.5) if products == 0 else generate_till(till, products=products)
    ratios, walls, bulks = [], [], []
    for n in range(rounds):
        recorder = Recorder()
        report, wall, cpu = first_sync(folder / f"ours{n}", till, recorder=recorder)
        with sandbox(folder / f"bare{n}") as (url, key):
            bare = bare_loop(url, key, recorder.sent)
        _, single, _ = first_sync(folder / f"single{n}", till, bulk=False)
        ratios.append(wall / bare)
        walls.append(wall)
        bulks.append(wall / single)
    suffix = "" if products else "_photos"
    wall, ratio = statistics.median(walls), round(statistics.median(ratios), 3)
    show(f"first_sync{suffix}", wall, "s", ratio=ratio, goal=1.1, n=report.products)
    calls = report.calls / report.products
    show(f"first_sync{suffix}_calls", calls, "calls/product", n=report.products)
    show(f"first_sync{suffix}_cpu", cpu / report.products * 1000, "ms/product", n=report.products)
    gain = round(statistics.median(bulks), 3)
    show(f"bulk{suffix}", wall, "s", ratio=gain, goal=1.0, n=report.products)


def measure_unchanged(folder: Path, products: int) -> None:
    """Nothing changed: what it reads, and what it costs."""
    till = folder / "till.sqlite"
    generate_till(till, products=products)
    with sandbox(folder / "shop") as (url, key):
        settings = PrestashopSettings(url=url, key=key)
        run(folder, till, settings)
        report, _, cpu = run(folder, till, settings)
    per_100 = round(report.calls / products * 100, 3)
    show("unchanged_calls", report.calls, "calls", ratio=per_100, goal=1.0, n=products)
    show("unchanged_writes", report.writes, "writes", goal=0, n=products)
    show("unchanged_cpu", cpu, "s", n=products)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=500)
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given, _ = parser.parse_known_args()
    for products in (given.products, 0):
        with tempfile.TemporaryDirectory() as folder:
            measure_first(Path(folder), products, given.rounds)
    with tempfile.TemporaryDirectory() as folder:
        measure_unchanged(Path(folder), given.unchanged)


if __name__ == "__main__":
    main()
