"""PrestaShop's validators, as far as they decide what the web service accepts."""

import re
from collections.abc import Callable

_PRICE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,9})?")
_NEGATIVE_PRICE = re.compile(r"[-]?[0-9]{1,10}(\.[0-9]{1,9})?")
_FLOAT = re.compile(r"\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\s*")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_SCRIPT = re.compile(r"<\s*/?\s*script", re.IGNORECASE)
_EVENT = re.compile(
    r"on(mouse(down|move|over|out|up|enter|leave|wheel)|(dbl)?click|load|unload|error|blur|focus"
    r"|change|submit|reset|select|resize|scroll|key(down|press|up)|drag|drop|wheel)\s*=",
    re.IGNORECASE,
)
_JAVASCRIPT = re.compile(r"script:", re.IGNORECASE)
_FRAME = re.compile(r"<\s*(i?frame|form|input|embed|object)", re.IGNORECASE)
_DATE = re.compile(
    r"([0-9]{4})-(0?[0-9]|1[0-2])-(0?[0-9]|[12][0-9]|3[01])( [0-9]{2}:[0-9]{2}:[0-9]{2})?"
)


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _is_clean_html(value: str) -> bool:
    return not any(p.search(value) for p in (_SCRIPT, _EVENT, _JAVASCRIPT, _FRAME))


def is_number(value: str) -> bool:
    """What PHP calls numeric."""
    return _FLOAT.fullmatch(value) is not None


_CHECKS: dict[str, Callable[[str], bool]] = {
    "isPrice": lambda value: _PRICE.fullmatch(value) is not None,
    "isNegativePrice": lambda value: _NEGATIVE_PRICE.fullmatch(value) is not None,
    "isFloat": is_number,
    "isUnsignedFloat": lambda value: is_number(value) and float(value) >= 0,
    "isInt": lambda value: _INTEGER.fullmatch(value) is not None,
    "isUnsignedInt": _matches(r"0|[1-9][0-9]{0,9}"),
    "isUnsignedId": _matches(r"0|[1-9][0-9]{0,9}"),
    "isNullOrUnsignedId": _matches(r"0|[1-9][0-9]{0,9}"),
    "isBool": _matches(r"[01]"),
    "isEan13": _matches(r"[0-9]{0,13}"),
    "isUpc": _matches(r"[0-9]{0,12}"),
    "isIsbn": _matches(r"[0-9-]{0,32}"),
    "isMpn": lambda value: len(value) <= 40,
    "isReference": _matches(r"[^<>;={}]*"),
    "isCatalogName": _matches(r"[^<>;=#{}]*"),
    "isGenericName": _matches(r"[^<>={}]*"),
    "isLinkRewrite": _matches(r"[_a-zA-Z0-9\-]+"),
    "isCleanHtml": _is_clean_html,
    "isColor": _matches(r"(#[0-9a-fA-F]{6}|[a-zA-Z0-9-]*)"),
    "isDate": lambda value: _DATE.fullmatch(value) is not None,
    "isDateFormat": lambda value: _DATE.fullmatch(value) is not None,
    "isConfigName": _matches(r"[a-zA-Z_0-9-]+"),
    "isLanguageIsoCode": _matches(r"[a-zA-Z]{2,3}"),
}


def is_valid(validator: str, value: str) -> bool:
    """Whether this validator lets the value pass; one that isn't known lets everything."""
    check = _CHECKS.get(validator[:1].lower() + validator[1:])
    return check is None or check(value)
