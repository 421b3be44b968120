"""Every field has its line in the page about fields."""

import pytest

from pos2web.domain.fields import FIELDS, Field
from pos2web.domain.values import Kind
from pos2web.log.codec import STANDARD
from pos2web.translation import translate
from tests.docs.test_docs import page, section


def line(row: Field) -> str:
    """A field as the page tells of it."""
    facts = row.fact if isinstance(row.fact, tuple) else (row.fact,)
    events = ", ".join(f"`{STANDARD.names[fact].rpartition('.')[0]}`" for fact in facts)
    form = f"{row.form} of {row.of}" if row.of else row.form
    pinned = "yes" if row.is_pinnable else "no"
    cells = (
        f"`{row.name}`",
        row.label,
        translate(row.label, "fr"),
        form,
        row.owner or "nobody",
        pinned,
        events,
    )
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_told_in_its_order(kind: Kind) -> None:
    text = section(page("fields.md"), f"### {kind}")

    told = [each for each in text.splitlines() if each.startswith("| `")]

    assert told == [line(row) for row in FIELDS[kind]]
