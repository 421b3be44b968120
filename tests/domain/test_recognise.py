"""Observation and knowledge make facts, and facts make knowledge again."""

from decimal import Decimal
from functools import reduce

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos2web.domain import facts
from pos2web.domain.evolve import CHANGED, FLAGS, FOUND, evolve
from pos2web.domain.fields import OPTIONAL
from pos2web.domain.pins import PinFact
from pos2web.domain.reasons import Code, Reason
from pos2web.domain.recognise import recognise, recognise_gone
from pos2web.domain.things import TYPE_OF, AnyThing, Brand, Image, Product, Stock
from pos2web.domain.values import Kind, Money
from tests.domain.things_strategies import thing_of

TEA = Product(
    key="12",
    reference="TEA",
    name={"fr": "Thé"},
    price=Money(Decimal(10), "EUR"),
    tax_rate=Decimal("5.5"),
)
PHOTO = Image(key="3", product="12", source="tea.jpg", stamp="1", fingerprint="ab")


def fold(known: AnyThing | None, seen: AnyThing) -> AnyThing | None:
    return reduce(evolve, recognise(known, seen), known)


def worded(thing: AnyThing | None) -> AnyThing | None:
    """The same without languages in which nothing is said."""
    if thing is None:
        return None
    texts = {
        field: {language: text for language, text in value.items() if text}
        for field in thing.__struct_fields__
        if isinstance(value := getattr(thing, field), dict)
    }
    return msgspec.structs.replace(thing, **texts)


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=60)
@given(data=st.data())
def test_the_facts_of_an_observation_lead_to_what_was_seen(kind: Kind, data: st.DataObject) -> None:
    known, seen = data.draw(thing_of[kind]()), data.draw(thing_of[kind]())
    if isinstance(known, Image) and isinstance(seen, Image):
        unsaid = {name: getattr(known, name) for name in ("source", "stamp", "fingerprint")}
        said = {name: getattr(seen, name) or old for name, old in unsaid.items()}
        seen = msgspec.structs.replace(seen, **said)

    assert worded(fold(known, seen)) == worded(seen)
    assert fold(None, seen) == seen
    assert recognise(seen, seen) == []


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_every_kind_has_its_fact(kind: Kind) -> None:
    record = TYPE_OF[kind]
    told = [field for fields in CHANGED[record].values() for field in fields]
    told += [row.name for row in OPTIONAL[kind]]

    assert sorted(told) == sorted(set(record.__struct_fields__) - {"key", *FLAGS})
    assert record in FOUND


def test_every_fact_about_content_is_used_once() -> None:
    used = [fact for row in CHANGED.values() for fact in row]
    used += [fact for fact, _ in FOUND.values()]
    elsewhere = {
        facts.ThingWithdrawn,
        facts.ThingReturned,
        facts.SaleStopped,
        facts.SaleResumed,
        facts.ThingGone,
        facts.Held,
        facts.Released,
        facts.Linked,
        facts.Unlinked,
        facts.ShopEchoed,
        facts.FieldSet,
        PinFact,  # not of content: what a person holds a field at
    }

    assert len(used) == len(set(used))
    assert set(used) | elsewhere == set(facts.ThingFact.__subclasses__())


def test_first_sight_is_one_fact_with_everything() -> None:
    assert recognise(None, TEA) == [facts.ProductFound(key="12", product=TEA)]


def test_a_dearer_tea_is_told_with_its_old_price() -> None:
    dearer = msgspec.structs.replace(TEA, price=Money(Decimal(12), "EUR"))

    assert recognise(TEA, dearer) == [
        facts.PriceSet(key="12", price=Money(Decimal(12), "EUR"), was=Money(Decimal(10), "EUR"))
    ]


def test_ten_and_ten_point_zero_zero_are_the_same_price() -> None:
    assert recognise(TEA, msgspec.structs.replace(TEA, price=Money(Decimal("10.00"), "EUR"))) == []


def test_a_text_that_is_empty_in_a_language_is_none_there() -> None:
    unsaid = msgspec.structs.replace(TEA, name={"fr": "Thé", "en": ""}, summary={"fr": ""})
    said = msgspec.structs.replace(TEA, name={"fr": "Thé", "en": "Tea"})

    assert recognise(TEA, unsaid) == recognise(unsaid, TEA) == []
    assert [type(fact) for fact in recognise(unsaid, said)] == [facts.ProductRenamed]
    assert [type(fact) for fact in recognise(said, unsaid)] == [facts.ProductRenamed]


def test_a_withdrawn_tea_comes_back() -> None:
    withdrawn = msgspec.structs.replace(TEA, is_active=False)

    assert recognise(TEA, withdrawn) == [facts.ThingWithdrawn(key="12", kind=Kind.PRODUCT)]
    assert recognise(withdrawn, TEA) == [facts.ThingReturned(key="12", kind=Kind.PRODUCT)]


def test_a_stock_row_that_counts_something_else_says_what_it_counted() -> None:
    row = Stock(key="1", product="12", variant="4", quantity=Decimal(3))
    moved = msgspec.structs.replace(row, product="13", variant=None)

    assert recognise(row, moved) == [
        facts.StockReassigned(
            key="1", product="13", variant=None, was_product="12", was_variant="4"
        )
    ]


def test_a_photo_seen_without_its_content_is_still_the_same_photo() -> None:
    assert recognise(PHOTO, Image(key="3", product="12")) == []


def test_another_content_is_another_photo() -> None:
    replaced = msgspec.structs.replace(PHOTO, fingerprint="cd")

    assert recognise(PHOTO, replaced) == [facts.ImageReplaced(key="3", fingerprint="cd", was="ab")]


def test_what_is_gone_is_known_no_more() -> None:
    assert evolve(TEA, recognise_gone(Kind.PRODUCT, "12")) is None


def test_facts_that_do_not_speak_of_content_leave_it_as_it_is() -> None:
    held = facts.Held(key="12", kind=Kind.PRODUCT, reason=Reason(Code.NO_REFERENCE))

    assert evolve(TEA, held) is TEA


def test_a_fact_about_something_else_changes_nothing() -> None:
    renamed = facts.BrandRenamed(key="12", name="Palais", was="")

    assert evolve(TEA, renamed) is TEA
    assert evolve(None, renamed) is None
    assert evolve(PHOTO, facts.ThingWithdrawn(key="3", kind=Kind.IMAGE)) is PHOTO
    assert evolve(Brand(key="1", name=""), facts.BrandRenamed(key="1", name="A", was="")) == Brand(
        key="1", name="A"
    )
