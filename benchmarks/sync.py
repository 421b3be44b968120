"""What a sync costs: beside a bare loop that sends the same requests, and when nothing changed.

A first sync is timed against the sandbox shop twice over, because the two answer different questions.

- `first_sync`: the shop answers at the pace that PrestaShop 8.1.2 was measured at. That is what a
  merchant waits for; the ratio, to a bare loop (`benchmarks/bare.py`) that sends the very same
  requests, as many at once, to a shop just as slow and just as new, is what our own work adds. It
  is the one with a goal.
- `first_sync_unpaced`: the shop answers as fast as it can, some twenty times faster than the real
  one. The ratio says how much more we compute than the least that a program can do; no merchant
  feels it, so it has no goal. It shows a hot spot long before `first_sync` does.

Then, at pace: `first_sync_calls` and `first_sync_cpu` per product, and `bulk`, whose ratio is to the
same sync with one item a request (slow, so timed once). The same for the sample boutique with its
photos, under `…_photos`. At last `unchanged_calls`, `unchanged_writes` and `unchanged_cpu` of a sync
of 10,000 products of which none changed. The sync and the loop take turns, each in a fresh shop;
figures are medians. Each is one JSON line.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import httpx
import msgspec

from benchmarks.bare import Sent, send_again
from benchmarks.figures import Figure, show
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.catalogue import generate_till, write_till
from pos2web.bootstrap import settle_memory, utc_now
from pos2web.engine import RunOptions, RunReport, sync
from tests.shops.opened import over_http

WORKERS = PrestashopSettings(url="http://localhost").workers
ONE_BY_ONE = {"product_batch": 1, "stock_batch": 1, "batch": 1}


@dataclass
class Copied(httpx.SyncByteStream):
    """An answer's body on its way, copied as it comes."""

    stream: httpx.SyncByteStream
    parts: list[bytes]

    def __iter__(self) -> Iterator[bytes]:
        """Hand on and keep."""
        for part in self.stream:
            self.parts.append(part)
            yield part

    def close(self) -> None:
        """Let go of the connection."""
        self.stream.close()


@dataclass
class Recorder(httpx.BaseTransport):
    """Carries requests and keeps a copy of each and of its answer."""

    sent: list[Sent] = field(default_factory=list)
    _inner: httpx.HTTPTransport = field(default_factory=httpx.HTTPTransport)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Keep and carry."""
        kind = request.headers.get("content-type", "")
        one = Sent(request.method, request.url.raw_path.decode(), request.read(), kind)
        with self._lock:
            self.sent.append(one)
        response = self._inner.handle_request(request)
        one.status = response.status_code
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = Copied(response.stream, one.answer)
        return response

    def close(self) -> None:
        """Let go of connections."""
        self._inner.close()


@contextmanager
def sandbox(folder: Path, pace: str = "none") -> Iterator[tuple[str, str]]:
    """A fresh sandbox shop in a process of its own: its address and key."""
    program = [sys.executable, "-m", "pos2web.adapters.sandbox.shop", "--data", str(folder)]
    command = [*program, "--pace", pace]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - a command of our own
        try:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            yield ready["url"], ready["key"]
        finally:
            process.terminate()


@dataclass(frozen=True, kw_only=True)
class Timed:
    """One sync: its report, and its seconds of wall clock and of CPU."""

    report: RunReport
    wall_s: float
    cpu_s: float

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU a product."""
        return self.cpu_s * 1000 / self.report.products


