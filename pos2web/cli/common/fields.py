"""Fields as people call them: by their names in the log, in French or in English."""

from collections.abc import Iterator

import click

from pos2web.domain.fields import every_field
from pos2web.domain.wall_clock.names import folded

ARTICLES = ("le ", "la ", "les ", "l'", "the ")

SPOKEN = {"online": "is_active", "en ligne": "is_active", "vente": "sale"}
"""What people call a field besides."""


def _called() -> Iterator[tuple[str, str]]:
    for row in every_field():
        for words in (row.french, row.english):
            called = folded(words)
            article = next((one for one in ARTICLES if called.startswith(one)), "")
            yield called.removeprefix(article), row.name


CALLED = dict(_called()) | SPOKEN


def field_named(name: str) -> str:
    """The field that is called so; any other name stands for itself."""
    return CALLED.get(folded(name.strip()), name)


def as_field(_context: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A callback for options that take a field."""
    return None if value is None else field_named(value)
