"""Till against shop, read from both by other means than the adapters use."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from tests.chaos.site import Element, Site, Texts, ids, shows_the_same, text, thumbnail

CENT = Decimal("0.01")
TEXT_FIELDS = {"name": "name", "summary": "description_short", "description": "description"}
Row = Mapping[str, Any]


@dataclass
class Verdict:
    """What is on the shop twice, and what of the till is missing there or shown otherwise."""

    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        """Nothing twice, nothing lost."""
        return not (self.duplicates or self.lost)

    def expect(self, what: str, till: Any, shop: Any) -> None:
        """Note a difference."""
        if till != shop:
            self.lost.append(f"{what}: {till!r} at the till, {shop!r} on the shop")

    def unique(self, what: str, found: Iterable[Hashable]) -> None:
        """Note what is there more than once."""
        twice = [mark for mark, count in Counter(found).items() if count > 1]
        self.duplicates += [f"{what} {str(mark)[:80]}" for mark in twice]


class Books:
    """A till database of the default schema, read whole."""

    def __init__(self, database: Path) -> None:
        self.folder = database.parent
        with closing(sqlite3.connect(database)) as till:
            till.row_factory = sqlite3.Row
            self.tables: dict[str, list[Row]] = {
                table: [dict(row) for row in till.execute(f"SELECT * FROM {table}")]  # noqa: S608 - names of ours, values are bound
                for table in (
                    "products",
                    "variants",
                    "categories",
                    "brands",
                    "suppliers",
                    "images",
                    "stock",
                    "product_categories",
                    "translations",
                )
            }
        words = self.tables["translations"]
        self.english = {row["text_fr"]: row["text_en"] for row in words}

    def row(self, table: str, key: Any) -> Row:
        """One row by its id."""
        return next(row for row in self.tables[table] if row["id"] == key)

    def of_product(self, table: str, product: Row) -> list[Row]:
        """The rows that belong to a product, by position where they have one."""
        rows = [row for row in self.tables[table] if row["product_id"] == product["id"]]
        return sorted(rows, key=lambda row: (row.get("position", 0), row.get("id", 0)))

    def path(self, category: Any) -> list[Row]:
        """A category and those that it lies in."""
        found = []
        while category is not None:
            found.append(self.row("categories", category))
            category = found[-1]["parent_id"]
        return found

    def content(self, image: Row) -> bytes:
        """A photo's file."""
        blob: bytes | None = image["content"]
        return blob or (self.folder / image["path"]).read_bytes()


def gross(net: Decimal, rate: Any) -> Decimal:
    """What a customer reads."""
    return (net * (1 + Decimal(str(rate)) / 100)).quantize(CENT, rounding=ROUND_HALF_UP)


def money(value: Any) -> Decimal:
    """A till's price as it is written."""
    return Decimal(str(value)).quantize(CENT)


def number(value: Any) -> Decimal:
    """A plain number."""
    return Decimal(str(value or 0)).normalize()


def compare(database: Path, site: Site, *, held: Collection[str] = ()) -> Verdict:
    """Hold every product of the till against the shop, and the shop against itself.

    `held` are references of products and variants that are not to be there as at the till.
    """
    verdict, books = Verdict(), Books(database)
    find_duplicates(site, verdict)
    by_reference = {text(product, "reference"): product for product in site.lists["products"]}
    for row in books.tables["products"]:
        product = by_reference.pop(row["reference"], None)
        if str(row["reference"]) in held:
            continue
        if product is not None:
            ProductOnShop(books, row, product, site, verdict).compare(held)
        elif row["is_active"]:
            verdict.lost.append(f"product {row['reference']} is not on the shop")
    for reference, product in by_reference.items():
        verdict.expect(f"struck out {reference} active", "0", text(product, "active"))
    return verdict


