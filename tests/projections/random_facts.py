"""Any fact of any type, and logs made of them."""

import types
import typing
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
from hypothesis import strategies as st

from pos2web.domain.changes import Change
from pos2web.domain.facts import ChangeClaimed, Fact, ThingFact
from pos2web.domain.reasons import Reason
from pos2web.log.shapes import SHAPES
from projections.subjects import FIRST_SIGHTS, kind_of_fact
from tests.domain.reason_examples import REASONS
from tests.projections.given import SHOP, TILL, ListedLog

FACTS: tuple[type[Fact], ...] = tuple(shape.fact for shape in SHAPES)

WORDS = st.sampled_from(["a", "b", "Thé", ""])
KEYS = st.sampled_from(["a", "b"])
NUMBERS = st.sampled_from([Decimal(0), Decimal("1.50"), Decimal("-3")])


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a type that facts are made of."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values(argument) for argument in arguments))
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is dict:
        return st.dictionaries(st.sampled_from(["fr", "en"]), WORDS, max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return structs(annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(list(annotation))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: WORDS,
        int: st.integers(0, 9),
        bool: st.booleans(),
        Decimal: NUMBERS,
        type(None): st.none(),
        Any: st.one_of(WORDS, st.integers(0, 9), st.none(), st.lists(WORDS, max_size=2)),
    }
    return plain[annotation]


def structs(record: type[Any]) -> st.SearchStrategy[Any]:
    """Records of a type, with keys from a few; reasons have the words of their code."""
    if record is Reason:
        return st.sampled_from(REASONS)
    hints = typing.get_type_hints(record)
    named = {"key": KEYS, "shop_key": KEYS, "change": KEYS, "id": KEYS, "currency": st.just("EUR")}
    fields = {
        field.name: named.get(field.name, values(hints[field.name]))
        for field in msgspec.structs.fields(record)
    }
    if record is ChangeClaimed:
        fields["change"] = structs(Change)
    return st.builds(record, **fields)


@st.composite
def logs(draw: st.DrawFn) -> ListedLog:
    """Up to fifty facts of any types, about few things, on a till and a shop."""
    log = ListedLog()
    for fact in draw(
        st.lists(st.sampled_from(FACTS).flatmap(structs).map(consistent), max_size=50)
    ):
        connection = draw(st.sampled_from([TILL, SHOP]))
        stream = f"run/{draw(KEYS)}"
        if isinstance(fact, ThingFact):
            stream = f"{connection}/{kind_of_fact(fact)}/{fact.key}"
        log.happened(stream, fact, run=draw(KEYS), connection=connection)
    return log


def consistent(fact: Fact) -> Fact:
    """A first sight is of the thing that it names."""
    if not isinstance(fact, ThingFact) or type(fact) not in FIRST_SIGHTS:
        return fact
    name = FIRST_SIGHTS[type(fact)]
    thing = msgspec.structs.replace(getattr(fact, name), key=fact.key)
    return msgspec.structs.replace(fact, **{name: thing})
