"""The languages that Pos2Web speaks, which of them a person reads, and their catalogues.

Messages are made in English, and an English template is its own name in the catalogues: one file
for each language, `locale/LANGUAGE/LC_MESSAGES/pos2web.po`. What a catalogue lacks is said in
English. `make messages` brings the catalogues up to date with the sources.
"""

import gettext
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

ENGLISH = "en"
"""The language that messages are made in."""

VARIABLES = ("POS2WEB_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""Where the environment says it; the first that is set decides."""


class Catalogues(NamedTuple):
    """A folder with a catalogue of one domain for each language."""

    folder: Path
    domain: str


_CATALOGUES = [Catalogues(Path(__file__).with_name("locale"), "pos2web")]


def add_catalogues(folder: Path, domain: str) -> None:
    """Take in the catalogues of another package: `folder/LANGUAGE/LC_MESSAGES/DOMAIN.po` or `.mo`.

    They say what no catalogue before them says, in languages that may be new. Idempotent.
    """
    if (added := Catalogues(folder, domain)) not in _CATALOGUES:
        _CATALOGUES.append(added)


def languages() -> tuple[str, ...]:
    """The languages that there are catalogues for, and English; French first, then by their codes."""
    found = {
        file.parts[-3] for each in _CATALOGUES for file in each.folder.glob("*/LC_MESSAGES/*.[pm]o")
    }
    return tuple(sorted(found | {ENGLISH}, key=lambda code: (code != "fr", code != ENGLISH, code)))


def language(given: str | None, environment: Mapping[str, str]) -> str:
    """The language that was given, or the environment's; English where we don't speak that."""
    named = given or next((environment[name] for name in VARIABLES if environment.get(name)), "")
    return next((code for code in languages() if named.lower().startswith(code)), ENGLISH)


def template_in(
    language: str, template: str, *, context: str = "", plural: str = "", count: int = 1
) -> str:
    """What stands in the catalogues for an English template; empty where nothing does.

    `context` says which of two meanings the template has, `plural` is its form for several.
    """
    if not template or language == ENGLISH:
        return ""
    catalogue = _catalogue(language, tuple(_CATALOGUES))
    if plural:
        return catalogue.ngettext(template, plural, count)
    return catalogue.pgettext(context, template) if context else catalogue.gettext(template)


def number(text: str, language: str) -> str:
    """A number as it is written in English, as people of the language write it: 1 024,5 for 1,024.5."""
    # Babel is imported where it is needed only: it takes longer than all that most commands do.
    from babel.numbers import get_decimal_symbol, get_group_symbol

    marks: dict[str | int, str | int | None] = {
        ",": get_group_symbol(language),
        ".": get_decimal_symbol(language),
    }
    return text.translate(str.maketrans(marks))


class _Nothing(gettext.NullTranslations):
    """The end of every catalogue: it has no words for anything."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - as gettext calls it
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - as gettext calls it
        return ""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - as gettext calls it
        return ""


@cache
def _catalogue(language: str, found: tuple[Catalogues, ...]) -> gettext.NullTranslations:
    catalogue: gettext.NullTranslations = _Nothing()
    for each in reversed(found):
        if content := _compiled(each.folder / language / "LC_MESSAGES" / f"{each.domain}.mo"):
            earlier = gettext.GNUTranslations(BytesIO(content))
            earlier.add_fallback(catalogue)
            catalogue = earlier
    return catalogue


def _compiled(file: Path) -> bytes:
    """The content of a compiled catalogue, made anew where its source is later; empty for none."""
    source = file.with_suffix(".po")
    made_at = file.stat().st_mtime_ns if file.exists() else 0
    if not source.exists() or source.stat().st_mtime_ns < made_at:
        return file.read_bytes() if made_at else b""
    content = compiled(source)
    with suppress(OSError):  # the folder may be read-only: then each process makes its own
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(content)
        fresh.replace(file)
    return content


def compiled(source: Path) -> bytes:
    """A catalogue as it is read fast."""
    from babel.messages import mofile, pofile

    with source.open("rb") as file:
        catalogue = pofile.read_po(file)
    content = BytesIO()
    mofile.write_mo(content, catalogue)
    return content.getvalue()
