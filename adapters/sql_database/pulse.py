"""What differs when a till's database may have changed: a file's stamps, or its tables' newest marks."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from pos2web.adapters.sql_database.client import Reading
from pos2web.adapters.sql_database.feed import digest
from pos2web.adapters.sql_database.mapping import Mapping, Source, Stocks, Things, relation
from pos2web.adapters.sql_database.queries import Query, rows_of, sql
from pos2web.domain.values import Kind
from pos2web.errors import TransientError
from pos2web.messages import message

Stamps = tuple[int, ...]

TICK_NS = 50_000_000
"""Two writes within one tick of a file's clock leave one stamp: 10 ms on Linux, 16 ms on Windows.

Besides, SQLite shows readers a little later what it has written in its `-wal` file.
"""

WAITS_MAX = 3


def of_file(database: Path) -> str:
    """The stamps of an SQLite file and of its `-wal` file, once they are a little old."""
    return settled(lambda: stamps(database), time.time_ns, time.sleep)


def settled(
    read: Callable[[], Stamps], now_ns: Callable[[], int], sleep: Callable[[float], None]
) -> str:
    """Stamps as a mark. Where they don't get old, the mark is like no other, so that one asks again."""
    for _ in range(WAITS_MAX):
        found = read()
        age_ns = now_ns() - max(found)
        if not 0 <= age_ns < TICK_NS:
            return str(found)
        sleep((TICK_NS - age_ns) / 1_000_000_000)
    return f"{found} at {now_ns()}"


def stamps(database: Path) -> Stamps:
    """When both files were written last, and their sizes; whoever reads makes an empty `-wal` file."""
    try:
        path = database.resolve()
        main = path.stat()
    except OSError as error:
        raise TransientError(
            message(
                "the database {database}: {strerror}", database=database, strerror=error.strerror
            )
        ) from error
    found = (main.st_mtime_ns, main.st_size, main.st_ino)
    with suppress(OSError):
        added = path.with_name(f"{path.name}-wal").stat()
        return (*found, added.st_mtime_ns, added.st_size) if added.st_size else found
    return found


def of_tables(reading: Reading, mapping: Mapping) -> str:
    """The number of rows and the newest marks of every table, and the answers of what is watched."""
    queries = {str(query): query for query in _counts(mapping, reading.quote)}
    answers = [digest(reading.rows(query)) for query in queries.values()]
    watched = {query: None for section in _sections(mapping) for query in _watch(section)}
    answers += [digest(reading.rows(text(query.replace(":", r"\:")))) for query in watched]
    return digest([tuple(answers)])


def _counts(mapping: Mapping, quote: Callable[[str], str]) -> Iterator[Query]:
    """A query for each table; what has no marks of its own but shares a table is seen there."""
    for section in _sections(mapping):
        marks = section.changed if isinstance(section, Things | Stocks) else ()
        if not marks and section.table in mapping.marked_tables:
            continue
        newest = (f"MAX({sql(piece, quote)})" for piece in marks)
        yield rows_of(section, ["COUNT(*)", *newest], quote)


def _sections(mapping: Mapping) -> Iterator[Source]:
    for kind in Kind:
        section = mapping.of(kind)
        yield from (source for source in (section, relation(section)) if source is not None)


def _watch(section: Source) -> tuple[str, ...]:
    return section.watch if isinstance(section, Things | Stocks) else ()
