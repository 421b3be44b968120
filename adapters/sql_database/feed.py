"""Which rows are new since a cursor: by their marks of change, else by fingerprints. Pure.

A mark of change is seen again until it is older than `overlap_s`, counted from when we first saw
it: so neither a change within the same tick of the clock nor a late commit is lost, whatever the
hour on the till's clock. Fingerprints are kept by bucket of keys: when one row changes, those that
share its bucket are read again too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from zlib import crc32

import msgspec

from pos2web.adapters.sql_database.values import Cell, Moment

BUCKETS = 16
VERSIONS_OVERLAP = 1_000
COUNTED_IN_MS_FROM = 100_000_000_000


class Mark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far one kind was read: the newest marks and since when we know them, or fingerprints."""

    at: tuple[int, ...] = ()
    since_s: int = 0
    is_settled: bool = False
    watch: str = ""
    prints: tuple[str, ...] = ()


class Cursor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far every kind was read, under which mapping."""

    mapping: str
    marks: dict[str, Mark] = {}

    def written(self) -> str:
        """The cursor as a text."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def read(cls, text: str | None, *, mapping: str) -> "Cursor":
        """The cursor that a text says; one that has seen nothing for any other text."""
        try:
            cursor = msgspec.json.decode(text or "{}", type=cls)
        except msgspec.DecodeError:
            return cls(mapping=mapping)
        return cursor if cursor.mapping == mapping else cls(mapping=mapping)

    def moved(self, kind: str, mark: Mark) -> "Cursor":
        """The cursor after one more kind was read."""
        return Cursor(mapping=self.mapping, marks={**self.marks, kind: mark})


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One row by its key: how to find it again, and its marks of change or its fingerprint."""

    key: str | None
    lookup: Cell
    moments: tuple[Moment | None, ...] = ()
    fingerprint: int = 0


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Every key of a kind with its lookup, and which of them are to be read whole.

    `doubled` are keys that several rows have, `keyless` counts the rows that have none.
    """

    lookups: dict[str, Cell]
    wanted: frozenset[str]
    doubled: dict[str, int]
    keyless: int
    mark: Mark

    @property
    def unchanged(self) -> Iterator[str]:
        """The keys that need not be read."""
        return (key for key in self.lookups if key not in self.wanted)


def listing(
    rows: Iterable[Listed], before: Mark | None, *, watch: str, now_s: int, overlap_s: int
) -> Listing:
    """What to read of rows that have marks of change."""
    found = list(rows)
    newest, overlaps = _newest(found, overlap_s)
    known = before if before is not None and _is_comparable(before, newest, watch) else None
    if known is None:
        mark = Mark(at=newest, since_s=now_s, watch=watch)
        return _listing(found, (row.key for row in found), mark)
    settles = known.is_settled or now_s - known.since_s >= overlap_s
    mark = (
        msgspec.structs.replace(known, is_settled=settles)
        if newest == known.at
        else Mark(at=newest, since_s=now_s, watch=watch)
    )
    back = overlaps if not known.is_settled else tuple(0 for _ in overlaps)
    limits = [at - overlap for at, overlap in zip(known.at, back, strict=True)]
    return _listing(found, (row.key for row in found if _is_newer(row, limits)), mark)


def _newest(rows: list[Listed], overlap_s: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The newest mark in each column, and how far to look back from it."""
    newest, overlaps = [], []
    for column in zip(*(row.moments for row in rows), strict=True):
        moments = [moment for moment in column if moment is not None]
        last = max(moments, default=Moment(0, 0, is_instant=False))
        newest.append(last.earliest)
        overlaps.append(_overlap(last, overlap_s))
    return tuple(newest), tuple(overlaps)


def _overlap(moment: Moment, overlap_s: int) -> int:
    if moment.is_instant:
        return overlap_s * 1_000_000
    return overlap_s * 1_000 if moment.earliest >= COUNTED_IN_MS_FROM else VERSIONS_OVERLAP


def _is_comparable(before: Mark, newest: tuple[int, ...], watch: str) -> bool:
    """Whether the marks went on from where they were: a database brought back from a copy didn't."""
    return (
        before.watch == watch
        and len(before.at) == len(newest)
        and all(new >= old for new, old in zip(newest, before.at, strict=True))
    )


def _is_newer(row: Listed, limits: list[int]) -> bool:
    return any(
        moment is None or moment.latest > limit
        for moment, limit in zip(row.moments, limits, strict=True)
    )


def print_listing(rows: Iterable[Listed], before: Mark | None) -> Listing:
    """What to read of rows that are told apart by fingerprint alone."""
    found = list(rows)
    sums = [0] * BUCKETS
    for row in found:
        sums[bucket(row.key)] += row.fingerprint
    prints = tuple(f"{total % 2**64:016x}" for total in sums)
    known = before.prints if before is not None and len(before.prints) == BUCKETS else ()
    same = {number for number, old in enumerate(known) if old == prints[number]}
    wanted = (row.key for row in found if bucket(row.key) not in same)
    return _listing(found, wanted, Mark(prints=prints))


def _listing(rows: list[Listed], wanted: Iterable[str | None], mark: Mark) -> Listing:
    counts = Counter(row.key for row in rows)
    keyless = counts.pop(None, 0)
    return Listing(
        lookups={row.key: row.lookup for row in rows if row.key is not None},
        wanted=frozenset(key for key in wanted if key is not None),
        doubled={key: count for key, count in counts.items() if key is not None and count > 1},
        keyless=keyless,
        mark=mark,
    )


def bucket(key: str | None) -> int:
    """Which fingerprint a key is part of."""
    return crc32((key or "").encode()) % BUCKETS


def fingerprint(*content: Cell) -> int:
    """A number that is another one for other content, the same in every process."""
    return int.from_bytes(blake2b(repr(content).encode(), digest_size=8).digest(), "big")


def digest(rows: Iterable[Cell]) -> str:
    """A short text that is another one for other rows, or the same in another order."""
    sum_of_rows = blake2b(digest_size=8)
    for row in rows:
        sum_of_rows.update(repr(row).encode())
    return sum_of_rows.hexdigest()
