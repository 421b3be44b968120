"""Why something is held back, asked first or not done, in a language's words."""

from collections.abc import Callable
from decimal import Decimal

from pos2web.domain.fields import KIND_NAMED
from pos2web.domain.reasons import Code, Reason, Word
from pos2web.domain.values import Kind, Money, Ref
from pos2web.history.words import formats
from pos2web.history.words.archived import writer_words
from pos2web.history.words.wording import Wording

KEYS: dict[str, Kind] = {
    **KIND_NAMED,
    "category": Kind.CATEGORY,
    "ring": Kind.CATEGORY,
    "option_value": Kind.OPTION_VALUE,
}
"""Words that hold keys of the till's things."""

PERCENTAGES = ("tax_rate", "tax_rates", "share", "allowed")
VERBATIM = ("currency", "shop_currency", "others", "characters")


def explained(reason: Reason, here: Wording) -> str:
    """Everything that a reason says, without a full stop."""
    words = {
        name: here.said(reason.text) if name == "text" else _word(name, word, reason, here)
        for name, word in reason.words.items()
    }
    said = here.book.because[reason.code].format_map(words)
    return here.book.semicolon.join([said, *(explained(other, here) for other in reason.also)])


def _word(name: str, word: Word, reason: Reason, here: Wording) -> str:
    if isinstance(word, Money):
        return formats.amount(word, here.book.code)
    if name == "minutes" and isinstance(word, int):
        return formats.duration(word)
    if isinstance(word, int):
        return formats.number(Decimal(word), here.book.code)
    if isinstance(word, str):
        return _text(name, word, here)
    texts = [_text(name, each, here) for each in word]
    if reason.code is Code.CATEGORY_WITHIN_ITSELF:
        return here.book.within.join(texts)
    more = reason.words.get("more")
    return here.joined([*texts, here.book.more.format(count=more)] if more else texts)


def _text(name: str, text: str, here: Wording) -> str:
    if name in KEYS:
        return here.name(Ref(KEYS[name], text))
    if name in VERBATIM:
        return text
    special = SPECIAL.get(name)
    return here.quoted(text) if special is None else special(text, here)


def _percent(text: str, here: Wording) -> str:
    return formats.percent(Decimal(text), here.book.code)


def _weight(text: str, here: Wording) -> str:
    return formats.weight(Decimal(text), here.book.code)


def _thing(text: str, here: Wording) -> str:
    kind, _, key = text.partition(":")
    return here.thing(Ref(Kind(kind), key))


def _plural(text: str, here: Wording) -> str:
    return here.book.plurals[Kind(text)]


SPECIAL: dict[str, Callable[[str, Wording], str]] = {
    **dict.fromkeys(PERCENTAGES, _percent),
    "weight": _weight,
    "thing": _thing,
    "kind": _plural,
    "writer": writer_words,
}
"""Words that aren't simply quoted."""
