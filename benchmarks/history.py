"""How long a page of history takes, whatever is asked for, in logs of 10^5, 10^6 and 10^7 events.

Makes sample months (`benchmarks.month`), lets the history follow each, and asks for pages of 50 in a
mixed order: rare and frequent filters, together, with words, deep in the past, and some that meet
nothing. Prints for each size, one JSON line each:

- `history_page_p95_ms`: a page as rows, found and read from the log. `ratio` is its growth: by how
  much it is longer than in the smallest log.
- `history_told_p95_ms`: the same told in sentences, with what led to each event.
- `history_follow`: events a second from an empty file, the log's reading included.
- `history_size`: bytes an event in `history.db`.

10^7 events take a quarter of an hour and 10 GB (`--events 10000000`), and are left out otherwise. With
`--each`, also a line for each sort of question; with `--keep FOLDER` what was made stays there, and the
next time only the pages are asked for. Things are named by the state after the first sync:
in the sample they keep their names.
"""

import argparse
import math
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from benchmarks.figures import Figure, show
from benchmarks.month import SHOP, TILL, filled
from pos2web.domain.things import Product
from pos2web.domain.values import Kind
from pos2web.history import ThingNames, tell
from pos2web.log import Log
from pos2web.projections import catalogue
from pos2web.projections.history import finding as history
from pos2web.projections.read_models import ReadModels

GOAL_MS = 50.0
PAGE = 50
NAMED_EVENTS = 700_000
"""The first sync of the largest sample ends before."""

SHM = Path("/dev/shm")  # noqa: S108 - memory, where there is enough of it
SIZES = (100_000, 1_000_000)

Criteria = dict[str, Any]


@dataclass(kw_only=True)
class Asked:
    """One history, and what is asked of it."""

    log: Log
    models: ReadModels
    random: random.Random
    products: list[Product] = field(default_factory=list)
    stocks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, log: Log, models: ReadModels, seed: int) -> "Asked":
        things = catalogue.load(models, TILL)
        products = [one for one in things[Kind.PRODUCT].values() if isinstance(one, Product)]
        stocks = [*things[Kind.STOCK]]
        chosen = random.Random(seed)  # noqa: S311 - which pages are asked for, no secret
        return cls(log=log, models=models, random=chosen, products=products, stocks=stocks)

    def questions(self) -> Iterator[tuple[str, Criteria]]:
        """One of each sort, each about something else every time."""
        product, place = self.random.choice(self.products), self._place()
        event = next(iter(self.log.read(place - 1, limit=1)))
        since = {"since": event.recorded_at, "until": event.recorded_at + timedelta(hours=3)}
        word = self._word(product)
        yield "all", {}
        yield "told", {"folded": True}
        yield "deep", {"folded": True, "before_position": place}
        yield "product", {"reference": product.reference, "folded": True}
        yield "product, every event", {"reference": product.reference}
        yield "ean", {"reference": product.ean, "folded": True}
        yield "product and field", {"reference": product.reference, "field": "price"}
        yield "product, deep", {"reference": product.reference, "before_position": place}
        yield "stock", {"key": self.random.choice(self.stocks), "kind": Kind.STOCK}
        yield "actor", {"actor": "till", "folded": True}
        yield "rare actor", {"actor": "user:claire"}
        yield "field", {"field": "price", "folded": True}
        yield "connection and kind", {"connection": SHOP, "kind": Kind.VARIANT}
        yield "run", {"run": event.run or "none"}
        yield "task", {"task": "upkeep"}
        yield "task and field", {"task": "stock", "field": "quantity", "folded": True}
        yield "period", {**since, "folded": True}
        yield "period and actor", {**since, "actor": "till"}
        yield "never together", {"actor": "till", "connection": SHOP}
        yield "nothing", {"text": "introuvable", "actor": "till"}
        yield "word", {"text": word}
        yield "words", {"text": f"{word} {self._word(product)}", "folded": True}
        yield "beginning", {"text": word[:3], "folded": True}
        yield "two letters", {"text": word[:2], "actor": "till"}
        yield "number", {"text": f"{self.random.randrange(1, 99)}.5"}
        yield "digits", {"text": product.ean[:7], "connection": TILL}
        yield (
            "everything",
            {
                "reference": product.reference,
                "actor": "till",
                "connection": TILL,
                "task": "stock",
                "field": "quantity",
                "text": "12",
                "folded": True,
                "before_position": place,
            },
        )

    def _place(self) -> int:
        return self.random.randrange(2, self.log.head + 1)

    def _word(self, product: Product) -> str:
        return self.random.choice(product.name["fr"].split())


def now() -> datetime:
    return datetime.now(UTC)


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def p95(times_ms: list[float]) -> float:
    return sorted(times_ms)[math.ceil(0.95 * len(times_ms)) - 1]


def measure(folder: Path, events: int, rounds: int) -> Iterator[tuple[str, float, str]]:
    """Names of figures with their values, in milliseconds unless the name says otherwise."""
    path = folder / f"history-{events}.db"
    is_new = not path.exists()
    with (
        closing(Log.open(filled(folder, events), clock=now, read_only=True)) as log,
        closing(ReadModels.open(folder / f"named-{events}.db", path)) as models,
    ):
        took = timed(lambda: models.catch_up_history(log))
        models.tidy()
        if is_new:
            yield "follow", events / took, ""
            yield "size", path.stat().st_size / events, ""
        models.catch_up(log, upto=min(events, NAMED_EVENTS))
        asked = Asked.of(log, models, seed=events)
        for _ in range(rounds):
            for sort, criteria in asked.questions():
                yield "page", 1000 * timed(partial(page, asked, criteria)), sort
                yield "told", 1000 * timed(partial(told, asked, criteria)), sort


def page(asked: Asked, criteria: Criteria) -> list[history.HistoryRow]:
    return history.query(asked.models, asked.log, limit=PAGE, **criteria)


def told(asked: Asked, criteria: Criteria) -> object:
    found = history.records(asked.models, asked.log, limit=PAGE, **criteria)
    return tell(asked.log, found, "fr", names=ThingNames(asked.models, "fr"))


def figures(events: int, rounds: int, *, each: bool, keep: Path | None) -> Iterator[Figure]:
    times: dict[tuple[str, str], list[float]] = {}
    with tempfile.TemporaryDirectory(dir=SHM if SHM.is_dir() else None) as name:
        for figure, value, sort in measure(keep or Path(name), events, rounds):
            if figure == "follow":
                yield Figure("history_follow", value, "events/s", events, better="higher")
            elif figure == "size":
                yield Figure("history_size", value, "bytes/event", events)
            else:
                times.setdefault((figure, sort), []).append(value)
    for figure in ("page", "told"):
        every = [one for (name, _), found in times.items() if name == figure for one in found]
        yield Figure(f"history_{figure}_p95_ms", p95(every), "ms", events, goal=GOAL_MS)
    if each:
        for (figure, sort), found in times.items():
            name = f"history_{figure}_p95_ms: {sort}"
            yield Figure(name, p95(found), "ms", events, goal=GOAL_MS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    smallest: dict[str, float] = {}
    for events in given.events:
        for figure in figures(events, given.rounds, each=given.each, keep=given.keep):
            first = smallest.setdefault(figure.name, figure.value)
            show(msgspec.structs.replace(figure, ratio=figure.value / first))


if __name__ == "__main__":
    main()
