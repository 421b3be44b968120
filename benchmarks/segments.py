"""How small segments are, and how fast a log is sealed, checked and made anew of them.

Prints a JSON line each for `segment_bytes` and `piece_bytes` (bytes of an event of the sample
month, sealed and in pieces of about 20 events), `log_seal`, `log_verify` and `log_load`. The last is
judged against unpacking the same segments and raw sqlite3 putting the same rows, which it has ready
in memory, into the same tables with the same indexes and pragmas, in the same run. The two take
turns, round by round: the ratio is the median of the rounds' ratios, and how many times as long ours
takes.
"""

import argparse
import gc
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter

import zstandard

from benchmarks.figures import Figure, show
from benchmarks.log import clock
from benchmarks.month import fill
from pos2web.log import Log
from pos2web.log.loading import load
from pos2web.log.proving import prove
from pos2web.log.schema import APPENDS, EVENTS
from pos2web.log.sealing import dictionary, seal, sealed
from pos2web.log.segments import cut
from pos2web.log.statements import INSERT_APPEND

PIECE_EVENTS = 20
PIECES = 200
PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -131072")
"""As `loading` sets them."""

ALL = """
SELECT position, stream, version, type, payload, recorded_at, actor, cause, run, connection
FROM events ORDER BY position"""
INSERT_ALL = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
Rows = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def piece_bytes(log: Log, words: bytes | None) -> float:
    """Of an event, in pieces from all over the second half of the log."""
    half, size, events = log.head // 2, 0, 0
    for number in range(PIECES):
        start = log.boundary(half + half * number // PIECES)
        end = log.boundary(start + PIECE_EVENTS)
        if end > start:
            size, events = size + len(cut(log, start, end, words)), events + end - start
    return size / events


def rows_of(path: Path) -> Rows:
    """What a log holds."""
    with closing(sqlite3.connect(path)) as connection:
        events = connection.execute(ALL).fetchall()
        return events, connection.execute("SELECT * FROM appends ORDER BY position").fetchall()


def load_ours(path: Path, files: list[Path]) -> None:
    path.unlink(missing_ok=True)
    load(path, (file.read_bytes() for file in files))


def load_raw(path: Path, files: list[Path], rows: Rows) -> None:
    path.unlink(missing_ok=True)
    for file in files:
        packed = file.read_bytes().partition(b"\n")[2]
        zstandard.ZstdDecompressor().decompress(packed)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        connection.execute(EVENTS[0])
        connection.execute(APPENDS)
        connection.executemany(INSERT_ALL, rows[0])
        connection.executemany(INSERT_APPEND, rows[1])
        connection.execute(EVENTS[1])
        connection.execute("COMMIT")


def measure(folder: Path, *, events: int, rounds: int) -> None:
    path = folder / "log.db"
    fill(path, events, seed=1)
    with Log.open(path, clock=clock) as log:
        took = timed(partial(seal, log, log.segments))
        found = sealed(log.segments)
        files, reach = [one.path for one in found], found[-1].last
        size = sum(file.stat().st_size for file in files)
        show(Figure("segment_bytes", size / reach, "bytes/event", reach, goal=60))
        plain, small = piece_bytes(log, None), piece_bytes(log, dictionary(log.segments))
        show(Figure("piece_bytes", small, "bytes/event", PIECE_EVENTS), plain=plain)
        show(Figure("log_seal", reach / took, "events/s", reach, better="higher"))
        took = timed(partial(prove, log, log.segments))
        show(Figure("log_verify", events / took, "events/s", events, better="higher"))
        if reach < log.head:
            files.append(folder / "rest.segment")
            files[-1].write_bytes(cut(log, reach, log.head))
    measure_loading(folder, files, rounds)


def measure_loading(folder: Path, files: list[Path], rounds: int) -> None:
    rows = rows_of(folder / "log.db")
    gc.freeze()  # What raw sqlite3 has ready is no burden to ours.
    pairs = []
    for number in range(rounds):
        ours = partial(load_ours, folder / "ours.db", files)
        raw = partial(load_raw, folder / "raw.db", files, rows)
        if number % 2:
            theirs = timed(raw)
            pairs.append((timed(ours), theirs))
        else:
            mine = timed(ours)
            pairs.append((mine, timed(raw)))
    value, raw_s = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(ours / raw for ours, raw in pairs)
    figure = Figure("log_load", value, "s", len(rows[0]), ratio=ratio, goal=1.5, of="ratio")
    show(figure, rounds=rounds, raw=raw_s)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), events=given.events, rounds=given.rounds)


if __name__ == "__main__":
    main()
