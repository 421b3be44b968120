"""Pins are made, lifted and overtaken; each is a fact, told once."""

from decimal import Decimal

import pytest

from pos2web.domain.facts import Fact, SaleStopped
from pos2web.domain.pins import (
    PINNABLE,
    FieldPinned,
    FieldUnpinned,
    Lifting,
    Pin,
    Pins,
    overtaken,
    pins_after,
    set_pin,
    unpinned,
    values,
)
from pos2web.domain.policy import DEFAULT_OWNERS
from pos2web.domain.things import TYPE_OF, Product
from pos2web.domain.values import Kind, Money, Ref

TEA = Ref(Kind.PRODUCT, "TEA")
COCOA = Ref(Kind.PRODUCT, "COCOA")
DEAR = Pin(value={"amount": "9.9", "currency": "EUR"}, over={"amount": "8.9", "currency": "EUR"})
NO_BRAND = Pin(value=None, over="KUSMI")


def product(**fields: object) -> Product:
    """The tea, at the till."""
    price = Money(Decimal("8.90"), "EUR")
    values = {"reference": "TEA", "name": {"fr": "Thé"}, "price": price, "tax_rate": Decimal(20)}
    return Product(key="TEA", brand="KUSMI", **(values | fields))  # type: ignore[arg-type]  # a test's


def after(*facts: Fact) -> Pins:
    """The pins after these facts."""
    pins: Pins = {}
    for fact in facts:
        pins = pins_after(pins, fact)
    return pins


def test_a_pin_is_made_once() -> None:
    (made,) = set_pin({}, TEA, "price", DEAR)
    pins = after(made)

    assert made == FieldPinned(
        key="TEA", kind=Kind.PRODUCT, field="price", value=DEAR.value, over=DEAR.over
    )
    assert set_pin(pins, TEA, "price", DEAR) == []
    assert values(pins) == {TEA: {"price": DEAR.value}}


def test_a_pin_comes_in_the_place_of_another() -> None:
    cheap = Pin(value={"amount": "1", "currency": "EUR"}, over=DEAR.over)

    (first,) = set_pin({}, TEA, "price", DEAR)
    (second,) = set_pin(after(first), TEA, "price", cheap)

    assert isinstance(second, FieldPinned)
    assert second.was == DEAR
    assert after(first, second) == {TEA: {"price": cheap}}


def test_a_pin_at_nothing_is_a_pin() -> None:
    (made,) = set_pin({}, TEA, "brand", NO_BRAND)
    (again,) = set_pin(after(made), TEA, "brand", Pin(value="KUSMI", over="KUSMI"))

    assert isinstance(again, FieldPinned)
    assert again.was == NO_BRAND


def test_a_pin_is_lifted_once_and_its_neighbours_stay() -> None:
    (price,) = set_pin({}, TEA, "price", DEAR)
    (brand,) = set_pin({}, TEA, "brand", NO_BRAND)
    (cocoa,) = set_pin({}, COCOA, "price", DEAR)
    pins = after(price, brand, cocoa)

    (lifted,) = set_pin(pins, TEA, "price", None)
    left = pins_after(pins, lifted)

    assert isinstance(lifted, FieldUnpinned)
    assert (lifted.was, lifted.why, lifted.ref) == (DEAR, Lifting.LIFTED, TEA)
    assert left == {TEA: {"brand": NO_BRAND}, COCOA: {"price": DEAR}}
    assert set_pin(left, TEA, "price", None) == []


def test_what_ended_a_pin_does_not_end_the_one_in_its_place() -> None:
    cheap = Pin(value={"amount": "1", "currency": "EUR"}, over=DEAR.over)
    (first,) = set_pin({}, TEA, "price", DEAR)
    (second,) = set_pin(after(first), TEA, "price", cheap)

    late = unpinned(TEA, "price", DEAR)

    assert after(first, second, late) == {TEA: {"price": cheap}}


def test_other_facts_leave_pins_alone() -> None:
    pins: Pins = {TEA: {"price": DEAR}}

    assert pins_after(pins, SaleStopped(key="TEA")) is pins


@pytest.mark.parametrize(
    ("till", "is_overtaken"),
    [
        ({"TEA": product()}, False),
        ({"TEA": product(price=Money(Decimal("8.9"), "EUR"), weight=Decimal(1))}, False),
        ({"TEA": product(price=Money(Decimal(7), "EUR"))}, True),
        ({}, True),
    ],
)
def test_the_till_overtakes_a_pin_by_that_field_alone(
    till: dict[str, Product], is_overtaken: bool
) -> None:
    found = [*overtaken({TEA: {"price": DEAR}}, {Kind.PRODUCT: till})]

    assert found == ([(TEA, "price", DEAR)] if is_overtaken else [])


@pytest.mark.parametrize("kind", list(Kind))
def test_what_may_be_pinned_are_fields_that_are_planned(kind: Kind) -> None:
    assert PINNABLE[kind] <= set(TYPE_OF[kind].__struct_fields__)
    assert PINNABLE[kind] <= DEFAULT_OWNERS[kind].keys()
