"""A Vendure catalogue (CSV and photos) as a till database of the default schema."""

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pos2web.adapters.sandbox.catalogue import till_schema

Line = dict[str, str]
VAT = {"standard": 20, "reduced": 10, "zero": 0}


@dataclass(frozen=True)
class Article:
    """A product and its lines, one for each version of it."""

    first: Line
    lines: list[Line] = field(default_factory=list)

    @property
    def facets(self) -> list[tuple[str, str]]:
        """What it belongs to: `category` and `brand` among others, from the outside in."""
        pairs = (facet.split(":", 1) for facet in split(self.first["facets"]))
        return [(name, value) for name, value in pairs]

    @property
    def options(self) -> list[str]:
        """What its versions differ in; none when it has but one version."""
        return [option.split(":")[0] for option in split(self.first["optionGroups"])]

    @property
    def reference(self) -> str:
        """Its article number, or its name in addresses where each version has a number."""
        return self.first["slug"] if self.options else self.first["sku"]

    @property
    def price(self) -> str:
        """Of its first version. The unit of the file is the euro, with tax here."""
        return self.first["price"]


def split(cell: str) -> list[str]:
    """The parts of a cell."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def read(file: Path) -> list[Article]:
    """Every product of the file; a line without a name is one more version."""
    articles: list[Article] = []
    with file.open(encoding="utf-8", newline="") as stream:
        for cells in csv.DictReader(stream, skipinitialspace=True):
            line = {name.strip(): (value or "").strip() for name, value in cells.items()}
            if line["name"]:
                articles.append(Article(first=line))
            articles[-1].lines.append(line)
    return articles


def write_till(database: Path, assets: Path) -> list[Article]:
    """Make the till and put the photos beside it; what it was made from."""
    articles = read(assets / "products.csv")
    shutil.copytree(assets / "images", database.parent / "images")
    with closing(sqlite3.connect(database)) as till, till:
        till.executescript(till_schema())
        for article in articles:
            put(till, article)
    return articles


def put(till: sqlite3.Connection, article: Article) -> int:
    """One article with all that belongs to it; its row."""
    first = article.first
    brands = [value for name, value in article.facets if name == "brand"]
    brand = key_of(till, brands[0]) if brands else None
    product = till.execute(
        "INSERT INTO products (reference, name_fr, description_fr, price, vat_rate, brand_id)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            article.reference,
            first["name"],
            first["description"],
            article.price,
            VAT[first["taxCategory"]],
            brand,
        ),
    ).lastrowid
    assert product is not None
    shelves = list(shelve(till, article))
    till.executemany(
        "INSERT INTO product_categories VALUES (?, ?, ?)",
        [(product, shelf, place) for place, shelf in enumerate(reversed(shelves), start=1)],
    )
    till.executemany(
        "INSERT INTO images (product_id, position, path) VALUES (?, ?, ?)",
        [(product, n, f"images/{name}") for n, name in enumerate(split(first["assets"]), start=1)],
    )
    for line in article.lines:
        put_version(till, product, article.options, line)
    return product


def key_of(till: sqlite3.Connection, brand: str) -> int:
    """The row of a brand, which is made when it isn't there."""
    row = till.execute("SELECT id FROM brands WHERE name = ?", (brand,)).fetchone()
    if row is not None:
        return int(row[0])
    return till.execute("INSERT INTO brands (name) VALUES (?)", (brand,)).lastrowid or 0


def shelve(till: sqlite3.Connection, article: Article) -> Iterator[int]:
    """The rows of its categories, each within the one before; those missing are made."""
    parent: int | None = None
    for name in (value for facet, value in article.facets if facet == "category"):
        query = "SELECT id FROM categories WHERE name_fr = ? AND parent_id IS ?"
        row = till.execute(query, (name, parent)).fetchone()
        if row is None:
            new = "INSERT INTO categories (name_fr, parent_id) VALUES (?, ?)"
            parent = till.execute(new, (name, parent)).lastrowid
        else:
            parent = row[0]
        assert parent is not None
        yield parent


def put_version(till: sqlite3.Connection, product: int, options: list[str], line: Line) -> None:
    """One version and its stock; of a product without options, the stock alone."""
    variant = None
    if options:
        pairs = list(zip(options, split(line["optionValues"]), strict=True))
        columns = [
            f"option{n}_{part}" for n, _ in enumerate(pairs, 1) for part in ("name", "value")
        ]
        values = [word for pair in pairs for word in pair]
        marks = ", ".join("?" * (len(values) + 3))
        variant = till.execute(
            f"INSERT INTO variants (product_id, reference, price, {', '.join(columns)})"  # noqa: S608 - names of ours, values are bound
            f" VALUES ({marks})",
            (product, line["sku"], line["price"], *values),
        ).lastrowid
    till.execute(
        "INSERT INTO stock (product_id, variant_id, quantity) VALUES (?, ?, ?)",
        (product, variant, line["stockOnHand"]),
    )
