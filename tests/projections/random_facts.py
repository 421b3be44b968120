"""Any fact of any type, and logs made of them."""

import typing
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec
from hypothesis import strategies as st

from pos2web.domain.changes import Change
from pos2web.domain.facts import ChangeClaimed, Fact, FieldSet, ThingFact
from pos2web.domain.fields import OPTIONAL, Field, Form
from pos2web.domain.plain import plain
from pos2web.domain.reasons import Reason
from pos2web.domain.schedules import Period, parse
from pos2web.domain.selling import Window
from pos2web.domain.values import Kind
from pos2web.log.shapes import SHAPES
from pos2web.messages import Sentence, message
from pos2web.projections.subjects import FIRST_SIGHTS, kind_of_fact
from tests.domain.reason_examples import REASONS
from tests.projections.given import NOON, SHOP, TILL, ListedLog

FACTS: tuple[type[Fact], ...] = tuple(shape.fact for shape in SHAPES)

WORDS = st.sampled_from(["a", "b", "Thé", ""])
KEYS = st.sampled_from(["a", "b"])
NUMBERS = st.sampled_from([Decimal(0), Decimal("1.50"), Decimal("-3")])
PERIODS = st.sampled_from(
    [parse("every 5 minutes from 8:00 to 15:00 then from 19:00 to 22:00"), parse("at 3:30")]
)
SENTENCES = st.sampled_from(
    [
        message("{where} answered {status}", where="shop", status=404).sentence,
        message("{file}: {error}", file="x", error=message("timed out")).sentence,
        Sentence("{a sentence of {another} version"),
    ]
)
RULES = st.sampled_from(["Mo-Fr 08:00-11:00", "Feb 30", ""])
"""Some can no longer be read: what was recorded is told all the same."""


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a type that facts are made of."""
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return structs(annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return st.sampled_from(list(annotation))
    if typing.get_origin(annotation) is None:
        return PLAIN[getattr(annotation, "__supertype__", annotation)]
    return several(annotation)


def several(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a type that is made of others."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is dict:
        return st.dictionaries(st.sampled_from(["fr", "en"]), WORDS, max_size=2)
    if origin is tuple and Ellipsis in arguments:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(argument) for argument in arguments))
    return st.one_of(*(values(argument) for argument in arguments))


PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 9),
    bool: st.booleans(),
    Decimal: NUMBERS,
    date: st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    datetime: st.integers(0, 10**6).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    type(None): st.none(),
    msgspec.UnsetType: st.just(msgspec.UNSET),
    Any: st.one_of(WORDS, st.integers(0, 9), st.none(), st.lists(WORDS, max_size=2)),
}


def structs(record: type[Any]) -> st.SearchStrategy[Any]:
    """Records of a type, with keys from a few; reasons have the words of their code."""
    if record is Reason:
        return st.sampled_from(REASONS)
    if record is Period:
        return PERIODS
    if record is Sentence:
        return SENTENCES
    hints = typing.get_type_hints(record)
    named = {"rule": RULES} if record is Window else {}
    named |= {"key": KEYS, "shop_key": KEYS, "change": KEYS, "id": KEYS, "currency": st.just("EUR")}
    fields = {
        field.name: named.get(field.name, values(hints[field.name]))
        for field in msgspec.structs.fields(record)
    }
    if record is FieldSet:
        return st.builds(_field_set, KEYS, st.sampled_from(SETTABLE), st.booleans())
    if record is ChangeClaimed:
        fields["change"] = structs(Change)
    return st.builds(record, **fields)


SETTABLE = [(kind, row) for kind, rows in OPTIONAL.items() for row in rows]


def _field_set(key: str, field: tuple[Kind, Field], turned: bool) -> FieldSet:
    """A field without a fact of its own goes from one of its samples to the other."""
    kind, row = field
    values = [{"fr": one} if row.form is Form.TEXTS else plain(one) for one in row.samples]
    was, value = reversed(values) if turned else values
    return FieldSet(key=key, kind=kind, field=row.name, value=value, was=was)


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
