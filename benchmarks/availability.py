"""What one pass over the sale windows costs: 5,000 products, each with a rule of its own.

CPU seconds of one run of the availability task, over a till and a shop in memory and a log and
read models on disk, a JSON line each. `availability_first_pass_cpu_s`: all windows are new, and nine in
ten products are taken off; no goal. `availability_pass_cpu_s`: an edge was passed and some products flip,
writing, looking and recording included. `availability_pass_still_cpu_s`: everything is looked at and
nothing is to do. `availability_quiet_cpu_s`: nothing can have changed since. Medians of several; `most` is
the longest.
"""

import argparse
import logging
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from time import process_time
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure, show
from pos2web.adapters.memory.adapter import MemoryShop, MemoryTill
from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.decisions import WindowSet
from pos2web.domain.policy import Policy
from pos2web.domain.selling import Mode, RuleLevel, Scope, Window
from pos2web.domain.streams import Stream
from pos2web.domain.things import AnyThing, Category, Product, Stock
from pos2web.domain.values import Money
from pos2web.engine import RunOptions, RunReport, SyncContext
from pos2web.engine.calendar import WallCalendar
from pos2web.engine.parts import AVAILABILITY, CATALOGUE, STOCK
from pos2web.log import Entry, Envelope, Log
from pos2web.projections.read_models import ReadModels
from pos2web.tasks.runner import Runner

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
GOAL_S = 1.0
DAYS = ("Mo-Sa", "Mo-Fr", "Tu-Su", "Mo,Tu,Th", "Nov-Dec")
MINUTES_A_DAY = 24 * 60


@dataclass
class StandingClock:
    """Shows what it was set to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


@dataclass
class Passes:
    """CPU seconds of passes, by whether products flipped, nothing did, or no edge was passed."""

    flipped: list[float] = field(default_factory=list)
    still: list[float] = field(default_factory=list)
    quiet: list[float] = field(default_factory=list)
    flips: int = 0

    def note(self, report: RunReport, cpu_s: float) -> None:
        """One pass."""
        assert report.outcome == "done", report.reason
        self.flips += report.writes
        passes = self.flipped if report.writes else self.quiet if report.is_quiet else self.still
        passes.append(cpu_s)


def things(products: int) -> Iterator[AnyThing]:
    """A till with so many products in one category, five of each."""
    yield Category(key="c", name={"fr": "Menus"})
    for number in range(products):
        key = str(number)
        yield Product(
            key=key,
            reference=f"R{key}",
            name={"fr": f"Produit {key}"},
            price=Money(Decimal("9.90"), "EUR"),
            tax_rate=Decimal(20),
            categories=("c",),
        )
        yield Stock(key=key, product=key, quantity=Decimal(5))


def window(number: int, dice: Random) -> Window:
    """The window of a product: no two of the first 5,000 have the same hours."""
    first = number % (MINUTES_A_DAY - 240)
    last = first + 60 + dice.randrange(150)
    hours = f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"
    return Window(
        rule=f"{DAYS[number // (MINUTES_A_DAY - 240) % len(DAYS)]} {hours}",
        mode=dice.choice([Mode.OFFLINE, Mode.NOT_FOR_SALE]),
        message={"fr": "De retour {opening}"},
    )


@contextmanager
def ruled(folder: Path, products: int, clock: StandingClock) -> Iterator[Runner]:
    """Everything on the shop, and a window for each product."""
    with Log.open(folder / "log.db", clock=clock) as log:
        models = ReadModels.open(folder / "models.db")
        context = SyncContext(
            log=log,
            models=models,
            till=MemoryTill(*things(products)),
            shop=MemoryShop(),
            policy=Policy(),
            clock=clock,
            calendar=WallCalendar(PARIS),
            settle_s=0,
        )
        runner, dice = Runner(context), Random(1)  # noqa: S311 - not for secrets
        for part in (CATALOGUE, STOCK):
            assert runner.sync(part, RunOptions(approved=True)).outcome == "done"
        scopes = [Scope(RuleLevel.PRODUCT, str(number)) for number in range(products)]
        entries = [
            Entry(
                stream=Stream(f"shop:main/rule/{scope}"),
                fact=WindowSet(scope=scope, window=window(number, dice)),
            )
            for number, scope in enumerate(scopes)
        ]
        log.append(entries, Envelope(actor="user:me", connection=MAIN_SHOP))
        models.catch_up(log)
        runner.rules_changed()
        yield runner
        models.close()


def cost(runner: Runner) -> tuple[RunReport, float]:
    """One pass, and its CPU seconds."""
    began = process_time()
    report = runner.sync(AVAILABILITY, RunOptions(approved=True))
    return report, process_time() - began


def tell(
    name: str, passes: list[float], products: int, *, goal: float | None = GOAL_S, **more: object
) -> None:
    """Print one figure."""
    value = statistics.median(passes)
    show(
        Figure(name, value, "CPU s", products, goal=goal),
        most=max(passes),
        passes=len(passes),
        **more,
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=5_000)
    parser.add_argument("--passes", type=int, default=15)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    clock, passes = StandingClock(), Passes()
    with (
        tempfile.TemporaryDirectory() as name,
        ruled(Path(name), given.products, clock) as runner,
    ):
        first, first_s = cost(runner)
        for _ in range(given.passes):
            clock.now += timedelta(minutes=1)
            for _ in range(3):  # it flips; sees that nothing is left to do; and then knows that
                passes.note(*cost(runner))
    writes = first.writes
    tell("availability_first_pass_cpu_s", [first_s], given.products, goal=None, writes=writes)
    tell("availability_pass_cpu_s", passes.flipped, given.products, writes=passes.flips)
    tell("availability_pass_still_cpu_s", passes.still, given.products)
    tell("availability_quiet_cpu_s", passes.quiet, given.products)


if __name__ == "__main__":
    main()
