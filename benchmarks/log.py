"""How fast the log appends and replays, against raw sqlite3 moving the same bytes in the same run.

Prints one JSON line for `append` and one for `replay`. Both sides do the same number of appends of
the same size into the same tables with the same indexes and pragmas, the digest of each append
among them (which raw sqlite3 need not work out), each on disk when it returns; both read every column of every row, raw sqlite3 in one go. The two take turns, round by round:
the ratio is the median of the rounds' ratios.
"""

import argparse
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.figures import Pair, show_race
from pos2web.domain.changes import Action, Change, FieldChange
from pos2web.domain.connections import MAIN_TILL
from pos2web.domain.facts import (
    ChangeClaimed,
    ChangeConfirmed,
    Linked,
    PriceSet,
    ProductFound,
    StockCounted,
    StockFound,
)
from pos2web.domain.streams import Stream
from pos2web.domain.things import Product, Stock
from pos2web.domain.values import Kind, Money, ShopKey, TillKey
from pos2web.log import Entry, Envelope, Log
from pos2web.log.schema import create
from pos2web.log.statements import INSERT, INSERT_APPEND

ENVELOPE = Envelope("task:catalogue", "01JDZ6Q0V2M3R8", MAIN_TILL)
RUN = "run/01JDZ6Q0V2M3R8"
EVERYTHING = """
SELECT position, stream, version, type, payload, recorded_at, actor, cause, run, connection
FROM events ORDER BY position"""
Rows = tuple[list[tuple[object, ...]], list[tuple[int, bytes]]]
"""Events without their positions, and the ends of appends with their digests."""


TEXT = "Un thé vert doux et végétal, récolté au printemps et séché à l'ombre. "


def story(products: int) -> Iterator[Entry]:
    """What a first sync of so many products records, then days of prices and stock."""
    keys = [f"TEA-{number:05}" for number in range(products)]
    for key in keys:
        yield from _found(key)
    for number, key in enumerate(keys):
        yield from _made(key, shop_key=str(number))
    for day in range(1, 4):
        yield from _day(keys, day)


def _found(key: str) -> Iterator[Entry]:
    yield Entry(Stream(f"till:main/product/{key}"), ProductFound(key=key, product=_product(key)))
    stock = Stock(key=key, product=key, quantity=Decimal(10))
    yield Entry(Stream(f"till:main/stock/{key}"), StockFound(key=key, stock=stock))


def _made(key: str, *, shop_key: str) -> Iterator[Entry]:
    """A product's creation on the shop: claimed, confirmed, linked, and seen there."""
    fields = {"reference": key, "name": {"fr": "Thé vert"}, "price": "9.383886", "ean": "3760123"}
    change = _change(
        Action.CREATE, Kind.PRODUCT, key, {name: (None, to) for name, to in fields.items()}
    )
    yield Entry(Stream(RUN), ChangeClaimed(change=change))
    yield Entry(Stream(RUN), ChangeConfirmed(change=change.id, shop_key=ShopKey(shop_key)))
    link = Linked(key=key, kind=Kind.PRODUCT, shop_key=ShopKey(shop_key), how="created")
    yield Entry(Stream(f"shop:main/link/product/{key}"), link)
    seen = ProductFound(key=shop_key, product=_product(shop_key))
    yield Entry(Stream(f"shop:main/product/{shop_key}"), seen)


def _day(keys: list[str], day: int) -> Iterator[Entry]:
    """Every product sold, one in ten at a new price; each change goes on to the shop."""
    was, price = Decimal(9) + Decimal(day - 1) / 10, Decimal(9) + Decimal(day) / 10
    for number, key in enumerate(keys):
        counted = StockCounted(key=key, quantity=Decimal(10 - day), was=Decimal(11 - day))
        yield Entry(Stream(f"till:main/stock/{key}"), counted)
        yield from _sent(Kind.STOCK, key, "quantity", (str(11 - day), str(10 - day)), counted)
        if number % 10 == 0:
            repriced = PriceSet(key=key, price=Money(price, "EUR"), was=Money(was, "EUR"))
            yield Entry(Stream(f"till:main/product/{key}"), repriced)
            yield from _sent(Kind.PRODUCT, key, "price", (str(was), str(price)), repriced)


