"""Positions at which all that is asked for stands, the newest or the oldest first."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import and_
from typing import NamedTuple

from pos2web.errors import RuleError
from pos2web.messages import message
from pos2web.projections.history.postings import BLOCKS, FEW, STRETCH, STRETCH_BITS, Blocks
from pos2web.projections.history.terms import BEGINNING, WORD, term
from pos2web.projections.words import BEGINNINGS, words

ALIKE_MAX = 500
"""So many beginnings of words are looked for at once, which takes a hundredth of a second."""

TAIL_STEP = 2_048
"""So many positions of the tail are looked at together: a page is mostly found among the last."""

_WITHIN = tuple(tuple(place for place in range(8) if byte >> place & 1) for byte in range(256))
"""The places that the bits of a byte stand for."""

Packed = Mapping[int, bytes]
"""The places in a block at which terms stand, as they are packed."""

Found = tuple[int, int]
"""A block's number, and the places in it that are found, as bits."""

Together = tuple[int, ...]
"""Terms that all stand at a position."""

Look = Callable[[Sequence[Together]], Packed]
"""Gives where terms stand."""


class Sought(NamedTuple):
    """What must stand at a position: any of these, or it is one of `also`.

    `tail` is what it is in the tail, where words that begin alike are not together.
    """

    any_of: Sequence[Together]
    tail: Sequence[Together] | None = None
    also: Sequence[int] = ()


def one(sought: int) -> Sought:
    """A term."""
    return Sought([(sought,)])


def text(cursor: sqlite3.Cursor, asked: str) -> Iterator[Sought]:
    """Words that begin so, all of them; a single letter or digit is a whole word.

    Raises RuleError where too many words do.
    """
    found = words(asked)
    if not found:
        yield Sought([])
    for word in sorted(found, key=len, reverse=True):
        if len(word) == 1:
            yield one(term(WORD, word))
            continue
        alike = "SELECT word FROM words_of_tail WHERE word >= ? AND word < ?"
        tail = cursor.execute(alike, (word, _after(word))).fetchall()
        yield Sought(
            [(each,) for each in _beginning(cursor, word)],
            tail=[(term(WORD, each),) for (each,) in tail],
        )


def _beginning(cursor: sqlite3.Cursor, word: str) -> list[int]:
    """Terms that are the words with this beginning: longer beginnings, or else the words."""
    chars = next((chars for chars in BEGINNINGS if chars >= len(word)), None)
    if chars == len(word):
        return [term(BEGINNING, word)]
    found: list[int] = []
    at, end = word, _after(word)
    query = "SELECT min(word) FROM words WHERE word >= ? AND word < ?"
    while (first := cursor.execute(query, (at, end)).fetchone()[0]) is not None:
        if len(found) == ALIKE_MAX:
            raise RuleError(
                message(
                    "more than {alike_max} words begin with {word}: write more of it",
                    alike_max=ALIKE_MAX,
                    word=word,
                )
            )
        if chars is None or len(first) < chars:
            found.append(term(WORD, first))
            at = first + "\0"
        else:
            found.append(term(BEGINNING, first[:chars]))
            at = _after(first[:chars])
    return found


def _after(beginning: str) -> str:
    """What comes after all words that begin so."""
    return beginning + "\U0010ffff"


