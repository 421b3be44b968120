"""What it costs to bring many changes of stock from the till to the shop.

A catalogue of 10,000 products is on the shop already, which then answers at the pace that PrestaShop
8.1.2 was measured at. The till sells everything once, and the stock task runs as it does in the daemon:
what it knows of both sides is kept from the run before. Prints one JSON line each:

- `stock_bulk_writes`: requests of that run that write.
- `stock_bulk_calls`: all of them. A batch takes three: its rows are read, written and looked back at.
- `stock_bulk_rate`: changes a second. The ratio is to a bare loop with as many workers that knows the
  ids beforehand and sends one PATCH a change, on the same shop.
- `stock_bulk_cpu`: our milliseconds of CPU a change, observing the till included.
- `stock_one_cpu`: our seconds of CPU for one single change right after, when the till's feed still
  shows all those before: what does not grow with the number of changes.
"""

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter, process_time
from xml.etree import ElementTree

import httpx
import msgspec

from benchmarks.figures import Figure, show
from benchmarks.sync import WORKERS, Recorder, Timed, run, sandbox
from pos2web.adapters.prestashop.settings import PrestashopSettings
from pos2web.adapters.sandbox.catalogue import generate_till
from pos2web.bootstrap import utc_now
from pos2web.engine import RunOptions
from pos2web.engine.parts import STOCK
from pos2web.tasks.runner import Runner
from tests.shops.opened import over_http

CHANGES_A_WRITE_MIN = 50
CALLS_A_BATCH_MAX = 3

PATCH = (
    '<prestashop xmlns:xlink="http://www.w3.org/1999/xlink"><stock_available>'
    "<id>{id}</id><quantity>{quantity}</quantity></stock_available></prestashop>"
)


@contextmanager
def works_of(folder: Path, settings: PrestashopSettings, recorder: Recorder) -> Iterator[Runner]:
    """What the daemon's tasks work with, on this till, shop and log."""
    with over_http(folder, settings, utc_now, transport=recorder) as context:
        yield Runner(context)


def timed(runner: Runner) -> Timed:
    """One run of the stock task."""
    wall, cpu = perf_counter(), process_time()
    report = runner.sync(STOCK, RunOptions(approved=True))
    assert report.outcome == "done", report.reason
    return Timed(report=report, wall_s=perf_counter() - wall, cpu_s=process_time() - cpu)


def sell(till: Path, changes: int, chance: random.Random) -> None:
    """Count so many levels anew."""
    with closing(sqlite3.connect(till)) as connection:
        rows = connection.execute("SELECT id, quantity FROM stock ORDER BY id").fetchall()
        counted = [(quantity + 1, row) for row, quantity in chance.sample(rows, changes)]
        connection.executemany("UPDATE stock SET quantity = ? WHERE id = ?", counted)
        connection.commit()


def levels(url: str, key: str) -> list[str]:
    """The ids of all stock rows on the shop."""
    wanted = {"display": "[id]", "limit": "0,1000000"}
    answer = httpx.get(f"{url}/api/stock_availables", params=wanted, auth=(key, ""), timeout=60)
    return [row.text or "" for row in ElementTree.fromstring(answer.content).iter("id")]  # noqa: S314 - our own sandbox


def bare_s(url: str, key: str, ids: Sequence[str]) -> float:
    """The seconds that one PATCH a change takes."""

    def work(client: httpx.Client, mine: Sequence[str]) -> None:
        for number, row in enumerate(mine):
            body = PATCH.format(id=row, quantity=200 + number % 50)
            answer = client.patch("/api/stock_availables", content=body)
            assert answer.is_success, answer.text

    with httpx.Client(base_url=url, auth=(key, ""), timeout=60) as client:
        begun = perf_counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            shares = [ids[worker::WORKERS] for worker in range(WORKERS)]
            list(pool.map(lambda mine: work(client, mine), shares))
        return perf_counter() - begun


def measure(folder: Path, *, products: int, changes: int, bare: int) -> None:
    """Set up, change, run, and tell."""
    till, chance = folder / "till.sqlite", random.Random(1)  # noqa: S311 - chance, not a secret
    generate_till(till, products=products, variants_share=0.05)
    with sandbox(folder / "shop") as (url, key):
        run(folder, till, PrestashopSettings(url=url, key=key))
    with sandbox(folder / "shop", "prestashop") as (url, key):
        recorder, settings = Recorder(), PrestashopSettings(url=url, key=key)
        with works_of(folder, settings, recorder) as runner:
            timed(runner)
            recorder.sent.clear()
            sell(till, changes, chance)
            many = timed(runner)
            writes = sum(not one.is_read for one in recorder.sent)
            sell(till, 1, chance)
            one = timed(runner)
        ids = chance.sample(levels(url, key), bare)
        tell(many, one, writes=writes, bare_rate=bare / bare_s(url, key, ids))


def tell(many: Timed, one: Timed, *, writes: int, bare_rate: float) -> None:
    """Print what was measured."""
    n, calls = many.report.writes, many.report.calls
    batches = n / PrestashopSettings(url="http://localhost").stock_batch
    for name, value, goal in (
        ("stock_bulk_writes", writes, n / CHANGES_A_WRITE_MIN),
        ("stock_bulk_calls", calls, batches * CALLS_A_BATCH_MAX),
    ):
        show(Figure(name, value, "calls", n, ratio=value / goal, goal=goal))
    rate = n / many.wall_s
    figure = Figure("stock_bulk_rate", rate, "changes/s", n, ratio=rate / bare_rate, goal=1.0)
    show(msgspec.structs.replace(figure, of="ratio", better="higher"))
    show(Figure("stock_bulk_cpu", many.cpu_s * 1000 / n, "ms/change", n))
    show(Figure("stock_one_cpu", one.cpu_s, "s", one.report.writes))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--bare", type=int, default=2_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), products=given.products, changes=given.changes, bare=given.bare)


if __name__ == "__main__":
    main()
