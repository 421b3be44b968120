"""PrestaShop's way to make a piece of an address out of a name."""

import re
import unicodedata

_LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O"}
)
_FORBIDDEN = re.compile(r"[^a-zA-Z0-9\s':/\[\]-]")
_GAPS = re.compile(r"[\s':/\[\]-]+")


def slug(name: str) -> str:
    """`Emoji 😀` becomes `emoji-`: what is not kept goes first, then gaps become one dash."""
    plain = unicodedata.normalize("NFKD", name.strip().translate(_LIGATURES))
    return _GAPS.sub("-", _FORBIDDEN.sub("", plain)).lower()