class Search:
    """What is sought, all of it; put first what is seldom."""

    def __init__(
        self, cursor: sqlite3.Cursor, sought: Sequence[Sought], blocks: Blocks = BLOCKS
    ) -> None:
        self._cursor = cursor
        self._sought = sought
        self._blocks = blocks
        self._terms = json.dumps(sorted(set().union(*(_all(some.any_of) for some in sought))))

    def positions(self, first: int, last: int, *, newest_first: bool = True) -> Iterator[int]:
        """Yield the positions, from one to another."""
        tail = self._cursor.execute("SELECT position FROM tail LIMIT 1").fetchone()
        begun = last + 1 if tail is None else self._blocks.first(self._blocks.of(tail[0]))
        sealed = self._in_blocks(first, min(last, begun - 1), newest_first=newest_first)
        in_tail = self._in_tail(max(first, begun), last, newest_first=newest_first)
        for found in (in_tail, sealed) if newest_first else (sealed, in_tail):
            for number, bits in found:
                begin = self._blocks.first(number)
                for place in _places(bits, newest_first=newest_first):
                    yield begin + place

    def _in_tail(self, first: int, last: int, *, newest_first: bool) -> Iterator[Found]:
        number = self._blocks.of(first)
        begin = self._blocks.first(number)
        sought = [
            some if some.tail is None else some._replace(any_of=some.tail) for some in self._sought
        ]
        steps = range(first, last + 1, TAIL_STEP)
        for at in reversed(steps) if newest_first else steps:
            end = min(last, at + TAIL_STEP - 1)
            span = _between(at - begin, end - begin)
            yield number, self._met(sought, number, span, partial(self._standing, at, end))

    def _standing(self, first: int, last: int, any_of: Sequence[Together]) -> Packed:
        places: dict[int, list[int]] = {}
        asked = (json.dumps(sorted(_all(any_of))), first, last)
        for each, position in self._cursor.execute(_IN_TAIL, asked):
            places.setdefault(each, []).append(position)
        return {each: self._blocks.pack(where) for each, where in places.items()}

    def _in_blocks(self, first: int, last: int, *, newest_first: bool) -> Iterator[Found]:
        of = self._blocks.of
        numbers = range(of(first), of(last) + 1) if first <= last else range(0)
        stretch, spread, within = -1, dict[int, int](), 0
        for number in reversed(numbers) if newest_first else numbers:
            if number >> STRETCH_BITS != stretch:
                stretch = number >> STRETCH_BITS
                spread = dict(self._cursor.execute(_IN_STRETCH, (stretch, self._terms)))
                within = self._may_stand(stretch, spread)
            block = number & (STRETCH - 1)
            if within >> block & 1:
                begin = self._blocks.first(number)
                span = _between(max(first - begin, 0), min(last - begin, self._blocks.size - 1))
                here = json.dumps([each for each, blocks in spread.items() if blocks >> block & 1])
                packed = dict(self._cursor.execute(_IN_BLOCK, (number, here)))
                yield number, self._met(self._sought, number, span, _always(packed))

    def _may_stand(self, stretch: int, spread: Mapping[int, int]) -> int:
        """The blocks of a stretch in which there may be all that is sought."""
        within = (1 << STRETCH) - 1
        for some in self._sought:
            blocks = 0
            for together in some.any_of:
                blocks |= reduce(and_, (spread.get(each, 0) for each in together))
            for number in map(self._blocks.of, some.also):
                if number >> STRETCH_BITS == stretch:
                    blocks |= 1 << (number & (STRETCH - 1))
            within &= blocks
        return within

    def _met(self, sought: Iterable[Sought], number: int, bits: int, look: Look) -> int:
        """Those places of a block at which all of it stands."""
        for some in sought:
            if not bits:
                break
            packed, met = look(some.any_of), 0
            for together in some.any_of:
                if together[0] in packed:
                    met |= self._together(together, packed, bits)
            also = [each for each in some.also if self._blocks.of(each) == number]
            bits &= met | self._blocks.marked(also) if also else met
        return bits

    def _together(self, together: Together, packed: Packed, bits: int) -> int:
        for each in together:
            if not bits or each not in packed:
                return 0
            bits = self._blocks.among(packed[each], bits)
        return bits


def _all(any_of: Iterable[Together]) -> set[int]:
    return {each for together in any_of for each in together}


def _always(packed: Packed) -> Look:
    return lambda _: packed


_IN_STRETCH = """
SELECT term, blocks FROM spread
WHERE stretch = ? AND term IN (SELECT value FROM json_each(?))"""

_IN_BLOCK = """
SELECT term, places FROM postings
WHERE block = ? AND term IN (SELECT value FROM json_each(?))"""

_IN_TAIL = """
SELECT term, position FROM tail
WHERE term IN (SELECT value FROM json_each(?)) AND position BETWEEN ? AND ?"""


def _between(first: int, last: int) -> int:
    """A bit for each place from one to another."""
    return (1 << (last + 1)) - (1 << first)


def _places(bits: int, *, newest_first: bool) -> Iterator[int]:
    if bits.bit_count() > FEW:
        data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
        numbers = range(len(data))
        for number in reversed(numbers) if newest_first else numbers:
            within = _WITHIN[data[number]]
            for place in reversed(within) if newest_first else within:
                yield 8 * number + place
        return
    while bits:
        place = (bits if newest_first else bits & -bits).bit_length() - 1
        yield place
        bits ^= 1 << place
