"""What adding a field costs: in how many places its name stands."""

import re
from pathlib import Path

import pytest

from pos2web.domain.fields import OPTIONAL, Field
from pos2web.domain.values import Kind
from tests.docs.test_docs import page, section

ROOT = Path(__file__).parents[2]
ROOMS = ("pos2web", "adapters", "projections", "docs")
PLACES_MAX = 8
COMMON = {"unit", "condition", "width", "height", "depth", "slug"}
"""Names that are words of other things too: that they stand somewhere says nothing."""


def sources() -> dict[str, str]:
    """Every file of the product that people write, by its path, with what it says."""
    files = {path.resolve() for room in ROOMS for path in (ROOT / room).rglob("*")}
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(files)
        if path.suffix in {".py", ".toml", ".sql", ".po", ".md"}
        and "adapters/sandbox" not in path.as_posix()
    }


SOURCES = sources()


@pytest.mark.parametrize(
    "row",
    [row for row in OPTIONAL[Kind.PRODUCT] if row.name not in COMMON],
    ids=lambda row: row.name,
)
def test_a_field_stands_in_eight_places_at_most(row: Field) -> None:
    name = re.compile(rf"\b{row.name}\b|\b{row.name}_(?:fr|cm)\b|{row.label}")
    named = {path for path, text in SOURCES.items() if name.search(text)}

    assert len(named) <= PLACES_MAX, named
    assert "pos2web/domain/things.py" in named


def test_the_page_about_fields_names_each_of_these_places() -> None:
    steps = section(page("fields.md"), "## Adding a field")
    numbered = [line for line in steps.splitlines() if line[:1].isdigit()]

    places = {path for path, text in SOURCES.items() if "wholesale_price" in text}

    assert len(numbered) == PLACES_MAX
    assert {path for path in places if path.rpartition("/")[2] not in steps} == set()
