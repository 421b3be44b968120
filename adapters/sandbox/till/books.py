"""What the till's pages show, read from its database."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from pos2web.adapters.sandbox.till.database import folded

PAGE_SIZE = 48
TICKETS_SHOWN = 8


class Version(NamedTuple):
    """One variant: what tells it from the others, its price and how many there are."""

    id: int
    label: str
    price: Decimal
    stock: int


class Card(NamedTuple):
    """A product as the till shows it; `stock` is of all its variants together."""

    id: int
    reference: str
    name: str
    name_fr: str
    name_en: str
    price: Decimal
    stock: int
    is_active: bool
    photo: int | None
    versions: tuple[Version, ...]


class Shelf(NamedTuple):
    """A category; `level` is 0 right under the root."""

    id: int
    name: str
    level: int


class Ticket(NamedTuple):
    """What was sold at once."""

    number: int
    sold_at: datetime
    total: Decimal
    lines: tuple[str, ...]


class Wanted(NamedTuple):
    """Which products to show."""

    search: str = ""
    shelf: int | None = None
    page: int = 0


_CARD = """
    SELECT p.id, p.reference, p.name_fr, p.name_en, p.price, p.is_active,
        (SELECT i.id FROM images i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1)
            AS photo,
        (SELECT sum(s.quantity) FROM stock s WHERE s.product_id = p.id) AS quantity
    FROM products p
"""
_WANTED = """
    WHERE (:search = '' OR folded(p.name_fr) LIKE :like ESCAPE '\\'
        OR folded(p.name_en) LIKE :like ESCAPE '\\' OR folded(p.reference) LIKE :like ESCAPE '\\'
        OR p.ean = :search
        OR EXISTS (SELECT 1 FROM variants v WHERE v.product_id = p.id AND v.ean = :search))
    AND (:shelf IS NULL OR p.id IN (
        WITH RECURSIVE inside (id) AS (
            VALUES (:shelf)
            UNION SELECT c.id FROM categories c JOIN inside ON c.parent_id = inside.id)
        SELECT product_id FROM product_categories JOIN inside ON category_id = inside.id))
    ORDER BY p.is_active DESC, folded(p.name_fr), p.id LIMIT :count OFFSET :skipped
"""


def cards(till: sqlite3.Connection, wanted: Wanted, language: str) -> tuple[list[Card], bool]:
    """One page of products, and whether more follow."""
    escaped = folded(wanted.search)
    for char in "\\%_":
        escaped = escaped.replace(char, f"\\{char}")
    values = {
        "search": wanted.search,
        "like": f"%{escaped}%",
        "shelf": wanted.shelf,
        "count": PAGE_SIZE + 1,
        "skipped": wanted.page * PAGE_SIZE,
    }
    rows = till.execute(_CARD + _WANTED, values).fetchall()
    return [_card(till, row, language) for row in rows[:PAGE_SIZE]], len(rows) > PAGE_SIZE


def card(till: sqlite3.Connection, product: int, language: str) -> Card | None:
    """One product, if it is there."""
    row = till.execute(f"{_CARD} WHERE p.id = ?", (product,)).fetchone()
    return None if row is None else _card(till, row, language)


def shelves(till: sqlite3.Connection, language: str) -> list[Shelf]:
    """Every shelf, those within right after the one that holds them."""
    rows = till.execute("SELECT id, parent_id, name_fr, name_en FROM categories ORDER BY id")
    inside: dict[int | None, list[sqlite3.Row]] = {}
    for row in rows:
        inside.setdefault(row["parent_id"], []).append(row)
    return list(_below(inside, None, language, level=0))


def tickets(till: sqlite3.Connection) -> list[Ticket]:
    """The last tickets, the newest first."""
    rows = till.execute(
        "SELECT number, sold_at, total_cents FROM tickets ORDER BY number DESC LIMIT ?",
        (TICKETS_SHOWN,),
    ).fetchall()
    return [_ticket(till, row) for row in rows]


def photos(till: sqlite3.Connection, product: int) -> list[int]:
    """The numbers of a product's photos, the cover first."""
    rows = till.execute(
        "SELECT id FROM images WHERE product_id = ? ORDER BY position, id", (product,)
    )
    return [row["id"] for row in rows]


def photo(till: sqlite3.Connection, image: int) -> tuple[str | None, bytes | None] | None:
    """Where a photo is: its path, or its content."""
    row = till.execute("SELECT path, content FROM images WHERE id = ?", (image,)).fetchone()
    return None if row is None else (row["path"], row["content"])


def named(row: sqlite3.Row, language: str) -> str:
    """A row's name in this language, or else in French."""
    return str((row["name_en"] if language == "en" else None) or row["name_fr"] or "?")


def decimal(value: object) -> Decimal:
    """A number of the database, exactly as it reads."""
    return Decimal(str(value))


def versions(till: sqlite3.Connection, product: int, language: str) -> tuple[Version, ...]:
    """A product's variants."""
    rows = till.execute(
        """
        SELECT v.*, coalesce(v.price, p.price) AS own_price, coalesce(s.quantity, 0) AS quantity
        FROM variants v JOIN products p ON p.id = v.product_id
        LEFT JOIN stock s ON s.variant_id = v.id WHERE v.product_id = ? ORDER BY v.id
        """,
        (product,),
    ).fetchall()
    return tuple(
        Version(
            id=row["id"],
            label=" · ".join(_values(till, row, language)),
            price=decimal(row["own_price"]),
            stock=int(row["quantity"]),
        )
        for row in rows
    )


def _values(till: sqlite3.Connection, row: sqlite3.Row, language: str) -> Iterable[str]:
    for place in (1, 2, 3):
        value = row[f"option{place}_value"]
        if value is not None:
            yield _translated(till, str(value)) if language == "en" else str(value)


def _translated(till: sqlite3.Connection, word: str) -> str:
    row = till.execute("SELECT text_en FROM translations WHERE text_fr = ?", (word,)).fetchone()
    return word if row is None else str(row["text_en"])


def _card(till: sqlite3.Connection, row: sqlite3.Row, language: str) -> Card:
    return Card(
        id=row["id"],
        reference=row["reference"] or "",
        name=named(row, language),
        name_fr=row["name_fr"] or "",
        name_en=row["name_en"] or "",
        price=decimal(row["price"]),
        stock=int(row["quantity"] or 0),
        is_active=bool(row["is_active"]),
        photo=row["photo"],
        versions=versions(till, row["id"], language),
    )


def _below(
    inside: dict[int | None, list[sqlite3.Row]], parent: int | None, language: str, *, level: int
) -> Iterable[Shelf]:
    # Taking each shelf out as it is met: a till may hold shelves that contain each other.
    for row in inside.pop(parent, []):
        yield Shelf(row["id"], named(row, language), level)
        yield from _below(inside, row["id"], language, level=level + 1)


def _ticket(till: sqlite3.Connection, row: sqlite3.Row) -> Ticket:
    lines = till.execute(
        "SELECT quantity, name FROM ticket_lines WHERE ticket = ? ORDER BY position",
        (row["number"],),
    )
    return Ticket(
        number=row["number"],
        sold_at=datetime.fromisoformat(row["sold_at"]),
        total=Decimal(row["total_cents"]) / 100,
        lines=tuple(f"{line['quantity']} \u00d7 {line['name']}" for line in lines),
    )
