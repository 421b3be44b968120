"""Finding things by names and parts of them, wherever a REF is typed."""

import pytest

from tests.cli.conftest import Installation


@pytest.fixture
def synced(pos2web: Installation) -> Installation:
    """An installation whose shop is in step."""
    assert pos2web("sync").code == 0
    return pos2web


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("TEA-01", ["TEA-01"]),
        ("the vert", ["TEA-01"]),
        ("green", ["TEA-01"]),
        ("TEA", ["TEA-02", "TEA-01", "POT-01", ""]),
        ("eier", ["POT-01"]),
    ],
)
def test_things_are_found_by_names_references_and_parts(
    synced: Installation, text: str, references: list[str]
) -> None:
    found = synced("find", text, "--json").json["found"]

    assert sorted(one["reference"] for one in found) == sorted(references)


def test_what_is_found_is_shown_with_its_price(synced: Installation) -> None:
    answer = synced("find", "thé vert", language="fr")

    assert answer.code == 0
    assert "TEA-01" in answer.out
    assert "9,90" in answer.out


def test_what_is_more_than_the_limit_is_counted(synced: Installation) -> None:
    assert "3 more" in synced("find", "tea", "--limit", 1).out


def test_what_was_nearly_typed_is_suggested(synced: Installation) -> None:
    found, shown = synced("find", "TEA-0I"), synced("show", "thee vert")

    assert (found.code, shown.code) == (2, 2)
    assert "Did you mean: " in found.err
    assert "TEA-01 (Thé vert)" in found.err
    assert "Did you mean: TEA-01 (Thé vert)" in shown.err


@pytest.mark.parametrize("command", ["show", "why", "history"])
def test_a_part_of_a_name_is_a_ref(synced: Installation, command: str) -> None:
    answer = synced(command, "vert")

    assert answer.code == 0
    assert "TEA-01" in answer.out


def test_a_part_of_a_name_is_a_scope(synced: Installation) -> None:
    assert "TEA-01" in synced("buffer", "set", "thé vert", "2").out
    assert "TEA-01" in synced("why", "vert", "stock").out


def test_a_name_that_several_have_is_refused_with_all_of_them(synced: Installation) -> None:
    answer = synced("show", "the")

    assert answer.code == 2
    assert "TEA-01 (Thé vert)" in answer.err
    assert "TEA-02 (Thé noir)" in answer.err


def test_why_alone_sums_up_the_fields_that_matter(synced: Installation) -> None:
    answer, found = synced("why", "TEA-01"), synced("why", "TEA-01", "--json").json

    assert answer.code == 0
    assert [one["field"] for one in found["chains"]] == [
        *("name", "price", "is_active", "is_for_sale", "categories", "quantity"),
    ]
    assert "price" in answer.out
    assert "!" not in answer.out


@pytest.mark.parametrize("field", ["prix", "PRIX", "price"])
def test_a_field_is_named_in_either_language(synced: Installation, field: str) -> None:
    values = synced("why", "TEA-01", field, "--json").json

    assert [one["field"] for one in values["chains"]] == ["price"]


def test_history_takes_french_names_of_fields(synced: Installation) -> None:
    synced.ring_up("UPDATE products SET price = 8.90 WHERE id = 1;")
    synced("sync")

    french = synced("history", "TEA-01", "--field", "prix", "--json").json["events"]
    english = synced("history", "TEA-01", "--field", "price", "--json").json["events"]

    assert french == english != []
