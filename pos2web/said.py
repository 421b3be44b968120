"""Sentences of ours, said in English, that can still be said in another language.

An error says `say("there is no task {task}", task=name)`: a text like any other, in English, that
remembers its template and its words. Who shows it to a person asks for it `in_language`; the French
of every template stands in `pos2web/french`.
"""

import re
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Self

import msgspec

from pos2web.french import FRENCH, number, typeset

PLACE = re.compile(r"\{(\w+)(?:![rs])?(?::[^{}]*)?\}")
"""Where a word stands in a template, and how it is written in English."""

NUMERIC = re.compile(r"\{(\w+):(?:[^{}%]*[,defg]|\.\d+%)\}")
"""A place of a number that is written in some way."""

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")

OF_SYSTEM = re.compile(r"\[Errno (\d+)\] ([^:]+)")
"""What the system said, as a library passes it on."""


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a text was made: its English template, and the words in it by name.

    Words are texts as they stand in English (quoted ones without their quotes), or sentences
    themselves. `french` is there only where the sentence came with it. In this form a sentence is
    recorded and sent, beside its text.
    """

    template: str
    words: Mapping[str, "str | Sentence"] = {}
    french: str = ""


Made = Sentence | msgspec.UnsetType
"""How a text that is recorded or sent was made, where that is known; else it leaves no trace there."""


class Said(str):
    """A sentence in English that remembers how it was made. What is kept or sent of it is `str()`."""

    __slots__ = ("sentence",)
    sentence: Sentence

    def __new__(cls, text: str, sentence: Sentence) -> Self:
        """Make the text, remembering the sentence that it was made of."""
        said = super().__new__(cls, text)
        said.sentence = sentence
        return said


def say(template: str, /, **values: object) -> Said:
    """The sentence of an English template and its values: texts, numbers, errors, other sentences.

    The template is written out where this is called, so that a test finds those without French.
    """
    said = {
        name: spoken(value) if isinstance(value, BaseException) else value
        for name, value in values.items()
    }
    words = {
        name: _word(said[name], spec or "")
        for _, name, spec, _ in Formatter().parse(template)
        if name is not None
    }
    return Said(template.format_map(said), Sentence(template, words))


def in_both(english: str, french: str) -> Said:
    """A text that comes in both languages already, from a description or a list of faults."""
    return Said(english, Sentence(english, french=french))


def joined(separator: str, texts: Sequence[str]) -> str:
    """Several texts as one, each of which can still be said in another language."""
    named = {f"part{number}": text for number, text in enumerate(texts)}
    return say(separator.join(f"{{{name}}}" for name in named), **named)


def spoken(said: str | BaseException) -> str:
    """What an error or a text says, as it was said: a `Said` wherever it is a sentence of ours."""
    first = said.args[0] if isinstance(said, BaseException) and said.args else said
    if isinstance(first, Said):
        return first
    if isinstance(said, OSError) and isinstance(said.strerror, str):
        return _of_system(said, said.strerror)
    text = str(said)
    if found := OF_SYSTEM.fullmatch(text):
        words = {"number": found[1], "why": Sentence(found[2])}
        return Said(text, Sentence("[Errno {number}] {why}", words))
    return Said(text, Sentence(text)) if text in FRENCH else text


def sentence_of(said: str | BaseException) -> Made:
    """How this was made, to be kept beside its text; UNSET for what is no sentence of ours."""
    text = spoken(said)
    return text.sentence if isinstance(text, Said) else msgspec.UNSET


def kept(text: str, made: Made) -> str:
    """The text again of which it was kept how it was made."""
    return text if made is msgspec.UNSET else Said(text, made)


def plain(value: object) -> str:
    """A sentence as JSON has it: its text. For encoders, which know of plain texts only."""
    if isinstance(value, Said):
        return str(value)
    raise NotImplementedError


def in_language(said: str | BaseException, language: str) -> str:
    """What was said, in this language (`fr`, `en`) as far as it has words for it."""
    text = spoken(said)
    if language != "fr" or not isinstance(text, Said):
        return str(text)
    return _french(text.sentence, english=str(text))


def _word(value: object, spec: str) -> str | Sentence:
    text = spoken(value) if isinstance(value, str) else value
    if isinstance(value, float | Decimal) and not spec:
        return Sentence("{number:f}", {"number": str(value)})
    return text.sentence if isinstance(text, Said) else format(value, spec)


def _of_system(error: OSError, why: str) -> Said:
    words: dict[str, str | Sentence] = {"number": str(error.errno), "why": Sentence(why)}
    if error.filename is None:
        return Said(str(error), Sentence("[Errno {number}] {why}", words))
    words["file"] = str(error.filename)
    return Said(str(error), Sentence("[Errno {number}] {why}: {file!r}", words))


def _french(sentence: Sentence, *, english: str = "") -> str:
    template = sentence.french or FRENCH.get(sentence.template)
    if template is None:
        if any(char.isalpha() for char in PLACE.sub("", sentence.template)):
            return english or _filled(sentence, sentence.template, numbers=())
        template = typeset(sentence.template.replace(": ", " : ").replace("; ", " ; "))
    return _filled(sentence, template, numbers=NUMERIC.findall(sentence.template))


def _filled(sentence: Sentence, template: str, *, numbers: Container[str]) -> str:
    """The words in a template; `numbers` names those that are written as the French do.

    Not by `str.format`: a template that was recorded elsewhere must not reach into anything.
    """

    def word(place: re.Match[str]) -> str:
        found = sentence.words.get(place[1], place[0])
        if isinstance(found, Sentence):
            return _french(found)
        return number(found) if place[1] in numbers and NUMBER.fullmatch(found) else found

    return PLACE.sub(word, template)
