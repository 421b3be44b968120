"""What is new since a cursor, by marks of change and by fingerprints."""

from pos2web.adapters.sql_database.feed import (
    Cursor,
    Listed,
    Listing,
    Mark,
    bucket,
    fingerprint,
    listing,
    print_listing,
)
from pos2web.adapters.sql_database.values import Moment

SECOND = 1_000_000


def at(seconds: float, key: str = "TEA") -> Listed:
    """A row that changed then."""
    instant = Moment(int(seconds * SECOND), int(seconds * SECOND), is_instant=True)
    return Listed(key=key, lookup=key, moments=(instant,))


def version(number: int, key: str = "TEA") -> Listed:
    return Listed(key=key, lookup=key, moments=(Moment(number, number, is_instant=False),))


def read(*rows: Listed, before: Mark | None, now_s: int, watch: str = "") -> Listing:
    return listing(rows, before, watch=watch, now_s=now_s, overlap_s=60)


def test_everything_is_new_to_who_has_seen_nothing() -> None:
    first = read(at(10), at(20, "MUG"), before=None, now_s=100)

    assert first.wanted == {"TEA", "MUG"}
    assert list(first.unchanged) == []


def test_what_is_older_than_the_overlap_is_not_read_again() -> None:
    first = read(at(10), at(500, "MUG"), before=None, now_s=500)

    second = read(at(10), at(500, "MUG"), before=first.mark, now_s=510)

    assert second.wanted == {"MUG"}
    assert list(second.unchanged) == ["TEA"]


def test_a_second_change_in_the_same_tick_is_seen() -> None:
    first = read(at(500), before=None, now_s=500)

    assert read(at(500), before=first.mark, now_s=501).wanted == {"TEA"}


def test_a_late_commit_is_seen() -> None:
    first = read(at(500), before=None, now_s=500)

    assert "MUG" in read(at(500), at(470, "MUG"), before=first.mark, now_s=510).wanted


def test_marks_that_have_settled_are_not_read_again() -> None:
    first = read(at(500), before=None, now_s=500)
    second = read(at(500), before=first.mark, now_s=560)

    third = read(at(500), before=second.mark, now_s=570)

    assert second.wanted == {"TEA"}
    assert third.wanted == frozenset()


def test_what_changes_after_marks_have_settled_is_seen() -> None:
    settled = Mark(at=(500 * SECOND,), since_s=500, is_settled=True)

    found = read(at(500), at(500.5, "MUG"), before=settled, now_s=900)

    assert found.wanted == {"MUG"}
    assert not found.mark.is_settled


def test_the_till_clock_may_be_hours_off() -> None:
    """Only what passes on our clock between two readings counts."""
    first = read(at(7200), before=None, now_s=100)
    second = read(at(7200), before=first.mark, now_s=130)

    assert second.wanted == {"TEA"}
    assert not second.mark.is_settled


def test_a_database_brought_back_from_a_copy_is_read_whole() -> None:
    ahead = Mark(at=(900 * SECOND,), since_s=900, is_settled=True)

    assert read(at(10), at(500, "MUG"), before=ahead, now_s=1000).wanted == {"TEA", "MUG"}


def test_another_answer_of_what_is_watched_reads_everything() -> None:
    settled = Mark(at=(500 * SECOND,), since_s=500, is_settled=True, watch="before")

    assert read(at(10), at(500, "MUG"), before=settled, now_s=900, watch="now").wanted == {
        "TEA",
        "MUG",
    }


def test_a_mark_that_means_nothing_is_read_every_time() -> None:
    lost = Listed(key="MUG", lookup="MUG", moments=(None,))
    settled = Mark(at=(500 * SECOND,), since_s=500, is_settled=True)

    assert read(at(500), lost, before=settled, now_s=900).wanted == {"MUG"}


def test_of_several_marks_any_may_move() -> None:
    def row(own: int, product: int) -> Listed:
        marks = (Moment(own, own, is_instant=False), Moment(product, product, is_instant=False))
        return Listed(key="M", lookup="M", moments=marks)

    settled = Mark(at=(5, 9), since_s=0, is_settled=True)

    assert read(row(5, 10), before=settled, now_s=900).wanted == {"M"}
    assert read(row(5, 9), before=settled, now_s=900).wanted == frozenset()


def test_versions_look_back_by_number() -> None:
    first = read(version(1), version(5000, "MUG"), before=None, now_s=0)

    assert read(version(1), version(5000, "MUG"), before=first.mark, now_s=1).wanted == {"MUG"}


def test_counts_of_milliseconds_look_back_by_time() -> None:
    now = 1_790_000_000_000
    first = read(version(now - 50_000), version(now, "MUG"), before=None, now_s=0)

    found = read(version(now - 50_000), version(now, "MUG"), before=first.mark, now_s=1)

    assert found.wanted == {"TEA", "MUG"}


def test_an_empty_table_has_nothing_new_and_later_everything() -> None:
    first = read(before=None, now_s=0)

    assert first.wanted == frozenset()
    assert read(at(5), before=first.mark, now_s=900).wanted == {"TEA"}


def test_keys_that_can_not_be_told_apart_are_counted() -> None:
    nameless = Listed(key=None, lookup=None, moments=(None,))

    found = read(at(1), at(2), nameless, before=None, now_s=0)

    assert (found.doubled, found.keyless) == ({"TEA": 2}, 1)


def printed(**contents: str) -> list[Listed]:
    return [
        Listed(key=key, lookup=None, fingerprint=fingerprint(content))
        for key, content in contents.items()
    ]


def test_fingerprints_tell_what_may_have_changed() -> None:
    rows = {f"K{number}": "same" for number in range(64)}
    first = print_listing(printed(**rows), None)

    second = print_listing(printed(**rows | {"K7": "other"}), first.mark)

    assert len(first.wanted) == 64
    assert "K7" in second.wanted
    assert second.wanted == {key for key in rows if bucket(key) == bucket("K7")}


def test_fingerprints_of_the_same_are_the_same_in_any_order() -> None:
    first = print_listing(printed(A="1", B="2"), None)

    assert print_listing(printed(B="2", A="1"), first.mark).wanted == frozenset()


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(mapping="m").moved("product", Mark(at=(5,), since_s=1))

    assert Cursor.read(cursor.written(), mapping="m") == cursor


def test_a_cursor_of_another_mapping_has_seen_nothing() -> None:
    cursor = Cursor(mapping="m").moved("product", Mark(at=(5,), since_s=1))

    for text in (cursor.written(), "yesterday", "{}", None):
        assert Cursor.read(text, mapping="other") == Cursor(mapping="other")
