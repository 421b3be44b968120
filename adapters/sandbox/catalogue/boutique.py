"""Reads the sample catalogue's data files."""

import tomllib
from decimal import Decimal
from importlib.resources import files
from itertools import product
from typing import Any

import msgspec

from pos2web.domain.values import nfc

ZERO = Decimal(0)


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A category; `parent` is another shelf's slug."""

    slug: str
    name_fr: str
    name_en: str
    parent: str | None = None
    description_fr: str | None = None
    description_en: str | None = None


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One variant of an article, worked out: its options by name, and what it costs and weighs."""

    options: tuple[tuple[str, str], ...]
    reference: str
    ean: str
    price: Decimal
    weight: Decimal
    stock: int


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A product as its file has it; `stock` is one number, or one for each variant.

    Every combination of `options` is a variant, the last option turning fastest; `surcharges` and
    `weights` say what a value adds. A photo reads `colour`, then a view, then `large`, `portrait`
    or `cutout`.
    """

    reference: str
    ean: str
    name_fr: str
    name_en: str
    summary_fr: str
    summary_en: str
    description_fr: str
    description_en: str
    categories: tuple[str, ...]
    brand: str
    supplier: str
    price: Decimal
    vat: Decimal
    weight: Decimal
    stock: int | tuple[int, ...]
    item: str
    photos: tuple[str, ...]
    motif: str = "plain"
    options: dict[str, tuple[str, ...]] = {}
    surcharges: dict[str, Decimal] = {}
    weights: dict[str, Decimal] = {}

    def versions(self) -> list[Version]:
        """Every variant, in the order of `stock`; none where the article has no options."""
        if isinstance(self.stock, int):
            return []
        chosen = product(*self.options.values())
        return [
            Version(
                options=tuple(zip(self.options, values, strict=True)),
                reference=f"{self.reference}-{number:02d}",
                ean=ean13(f"{int(self.ean[:12]) + number:012d}"),
                price=self.price + sum((self.surcharges.get(one, ZERO) for one in values), ZERO),
                weight=self.weight + sum((self.weights.get(one, ZERO) for one in values), ZERO),
                stock=stock,
            )
            for number, (values, stock) in enumerate(zip(chosen, self.stock, strict=True), start=1)
        ]


class Boutique(msgspec.Struct, frozen=True, kw_only=True):
    """The whole catalogue. Brands and suppliers are names by slug; `words` are French to English."""

    brands: dict[str, str]
    suppliers: dict[str, str]
    shelves: tuple[Shelf, ...]
    words: dict[str, str]
    articles: tuple[Article, ...]


def read_boutique() -> Boutique:
    """Maison Lavande as its files describe it, shelves before those that they hold."""
    folder = files(__name__.rpartition(".")[0])
    house = _parsed(folder.joinpath("boutique.toml").read_text(encoding="utf-8"))
    pages = sorted(folder.joinpath("products").iterdir(), key=lambda page: page.name)
    articles = [
        article
        for page in pages
        if page.name.endswith(".toml")
        for article in _parsed(page.read_text(encoding="utf-8"))["product"]
    ]
    return Boutique(
        brands=house["brands"],
        suppliers=house["suppliers"],
        shelves=msgspec.convert(house["category"], tuple[Shelf, ...]),
        words=house["words"],
        articles=msgspec.convert(articles, tuple[Article, ...]),
    )


def ean13(digits: str) -> str:
    """Twelve digits and the one that checks them."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(nfc(text))
