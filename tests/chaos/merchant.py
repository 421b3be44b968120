"""A merchant who changes her till at random, as fast as she can."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PIL import Image as Picture

PRODUCTS_MAX = 110


class Merchant:
    """Edits a till database of the default schema. `dice` decides what, and makes it repeatable."""

    def __init__(self, database: Path, dice: random.Random) -> None:
        self._database = database
        self._dice = dice
        self._serial = 0
        self._habits: list[Callable[[sqlite3.Connection], None]] = [
            *[self._reprice] * 6,
            *[self._recount] * 6,
            self._rename_product,
            self._rename_category,
            self._move_category,
            self._rename_brand,
            self._withdraw,
            self._put_back,
            self._put_back,
            self._strike_out,
            *[self._add_product] * 3,
            self._add_variant,
            self._drop_variant,
            self._reoption,
            self._retake_photo,
            self._drop_photo,
        ]

    def work(self, edits: int) -> None:
        """Make so many edits, in one transaction."""
        with closing(sqlite3.connect(self._database)) as till, till:
            till.execute("PRAGMA foreign_keys = ON")
            for _ in range(edits):
                self._dice.choice(self._habits)(till)

    def put_everything_back(self) -> None:
        """Put every product on sale again, so that all of it can be compared."""
        with closing(sqlite3.connect(self._database)) as till, till:
            till.execute("UPDATE products SET is_active = 1 WHERE is_active = 0")

    def _any(self, till: sqlite3.Connection, table: str, where: str = "1") -> int | None:
        query = f"SELECT id FROM {table} WHERE {where} ORDER BY id"  # noqa: S608 - our own words
        ids = [row[0] for row in till.execute(query)]
        return self._dice.choice(ids) if ids else None

    def _price(self) -> str:
        return f"{self._dice.randint(100, 9_999) / 100:.2f}"

    def _reprice(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "products")
        till.execute("UPDATE products SET price = ? WHERE id = ?", (self._price(), product))

    def _recount(self, till: sqlite3.Connection) -> None:
        stock = self._any(till, "stock")
        count = self._dice.randint(1, 60)
        till.execute("UPDATE stock SET quantity = ? WHERE id = ?", (count, stock))

    def _named(self, what: str) -> str:
        self._serial += 1
        return f"{what} {self._serial} {self._dice.choice('éàçœ')}"

    def _rename_product(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "products")
        names = (self._named("Produit"), self._named("Product"), product)
        till.execute("UPDATE products SET name_fr = ?, name_en = ? WHERE id = ?", names)

    def _rename_category(self, till: sqlite3.Connection) -> None:
        category = self._any(till, "categories")
        till.execute(
            "UPDATE categories SET name_fr = ? WHERE id = ?", (self._named("Rayon"), category)
        )

    def _move_category(self, till: sqlite3.Connection) -> None:
        leaf = "id NOT IN (SELECT parent_id FROM categories WHERE parent_id IS NOT NULL)"
        category = self._any(till, "categories", leaf)
        parent = self._any(till, "categories", "parent_id IS NULL")
        if category != parent:
            till.execute("UPDATE categories SET parent_id = ? WHERE id = ?", (parent, category))

    def _rename_brand(self, till: sqlite3.Connection) -> None:
        brand = self._any(till, "brands")
        till.execute("UPDATE brands SET name = ? WHERE id = ?", (self._named("Marque"), brand))

    def _withdraw(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "products")
        till.execute("UPDATE products SET is_active = 0 WHERE id = ?", (product,))

    def _put_back(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "products", "is_active = 0")
        till.execute("UPDATE products SET is_active = 1 WHERE id = ?", (product,))

    def _strike_out(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "products")
        till.execute("DELETE FROM products WHERE id = ?", (product,))

    def _add_product(self, till: sqlite3.Connection) -> None:
        if till.execute("SELECT count(*) FROM products").fetchone()[0] >= PRODUCTS_MAX:
            return
        name = self._named("Nouveauté")
        brand, category = self._any(till, "brands"), self._any(till, "categories")
        product = till.execute(
            "INSERT INTO products (reference, name_fr, name_en, price, vat_rate, brand_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (f"NEW-{self._serial}", name, name, self._price(), self._dice.choice([5.5, 20]), brand),
        ).lastrowid
        till.execute(
            "INSERT INTO product_categories (product_id, category_id) VALUES (?, ?)",
            (product, category),
        )
        till.execute("INSERT INTO stock (product_id, quantity) VALUES (?, 7)", (product,))
        till.execute(
            "INSERT INTO images (product_id, path) VALUES (?, ?)", (product, self._photograph())
        )

    def _photograph(self) -> str:
        """A new picture under the photos folder, unlike any other; its path."""
        self._serial += 1
        path = self._database.parent / "photos" / f"new-{self._serial}.png"
        path.parent.mkdir(exist_ok=True)
        small = Picture.new("RGB", (9, 8))
        for at in range(72):
            small.putpixel((at % 9, at // 9), tuple(self._dice.randrange(256) for _ in range(3)))
        small.resize((180, 160)).save(path)
        return str(path.relative_to(self._database.parent))

    def _add_variant(self, till: sqlite3.Connection) -> None:
        product = self._any(till, "variants")
        self._serial += 1
        value = f"Série {self._serial}"
        variant = till.execute(
            "INSERT INTO variants (product_id, reference, option1_name, option1_value, price)"
            " SELECT product_id, ?, option1_name, ?, ? FROM variants WHERE id = ?",
            (f"NEW-{self._serial}", value, self._price(), product),
        ).lastrowid
        till.execute(
            "INSERT INTO stock (product_id, variant_id, quantity)"
            " SELECT product_id, id, 4 FROM variants WHERE id = ?",
            (variant,),
        )

    def _drop_variant(self, till: sqlite3.Connection) -> None:
        several = "product_id IN (SELECT product_id FROM variants GROUP BY 1 HAVING count(*) > 1)"
        variant = self._any(till, "variants", several)
        till.execute("DELETE FROM variants WHERE id = ?", (variant,))

    def _reoption(self, till: sqlite3.Connection) -> None:
        variant = self._any(till, "variants")
        self._serial += 1
        till.execute(
            "UPDATE variants SET option1_value = ? WHERE id = ?",
            (f"Série {self._serial}", variant),
        )

    def _retake_photo(self, till: sqlite3.Connection) -> None:
        image = self._any(till, "images")
        till.execute("UPDATE images SET path = ? WHERE id = ?", (self._photograph(), image))

    def _drop_photo(self, till: sqlite3.Connection) -> None:
        image = self._any(till, "images")
        till.execute("DELETE FROM images WHERE id = ?", (image,))