def run(
    home: Path, till: Path, settings: PrestashopSettings, recorder: Recorder | None = None
) -> Timed:
    """One sync of a till to a shop."""
    with over_http(home, settings, utc_now, till=till, transport=recorder) as context:
        settle_memory()  # as `open_context` does
        wall, cpu = perf_counter(), process_time()
        report = sync(context, RunOptions(approved=True))
        assert report.outcome == "done", report.reason
        return Timed(report=report, wall_s=perf_counter() - wall, cpu_s=process_time() - cpu)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A till, a pace, and a place for what comes of them."""

    folder: Path
    till: Path
    pace: str

    def first_sync(self, name: str, recorder: Recorder | None, sizes: dict[str, int]) -> Timed:
        """A first sync into a fresh shop."""
        home = self.folder / f"{self.pace}-{name}"
        home.mkdir()
        with sandbox(home / "shop", self.pace) as (url, key):
            settings = msgspec.structs.replace(PrestashopSettings(url=url, key=key), **sizes)
            return run(home, self.till, settings, recorder)

    def beside_bare_loop(self, name: str) -> tuple[Timed, float]:
        """A first sync, and the seconds of a bare loop with the same requests."""
        recorder = Recorder()
        ours = self.first_sync(f"ours{name}", recorder, {})
        with sandbox(self.folder / f"{self.pace}-bare{name}", self.pace) as (url, key):
            return ours, send_again(url, key, recorder.sent, workers=WORKERS)


def middle(values: list[float]) -> float:
    """The median, short enough to read."""
    return round(statistics.median(values), 3)


def ratios(pairs: list[tuple[Timed, float]]) -> list[float]:
    """How many times as long as the bare loop each sync took."""
    return [ours.wall_s / bare_s for ours, bare_s in pairs]


def measure_first(scene: Scene, rounds: int, suffix: str = "") -> None:
    """A first sync as a merchant waits for it."""
    pairs = [scene.beside_bare_loop(str(n)) for n in range(rounds)]
    single = scene.first_sync("single", None, ONE_BY_ONE)
    ours, n = [one for one, _ in pairs], single.report.products
    wall, ratio = middle([one.wall_s for one in ours]), middle(ratios(pairs))
    show(Figure(f"first_sync{suffix}", wall, "s", n, ratio=ratio, goal=1.1, of="ratio"))
    calls = middle([one.report.calls / n for one in ours])
    show(Figure(f"first_sync{suffix}_calls", calls, "calls/product", n))
    cpu_ms = middle([one.cpu_ms for one in ours])
    show(Figure(f"first_sync{suffix}_cpu", cpu_ms, "ms/product", n))
    ratio = wall / single.wall_s
    show(Figure(f"bulk{suffix}", wall, "s", n, ratio=ratio, goal=1.0, of="ratio"))


def measure_unpaced(scene: Scene, rounds: int) -> None:
    """A first sync with nothing to wait for: what we compute."""
    pairs = [scene.beside_bare_loop(str(n)) for n in range(rounds)]
    wall = middle([ours.wall_s for ours, _ in pairs])
    n = pairs[0][0].report.products
    show(Figure("first_sync_unpaced", wall, "s", n, ratio=middle(ratios(pairs))))


def measure_unchanged(folder: Path, products: int) -> None:
    """Nothing changed: what it reads, and what it costs."""
    till = folder / "till.sqlite"
    generate_till(till, products=products)
    with sandbox(folder / "shop") as (url, key):
        settings = PrestashopSettings(url=url, key=key)
        run(folder, till, settings)
        again = run(folder, till, settings)
    calls = again.report.calls
    ratio = calls / products * 100
    show(Figure("unchanged_calls", calls, "calls", products, ratio=ratio, goal=1.0, of="ratio"))
    show(Figure("unchanged_writes", again.report.writes, "writes", products, goal=0))
    show(Figure("unchanged_cpu", again.cpu_s, "s", products))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=300)
    parser.add_argument("--unchanged", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate_till(folder / "till.sqlite", products=given.products)
        scene = Scene(folder=folder, till=folder / "till.sqlite", pace="prestashop")
        measure_first(scene, given.rounds)
        measure_unpaced(Scene(folder=folder, till=scene.till, pace="none"), given.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_till(folder / "till.sqlite", photo_scale=0.5)
        scene = Scene(folder=folder, till=folder / "till.sqlite", pace="prestashop")
        measure_first(scene, given.rounds, "_photos")
    with tempfile.TemporaryDirectory() as name:
        measure_unchanged(Path(name), given.unchanged)


if __name__ == "__main__":
    main()
