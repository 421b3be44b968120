"""Which spans a restore takes: they cover the log without a gap, as far as there is one that does."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pos2web.backup.ship.pieces import FAN, PIECE_EVENTS_MAX, begin_of_next
from pos2web.backup.store.chains import as_far_as, chained
from pos2web.backup.store.layout import ListedObject, LogObject
from tests.backup.given import listed
from tests.shops.clocks import NOON

SPANS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 15), st.booleans()), max_size=25).map(
    lambda many: [span(first, first + more, is_sealed=sealed) for first, more, sealed in many]
)


def span(first: int, last: int, *, is_sealed: bool = False) -> LogObject:
    return LogObject(1, first, last, NOON + timedelta(seconds=last), is_sealed)


def found(*spans: LogObject) -> list[ListedObject[LogObject]]:
    return listed(*spans).of(LogObject)


def positions(spans: tuple[ListedObject[LogObject], ...]) -> set[int]:
    return {each for link in spans for each in range(link.what.first, link.what.last + 1)}


@given(SPANS)
def test_a_chain_covers_all_that_can_be_covered_from_the_start(spans: list[LogObject]) -> None:
    every = found(*spans)
    chain = chained(every)
    there = positions(tuple(every))
    reach = next(end for end in range(60) if end + 1 not in there)

    assert chain.reach == reach
    assert positions(chain.links) >= set(range(1, reach + 1))
    assert all(each.what.last <= reach for each in (*chain.links, *chain.spare))
    assert all(each.what.first > reach + 1 for each in chain.beyond)
    names = [each.name for each in (*chain.links, *chain.spare, *chain.beyond)]
    assert sorted(names) == sorted(each.name for each in every)
    assert all(
        after.what.first <= before.what.last + 1 and after.what.last > before.what.last
        for before, after in zip(chain.links, chain.links[1:], strict=False)
    )


def test_sealed_segments_are_taken_before_longer_pieces() -> None:
    every = found(span(1, 10, is_sealed=True), span(1, 30), span(11, 20, is_sealed=True))

    chain = chained(every)

    assert [each.what.last for each in chain.links] == [10, 20, 30]
    assert chain.spare == ()


def test_a_chain_goes_only_as_far_as_wanted() -> None:
    links = chained(found(span(1, 10), span(11, 20), span(21, 30))).links

    def ends(**wanted: int) -> list[int]:
        at, upto = wanted.get("at"), wanted.get("upto")
        instant = None if at is None else NOON + timedelta(seconds=at)
        return [each.what.last for each in as_far_as(links, instant, upto)]

    assert ends() == [10, 20, 30]
    assert ends(at=5) == [10]
    assert ends(at=10) == [10, 20]
    assert ends(at=99) == [10, 20, 30]
    assert ends(upto=10) == [10]
    assert ends(upto=11) == [10, 20]


@given(st.lists(st.integers(1, 30), min_size=1, max_size=300))
def test_few_pieces_are_left_and_little_is_sent_twice(appends: list[int]) -> None:
    tail: list[LogObject] = []
    end = sent = 0
    for events in appends:
        first = begin_of_next(tail, end, end + events)
        assert first == end + 1 or first in [each.first for each in tail]
        tail = [each for each in tail if each.last < first]
        end += events
        tail.append(span(first, end))
        sent += end - first + 1

    sizes = len(str(end)) + 4  # a few more than its logarithm to FAN
    assert [each.first for each in tail] == [1, *(each.last + 1 for each in tail[:-1])]
    assert len(tail) <= FAN * sizes
    assert sent <= end * sizes


def test_no_piece_becomes_larger_than_is_wanted() -> None:
    sizes = PIECE_EVENTS_MAX // FAN
    tail = [span(1 + number * sizes, (number + 1) * sizes) for number in range(FAN)]
    end = tail[-1].last

    assert begin_of_next(tail, end, end + sizes) == end + 1
