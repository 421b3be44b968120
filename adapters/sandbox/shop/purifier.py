"""What PrestaShop's HTML cleaner makes of a text: the same to a visitor, not to a machine."""

import re
from html import unescape

_ENTITY = re.compile(r"&(?:(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)?")
_BREAK = re.compile(r"<(br|hr)\s*>", re.IGNORECASE)
_KEPT = ("amp", "lt", "gt")


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name in _KEPT:
        return match[0]
    character = unescape(match[0])
    return "&amp;" + match[0][1:] if character == match[0] else character


def purified(html: str) -> str:
    """`Thé & café<br>` comes back as `Thé &amp; café<br />`, and `&eacute;` as `é`."""
    return _BREAK.sub(lambda tag: f"<{tag[1].lower()} />", _ENTITY.sub(_character, html))
