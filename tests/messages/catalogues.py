"""What the sources say, as gettext knows it, and the catalogues brought up to date with it."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

from pos2web.translation import PLACE

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "pos2web/locale"
PACKAGES = ("pos2web", "projections", "adapters")

OWN_WORDS = ("adapters/testing/",)
"""The kit speaks to who writes an adapter."""

KEYWORDS = {"message": None, "messages": (1, 2), "message_as": ((1, "c"), 2)}
"""How messages are made in the sources (`pos2web/messages.py`)."""

PRINTED = "pos2web/cli/"
"""What is said there is never recorded."""

MAY_STAND_IN_A_LOG = "No longer said. It may stand in a log, which is read for ever."

WIDTH = 100

CHANGING = tuple(
    f'"{name}'
    for name in ("Project", "Report", "POT-", "PO-", "Last-", "Language-Team", "Generated-By")
)
"""Lines at the head of a catalogue that say nothing of what is in it."""


def said() -> Catalog:
    """Every message in the sources."""
    found = Catalog(charset="utf-8")
    for package in PACKAGES:
        for name, _, ids, comments, context in extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            place = f"{package}/{name}"
            if not place.startswith(OWN_WORDS):
                found.add(ids, locations=[(place, 0)], auto_comments=comments, context=context)
    return found


def is_of_words_only(template: str | list[str] | tuple[str, ...]) -> bool:
    """Whether nothing but punctuation stands between the words of a template: it may do as it is."""
    text = template if isinstance(template, str) else template[0]
    return "{" in text and not any(char.isalpha() for char in PLACE.sub("", text))


def path_of(language: str) -> Path:
    """Where the catalogue of a language is."""
    return LOCALE / language / "LC_MESSAGES/pos2web.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with path_of(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with what is said now, and with what was said and may have been recorded."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    for message in [*catalogue.obsolete.values()]:
        if message.string and not any(name.startswith(PRINTED) for name, _ in message.locations):
            catalogue.add(
                message.id,
                message.string,
                auto_comments=[MAY_STAND_IN_A_LOG],
                user_comments=message.user_comments,
                context=message.context,
            )
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> str:
    """A catalogue as it is kept: without dates and numbers of lines, which differ at each change."""
    content = BytesIO()
    catalogue.fuzzy = False
    pofile.write_po(content, catalogue, width=WIDTH, include_lineno=False, ignore_obsolete=True)
    lines = content.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(CHANGING))


def missing(catalogue: Catalog) -> Iterator[Message]:
    """Yield what a catalogue has no words for."""
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings) and not is_of_words_only(message.id):
            yield message
