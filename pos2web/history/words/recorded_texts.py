"""Texts that come from outside the domain, in the reader's language where we know them.

Adapters and the reading of photos say in English what is wrong with one record. They are recorded
as they are said; those that a shopkeeper meets most are told in French by their form.
"""

import re
from collections.abc import Mapping

from pos2web.domain.values import Kind

TITLE = re.compile(rf"^(?:{'|'.join(Kind)}) \S+(?: «[^»]*»)?: ")
"""The thing's own name before what is wrong with it; it is named beside the text anyway."""

FIELD = re.compile(r"^(?P<field>[a-z_]+)(?:\.(?P<language>[a-z]{2}))?(?: \([^)]*\))?: (?P<why>.+)$")
"""A field of a till's row, its column in brackets, and what is wrong with it."""

FIELDS = {"base_price": "price", "product_price": "price"}
"""Fields of a till's row that are parts of one of ours."""

FRENCH_FORMS: tuple[tuple[str, str], ...] = (
    ("there is no photo {photo} in {folder}", "il n'y a pas de photo {photo} dans {folder}"),
    ("the photo {photo} is outside {folder}", "la photo {photo} est en dehors de {folder}"),
    ("the photo {photo} can't be read: {why}", "la photo {photo} ne se lit pas\u00a0: {why}"),
    ("the photo {photo} is larger than {size} MB", "la photo {photo} dépasse {size} Mo"),
    ("the photo {photo} can't be had: {why}", "la photo {photo} n'arrive pas\u00a0: {why}"),
    ("there is no content of photo {photo}", "la photo {photo} est vide en caisse"),
    ("{photo} is empty: 0 bytes", "{photo} est un fichier vide"),
    ("{photo} is not a photo: {why}", "{photo} n'est pas une photo\u00a0: {why}"),
    ("{photo} has more than {count} million pixels", "{photo} dépasse {count} millions de pixels"),
    (
        "{photo} is cut off: only its first part is there",
        "{photo} est incomplète\u00a0: il n'y en a que le début",
    ),
    (
        "{photo} is damaged and can't be read as a photo",
        "{photo} est abîmée et ne se lit pas comme une photo",
    ),
    (
        "{photo} can't be made to fit {size} bytes as {formats}",
        "{photo} ne peut pas être réduite à {size} octets en {formats}",
    ),
    (
        "it is a drawing (SVG); JPEG, PNG, GIF or WebP is needed",
        "c'est un dessin (SVG)\u00a0; il faut du JPEG, PNG, GIF ou WebP",
    ),
    (
        "it is HEIC or a film; JPEG, PNG, GIF or WebP is needed",
        "c'est du HEIC ou un film\u00a0; il faut du JPEG, PNG, GIF ou WebP",
    ),
    (
        "it is a PDF; JPEG, PNG, GIF or WebP is needed",
        "c'est un PDF\u00a0; il faut du JPEG, PNG, GIF ou WebP",
    ),
    ("it is a web page", "c'est une page web"),
    ("it is text", "c'est du texte"),
    ("nothing in it looks like one", "rien n'y ressemble"),
    ("there is nothing", "il n'y a rien"),
    (
        "there is neither a file nor a content nor an address",
        "il n'y a ni fichier, ni contenu, ni adresse",
    ),
    ("{value} is not a number", "{value} n'est pas un nombre"),
    ("{value} is not a whole number", "{value} n'est pas un nombre entier"),
    (
        "{value} holds a comma: write 9.90, not 9,90",
        "{value} contient une virgule\u00a0: il faut écrire 9.90 et non 9,90",
    ),
    ("{value} is not a text", "{value} n'est pas un texte"),
    ("{value} is neither yes nor no", "{value} n'est ni oui ni non"),
    ("{value} is not UTF-8", "{value} n'est pas de l'UTF-8"),
    (
        "{count} rows of {kind} have the key {key}: which one is meant can't be told",
        "{count} lignes de {kind} ont la clé {key}\u00a0: impossible de savoir laquelle compte",
    ),
    ("{count} rows of {kind} have no key", "{count} lignes de {kind} n'ont pas de clé"),
    ("the shop has no tax rule of {rate} %", "le site n'a pas de règle de TVA à {rate}\u202f%"),
    ("{thing} is no longer on the shop", "{thing} n'est plus sur le site"),
    ("the shop has no stock row for {thing}", "le site n'a pas de stock pour {thing}"),
    ("cannot reach {where}: {why}", "{where} est injoignable\u00a0: {why}"),
    ("{where} gave no answer: {why}", "{where} ne répond pas\u00a0: {why}"),
    ("{where} answered {status}: {why}", "{where} a répondu {status}\u00a0: {why}"),
    ("{where} answered {status}", "{where} a répondu {status}"),
    ("answer {status}", "réponse {status}"),
    (
        "{where} sends us elsewhere ({status}): the address is wrong",
        "{where} renvoie ailleurs ({status})\u00a0: l'adresse est fausse",
    ),
    ("{where} asks us to slow down", "{where} demande de ralentir"),
    (
        "the key for {where} may not read {resource}",
        "la clé de {where} ne permet pas de lire {resource}",
    ),
    ("[Errno {number}] Connection refused", "connexion refusée"),
    ("timed out", "délai dépassé"),
    (
        "the shop was asked and does not hold it",
        "le site, interrogé, ne le montre pas",
    ),
    ("what it needed is not on the shop", "ce qu'il fallait avant n'est pas sur le site"),
)
"""What our own adapters say, and the same in French; `{why}` is looked up in turn."""


def _form(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    parts[::2] = [re.escape(part) for part in parts[::2]]
    parts[1::2] = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return re.compile("".join(parts), re.DOTALL)


FORMS = {"fr": [(_form(english), french) for english, french in FRENCH_FORMS]}


def without_title(text: str) -> str:
    """A recorded text without the name of its subject in front."""
    return TITLE.sub("", text)


def told(text: str, language: str, fields: Mapping[str, str]) -> str:
    """The text in this language if its form is known, else as it was said."""
    forms = FORMS.get(language, [])
    found = FIELD.match(text) if forms else None
    if found and (field := FIELDS.get(found["field"], found["field"])) in fields:
        which = fields[field] + (f" ({found['language']})" if found["language"] else "")
        return f"{which}\u00a0: {told(found['why'], language, fields)}"
    for form, ours in forms:
        if found := form.fullmatch(text):
            words = found.groupdict()
            if "why" in words:
                words["why"] = told(words["why"], language, fields)
            return ours.format_map(words)
    return text
