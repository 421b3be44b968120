"""PrestaShop's XML: documents out, answers in, without entities, network or huge trees."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import unescape

import msgspec
from lxml import etree

from pos2web.errors import ProtocolError
from pos2web.messages import message

Element = etree._Element  # noqa: SLF001 - lxml gives the type no public name

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HREF = "{http://www.w3.org/1999/xlink}href"
_PHP_NOISE = range(10)
"""Error codes below 10 are PHP's own notices and warnings, not PrestaShop's."""


class ShopError(msgspec.Struct, frozen=True):
    """One error of an answer, in the shop's own words."""

    code: int
    message: str


def parse(body: bytes) -> Element:
    """The `prestashop` element of an answer; ProtocolError when it is anything else."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProtocolError(
            message("the shop answered what isn't XML"), answer=_begin(body)
        ) from error
    if root.tag != "prestashop":
        raise ProtocolError(message("the shop answered another kind of XML"), answer=_begin(body))
    return root


def rows(root: Element, tag: str) -> list[Element]:
    """The records of an answer, whether listed or side by side."""
    return list(root.iter(tag)) if tag == "image" else _rows(root, tag)


def _rows(root: Element, tag: str) -> list[Element]:
    beside = root.findall(tag)
    return beside or [row for group in root for row in group.findall(tag)]


def errors(body: bytes) -> list[ShopError]:
    """What an answer complains of; nothing when it complains of nothing or can't be read."""
    try:
        root = parse(body)
    except ProtocolError:
        return []
    return [
        ShopError(whole(found, "code"), unescape(text(found, "message")).strip())
        for found in root.iterfind("errors/error")
    ]


def words(found: Sequence[ShopError]) -> str:
    """The shop's complaint for people: PHP's own noise only where there is nothing else."""
    said = [error.message for error in found if error.code not in _PHP_NOISE]
    return "; ".join(said or [error.message for error in found][:1])[:500]


def text(row: Element, tag: str) -> str:
    """The text of a field, empty where it isn't there."""
    found = next(row.iterchildren(tag), None)  # half of what `findtext` costs
    return "" if found is None else found.text or ""


def fields(row: Element) -> defaultdict[str, str]:
    """The texts of all fields, empty where there is none: the quick way to many of them."""
    return defaultdict(str, [(str(found.tag), found.text or "") for found in row])


def whole(row: Element, tag: str) -> int:
    """A whole number, 0 where there is none."""
    found = text(row, tag).strip()
    return int(found) if found.isdigit() else 0


def ids(row: Element, association: str) -> list[str]:
    """The ids of an association, in the shop's order."""
    found = _association(row, association)
    return [] if found is None else [_id(item) for item in found]


def holds(row: Element, association: str) -> bool:
    """Whether a record shows this association, be it empty, with the ids of all in it."""
    found = _association(row, association)
    return found is not None and all(_id(item) for item in found)


def _id(item: Element) -> str:
    """Of a combination's chosen associations, PrestaShop 8 shows no ids, only links to them."""
    linked = item.get(_HREF, "").rpartition("/")[2]
    return text(item, "id") or (linked if linked.isdigit() else "")


def _association(row: Element, association: str) -> Element | None:
    for group in row.iterchildren("associations"):
        return next(group.iterchildren(association), None)
    return None


def record(tag: str, fields: Iterable[tuple[str, str]]) -> Element:
    """A record with plain fields."""
    row = etree.Element(tag)
    for name, value in fields:
        add(row, name, value)
    return row


def add(row: Element, name: str, value: str) -> None:
    """Add a plain field."""
    etree.SubElement(row, name).text = _FORBIDDEN.sub("", value)


def add_texts(row: Element, name: str, texts: Iterable[tuple[str, str]]) -> None:
    """Add a translated field: pairs of language id and text."""
    field = etree.SubElement(row, name)
    for language, value in texts:
        etree.SubElement(field, "language", id=language).text = _FORBIDDEN.sub("", value)


def associate(row: Element, association: str, tag: str, keys: Iterable[str]) -> None:
    """Add a whole association; an empty one wipes what is there."""
    group = etree.SubElement(etree.SubElement(row, "associations"), association)
    for key in keys:
        etree.SubElement(etree.SubElement(group, tag), "id").text = key


def document(records: Iterable[Element]) -> bytes:
    """The body of a write: records side by side, without the plural wrapper."""
    root = etree.Element("prestashop")
    root.extend(list(records))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _begin(body: bytes) -> str:
    return body[:200].decode("utf-8", "replace")
