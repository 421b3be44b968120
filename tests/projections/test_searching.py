"""What is found is what stands there, however the log was cut into batches and blocks."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.errors import RuleError
from pos2web.projections.following.database import driver_cursor, open_database
from pos2web.projections.following.rows import HISTORY
from pos2web.projections.history import searching
from pos2web.projections.history.postings import Blocks, Postings
from pos2web.projections.history.searching import Search, Sought, one
from pos2web.projections.history.terms import WORD, term
from pos2web.projections.words import words

SMALL = Blocks(3)
"""Blocks of eight positions: a few events are many of them."""

TERMS = st.sets(st.integers(1, 6), max_size=4)
SOME_WORDS = st.sets(
    st.sampled_from(["the", "thea", "vert", "v", "12", "12.5", "3760123456789", "376012345678x"]),
    max_size=3,
)
Event = tuple[set[int], set[str]]
EVENTS = st.lists(st.tuples(TERMS, SOME_WORDS), min_size=1, max_size=60)


@contextmanager
def cursor() -> Iterator[sqlite3.Cursor]:
    """A history with nothing in it."""
    with TemporaryDirectory() as folder:
        engine = open_database(Path(folder) / "history.db", HISTORY)
        with engine.connect() as connection, closing(driver_cursor(connection)) as opened:
            yield opened
        engine.dispose()


def follow(cursor: sqlite3.Cursor, events: Sequence[Event], sizes: Sequence[int]) -> None:
    """Add events from position 1 on, so many at a time, again and again."""
    position, waiting, turn = 1, list(events), 0
    while waiting:
        size = sizes[turn % len(sizes)]
        batch, waiting, turn = waiting[:size], waiting[size:], turn + 1
        postings = Postings(cursor, SMALL)
        for terms, said in batch:
            postings.add(position, terms, said)
            position += 1
        postings.write()


def rows(cursor: sqlite3.Cursor) -> list[list[tuple[object, ...]]]:
    tables = ("postings", "tail", "words", "words_of_tail")
    return [cursor.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608 - names of ours


SIZES = st.lists(st.integers(1, 20), min_size=1, max_size=4)


@settings(max_examples=60)
@given(EVENTS, SIZES)
def test_rows_do_not_depend_on_batches(events: list[Event], sizes: list[int]) -> None:
    with cursor() as at_once, cursor() as in_parts:
        follow(at_once, events, [len(events)])
        follow(in_parts, events, sizes)

        assert rows(in_parts) == rows(at_once)


@settings(max_examples=150)
@given(EVENTS, SIZES, st.data())
def test_positions_are_those_where_all_of_it_stands(
    events: list[Event], sizes: list[int], data: st.DataObject
) -> None:
    together = st.lists(st.integers(1, 6), min_size=1, max_size=2).map(tuple)
    sought = data.draw(
        st.lists(st.lists(together, max_size=3), max_size=3), label="any of these, all of those"
    )
    also = data.draw(st.lists(st.integers(1, 600), max_size=3), label="also")
    first, last = data.draw(st.integers(1, 70)), data.draw(st.integers(0, len(events)))

    with cursor() as opened:
        follow(opened, events, sizes)
        search = Search(opened, [Sought(any_of, also=also) for any_of in sought], SMALL)
        newest = [*search.positions(first, last)]
        oldest = [*search.positions(first, last, newest_first=False)]

    expected = [
        position
        for position, (terms, _) in enumerate(events, 1)
        if first <= position <= last
        if all(position in also or any(terms >= {*each} for each in some) for some in sought)
    ]
    assert oldest == expected
    assert newest == expected[::-1]


TEXTS = ["th", "the", "thea", "v", "ver", "12", "1", "3760", "3760123", "3760123456", "x", "%"]


@settings(max_examples=100)
@given(EVENTS, SIZES, st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2))
def test_words_are_found_by_their_beginnings(
    events: list[Event], sizes: list[int], asked: list[str]
) -> None:
    with cursor() as opened:
        follow(opened, events, sizes)
        sought = [*searching.text(opened, " ".join(asked))]
        found = [*Search(opened, sought, SMALL).positions(1, len(events), newest_first=False)]

    beginnings = words(" ".join(asked))
    assert found == [
        position
        for position, (_, said) in enumerate(events, 1)
        if beginnings and all(any(_begins(word, each) for word in said) for each in beginnings)
    ]


def _begins(word: str, beginning: str) -> bool:
    return word == beginning or (len(beginning) > 1 and word.startswith(beginning))


def test_a_term_is_known_to_stand_in_a_batch_in_the_tail_and_in_a_block() -> None:
    with cursor() as opened:
        follow(opened, [({7}, set())] * 3 + [({8}, set())] * 7, [2])
        postings = Postings(opened, SMALL)
        postings.add(11, {7}, set())

        standing = [position for position in range(1, 15) if postings.has(7, position)]

        assert standing == [1, 2, 3, 11]


def test_a_block_is_over_too_where_its_last_position_was_left_out() -> None:
    with cursor() as opened:
        postings = Postings(opened, SMALL)
        postings.add(3, {7}, {"the"})
        postings.write()
        postings = Postings(opened, SMALL)
        postings.add(17, {7}, set())
        postings.write()

        found = [*Search(opened, [one(7)], SMALL).positions(1, 17)]
        tail = opened.execute("SELECT position FROM tail").fetchall()

    assert found == [17, 3]
    assert tail == [(17,)]


def test_too_many_words_that_begin_so_ask_for_more_of_it() -> None:
    digits = [f"376012345{number:04}" for number in range(searching.ALIKE_MAX + 1)]
    with cursor() as opened:
        follow(opened, [(set(), {*digits})] * 7, [7])

        with pytest.raises(RuleError, match="begin with 3760123450: write more of it"):
            list(searching.text(opened, "3760123450"))
        assert [*searching.text(opened, digits[0])] == [Sought([(term(WORD, digits[0]),)], tail=[])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thé vert, 100 g", {"the", "vert", "100", "g"}),
        ("ŒUVRE d'Été", {"oeuvre", "d", "ete"}),
        ("8,90 EUR 1.5", {"8.90", "eur", "1.5"}),
        ('{"fr":"Thé","is_active":true}', {"the", "true"}),
        ('["a","b"]', {"a", "b"}),
        ("REF_01-b", {"ref", "01", "b"}),
        ("x" * 60, {"x" * 40}),
        ("Straße", {"strasse"}),
        ("½ %", {"1", "2"}),
        ("", set()),
    ],
)
def test_the_words_of_a_text(text: str, found: set[str]) -> None:
    assert words(text) == found


def test_what_is_there_without_standing_anywhere_is_found_in_its_block() -> None:
    with cursor() as opened:
        follow(opened, [({7}, set())] * 20, [20])
        sought = [Sought([(8,)], also=[3, 18, 900]), one(7)]

        assert [*Search(opened, sought, SMALL).positions(1, 20)] == [18, 3]