def find_duplicates(site: Site, verdict: Verdict) -> None:
    """Note whatever the shop has more than once."""

    def names(resource: str, place: str = "") -> Iterable[Hashable]:
        for each in site.lists[resource]:
            name = site.texts(each, "name") or {"": text(each, "name")}
            yield (place and text(each, place), next(iter(name.values())))

    products = site.lists["products"]
    verdict.unique("product", (text(p, "reference") for p in products))
    sold = [product for product in products if text(product, "active") == "1"]
    verdict.unique("product", (site.texts(product, "name")["fr"] for product in sold))
    verdict.unique("category", names("categories", "id_parent"))
    verdict.unique("brand", names("manufacturers"))
    verdict.unique("supplier", names("suppliers"))
    verdict.unique("option", names("product_options"))
    verdict.unique("option value", names("product_option_values", "id_attribute_group"))
    verdict.unique(
        "combination",
        ((text(c, "id_product"), option_ids(c)) for c in site.lists["combinations"]),
    )
    for product in products:
        verdict.unique(f"photo of {text(product, 'reference')}", site.photos_of(product))


def option_ids(combination: Element) -> frozenset[str]:
    """The ids of a combination's option values."""
    return frozenset(ids(combination, "product_option_values/product_option_value"))


@dataclass(frozen=True)
class ProductOnShop:
    """One product of the till, and what the shop shows in its place."""

    books: Books
    row: Row
    product: Element
    site: Site
    verdict: Verdict

    def compare(self, held: Collection[str]) -> None:
        """Everything of it: fields, shelves, photos, versions, stock."""
        active = "1" if self.row["is_active"] else "0"
        self.expect("active", active, text(self.product, "active"))
        if active == "0":
            return
        self.compare_fields()
        self.compare_shelves()
        self.compare_photos()
        self.compare_versions(held)

    def expect(self, what: str, till: Any, shop: Any) -> None:
        """Note a difference in one of its fields."""
        self.verdict.expect(f"{self.row['reference']} {what}", till, shop)

    def compare_fields(self) -> None:
        """What it is called, costs and weighs, and who makes and delivers it."""
        row, product = self.row, self.product
        for ours, theirs in TEXT_FIELDS.items():
            self.expect_texts(ours, row, self.site.texts(product, theirs), column=ours)
        rate = self.site.rates.get(text(product, "id_tax_rules_group"))
        self.expect("tax", number(row["vat_rate"]), number(rate))
        net = Decimal(text(product, "price"))
        self.expect("price", money(row["price"]), gross(net, row["vat_rate"]))
        if row["weight_kg"]:
            self.expect("weight", number(row["weight_kg"]), number(text(product, "weight")))
        if row["ean"]:
            self.expect("EAN", row["ean"], text(product, "ean13"))
        self.expect_maker("brands", "brand_id", "manufacturers", "id_manufacturer")
        self.expect_maker("suppliers", "supplier_id", "suppliers", "id_supplier")

    def expect_texts(self, what: str, row: Row, shown: Texts, *, column: str) -> None:
        """One text in every language; French stands in where the till has none."""
        french = row[f"{column}_fr"]
        if not french:
            return
        for language, seen in shown.items():
            wanted = row.get(f"{column}_{language}") or french
            self.expect(f"{what} in {language}", wanted, seen)

    def expect_maker(self, table: str, column: str, resource: str, field: str) -> None:
        """Its brand or supplier, by name."""
        if self.row[column] is not None:
            name = self.books.row(table, self.row[column])["name"]
            shown = self.site.makers.get(f"{resource}/{text(self.product, field)}")
            self.expect(resource, name, shown)

    def compare_shelves(self) -> None:
        """The path of each of its categories; the main one apart."""
        ours = [
            self.books.path(row["category_id"])
            for row in self.books.of_product("product_categories", self.row)
        ]
        if not ours:
            return
        main = self.site.path(text(self.product, "id_category_default"))
        self.compare_path("main category", ours[0], main)
        shown = ids(self.product, "categories/category")
        theirs = [self.site.path(key) for key in shown]
        french = sorted([row["name_fr"] for row in path] for path in ours)
        self.expect("categories", french, sorted([t["fr"] for t in p] for p in theirs if p))

    def compare_path(self, what: str, ours: list[Row], theirs: list[Texts]) -> None:
        """The names of a category and of those above it, in every language."""
        self.expect(f"{what}'s depth", len(ours), len(theirs))
        for shelf, names in zip(ours, theirs, strict=False):
            self.expect_texts(what, shelf, names, column="name")

    def compare_photos(self) -> None:
        """Each photo of the till is there, and no other; whatever their order."""
        shown = self.site.photos_of(self.product)
        missing = []
        for image in self.books.of_product("images", self.row):
            ours = thumbnail(self.books.content(image))
            found = next((each for each in shown if shows_the_same(ours, each)), None)
            if found is None:
                missing.append(image["path"] or image["id"])
            else:
                shown.remove(found)
        self.expect("photos not shown", [], missing)
        self.expect("photos too many", 0, len(shown))

    def compare_versions(self, held: Collection[str]) -> None:
        """The variants: which there are, their options, prices and stock."""
        shown = {text(c, "reference"): c for c in self.site.combinations_of(self.product)}
        rows = [
            v for v in self.books.of_product("variants", self.row) if v["reference"] not in held
        ]
        expected = sorted(row["reference"] for row in rows)
        combinations = len(self.site.combinations_of(self.product))
        self.expect("variants", (expected, len(expected)), (sorted(shown), combinations))
        stock = {row["variant_id"]: row for row in self.books.of_product("stock", self.row)}
        for row in rows:
            if row["reference"] in shown:
                self.compare_version(row, shown[row["reference"]])
                self.compare_stock(row["reference"], stock, row["id"], shown[row["reference"]])
        if not rows:
            self.compare_stock("", stock, None, None)

    def compare_version(self, row: Row, combination: Element) -> None:
        """One variant's price, weight, EAN and options."""
        what, vat_rate = row["reference"], self.row["vat_rate"]
        net = Decimal(text(self.product, "price")) + Decimal(text(combination, "price"))
        price = self.row["price"] if row["price"] is None else row["price"]
        self.expect(f"{what} price", money(price), gross(net, vat_rate))
        weight = self.row["weight_kg"] if row["weight_kg"] is None else row["weight_kg"]
        kilograms = number(text(self.product, "weight")) + number(text(combination, "weight"))
        self.expect(f"{what} weight", number(weight), number(kilograms))
        if row["ean"]:
            self.expect(f"{what} EAN", row["ean"], text(combination, "ean13"))
        self.expect(f"{what} options", self.options_of(row), self.shown_options(combination))

    def options_of(self, row: Row) -> list[tuple[Texts, Texts]]:
        """Names and values of a variant's options, by language."""

        def spoken(word: str) -> Texts:
            english = self.books.english.get(word, word)
            languages = self.site.languages.values()
            return {code: english if code == "en" else word for code in languages}

        pairs = [(row[f"option{n}_name"], row[f"option{n}_value"]) for n in (1, 2, 3)]
        return [(spoken(name), spoken(value)) for name, value in sorted(p for p in pairs if p[1])]

    def shown_options(self, combination: Element) -> list[tuple[Texts, Texts]]:
        """The same as the shop shows them."""
        options = self.site.by_id("product_options")
        values = self.site.by_id("product_option_values")
        pairs = []
        for key in option_ids(combination) & values.keys():
            option = options[text(values[key], "id_attribute_group")]
            pairs.append((self.site.texts(option, "name"), self.site.texts(values[key], "name")))
        return sorted(pairs, key=lambda pair: (pair[0]["fr"], pair[1]["fr"]))

    def compare_stock(
        self, what: str, stock: Mapping[Any, Row], variant: Any, combination: Element | None
    ) -> None:
        """What the till counts of it, and what the shop may sell."""
        if variant in stock:
            part = "0" if combination is None else text(combination, "id")
            shown = self.site.counted.get((text(self.product, "id"), part))
            sellable = max(0, int(stock[variant]["quantity"]))
            self.expect(f"{what} stock".strip(), sellable, shown)
