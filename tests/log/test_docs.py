"""The documented format is the one that is written."""

from pathlib import Path

from pos2web.log.schema import EVENTS, REVISION
from pos2web.log.shapes import SHAPES

PAGE = (Path(__file__).parents[2] / "docs/log-format.md").read_text("utf-8")


def test_every_type_is_documented() -> None:
    assert [shape.name for shape in SHAPES if f"`{shape.name}`" not in PAGE] == []


def test_every_column_of_this_revision_is_documented() -> None:
    columns = [line.split()[0] for line in EVENTS[0].splitlines()[1:-2]]

    assert len(columns) == 10
    assert [column for column in columns if f"| `{column}` |" not in PAGE] == []
    assert f"revision `{REVISION}`" in PAGE
