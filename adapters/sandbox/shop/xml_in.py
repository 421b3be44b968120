"""Reads what a client sends: XML, by lxml, without entities or anything from outside."""

import msgspec
from lxml import etree

from pos2web.adapters.sandbox.shop.answer import Refusal, php_warning


class Entity(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a client wants written. A translated value is a dict by language id."""

    id: str | None
    values: dict[str, str | dict[str, str]]
    associations: tuple[tuple[str, tuple[dict[str, str], ...]], ...] | None


def _children(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren("*"))


def _text(element: etree._Element) -> str:
    return element.text or ""


def _value(element: etree._Element) -> str | dict[str, str]:
    languages = [child for child in _children(element) if child.tag == "language"]
    if not languages:
        return _text(element)
    return {child.get("id") or "0": _text(child) for child in languages}


def _associations(
    element: etree._Element,
) -> tuple[tuple[str, tuple[dict[str, str], ...]], ...]:
    return tuple(
        (
            str(association.tag),
            tuple(
                {str(part.tag): _text(part) for part in _children(item)}
                for item in _children(association)
            ),
        )
        for association in _children(element)
    )


def _entity(element: etree._Element) -> Entity:
    values: dict[str, str | dict[str, str]] = {}
    associations = None
    for child in _children(element):
        if child.tag == "associations":
            associations = _associations(child)
        else:
            values.setdefault(str(child.tag), _value(child))
    key = values.pop("id", None)
    return Entity(
        id=key if isinstance(key, str) else None, values=values, associations=associations
    )


def read_entities(body: bytes) -> list[Entity]:
    """Every child of the root is one thing; how the root is called matters as little as to PHP."""
    body = body.removeprefix(b"xml=")
    if not body.strip():
        message = "XML error : String could not be parsed as XML\nXML length : 0\nOriginal XML : "
        raise Refusal(500, 127, message)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        code, text = php_warning(f"SimpleXMLElement::__construct(): {error}")
        shown = body.decode("utf-8", "replace")
        message = (
            "XML error : String could not be parsed as XML\n"
            f"XML length : {len(body)}\nOriginal XML : {shown}"
        )
        raise Refusal(500, 127, message).after((code, text)) from error
    if b"<!DOCTYPE" in body:
        raise Refusal(500, 127, "XML error : a document type is not read here")
    return [_entity(child) for child in _children(root)]
