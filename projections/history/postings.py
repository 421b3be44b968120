"""At which positions each term stands, packed by the block: ten million events are few rows.

The log is cut into blocks of so many positions. Of a block that is over there is one row for each
term in it: the places in the block at which it stands, as 16-bit numbers, or as one bit for each
place where that is shorter. Rows lie in the order of the blocks, so that writing them never
touches what was written long ago. In which blocks a term stands is told for 32 blocks together.
Of the block that is not over there is one row for each term and position, in the tail.

Words are kept too, and of a block that is over also where words stand that begin alike.
"""

import sqlite3
import struct
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

import msgspec
import sqlalchemy as sa

from pos2web.projections.following.rows import HISTORY
from pos2web.projections.history.terms import BEGINNING, WORD, term
from pos2web.projections.words import BEGINNINGS

sa.Table(
    "postings",
    HISTORY,
    sa.Column("block", sa.Integer, primary_key=True),
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("places", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
sa.Table(
    "spread",
    HISTORY,
    sa.Column("stretch", sa.Integer, primary_key=True),
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("blocks", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)
sa.Table(
    "tail",
    HISTORY,
    sa.Column("term", sa.Integer, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sqlite_with_rowid=False,
)
for _name in ("words", "words_of_tail"):
    sa.Table(_name, HISTORY, sa.Column("word", sa.Text, primary_key=True), sqlite_with_rowid=False)

STRETCH_BITS = 5
"""Two to the power of so many blocks are a stretch."""

STRETCH = 1 << STRETCH_BITS

Places = dict[int, list[int]]
"""Positions by term, each list in order."""


class Blocks(msgspec.Struct, frozen=True):
    """Blocks of two to the power of `bits` positions, eight at least and 65,536 at most."""

    bits: int

    @property
    def size(self) -> int:
        """How many positions are a block."""
        return 1 << self.bits

    def of(self, position: int) -> int:
        """The number of the block in which a position is."""
        return position >> self.bits

    def first(self, number: int) -> int:
        """The first position of a block."""
        return number << self.bits

    def pack(self, positions: list[int]) -> bytes:
        """The places of positions in their block, which are in order."""
        bits = self.bits
        if 16 * len(positions) < 1 << bits:
            within = (1 << bits) - 1
            places = [position & within for position in positions]
            return struct.pack(f"<{len(places)}H", *places)
        return self.marked(positions).to_bytes(self.size // 8, "little")

    def marked(self, positions: Iterable[int]) -> int:
        """One number with a bit for the place of each position in its block."""
        within = self.size - 1
        bits = bytearray(self.size // 8)
        for position in positions:
            bits[(position & within) >> 3] |= 1 << (position & 7)
        return int.from_bytes(bits, "little")

    def among(self, packed: bytes, bits: int) -> int:
        """Those places of a block's that are packed, as bits; few are looked up one by one."""
        is_marks = len(packed) == self.size // 8
        if bits.bit_count() > FEW:
            every = packed if is_marks else self._marks(packed)
            return bits & int.from_bytes(every, "little")
        numbers = () if is_marks else struct.unpack(f"<{len(packed) // 2}H", packed)
        found = 0
        while bits:
            place = bits.bit_length() - 1
            bits ^= 1 << place
            if packed[place >> 3] >> (place & 7) & 1 if is_marks else _holds(numbers, place):
                found |= 1 << place
        return found

    def _marks(self, packed: bytes) -> bytearray:
        marks = bytearray(self.size // 8)
        for place in struct.unpack(f"<{len(packed) // 2}H", packed):
            marks[place >> 3] |= 1 << (place & 7)
        return marks


def _holds(numbers: Sequence[int], number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


BLOCKS = Blocks(15)
"""Who changes it raises HISTORY_VERSION."""


FEW = 64
"""So many places are sooner found one by one than by going through all."""

_SPREAD = """
INSERT INTO spread (stretch, term, blocks) VALUES (?, ?, ?)
ON CONFLICT (stretch, term) DO UPDATE SET blocks = blocks | excluded.blocks"""


class _Added:
    """What a batch adds to one block."""

    def __init__(self) -> None:
        self.places: Places = defaultdict(list)
        self.words: set[str] = set()


class Postings:
    """What a batch of events adds to the postings."""

    def __init__(self, cursor: sqlite3.Cursor, blocks: Blocks = BLOCKS) -> None:
        self._cursor = cursor
        self._blocks = blocks
        self._added: dict[int, _Added] = {}
        self._last = 0

    def add(self, position: int, terms: Iterable[int], words: Set[str]) -> None:
        """An event stands at this position, after all before; each of its terms is given once."""
        number = position >> self._blocks.bits
        added = self._added.get(number)
        if added is None:
            added = self._added[number] = _Added()
        places = added.places
        for each in terms:
            places[each].append(position)
        for word in words:
            places[term(WORD, word)].append(position)
        added.words |= words
        self._last = position

    def has(self, sought: int, position: int) -> bool:
        """Whether a term stands at a position, of this batch or of one before."""
        added = self._added.get(self._blocks.of(position))
        if added is not None and _holds(added.places.get(sought, ()), position):
            return True
        return self._stood(sought, position)

    def _stood(self, sought: int, position: int) -> bool:
        number, asked = self._blocks.of(position), (sought, position)
        tail = "SELECT 1 FROM tail WHERE term = ? AND position = ?"
        if self._cursor.execute(tail, asked).fetchone() is not None:
            return True
        sealed = "SELECT places FROM postings WHERE block = ? AND term = ?"
        row = self._cursor.execute(sealed, (number, sought)).fetchone()
        place = position - self._blocks.first(number)
        return row is not None and bool(self._blocks.among(row[0], 1 << place))

    def write(self) -> None:
        """Add to the tail; where a block is over, seal it: a row for each term, and no tail."""
        begun = self._cursor.execute("SELECT position FROM tail LIMIT 1").fetchone()
        if begun is not None:
            self._added.setdefault(self._blocks.of(begun[0]), _Added())
        for number, added in sorted(self._added.items()):
            if self._last >= self._blocks.first(number + 1) - 1:
                self._seal(number, added)
            else:
                self._extend(added)

    def _extend(self, added: _Added) -> None:
        rows = [(term, place) for term in sorted(added.places) for place in added.places[term]]
        words = [(word,) for word in added.words]
        self._cursor.executemany("INSERT INTO tail (term, position) VALUES (?, ?)", rows)
        self._cursor.executemany("INSERT OR IGNORE INTO words_of_tail (word) VALUES (?)", words)

    def _seal(self, number: int, added: _Added) -> None:
        cursor = self._cursor
        places: Places = defaultdict(list)
        for each, position in cursor.execute("SELECT term, position FROM tail"):
            places[each].append(position)
        for each, positions in added.places.items():
            places[each] += positions
        words = added.words.union(
            word for (word,) in cursor.execute("SELECT word FROM words_of_tail")
        )
        places |= dict(_alike(words, places))
        rows = sorted((number, each, self._blocks.pack(where)) for each, where in places.items())
        new = [(word,) for word in sorted(words)]
        cursor.executemany("INSERT INTO postings (block, term, places) VALUES (?, ?, ?)", rows)
        stretch, block = number >> STRETCH_BITS, 1 << (number & (STRETCH - 1))
        cursor.executemany(_SPREAD, [(stretch, each, block) for _, each, _ in rows])
        cursor.executemany("INSERT OR IGNORE INTO words (word) VALUES (?)", new)
        cursor.execute("DELETE FROM tail")
        cursor.execute("DELETE FROM words_of_tail")


def _alike(words: Set[str], places: Places) -> Iterator[tuple[int, list[int]]]:
    """Where words stand that begin alike."""
    alike: dict[str, set[int]] = {}
    for word in words:
        where = places[term(WORD, word)]
        for chars in BEGINNINGS:
            if len(word) >= chars:
                alike.setdefault(word[:chars], set()).update(where)
    for beginning, found in alike.items():
        yield term(BEGINNING, beginning), sorted(found)
