"""Which installation writes to a shop, by the mark that is kept there."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.domain.epochs import (
    Epoch,
    Mark,
    Writer,
    next_number,
    read_mark,
    superseded,
    writer_of,
)
from pos2web.ports import MARK_CHARS_MAX

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOG, OTHER = "0f" * 16, "f0" * 16

HEX = st.text("0123456789abcdef", min_size=16, max_size=16)
MARKS = st.builds(
    Mark,
    log=st.sampled_from([LOG, OTHER]),
    number=st.integers(1, 999_999),
    epoch=HEX,
    since=st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds)),
)


def mark(number: int = 2, epoch: str = "b" * 16, log: str = LOG) -> Mark:
    return Mark(log=log, number=number, epoch=epoch, since=NOON)


@given(MARKS)
def test_a_mark_is_short_and_read_as_it_was_written(written: Mark) -> None:
    assert written.text.isascii()
    assert len(written.text) <= MARK_CHARS_MAX
    assert read_mark(written.text) == written


@given(MARKS, MARKS)
def test_of_two_installations_at_most_one_goes_on(one: Mark, other: Mark) -> None:
    goes_on = {Writer.US, Writer.BEFORE}

    seen = [writer_of(other.text, one), writer_of(one.text, other)]

    assert all(each in goes_on for each in seen) == (
        (one.log, one.epoch) == (other.log, other.epoch)
    )


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        (None, Writer.NOBODY),
        (mark().text, Writer.US),
        (mark(1, "a" * 16).text, Writer.BEFORE),
        (mark(3, "c" * 16).text, Writer.ANOTHER),
        (mark(2, "c" * 16).text, Writer.ANOTHER),
        (mark(1, "a" * 16, OTHER).text, Writer.ANOTHER),
        (mark().text.replace("pos2web 1", "pos2web 2"), Writer.ANOTHER),
        ("somebody's own words", Writer.ANOTHER),
    ],
)
def test_who_writes_is_told_from_the_mark(text: str | None, writer: Writer) -> None:
    assert writer_of(text, mark()) is writer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pos2web",
        mark().text + " more",
        mark().text.replace("pos2web", "pos3web"),
        mark().text.replace(" 2 ", " two "),
        mark().text.replace("2026-11-24", "2026-13-24"),
    ],
)
def test_a_mark_that_is_none_says_nothing(text: str) -> None:
    assert read_mark(text) is None


@pytest.mark.parametrize(
    ("text", "writer"),
    [(mark().text, "same"), (mark(log=OTHER).text, "other"), ("what?", "unknown")],
)
def test_a_reason_says_whose_mark_it_is(text: str, writer: str) -> None:
    assert superseded(text, LOG).words == {"writer": f"{writer} {text}"}


def test_an_epoch_comes_after_all_that_are_known_of_its_installation() -> None:
    known = Epoch(number=4, id="d" * 16, why="restored", began_at=NOON)

    assert next_number(None, None, LOG) == 1
    assert next_number(known, None, LOG) == 5
    assert next_number(known, mark(7).text, LOG) == 8
    assert next_number(known, mark(7, log=OTHER).text, LOG) == 5
    assert next_number(known, "what?", LOG) == 5
