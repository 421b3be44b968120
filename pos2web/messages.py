"""Messages: texts in English that remember how they were made, so that any language can say them.

An error says `message("there is no task {task}", task=name)`: a text like any other, in English,
with its template and its words. Who shows it to a person asks `pos2web.languages` to `translate` it.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import Formatter
from typing import Self

import msgspec

OF_SYSTEM = re.compile(r"\[Errno (\d+)\] ([^:]+)")
"""What the system said, as a library passes it on."""


class Sentence(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a text was made: its English template, and the words in it by name.

    Words are texts as they stand in English (quoted ones without their quotes), or sentences
    themselves. `context` tells two meanings of one English template apart. Where the words hold a
    `count`, `plural` is the template for several. `french` is there only where the sentence came
    with it, as some that were recorded did. In this form a sentence is recorded and sent, beside
    its text.
    """

    template: str
    words: Mapping[str, "str | Sentence"] = {}
    french: str = ""
    context: str = ""
    plural: str = ""


Made = Sentence | msgspec.UnsetType
"""How a text that is recorded or sent was made, where that is known; else it leaves no trace there."""


class Translatable(str):
    """A message in English that remembers how it was made. What is kept or sent of it is `str()`."""

    __slots__ = ("sentence",)
    sentence: Sentence

    def __new__(cls, text: str, sentence: Sentence) -> Self:
        """Make the text, remembering the sentence that it was made of."""
        made = super().__new__(cls, text)
        made.sentence = sentence
        return made


def message(template: str, /, **values: object) -> Translatable:
    """The message of an English template and its values: texts, numbers, errors, other messages.

    The template is written out where this is called, so that `make messages` finds it. Without
    values its places stay open, for who fills them in afterwards.
    """
    if not values:
        return Translatable(template, Sentence(str(template)))
    return _made(template, Sentence(str(template)), values)


def message_as(context: str, template: str, /, **values: object) -> Translatable:
    """The message of a template that has two meanings in English; `context` says which this is."""
    sentence = Sentence(template, context=context)
    return _made(template, sentence, values) if values else Translatable(template, sentence)


def messages(one: str, several: str, /, *, count: int, **values: object) -> Translatable:
    """The message about one or several, by `count`, in whatever way a language counts."""
    template = one if count == 1 else several
    return _made(template, Sentence(one, plural=several), {"count": count, **values})


def in_both(english: str, french: str) -> Translatable:
    """A text that comes in both languages already, from a description or a list of faults."""
    return Translatable(english, Sentence(english, french=french))


def joined(separator: str, texts: Sequence[str]) -> str:
    """Several texts as one, each of which can still be said in another language."""
    named = {f"part{number}": text for number, text in enumerate(texts)}
    return message(separator.join(f"{{{name}}}" for name in named), **named)


def message_of(said: str | BaseException) -> str:
    """What an error or a text says: a `Translatable` wherever it is a message of ours."""
    first = said.args[0] if isinstance(said, BaseException) and said.args else said
    if isinstance(first, Translatable):
        return first
    if isinstance(said, OSError) and isinstance(said.strerror, str):
        return _of_system(said, said.strerror)
    text = str(said)
    if found := OF_SYSTEM.fullmatch(text):
        words = {"number": found[1], "why": Sentence(found[2])}
        return Translatable(text, Sentence("[Errno {number}] {why}", words))
    return Translatable(text, Sentence(text)) if text in SYSTEM else text


def sentence_of(said: str | BaseException) -> Made:
    """How this was made, to be kept beside its text; UNSET for what is no message of ours."""
    text = message_of(said)
    return text.sentence if isinstance(text, Translatable) else msgspec.UNSET


def kept(text: str, made: Made) -> str:
    """The text again of which it was kept how it was made."""
    return text if made is msgspec.UNSET else Translatable(text, made)


def plain(value: object) -> str:
    """A message as JSON has it: its text. For encoders, which know of plain texts only."""
    if isinstance(value, Translatable):
        return str(value)
    raise NotImplementedError


def _made(template: str, sentence: Sentence, values: Mapping[str, object]) -> Translatable:
    said = {
        name: message_of(value) if isinstance(value, BaseException) else value
        for name, value in values.items()
    }
    words = {
        name: _word(said[name], spec or "")
        for each in (template, sentence.plural)
        for _, name, spec, _ in Formatter().parse(each)
        if name is not None
    }
    if sentence.plural:
        words["count"] = str(values["count"])
    return Translatable(template.format_map(said), msgspec.structs.replace(sentence, words=words))


def _word(value: object, spec: str) -> str | Sentence:
    text = message_of(value) if isinstance(value, str) else value
    if isinstance(value, float | Decimal) and not spec:
        return Sentence("{number:f}", {"number": str(value)})
    return text.sentence if isinstance(text, Translatable) else format(value, spec)


def _of_system(error: OSError, why: str) -> Translatable:
    words: dict[str, str | Sentence] = {"number": str(error.errno), "why": Sentence(why)}
    if error.filename is None:
        return Translatable(str(error), Sentence("[Errno {number}] {why}", words))
    words["file"] = str(error.filename)
    return Translatable(str(error), Sentence("[Errno {number}] {why}: {file!r}", words))


SYSTEM = frozenset(
    str(each)
    for each in (
        message("[Errno {number}] {why}"),
        message("[Errno {number}] {why}: {file!r}"),
        message("Operation not permitted"),
        message("No such file or directory"),
        message("Permission denied"),
        message("File exists"),
        message("Not a directory"),
        message("Is a directory"),
        message("No space left on device"),
        message("Read-only file system"),
        message("Input/output error"),
        message("Disk quota exceeded"),
        message("Too many open files"),
        message("Directory not empty"),
        message("File name too long"),
        message("Too many levels of symbolic links"),
        message("Stale file handle"),
        message("Address already in use"),
        message("Cannot assign requested address"),
        message("Connection refused"),
        message("Connection reset by peer"),
        message("Connection timed out"),
        message("Network is unreachable"),
        message("No route to host"),
        message("Broken pipe"),
        message("timed out"),
        message("Name or service not known"),
        message("Temporary failure in name resolution"),
    )
)
"""What operating systems say of files and connections."""