def _sent(
    kind: Kind, key: str, field: str, step: tuple[str, str], fact: StockCounted | PriceSet
) -> Iterator[Entry]:
    change = _change(Action.UPDATE, kind, key, {field: step})
    yield Entry(Stream(RUN), ChangeClaimed(change=change))
    yield Entry(Stream(RUN), ChangeConfirmed(change=change.id, shop_key=ShopKey(key)))
    yield Entry(Stream(f"shop:main/{kind}/{key}"), fact)


def _product(key: str) -> Product:
    return Product(
        key=key,
        reference=key,
        name={"fr": "Thé vert de Chine", "en": "Green tea from China"},
        price=Money(Decimal("9.90"), "EUR"),
        tax_rate=Decimal("5.5"),
        description={"fr": TEXT * 2, "en": TEXT},
        weight=Decimal("0.250"),
        ean="3760123456789",
        brand="COMPTOIR",
        categories=("TEAS", "GREEN"),
    )


def _change(
    action: Action, kind: Kind, key: str, fields: dict[str, tuple[object, object]]
) -> Change:
    steps = tuple(
        FieldChange(field=field, before=before, after=after, reason="as the till has it")
        for field, (before, after) in fields.items()
    )
    shop_key = None if action is Action.CREATE else key
    id = f"{action}-{kind}-{key}"
    return Change(
        id=id,
        action=action,
        kind=kind,
        key=TillKey(key),
        shop_key=ShopKey(shop_key) if shop_key else None,
        fields=steps,
    )


def clock() -> datetime:
    return datetime.now(UTC)


def timed(work: Callable[[], int]) -> float:
    """Seconds per event."""
    begun = perf_counter()
    count = work()
    return (perf_counter() - begun) / count


def raw_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def raw_rows(path: Path) -> Rows:
    """What a log holds, but the positions: the very bytes that raw sqlite3 is to move."""
    with closing(raw_connection(path)) as connection:
        events = [row[1:] for row in connection.execute(EVERYTHING)]
        return events, connection.execute("SELECT * FROM appends ORDER BY position").fetchall()


def append_log(path: Path, batches: list[list[Entry]]) -> int:
    with Log.open(path, clock=clock) as log:
        return sum(len(log.append(batch, ENVELOPE)) for batch in batches)


def append_raw(path: Path, rows: Rows) -> int:
    events, ends = rows
    start = 0
    with closing(raw_connection(path)) as connection:
        for end in ends:
            connection.execute("BEGIN")
            connection.executemany(INSERT, events[start : end[0]])
            connection.execute(INSERT_APPEND, end)
            connection.execute("COMMIT")
            start = end[0]
    return len(events)


def replay_log(path: Path) -> int:
    with Log.open(path, clock=clock, read_only=True) as log:
        return sum(1 for _ in log.read())


def replay_raw(path: Path) -> int:
    with closing(raw_connection(path)) as connection:
        return sum(1 for _ in connection.execute(EVERYTHING))


def measure(folder: Path, *, products: int, size: int, rounds: int) -> None:
    entries = list(story(products))
    batches = [entries[start : start + size] for start in range(0, len(entries), size)]
    append_log(folder / "first.db", batches)
    rows = raw_rows(folder / "first.db")
    appends: list[Pair] = []
    replays: list[Pair] = []
    for number in range(rounds):
        ours, raw = folder / f"log-{number}.db", folder / f"raw-{number}.db"
        create(ours)
        create(raw)
        append_ours = partial(append_log, ours, batches)
        appends.append(_alternate(number, append_ours, partial(append_raw, raw, rows)))
        replays.append(_alternate(number, partial(replay_log, ours), partial(replay_raw, ours)))
        ours.unlink()
        raw.unlink()
    show_race("append", "events/s", appends, 0.8, len(entries))
    show_race("replay", "events/s", replays, 0.6, len(entries))


def _alternate(number: int, ours: Callable[[], int], theirs: Callable[[], int]) -> Pair:
    """Both times; who goes first changes each round."""
    if number % 2:
        raw = timed(theirs)
        return timed(ours), raw
    mine = timed(ours)
    return mine, timed(theirs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=2_500)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=11)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), products=given.products, size=given.batch, rounds=given.rounds)


if __name__ == "__main__":
    main()
