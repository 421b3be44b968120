"""The documentation names every event and shows its sentences as they are."""

from pathlib import Path

import pytest

from pos2web.history import sentence
from pos2web.log.records import Event
from pos2web.log.shapes import SHAPES
from tests.history.examples import EXAMPLES, PRICE_CHANGE

DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"
TYPE_NAMES = {shape.fact: shape.name for shape in SHAPES}


def row(example: Event) -> str:
    """An event's row in the documentation's table."""
    told = [sentence(example, language, change=PRICE_CHANGE) for language in ("fr", "en")]
    cells = [f"`{TYPE_NAMES[type(example.fact)]}`", *told]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example.fact).__name__)
def test_every_event_is_documented_with_its_sentences(example: Event) -> None:
    assert row(example) in DOCUMENT.read_text(encoding="utf-8").splitlines()
