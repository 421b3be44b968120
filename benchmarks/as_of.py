"""How long it takes to see the past: one thing, the whole site, and what differs between two days.

Prints JSON lines. For each size of the log `one_thing`: the 95th percentile in ms of showing what
somebody names as of any position (`cpu_ms`: what of it was work), found by its name, with both sides, link, hold, pins, rules and
stock. What is shown is drawn from the events, so that what changes often is shown often. Then, for
a shop of `--products` with five variants each, over `--site-events`: `snapshot_take` and
`snapshot_size`; `site_at`: the read models ready as of an instant that is as far from its snapshot
as one can be; `site_read`: the same with both sides read from them; and `diff`: a stretch of so
many events as one snapshot is from the next.

10^7 events take half an hour and 10 GB: `--events 10000000`. With `--keep FOLDER` the logs and their
read models stay there, and are not made again the next time.
"""

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from benchmarks.figures import Figure, show
from benchmarks.month import SHOP, TILL, fill, filled
from pos2web.domain.things import Product
from pos2web.history.past.as_of import find, thing_at
from pos2web.history.past.diff import differences
from pos2web.history.past.past_log import PastLog
from pos2web.log import Log
from pos2web.projections import catalogue, holds, links, names, reference, site
from pos2web.projections.following.follower import Follower
from pos2web.projections.following.rows import METADATA
from pos2web.projections.history import checkpoints
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import EVENTS_EVERY, models_at, take

ASKED = (catalogue, site, links, names, holds, checkpoints)
"""The parts of the state that are asked: what one thing was like stands in no other."""

WAITS_S = 2.0


def clock() -> datetime:
    return datetime.now(UTC)


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def drawn(log: Log, models: ReadModels, count: int, random: Random) -> Iterator[tuple[str, int]]:
    """Names of things that were changed, each with a position at which to look."""
    while count:
        event = next(iter(log.read(random.randrange(log.head), limit=1)))
        connection, kind, *key = event.stream.split("/", 2)
        if connection != TILL or kind not in ("product", "variant", "stock"):
            continue
        product = key[0].partition("/")[0].partition("-")[0]
        found = [one.thing for one in reference.find(models, product)]
        called = [one.reference for one in found if isinstance(one, Product)]
        yield (called or [key[0]])[0], random.randrange(1, log.head + 1)
        count -= 1


def look(log: Log, models: ReadModels, name: str, position: int) -> None:
    past = PastLog(log, position, clock(), till=TILL, shop=SHOP, models=models)
    for found in find(past, models, name):
        thing_at(past, models, found)


def followed(path: Path, log: Log) -> ReadModels:
    handlers = [part.HANDLERS for part in ASKED]
    models = ReadModels(Follower(path, METADATA, handlers, waits_s=5.0), None)
    models.catch_up(log, batch_size=20_000)
    return models


def one_thing(folder: Path, events: int, shown: int) -> None:
    path = filled(folder, events)
    random = Random(2)  # noqa: S311 - which things are looked at, no secret
    with (
        closing(Log.open(path, clock=clock)) as log,
        closing(followed(folder / f"models-{events}.db", log)) as models,
    ):
        asked = [*drawn(log, models, shown, random)]
        seconds, worked = [], []
        for name, position in asked:
            begun, busy = perf_counter(), process_time()
            look(log, models, name, position)
            seconds.append(perf_counter() - begun)
            worked.append(process_time() - busy)
    waited, cpu = (1000 * statistics.quantiles(each, n=20)[-1] for each in (seconds, worked))
    show(Figure("one_thing", waited, "ms", events, goal=50), cpu_ms=cpu)


def read_both(models: ReadModels) -> int:
    sides = (catalogue.load(models, TILL), site.load(models, SHOP))
    return sum(len(things) for side in sides for things in side.values())


def whole_site(folder: Path, events: int, products: int, rounds: int) -> None:
    fill(folder / "site.db", events, seed=1, products=products)
    snapshots, position = folder / "snapshots", events - 1
    with (
        closing(Log.open(folder / "site.db", clock=clock)) as log,
        closing(ReadModels.open(folder / "site-models.db")) as models,
    ):
        models.catch_up(log, upto=position - EVENTS_EVERY + 1)
        took = [timed(lambda: take(models, snapshots)) for _ in range(rounds)]
        path = take(models, snapshots)
        show(Figure("snapshot_take", statistics.median(took), "s", events))
        show(Figure("snapshot_size", path.stat().st_size / 1e6, "MB", events))
        ready, read = [], []
        for _ in range(rounds):
            begun = perf_counter()
            with models_at(log, snapshots, position) as then:
                ready.append(perf_counter() - begun)
                read_both(then)
                read.append(perf_counter() - begun)
        show(Figure("site_at", statistics.median(ready), "s", events, goal=WAITS_S))
        show(Figure("site_read", statistics.median(read), "s", events))
        after = position - EVENTS_EVERY
        differed = [timed(lambda: differences(log, after, position)) for _ in range(rounds)]
        show(Figure("diff", statistics.median(differed), "s", EVENTS_EVERY))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--shown", type=int, default=300)
    parser.add_argument("--site-events", type=int, default=700_000)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for events in given.events:
            one_thing(given.keep or folder, events, given.shown)
        if given.site_events:
            whole_site(folder, given.site_events, given.products, given.rounds)


if __name__ == "__main__":
    main()
