"""How fast the read models follow the log, against raw sqlite3 writing the same rows in the same run.

Prints a JSON line each for `catch_up` (a first sync and days of changes, from an empty file),
`catch_up_one` (one event at a time, as between the batches of a sync) and `catalogue_load` (60,000
things). The raw side writes the rows that the read models end with, in the same tables with the
same indexes and pragmas, with one transaction for each batch; it reads them as they lie. The two
take turns, round by round: the ratio is the median of the rounds' ratios.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import Pair, show_race
from benchmarks.log import ENVELOPE, clock, story
from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import ProductFound, StockCounted, VariantFound
from pos2web.domain.streams import Stream
from pos2web.domain.things import Variant
from pos2web.domain.values import Money
from pos2web.log import Entry, Log
from pos2web.projections import catalogue
from pos2web.projections.following.rows import METADATA, sql
from pos2web.projections.read_models import BATCH_EVENTS, ReadModels

Rows = dict[str, list[tuple[Any, ...]]]
"""What each insertion writes."""


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def rows_of(path: Path) -> Rows:
    """What a file of read models holds: the rows that raw sqlite3 is to write."""
    with closing(raw_connection(path)) as connection:
        return {
            sql(sa.insert(table)): connection.execute(f"SELECT * FROM {table.name}").fetchall()  # noqa: S608 - names of ours, values are bound
            for table in METADATA.sorted_tables
        }


def emptied(path: Path) -> Path:
    ReadModels.open(path).close()
    return path


def follow(path: Path, log: Log) -> int:
    with closing(ReadModels.open(path)) as models:
        return models.catch_up(log)


def write_raw(path: Path, rows: Rows, events: int) -> int:
    batches = max(1, events // BATCH_EVENTS)
    with closing(raw_connection(path)) as connection:
        for batch in range(batches):
            connection.execute("BEGIN")
            for insertion, lines in rows.items():
                part = slice(len(lines) * batch // batches, len(lines) * (batch + 1) // batches)
                connection.executemany(insertion, lines[part])
            connection.execute("COMMIT")
    return events


def load(models: ReadModels) -> int:
    return sum(len(things) for things in catalogue.load(models, MAIN_TILL).values())


def load_raw(path: Path) -> int:
    with closing(raw_connection(path)) as connection:
        query = "SELECT kind, key, record FROM catalogue ORDER BY connection, kind, key"
        return len(connection.execute(query).fetchall())


def timed(work: Callable[[], int]) -> float:
    begun = perf_counter()
    count = work()
    return (perf_counter() - begun) / count


def taking_turns(number: int, ours: Callable[[], int], raw: Callable[[], int]) -> Pair:
    if number % 2:
        theirs = timed(raw)
        return timed(ours), theirs
    mine = timed(ours)
    return mine, timed(raw)


def variants(things: int) -> Iterator[Entry]:
    """Products of five variants each, so many things in all."""
    product = next(entry.fact for entry in story(1) if isinstance(entry.fact, ProductFound)).product
    for number in range(things // 6):
        key = f"TEA-{number:05}"
        yield Entry(Stream(f"till:main/product/{key}"), ProductFound(key=key, product=product))
        for size in range(5):
            record = Variant(
                key=f"{key}-{size}",
                product=key,
                options=(f"Size={size}",),
                surcharge=Money(Decimal(size), "EUR"),
            )
            stream = f"till:main/variant/{record.key}"
            yield Entry(Stream(stream), VariantFound(key=record.key, variant=record))


def measure_catch_up(folder: Path, *, products: int, rounds: int) -> None:
    entries = list(story(products))
    with closing(Log.open(folder / "log.db", clock=clock)) as log:
        log.append(entries, ENVELOPE)
        follow(folder / "first.db", log)
        rows = rows_of(folder / "first.db")
        pairs = []
        for number in range(rounds):
            ours = partial(follow, folder / f"ours-{number}.db", log)
            raw = emptied(folder / f"raw-{number}.db")
            write = partial(write_raw, raw, rows, len(entries))
            pairs.append(taking_turns(number, ours, write))
    show_race("catch_up", "events/s", pairs, 0.25, len(entries))


def measure_one(folder: Path, *, events: int) -> None:
    """Catching up with one count of stock, against a raw transaction that writes its four rows."""
    counted = StockCounted(key="TEA-00000", quantity=Decimal(1), was=Decimal(2))
    entry = Entry(Stream("till:main/stock/TEA-00000"), counted)
    with (
        closing(Log.open(folder / "one.db", clock=clock)) as log,
        closing(ReadModels.open(folder / "one-read.db")) as models,
        closing(raw_connection(emptied(folder / "one-raw.db"))) as raw,
    ):
        log.append([*story(10), entry], ENVELOPE)
        models.catch_up(log)
        rows = {
            insertion: lines[-1:]
            for insertion, lines in rows_of(models.path).items()
            if insertion.split()[2] in ("catalogue", "stock", "progress")
        }
        pairs = []
        for number in range(events):
            log.append([entry], ENVELOPE)
            ours, theirs = partial(_caught_up, models, log), partial(_replaced, raw, rows)
            pairs.append(taking_turns(number, ours, theirs))
    show_race("catch_up_one", "events/s", pairs, 0.2, events)


def _caught_up(models: ReadModels, log: Log) -> int:
    models.catch_up(log)
    return 1


def _replaced(raw: sqlite3.Connection, rows: Rows) -> int:
    raw.execute("BEGIN IMMEDIATE")
    for insertion, lines in rows.items():
        raw.executemany(insertion.replace("INSERT", "INSERT OR REPLACE", 1), lines)
    raw.execute("COMMIT")
    return 1


def measure_load(folder: Path, *, things: int, rounds: int) -> None:
    with (
        closing(Log.open(folder / "things.db", clock=clock)) as log,
        closing(ReadModels.open(folder / "things-read.db")) as models,
    ):
        log.append(list(variants(things)), ENVELOPE)
        models.catch_up(log)
        pairs = [
            taking_turns(number, partial(load, models), partial(load_raw, models.path))
            for number in range(rounds)
        ]
    show_race("catalogue_load", "things/s", pairs, 0.2, things)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=2_500)
    parser.add_argument("--things", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_catch_up(folder, products=given.products, rounds=given.rounds)
        measure_one(folder, events=200)
        measure_load(folder, things=given.things, rounds=given.rounds)


if __name__ == "__main__":
    main()
