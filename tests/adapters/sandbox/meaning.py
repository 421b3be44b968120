"""What an answer means, without what may differ: dates, host, order that nobody promised, pictures."""

import json
import re
from typing import Any

from lxml import etree

_DATE = re.compile(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d")
_HOST = re.compile(r"https?://[^/\"]+")
_CODE = re.compile(rb"<code><!\[CDATA\[(\d+)\]\]></code>")
_WARNINGS = ("3", "5")
_UNORDERED = ("associations",)
Meaning = Any


def _plain(text: str) -> str:
    return _HOST.sub("", _DATE.sub("DATE", text)).replace("\r\n", "\n").strip()


def _tree(element: etree._Element, *, is_sorted: bool) -> Meaning:
    if element.tag == "errors":
        return _errors(
            [(one.findtext("code") or "", one.findtext("message") or "") for one in element]
        )
    if element.tag == "content":
        return ("content",)
    attributes = tuple(
        sorted((str(name), _plain(str(value))) for name, value in element.attrib.items())
    )
    in_lists = element.tag in _UNORDERED
    children = [_tree(child, is_sorted=is_sorted or in_lists) for child in element]
    if is_sorted:
        children.sort(key=repr)
    return (element.tag, attributes, _plain(element.text or ""), tuple(children))


def _errors(found: list[tuple[str, str]]) -> Meaning:
    """Codes and texts; of PHP's own warnings only that there were any."""
    named = tuple(error for error in found if error[0] not in _WARNINGS)
    named = tuple((code, "" if code == "127" else text) for code, text in named)
    return ("errors", named, any(code in _WARNINGS for code, _ in found))


def _json(value: Any, *, is_sorted: bool = False) -> Meaning:
    if isinstance(value, dict):
        if "errors" in value:
            return _errors([(str(one["code"]), one["message"]) for one in value["errors"]])
        return {
            name: _json(one, is_sorted=is_sorted or name in _UNORDERED)
            for name, one in value.items()
        }
    if isinstance(value, list):
        shown = [_json(one, is_sorted=is_sorted) for one in value]
        return sorted(shown, key=repr) if is_sorted else shown
    return _plain(value) if isinstance(value, str) else value


def meaning(content_type: str, body: bytes, *, is_sorted: bool) -> Meaning:
    """What the body says; `is_sorted` when the request asked for an order."""
    if not body:
        return "nothing"
    if content_type.startswith("image/") or body.endswith(b"bytes of binary body>"):
        return "a picture"
    if body.startswith(b"<?xml"):
        try:
            root = etree.fromstring(body)
        except etree.XMLSyntaxError:  # PrestaShop puts the broken body into its answer as it is
            codes = [code.decode() for code in _CODE.findall(body)]
            return ("prestashop", (_errors([(code, "") for code in codes]),))
        parts = [_list(child, is_sorted=is_sorted) for child in root]
        return (root.tag, tuple(parts))
    if content_type.startswith("application/json"):
        return _json(json.loads(body))
    return "a page"


def _list(element: etree._Element, *, is_sorted: bool) -> Meaning:
    """A list of things has no order where none was asked for."""
    is_list = element.tag.endswith("s") and element.tag != "errors"
    tag, *rest = _tree(element, is_sorted=False)
    if is_list and not is_sorted and len(rest) == 3:
        rest = [rest[0], rest[1], tuple(sorted(rest[2], key=repr))]
    return (tag, *rest)


def differences(one: Meaning, other: Meaning, path: str = "") -> list[str]:
    """Where two meanings part, in words, for the person who reads a failed test."""
    if one == other:
        return []
    both = isinstance(one, tuple | list) and isinstance(other, tuple | list)
    if both and len(one) == len(other):
        found = []
        here = f"{path}/{one[0]}" if one and isinstance(one[0], str) else path
        for left, right in zip(one, other, strict=True):
            found += differences(left, right, here)
        return found
    if isinstance(one, dict) and isinstance(other, dict):
        found = []
        for name in {*one, *other}:
            found += differences(one.get(name), other.get(name), f"{path}/{name}")
        return found
    return [f"{path}: {one!r:.300} != {other!r:.300}"]
