"""Forms: the same said in another way, as shops clean markup, trim and round what they are sent."""

import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from typing import Any

from pos2web.domain.values import Money, nfc

MARKUP = re.compile(r"<[^<>]*>")


def is_form_of(sent: Any, seen: Any) -> bool:
    """Whether a shop that shows this may have made it of what it was sent.

    Then its letters and digits are the same, but for capitals, or it is the same number with fewer
    decimals. Whatever says something else is somebody's doing.
    """
    match sent, seen:
        case str(), str():
            return _letters(sent) == _letters(seen)
        case dict(), dict():
            return all(
                _is_text_of(sent, language, text) for language, text in seen.items()
            ) and all(language in seen or not _letters(text) for language, text in sent.items())
        case Decimal(), Decimal():
            return _is_rounded(sent, seen)
        case Money(), Money():
            return sent.currency == seen.currency and _is_rounded(sent.amount, seen.amount)
        case _:
            return False


def _is_text_of(sent: Mapping[str, str], language: str, seen: str) -> bool:
    """Whether it is the text of its language; where none was sent, any, or nothing."""
    if language in sent:
        return _letters(seen) == _letters(sent[language])
    return _letters(seen) in {"", *map(_letters, sent.values())}


def _letters(text: str) -> str:
    plain = unescape(MARKUP.sub("", nfc(text))).casefold()
    return "".join(char for char in plain if char.isalnum())


def _is_rounded(sent: Decimal, seen: Decimal) -> bool:
    exponent = seen.as_tuple().exponent
    last = Decimal(1).scaleb(min(0, exponent)) if isinstance(exponent, int) else Decimal(0)
    return abs(sent - seen) < last
