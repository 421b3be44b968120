"""A field is one row: nothing about it is forgotten, and nothing is said of it twice."""

from collections import defaultdict

import msgspec
import pytest

from pos2web.domain.evolve import CHANGED, FLAGS
from pos2web.domain.fields import FIELDS, Field, Form, every_field, typed
from pos2web.domain.fields.row import REWRITTEN
from pos2web.domain.plain import plain
from pos2web.domain.things import TYPE_OF
from pos2web.domain.values import Kind
from pos2web.translation import translate

ROWS = [
    pytest.param(kind, row, id=f"{kind}.{row.name}")
    for kind, rows in FIELDS.items()
    for row in rows
]


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_a_record_has_a_row_in_its_place(kind: Kind) -> None:
    assert ("key", *(row.name for row in FIELDS[kind])) == TYPE_OF[kind].__struct_fields__


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_the_samples_of_a_field_are_two_values_that_it_may_have(kind: Kind, row: Field) -> None:
    held = [{"fr": one} if row.form is Form.TEXTS else one for one in row.samples]

    assert held[0] != held[1]
    assert [typed(kind, row.name, plain(one)) for one in held] == held


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_a_field_is_called_something_in_both_languages(kind: Kind, row: Field) -> None:
    assert row.label, kind
    assert translate(row.label, "fr") != row.label


def test_one_name_is_called_alike_whatever_has_it() -> None:
    called: defaultdict[str, set[str]] = defaultdict(set)
    for row in every_field():
        called[row.name].add(row.label)

    assert {name: labels for name, labels in called.items() if len(labels) > 1} == {}


def test_one_name_names_things_of_one_kind() -> None:
    of: defaultdict[str, set[Kind | None]] = defaultdict(set)
    for row in every_field():
        of[row.name].add(row.of)

    assert {name: kinds for name, kinds in of.items() if len(kinds) > 1} == {}


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_keys_say_of_what_they_are(kind: Kind, row: Field) -> None:
    assert (row.of is not None) == (row.form in (Form.KEY, Form.KEYS)), kind


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_what_nobody_writes_can_neither_be_pinned_nor_echoed(kind: Kind, row: Field) -> None:
    if row.owner is None:
        assert not row.is_pinnable, kind
        assert not row.is_echoed, kind


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_a_change_of_a_field_is_told_by_one_fact(kind: Kind, row: Field) -> None:
    own = [fact for fact, fields in CHANGED[TYPE_OF[kind]].items() if row.name in fields]

    assert len(own) + (row.name in FLAGS) + row.is_optional == 1


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_only_what_has_no_fact_of_its_own_may_be_unsaid(kind: Kind, row: Field) -> None:
    [default] = [
        field.default for field in msgspec.structs.fields(TYPE_OF[kind]) if field.name == row.name
    ]

    assert (default is msgspec.UNSET) == row.is_optional


def test_flags_and_keys_are_never_rewritten_by_a_shop() -> None:
    assert REWRITTEN.isdisjoint({Form.FLAG, Form.KEY, Form.KEYS, Form.WHOLE, Form.MARK})
