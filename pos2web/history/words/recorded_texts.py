"""Texts that come from outside the domain, in the reader's language where we know them.

Adapters and the reading of photos say in English what is wrong with one record. They are recorded
as they are said; those that a shopkeeper meets most are told in other languages by their form.
"""

import re
from collections.abc import Mapping

from pos2web.domain.values import Kind
from pos2web.languages import ENGLISH
from pos2web.messages import Translatable, message
from pos2web.translation import translate

TITLE = re.compile(rf"^(?:{'|'.join(Kind)}) \S+(?: «[^»]*»)?: ")
"""The thing's own name before what is wrong with it; it is named beside the text anyway."""

FIELD = re.compile(r"^(?P<field>[a-z_]+)(?:\.(?P<language>[a-z]{2}))?(?: \([^)]*\))?: (?P<why>.+)$")
"""A field of a till's row, its column in brackets, and what is wrong with it."""

FIELDS = {"base_price": "price", "product_price": "price"}
"""Fields of a till's row that are parts of one of ours."""

FORMS: tuple[Translatable, ...] = (
    message("there is no photo {photo} in {folder}"),
    message("the photo {photo} is outside {folder}"),
    message("the photo {photo} can't be read: {why}"),
    message("the photo {photo} is larger than {size} MB"),
    message("the photo {photo} can't be had: {why}"),
    message("there is no content of photo {photo}"),
    message("{photo} is empty: 0 bytes"),
    message("{photo} is not a photo: {why}"),
    message("{photo} has more than {count} million pixels"),
    message("{photo} is cut off: only its first part is there"),
    message("{photo} is damaged and can't be read as a photo"),
    message("{photo} can't be made to fit {size} bytes as {formats}"),
    message("it is a drawing (SVG); JPEG, PNG, GIF or WebP is needed"),
    message("it is HEIC or a film; JPEG, PNG, GIF or WebP is needed"),
    message("it is a PDF; JPEG, PNG, GIF or WebP is needed"),
    message("it is a web page"),
    message("it is text"),
    message("nothing in it looks like one"),
    message("there is nothing"),
    message("there is neither a file nor a content nor an address"),
    message("{value} is not a number"),
    message("{value} is not a whole number"),
    message("{value} holds a comma: write 9.90, not 9,90"),
    message("{value} is not a text"),
    message("{value} is neither yes nor no"),
    message("{value} is not UTF-8"),
    message("{count} rows of {kind} have the key {key}: which one is meant can't be told"),
    message("{count} rows of {kind} have no key"),
    message("the shop has no tax rule of {rate} %"),
    message("{thing} is no longer on the shop"),
    message("the shop has no stock row for {thing}"),
    message("cannot reach {where}: {why}"),
    message("{where} gave no answer: {why}"),
    message("{where} answered {status}: {why}"),
    message("{where} answered {status}"),
    message("answer {status}"),
    message("{where} sends us elsewhere ({status}): the address is wrong"),
    message("{where} asks us to slow down"),
    message("the key for {where} may not read {resource}"),
    message("[Errno {number}] Connection refused"),
    message("timed out"),
    message("the shop was asked and does not hold it"),
    message("what it needed is not on the shop"),
)
"""What our own adapters say; `{why}` is looked up in turn."""


def _form(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    parts[::2] = [re.escape(part) for part in parts[::2]]
    parts[1::2] = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)


PATTERNS = [(_form(each), each) for each in FORMS]


def without_title(text: str) -> str:
    """A recorded text without the name of its subject in front."""
    return TITLE.sub("", text)


def told(text: str, language: str, fields: Mapping[str, str]) -> str:
    """The text in this language if its form is known, else as it was said."""
    if language == ENGLISH:
        return text
    found = FIELD.match(text)
    if found and (field := FIELDS.get(found["field"], found["field"])) in fields:
        which = fields[field] + (f" ({found['language']})" if found["language"] else "")
        why = told(found["why"], language, fields)
        return translate(message("{which}: {why}", which=which, why=why), language)
    for pattern, form in PATTERNS:
        if found := pattern.fullmatch(text):
            words = found.groupdict()
            if "why" in words:
                words["why"] = told(words["why"], language, fields)
            return translate(form, language).format_map(words)
    return text
