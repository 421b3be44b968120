"""A message said in a language, its numbers as people of that language write them."""

import re

from pos2web.languages import ENGLISH, number, template_in
from pos2web.messages import Sentence, Translatable, message, message_of

PLACE = re.compile(r"\{(\w+)(?:![rs])?(?::[^{}]*)?\}")
"""Where a word stands in a template, and how it is written in English."""

NUMERIC = re.compile(r"\{(\w+):(?:[^{}%]*[,defg]|\.\d+%)\}")
"""A place of a number that is written in some way."""

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")

SEPARATORS = (message(": "), message("; "), message(" %"))
"""What stands between words where there is nothing else; catalogues say how it is written."""


def translate(said: str | BaseException, language: str) -> str:
    """What a message or an error says, in this language as far as there are words for it."""
    text = message_of(said)
    if language == ENGLISH:
        return str(text)
    if isinstance(text, Translatable):
        return _said(text.sentence, language, english=str(text))
    return _template(Sentence(text), language) or text


def _said(sentence: Sentence, language: str, *, english: str = "") -> str:
    template = _template(sentence, language)
    if not template:
        template = sentence.template
        if any(char.isalpha() for char in PLACE.sub("", template)):
            return english or _filled(sentence, template, ENGLISH)
        for separator in SEPARATORS:
            found = _template(separator.sentence, language)
            template = template.replace(separator, found or separator)
    return _filled(sentence, template, language)


def _template(sentence: Sentence, language: str) -> str:
    """The template in this language; empty where there is none."""
    if sentence.french and language == "fr":
        return sentence.french
    return template_in(
        language,
        sentence.template,
        context=sentence.context,
        plural=sentence.plural,
        count=int(str(sentence.words["count"])) if sentence.plural else 1,
    )


def _filled(sentence: Sentence, template: str, language: str) -> str:
    """The words in a template, numbers among them as people of the language write them.

    Not by `str.format`: a template that was recorded elsewhere must not reach into anything.
    """
    numbers = [*NUMERIC.findall(sentence.template), *NUMERIC.findall(sentence.plural)]

    def word(place: re.Match[str]) -> str:
        found = sentence.words.get(place[1], place[0])
        if isinstance(found, Sentence):
            return _said(found, language)
        if place[1] in numbers and NUMBER.fullmatch(found) and language != ENGLISH:
            return number(found, language)
        return found

    return PLACE.sub(word, template)
