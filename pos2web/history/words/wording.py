"""Things and values of fields in a language's words."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

import msgspec

from pos2web.domain.fields import FORM_OF, KIND_NAMED, Form
from pos2web.domain.people import Customer, Erased, Sealed
from pos2web.domain.values import ConnectionName, Money, Ref
from pos2web.history.words import formats
from pos2web.history.words import recorded_texts as outside
from pos2web.history.words.phrasebook import Phrasebook
from pos2web.messages import Translatable
from pos2web.translation import translate

TEXT_CHARS_MAX = 80
"""A sentence quotes the beginning of a text."""

FOREIGN = "#"
"""Marks, in a plan, the key of a shop's thing that the till doesn't know."""

NUMBERS = (Form.NUMBER, Form.PERCENT, Form.KILOGRAMS, Form.CENTIMETRES)
"""Forms of fields whose values are decimal texts where they are plain."""


class NameLookup(Protocol):
    """What people call things."""

    def __call__(self, ref: Ref, connection: ConnectionName | None) -> str | None:
        """The reference or name of a connection's thing, of any till's when None is given."""
        ...


class Opened(Protocol):
    """What is known of people."""

    def __call__(self, sealed: Sealed, stream: str) -> Customer | Erased | None:
        """What a fact in this stream holds of somebody; None where that can't be read here."""
        ...


def unopened(sealed: Sealed, stream: str) -> None:
    """Nobody's key is at hand: numbers must do."""


def unnamed(ref: Ref, connection: ConnectionName | None) -> None:
    """Nobody knows any names: keys must do."""


class Wording(msgspec.Struct, frozen=True):
    """Words of a language for the things of one connection, or of the tills when it is None.

    Days and times are those of `zone`. `people` opens what is sealed of them.
    """

    book: Phrasebook
    names: NameLookup
    connection: ConnectionName | None
    zone: tzinfo = UTC
    people: Opened = unopened

    def quoted(self, text: str) -> str:
        """A text in quotes, its beginning where it is long; «nothing» when it is empty."""
        if not text:
            return self.book.nothing
        short = text if len(text) <= TEXT_CHARS_MAX else text[: TEXT_CHARS_MAX - 1] + "…"
        return self.book.quoted.format(text=short)

    def name(self, ref: Ref) -> str:
        """What people call it, else its key, in quotes."""
        if ref.key.startswith(FOREIGN):
            return self.book.foreign.format(shop_key=ref.key.removeprefix(FOREIGN))
        return self.quoted(self.names(ref, self.connection) or ref.key)

    def thing(self, ref: Ref) -> str:
        """It and its kind: «le produit « TEA »»."""
        return self.book.things[ref.kind].format(name=self.name(ref))

    def of_thing(self, ref: Ref) -> str:
        """A thing and its kind after «de»: «du produit « TEA »»."""
        return self.book.of_things[ref.kind].format(name=self.name(ref))

    def day(self, instant: datetime) -> str:
        """The day of an instant: 2 mars 2026."""
        return formats.day(instant, self.zone, self.book.code)

    def time(self, instant: datetime) -> str:
        """The time of its day: 13:00."""
        return formats.time(instant, self.zone)

    def instant(self, instant: datetime) -> str:
        """Both: 2 mars 2026 à 13:00."""
        return formats.day_and_time(instant, self.zone, self.book.code)

    def field(self, field: str) -> str:
        """What people call a field."""
        return self.book.fields.get(field, field)

    def shop_field(self, field: str) -> str:
        """What people call a field of a shop, where amounts are without tax."""
        return self.book.net_fields.get(field) or self.field(field)

    def said(self, text: str) -> str:
        """What was recorded in English, in the reader's words where they are known."""
        if isinstance(text, Translatable):
            return translate(text, self.book.code)
        known = self.book.reasons.get(text)
        return known or outside.told(outside.without_title(text), self.book.code, self.book.fields)

    def joined(self, words: Sequence[str]) -> str:
        """Words in a row: a, b and c."""
        if len(words) < 2:
            return "".join(words)
        return ", ".join(words[:-1]) + self.book.conjunction + words[-1]

    def value(self, field: str, value: Any) -> str:
        """A field's value, as a fact holds it or as plain JSON."""
        if value is None or value in ("", (), [], {}):
            return self.book.root if field == "parent" else self.book.nothing
        if isinstance(value, list | tuple):
            return self.joined([self.value(field, each) for each in value])
        if isinstance(value, Money | dict):
            return self._money_or_texts(value)
        return self._plain(field, value)

    def _plain(self, field: str, value: str | Decimal | bool | int) -> str:
        if isinstance(value, bool):
            return self.book.yes if value else self.book.no
        if field in KIND_NAMED:
            return self.name(Ref(KIND_NAMED[field], str(value)))
        if FORM_OF.get(field) in NUMBERS or isinstance(value, Decimal | int):
            digits = _decimal(value)
            return self.quoted(str(value)) if digits is None else self._number(field, digits)
        return self.quoted(value)

    def step(self, field: str, before: Any, after: Any) -> tuple[str, str]:
        """Both values of a field; texts in a language in which they differ."""
        if not (is_texts(before) and is_texts(after)):
            return self.value(field, before), self.value(field, after)
        language = changed_language(before, after, self.book.code)
        return self.quoted(before.get(language, "")), self.text(after, language)

    def text(self, texts: dict[str, str], language: str) -> str:
        """The text in a language, which is said where the reader's has one too."""
        text = self.quoted(texts.get(language, ""))
        if language == self.book.code or not texts.get(self.book.code):
            return text
        return f"{text} {self.book.languages.get(language, f'({language})')}"

    def _money_or_texts(self, value: Money | dict[str, Any]) -> str:
        if isinstance(value, Money):
            return formats.amount(value, self.book.code)
        if is_texts(value):
            return self.quoted(text_in(value, self.book.code))
        amount, currency = _decimal(value["amount"]), str(value["currency"])
        if amount is None:
            return self.quoted(f"{value['amount']} {currency}")
        return formats.amount(Money(amount, currency), self.book.code)

    def _number(self, field: str, value: Decimal) -> str:
        written = formats.WITH_UNIT.get(FORM_OF.get(field, Form.NUMBER), formats.number)
        return written(value, self.book.code)


def text_in(texts: dict[str, str], language: str) -> str:
    """The text in a language, else in the first that has one."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def changed_language(before: dict[str, str], after: dict[str, str], preferred: str) -> str:
    """The reader's language where its text changed, else the first whose text did."""
    for language in (preferred, *sorted(before.keys() | after.keys())):
        if before.get(language, "") != after.get(language, ""):
            return language
    return preferred


def is_texts(value: Any) -> bool:
    """Whether it is texts by their languages, and no amount."""
    return isinstance(value, dict) and value.keys() != {"amount", "currency"}


def _decimal(value: Any) -> Decimal | None:
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return None
