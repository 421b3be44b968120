"""The documented format is the one that is written."""

from pathlib import Path

from pos2web.log.schema import EVENTS, REVISION
from pos2web.log.segments import VERSION, Header
from pos2web.log.shapes import SHAPES

PAGE = (Path(__file__).parents[2] / "docs/log-format.md").read_text("utf-8")


def test_every_type_is_documented() -> None:
    assert [shape.name for shape in SHAPES if f"`{shape.name}`" not in PAGE] == []


def test_every_column_of_this_revision_is_documented() -> None:
    columns = [line.split()[0] for line in EVENTS[0].splitlines()[1:-2]]

    assert len(columns) == 10
    assert [column for column in columns if f"| `{column}` |" not in PAGE] == []
    assert f"revision `{REVISION}`" in PAGE


def test_the_format_of_segments_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs/archive-format.md").read_text("utf-8")
    table = page.partition("**The header**")[2].partition("**The frame**")[0]
    named = [
        name.strip(" `")
        for line in table.splitlines()
        if line.startswith("| `")
        for name in line.split("|")[1].split(",")
    ]

    assert named == list(Header.__struct_fields__)
    assert f"describes version {VERSION}," in page
    assert f"| `version` | `{VERSION}` |" in page
