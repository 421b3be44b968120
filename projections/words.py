"""The words of a text, written so that people find them however they write them."""

import re
import unicodedata
from functools import lru_cache

BEGINNINGS = (2, 4, 6, 9)
"""Of words that begin alike, this many letters are kept together, so that they are found at once."""

WORD_CHARS_MAX = 40
"""What is longer is a code that nobody types: its beginning finds it."""

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
"""What Unicode takes for letters of their own, and people write apart."""

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_FIELD = re.compile(r'"\w+":')


@lru_cache(4_000)
def words(text: str) -> frozenset[str]:
    """The words in a text, numbers with their decimals included.

    Small letters, without accents; a decimal comma is a point. The names of fields in a JSON
    object are no words of it.
    """
    if text.startswith(("{", "[")):
        text = _FIELD.sub(" ", text)
    return frozenset(
        word.replace(",", ".")[:WORD_CHARS_MAX] for word in _WORD.findall(_plain(text))
    )


def _plain(text: str) -> str:
    text = text.casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(_LIGATURES)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
