"""Fields as people call them: by their names in the log, in every language."""

from collections.abc import Iterator

import click

from pos2web.domain.fields import every_field
from pos2web.domain.wall_clock.names import folded
from pos2web.languages import languages
from pos2web.translation import translate

ARTICLES = ("le ", "la ", "les ", "l'", "the ")

SPOKEN = {"online": "is_active", "en ligne": "is_active", "vente": "sale"}
"""What people call a field besides."""


def _called() -> Iterator[tuple[str, str]]:
    for row in every_field():
        for language in languages():
            called = folded(translate(row.label, language))
            article = next((one for one in ARTICLES if called.startswith(one)), "")
            yield called.removeprefix(article), row.name


CALLED = dict(_called()) | SPOKEN


def field_named(name: str) -> str:
    """The field that is called so; any other name stands for itself."""
    return CALLED.get(folded(name.strip()), name)


def as_field(_context: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A callback for options that take a field."""
    return None if value is None else field_named(value)
