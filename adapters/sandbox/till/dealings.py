"""What is done at the till: each of these is one writing of its database, whole or not at all."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from pos2web.adapters.sandbox.till.books import Card, Version, card, decimal
from pos2web.adapters.sandbox.till.forms import Draft, Line
from pos2web.adapters.sandbox.till.words import Say
from pos2web.errors import RuleError


def sell(
    till: sqlite3.Connection, lines: Sequence[Line], say: Say, *, language: str, at: datetime
) -> tuple[int, Decimal]:
    """Ring up a ticket, and give its number and total. A till may sell more than it counts."""
    sold = [(line, *_for_sale(till, line, say, language)) for line in lines]
    total = sum((price * line.quantity for line, _, price in sold), Decimal(0))
    number = _inserted(
        till, "tickets (sold_at, total_cents)", (at.isoformat(timespec="seconds"), _cents(total))
    )
    for position, (line, name, price) in enumerate(sold, start=1):
        till.execute(
            "INSERT INTO ticket_lines VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, position, line.product, line.variant, name, line.quantity, _cents(price)),
        )
        _move_stock(till, line.product, line.variant, -line.quantity)
    return number, total


def reprice(till: sqlite3.Connection, product: int, price: Decimal) -> None:
    """Set a product's price; variants with a price of their own keep their distance from it."""
    row = till.execute("SELECT price FROM products WHERE id = ?", (product,)).fetchone()
    before = decimal(row["price"])
    till.execute("UPDATE products SET price = ? WHERE id = ?", (str(price), product))
    rows = till.execute(
        "SELECT id, price FROM variants WHERE product_id = ? AND price IS NOT NULL", (product,)
    ).fetchall()
    for row in rows:
        own = max(Decimal("0.01"), decimal(row["price"]) + price - before)
        till.execute("UPDATE variants SET price = ? WHERE id = ?", (str(own), row["id"]))


def rename(till: sqlite3.Connection, product: int, names: tuple[str, str | None]) -> None:
    """Set a product's names."""
    till.execute("UPDATE products SET name_fr = ?, name_en = ? WHERE id = ?", (*names, product))


def count(till: sqlite3.Connection, product: int, counted: Mapping[int | None, int]) -> None:
    """Set how many there are, of the product or of each of its variants, where that changed."""
    for variant, quantity in counted.items():
        known = _stock(till, product, variant)
        _move_stock(till, product, variant, quantity - known)


def add(till: sqlite3.Connection, draft: Draft, say: Say) -> int:
    """Put a new product on its shelf, and give its number."""
    taken = till.execute(
        "SELECT name_fr FROM products WHERE reference = ?", (draft.reference,)
    ).fetchone()
    if taken is not None:
        raise RuleError(say("taken", text=draft.reference, name=taken["name_fr"]))
    shelf = till.execute("SELECT 1 FROM categories WHERE id = ?", (draft.shelf,)).fetchone()
    if shelf is None:
        raise RuleError(say("no_shelf"))
    product = _inserted(
        till,
        "products (reference, ean, name_fr, name_en, price, vat_rate)",
        (draft.reference, draft.ean, draft.name_fr, draft.name_en, str(draft.price), draft.vat),
    )
    till.execute(
        "INSERT INTO product_categories (product_id, category_id) VALUES (?, ?)",
        (product, draft.shelf),
    )
    _move_stock(till, product, None, draft.stock)
    return product


def set_on_sale(till: sqlite3.Connection, product: int, *, is_active: bool) -> None:
    """Withdraw a product from sale, or put it back."""
    till.execute("UPDATE products SET is_active = ? WHERE id = ?", (int(is_active), product))


def remove(till: sqlite3.Connection, product: int) -> None:
    """Take a product and all that belongs to it out of the till; its tickets stay."""
    till.execute("DELETE FROM products WHERE id = ?", (product,))


def hang_photo(till: sqlite3.Connection, product: int, path: str) -> None:
    """Add a photo behind those that a product has."""
    till.execute(
        """
        INSERT INTO images (product_id, position, path)
        SELECT :product, 1 + coalesce(max(position), 0), :path FROM images WHERE product_id = :product
        """,
        {"product": product, "path": path},
    )


def _inserted(till: sqlite3.Connection, into: str, values: tuple[object, ...]) -> int:
    """Insert one row, and give its number."""
    places = ", ".join("?" for _ in values)
    found = till.execute(f"INSERT INTO {into} VALUES ({places}) RETURNING rowid", values)  # noqa: S608 - names of ours, values are bound
    return int(found.fetchone()[0])


def _for_sale(till: sqlite3.Connection, line: Line, say: Say, language: str) -> tuple[str, Decimal]:
    """What a line's thing is called and costs. Raises RuleError when it can't be sold."""
    product = card(till, line.product, language)
    if product is None:
        raise RuleError(say("no_product"))
    if not product.is_active:
        raise RuleError(say("not_for_sale", name=product.name))
    if not product.versions and line.variant is None:
        return product.name, product.price
    version = _version(product, line.variant)
    if version is None:
        raise RuleError(say("no_version", name=product.name))
    return f"{product.name} ({version.label})", version.price


def _version(product: Card, variant: int | None) -> Version | None:
    return next((version for version in product.versions if version.id == variant), None)


def _stock(till: sqlite3.Connection, product: int, variant: int | None) -> int:
    row = till.execute(
        "SELECT quantity FROM stock WHERE product_id = ? AND variant_id IS ?", (product, variant)
    ).fetchone()
    return 0 if row is None else int(row["quantity"])


def _move_stock(
    till: sqlite3.Connection, product: int, variant: int | None, difference: int
) -> None:
    """Count so many more or less; nothing is written where nothing changes."""
    place = (product, variant)
    known = till.execute(
        "SELECT id FROM stock WHERE product_id = ? AND variant_id IS ?", place
    ).fetchone()
    if known is None:
        statement = "INSERT INTO stock (product_id, variant_id, quantity) VALUES (?, ?, ?)"
        till.execute(statement, (*place, difference))
    elif difference:
        statement = "UPDATE stock SET quantity = quantity + ? WHERE id = ?"
        till.execute(statement, (difference, known["id"]))


def _cents(value: Decimal) -> int:
    return int(value * 100)
