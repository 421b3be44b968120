"""What Pos2Web says in French: for each English template of an error, a warning or a finding, ours.

One module for each part of the program that speaks. Words stand in the same `{places}`, bare: how
they are written is settled by the English. Spaces before « : ; ! ? » and in guillemets are written
as plain ones here, and do not break on a screen.
"""

import re
from collections.abc import Mapping

from pos2web.french import adapters, backup, databases, log, settings, stores, system, work

PARTS: tuple[Mapping[str, str], ...] = (
    settings.FRENCH,
    work.FRENCH,
    log.FRENCH,
    backup.FRENCH,
    stores.FRENCH,
    databases.FRENCH,
    adapters.FRENCH,
    system.FRENCH,
)

SPACES = re.compile(r" (?=[:;!?»%](?:\s|$|[,.)]))|(?<=«) ")
"""Spaces of French punctuation, which hold together what they stand between."""


MARKS = str.maketrans({",": "\u202f", ".": ","})
"""What stands between thousands, and before decimals."""


def typeset(text: str) -> str:
    """Text with spaces that don't break where French typography asks for them."""
    return SPACES.sub("\u00a0", text)


def number(text: str) -> str:
    """A number as it is written in English, written as the French do: 1,024.5 is 1\u202f024,5."""
    return text.translate(MARKS)


FRENCH = {english: typeset(french) for part in PARTS for english, french in part.items()}
"""French templates by the English ones."""
