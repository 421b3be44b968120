"""A busy shop's log for benchmarks: a first synchronisation, then days of sales, the same each time.

`month` yields whole appends in their order, `fill` makes a log of so many events of them. A month of
10,000 products with 50,000 variants is about 10^6 events; fewer events are of a smaller shop, more
of more months. `benchmarks.shop_days` says what happens there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.goods import Goods
from benchmarks.shop_days import EVENTS_A_PRODUCT, SHOP, TILL, Append, BusyShop, life
from pos2web.log.chain import encoded, line_of, link, start
from pos2web.log.codec import STANDARD
from pos2web.log.instants import to_micros
from pos2web.log.schema import create
from pos2web.log.statements import ID, INSERT, INSERT_APPEND, Row

__all__ = ["SHOP", "TILL", "Append", "fill", "filled", "month"]

PRODUCTS_MAX = 10_000
ROWS_AT_ONCE = 10_000


def month(count: int, *, seed: int, products: int | None = None) -> Iterator[Append]:
    """Yield appends (instant, entries, envelope) until there are just so many events.

    The same for the same arguments, on every machine. Causes are positions in a log that has
    nothing but these appends.
    """
    if products is None:
        products = max(4, min(PRODUCTS_MAX, count // (2 * EVENTS_A_PRODUCT)))
    random = Random(seed)  # noqa: S311 - a made-up shop, no secret
    shop = BusyShop(random=random, goods=Goods(random, products))
    left = count
    for at, entries, envelope in life(shop):
        if left <= len(entries):
            yield at, entries[:left], envelope
            return
        yield at, entries, envelope
        left -= len(entries)


def filled(folder: Path, count: int) -> Path:
    """The log of so many events in a folder, made where it isn't there yet."""
    path = folder / f"log-{count}.db"
    if not path.exists():
        begun = path.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        fill(begun, count, seed=1)
        begun.rename(path)
    return path


def fill(path: Path, count: int, *, seed: int, products: int | None = None) -> None:
    """Make a log of just so many events where there is none, as appending them would.

    Many appends share a transaction that isn't waited for, so that 10^6 take less than a minute.
    """
    create(path)
    names, encode = STANDARD.names, STANDARD.encode
    versions: dict[str, int] = {}
    digests: list[tuple[int, bytes]] = []
    position = 1
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        digest = start(connection.execute(ID).fetchone()[0])
        rows: list[Row] = []
        for at, entries, envelope in month(count, seed=seed, products=products):
            micros = to_micros(at)
            origin = (envelope.run, envelope.connection)
            begun = len(rows)
            for entry in entries:
                stream, fact = entry.stream, entry.fact
                version = versions[stream] = versions.get(stream, 0) + 1
                cause = entry.cause or envelope.cause
                load = (names[type(fact)], encode(fact), micros, envelope.actor, cause)
                rows.append((stream, version, *load, *origin))
            digest = link(digest, encoded(line_of(position, rows[begun:])))
            position += len(entries)
            digests.append((position - 1, digest))
            if len(rows) > ROWS_AT_ONCE:
                connection.executemany(INSERT, rows)
                rows.clear()
        connection.executemany(INSERT, rows)
        connection.executemany(INSERT_APPEND, digests)
        connection.execute("COMMIT")
