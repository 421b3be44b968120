"""The documentation names every event and shows its sentences as they are."""

from pathlib import Path

import pytest

from pos2web.domain.reasons import Code, Reason
from pos2web.history import because, sentence
from pos2web.log.records import Event
from pos2web.log.shapes import SHAPES
from tests.domain.reason_examples import REASONS
from tests.history.examples import EXAMPLES, PRICE_CHANGE

DOCS = Path(__file__).parents[2] / "docs"
TYPE_NAMES = {shape.fact: shape.name for shape in SHAPES}


def row(example: Event) -> str:
    """An event's row in the documentation's table."""
    told = [sentence(example, language, change=PRICE_CHANGE) for language in ("fr", "en")]
    cells = [f"`{TYPE_NAMES[type(example.fact)]}`", *told]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def reason_row(reason: Reason) -> str:
    """A reason's row in the documentation's table."""
    words = ", ".join(f"`{word}`" for word in reason.words)
    cells = [f"`{reason.code}`", words, because(reason, "fr"), because(reason, "en")]
    return "| " + " | ".join(cells) + " |"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example.fact).__name__)
def test_every_event_is_documented_with_its_sentences(example: Event) -> None:
    assert row(example) in (DOCS / "events.md").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: str(reason.code))
def test_every_reason_is_documented_in_both_languages(reason: Reason) -> None:
    assert reason_row(reason) in (DOCS / "reasons.md").read_text(encoding="utf-8").splitlines()


def test_no_reason_is_forgotten() -> None:
    assert [reason.code for reason in REASONS] == list(Code)
