"""The whole storefront as a visitor sees it, page by page."""

import re
from dataclasses import dataclass
from html import unescape

import httpx

CARDS = re.compile(
    r'<li class="card" data-reference="([^"]*)" data-for-sale="(true|false)"'
    r' data-stock="[^"]*" data-note="([^"]*)"'
)
NEXT = "Page suivante"
PAGES_MAX = 100


@dataclass(frozen=True)
class Card:
    """What a list of the storefront says of a product."""

    is_for_sale: bool
    note: str


def storefront(visitor: httpx.Client) -> dict[str, Card]:
    """Every product that can be seen, by its reference."""
    found: dict[str, Card] = {}
    for page in range(1, PAGES_MAX):
        text = visitor.get("/fr/", params={"page": page}).raise_for_status().text
        for reference, is_for_sale, note in CARDS.findall(text):
            found[unescape(reference)] = Card(is_for_sale == "true", unescape(note))
        if NEXT not in text:
            break
    return found
