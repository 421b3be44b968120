"""The one formula of stock."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain.selling import EVERYTHING, Buffer, Scope, Sum, told

sensible = settings(max_examples=300)
amounts = st.decimals(-1000, 1000, places=2)
orders = st.decimals(0, 1000, places=2)
pieces = st.builds(Buffer, amount=st.decimals(0, 500, places=1))
shares = st.builds(Buffer, amount=st.decimals(0, 100, places=1), is_percent=st.just(True))
buffers = st.none() | pieces | shares


def decided(buffer: Buffer | None) -> tuple[Scope, Buffer] | None:
    return None if buffer is None else (EVERYTHING, buffer)


def sent(available: str, buffer: str = "0", ordered: str = "0", **known: bool) -> str:
    """What the site is told, with a buffer like «2» or «10 %»."""
    amount, _, percent = buffer.partition(" ")
    rule = Buffer(amount=Decimal(amount), is_percent=bool(percent))
    found = told(Decimal(available), ordered=Decimal(ordered), decided=(EVERYTHING, rule), **known)
    return str(found.sent)


@pytest.mark.parametrize(
    ("available", "buffer", "ordered", "left"),
    [
        ("5", "0", "0", "5"),
        ("5", "2", "0", "3"),
        ("5", "2", "1", "2"),
        ("5", "2", "4", "0"),
        ("5", "7", "0", "0"),
        ("-3", "0", "0", "0"),
        ("-3", "10 %", "0", "0"),
        ("20", "10 %", "0", "18"),
        ("5", "10 %", "0", "4"),
        ("1", "10 %", "0", "0"),
        ("5", "100 %", "0", "0"),
        ("5", "0 %", "0", "5"),
    ],
)
def test_the_site_is_told_what_is_left(
    available: str, buffer: str, ordered: str, left: str
) -> None:
    assert sent(available, buffer, ordered) == left


def test_a_shop_of_whole_pieces_is_told_no_parts() -> None:
    assert sent("2.5") == "2"
    assert sent("2.5", is_whole=False) == "2.5"


def test_it_can_be_told_how_it_came_about() -> None:
    two = Buffer(amount=Decimal(2))

    assert told(Decimal(5), ordered=Decimal(1), decided=(EVERYTHING, two)) == Sum(
        available=Decimal(5),
        ordered=Decimal(1),
        held_back=Decimal(2),
        sent=Decimal(2),
        scope=EVERYTHING,
        buffer=two,
    )


def test_without_a_buffer_all_is_told() -> None:
    found = told(Decimal(5))

    assert found == Sum(
        available=Decimal(5), ordered=Decimal(0), held_back=Decimal(0), sent=Decimal(5)
    )


@sensible
@given(available=amounts, ordered=orders, buffer=buffers, is_whole=st.booleans())
def test_never_less_than_nothing_and_never_more_than_there_is(
    available: Decimal, ordered: Decimal, buffer: Buffer | None, is_whole: bool
) -> None:
    left = told(available, ordered=ordered, decided=decided(buffer), is_whole=is_whole).sent

    assert 0 <= left <= max(Decimal(0), available)
    assert not is_whole or left == int(left)


@sensible
@given(available=amounts, more=orders, ordered=orders, buffer=buffers)
def test_more_at_the_till_is_never_less_on_the_site(
    available: Decimal, more: Decimal, ordered: Decimal, buffer: Buffer | None
) -> None:
    before = told(available, ordered=ordered, decided=decided(buffer)).sent

    assert told(available + more, ordered=ordered, decided=decided(buffer)).sent >= before


def test_a_buffer_says_what_it_is() -> None:
    assert str(Buffer(amount=Decimal("2.0"))) == "2"
    assert str(Buffer(amount=Decimal(10), is_percent=True)) == "10 %"
