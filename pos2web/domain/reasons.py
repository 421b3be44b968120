"""Why something is held back, asked first, or not done: a code and its words, in no language.

A code's meaning and the names of its words never change once recorded; what they are called in
French and English stands in `pos2web/history`, and `docs/reasons.md` lists them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from pos2web.domain.values import Money
from pos2web.messages import Sentence, kept, message_of, sentence_of

LISTED_MAX = 3
"""So many of a list are kept; the word `more` says how many others there are."""

TEXT_CHARS_MAX = 60
"""The beginning of a quoted text is enough to recognise it."""


class Code(StrEnum):
    """Every reason that there is."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    NAME_FORBIDDEN = "name_forbidden"
    NO_REFERENCE = "no_reference"
    REFERENCE_TOO_LONG = "reference_too_long"
    REFERENCE_FORBIDDEN = "reference_forbidden"
    REFERENCE_SHARED = "reference_shared"
    EAN_NOT_DIGITS = "ean_not_digits"
    EAN_LENGTH = "ean_length"
    PRICE_CURRENCY = "price_currency"
    PRICE_IMPOSSIBLE = "price_impossible"
    PRICE_TOO_FINE = "price_too_fine"
    PRICE_NEGATIVE = "price_negative"
    PRICE_NOT_SHOWABLE = "price_not_showable"
    SURCHARGE_CURRENCY = "surcharge_currency"
    SURCHARGE_IMPOSSIBLE = "surcharge_impossible"
    SURCHARGE_TOO_FINE = "surcharge_too_fine"
    VARIANT_PRICE_NEGATIVE = "variant_price_negative"
    WEIGHT_NEGATIVE = "weight_negative"
    VARIANT_WEIGHT_NEGATIVE = "variant_weight_negative"
    TAX_RATE_NEGATIVE = "tax_rate_negative"
    TAX_RATE_UNKNOWN = "tax_rate_unknown"
    NO_TAX_RATES = "no_tax_rates"
    CATEGORY_HELD = "category_held"
    CATEGORY_MISSING = "category_missing"
    PARENT_HELD = "parent_held"
    PARENT_MISSING = "parent_missing"
    CATEGORY_WITHIN_ITSELF = "category_within_itself"
    OPTION_HELD = "option_held"
    OPTION_MISSING = "option_missing"
    NO_OPTIONS = "no_options"
    OPTIONS_SHARED = "options_shared"
    OPTION_VALUE_HELD = "option_value_held"
    OPTION_VALUE_MISSING = "option_value_missing"
    PRODUCT_MISSING = "product_missing"
    VARIANT_MISSING = "variant_missing"
    VARIANT_ELSEWHERE = "variant_elsewhere"
    COULD_NOT_BE_READ = "could_not_be_read"
    SHOP_SAID = "shop_said"
    WAITS_FOR = "waits_for"
    MANY_CREATED = "many_created"
    FEW_RECOGNISED = "few_recognised"
    MANY_TAKEN_OFF = "many_taken_off"
    MANY_ZEROED = "many_zeroed"
    MANY_LOST = "many_lost"
    STOPPED = "stopped"
    FAILED = "failed"
    NOT_ALL_MADE = "not_all_made"
    YIELDED = "yielded"
    KILLED = "killed"
    NO_PROGRESS = "no_progress"
    OVERDUE = "overdue"
    BACKUP_BEHIND = "backup_behind"
    SUPERSEDED = "superseded"


Word = str | int | Money | tuple[str, ...]
Words = dict[str, Word]


class Reason(msgspec.Struct, frozen=True):
    """One reason, with the values that a sentence needs, by name.

    Percentages and weights are decimal texts. `also` holds what else there is to say. `said` tells
    how a word was made that is a sentence of ours, where that is known.
    """

    code: Code
    words: Mapping[str, Word] = {}
    also: tuple["Reason", ...] = ()
    said: Mapping[str, Sentence] | msgspec.UnsetType = msgspec.UNSET

    @property
    def text(self) -> str:
        """Its word `text`, which can be said in other languages where it is a sentence of ours."""
        said = {} if self.said is msgspec.UNSET else self.said
        return kept(str(self.words.get("text", "")), said.get("text", msgspec.UNSET))

    def __str__(self) -> str:
        """For notes and tests; people are told it by the phrasebooks."""
        words = ", ".join(f"{name} {word}" for name, word in self.words.items())
        said = f"{self.code} ({words})" if words else str(self.code)
        return "; ".join([said, *map(str, self.also)])


def saying(code: Code, said: str | BaseException, **words: Word) -> Reason:
    """The reason with this code of which an error, or a text, is the word `text`."""
    made = sentence_of(said)
    return Reason(
        code,
        {**words, "text": str(message_of(said))},
        said=msgspec.UNSET if made is msgspec.UNSET else {"text": made},
    )


def all_of(reasons: Iterable[Reason]) -> Reason | None:
    """Several reasons as one; None when there are none."""
    found = [*reasons]
    if len(found) < 2:
        return found[0] if found else None
    return msgspec.structs.replace(found[0], also=tuple(found[1:]))


def short(text: str) -> str:
    """The beginning of a text that is too long to be quoted."""
    return text if len(text) <= TEXT_CHARS_MAX else text[: TEXT_CHARS_MAX - 1] + "…"


def listed(name: str, texts: Sequence[str]) -> Words:
    """The word that lists these texts: the first of them, and how many more there are."""
    words: Words = {name: tuple(short(text) for text in texts[:LISTED_MAX])}
    if len(texts) > LISTED_MAX:
        words["more"] = len(texts) - LISTED_MAX
    return words
