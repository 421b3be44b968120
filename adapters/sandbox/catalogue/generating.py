"""Makes up large catalogues by chance, to measure with."""

import random
import sqlite3
from itertools import product
from pathlib import Path, PurePosixPath

from pos2web.adapters.sandbox.catalogue.boutique import ean13
from pos2web.adapters.sandbox.catalogue.writing import Row, insert, new_till, photos_prefix
from pos2web.adapters.sandbox.drawing import COLOURS, ITEMS, Scene, draw

SHELVES, SHELVES_A_LEVEL = 156, 12
BRANDS, SUPPLIERS = 40, 8
THINGS = ("Tasse", "Assiette", "Coussin", "Bougie", "Savon", "Foulard", "Carnet", "Miel", "Lampe")
MANNERS = ("douce", "du matin", "de fête", "rustique", "ancienne", "du soir", "de saison", "rare")
COLOUR_WORDS = ("Bleu", "Rouge", "Vert", "Blanc", "Noir")
SIZE_WORDS = ("S", "M", "L", "XL")
VAT_RATES = ("20", "20", "20", "10", "5.5")


def generate_till(
    database: Path,
    *,
    products: int = 10_000,
    variants_share: float = 0.3,
    seed: int = 1,
    photos: Path | None = None,
    schema: str | None = None,
) -> None:
    """Make a till of so many products, of which this share has two to twenty variants.

    The same seed gives the same catalogue. With a folder for `photos` each product has one out of
    a few dozen. Raises ConflictError when there is such a file.
    """
    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    with new_till(database, schema) as connection:
        _put_surroundings(connection)
        rows = [_product(chance, number) for number in range(1, products + 1)]
        columns = ("id", "reference", "ean", "name_fr", "name_en", "summary_fr", "description_fr")
        numbers = ("price", "vat_rate", "weight_kg", "brand_id", "supplier_id")
        insert(connection, "products", (*columns, *numbers), rows)
        shelves = [
            (row[0], 1 + SHELVES_A_LEVEL + chance.randrange(SHELVES - SHELVES_A_LEVEL))
            for row in rows
        ]
        insert(connection, "product_categories", ("product_id", "category_id"), shelves)
        _put_variants(connection, chance, rows, variants_share)
        if photos is not None:
            prefix = photos_prefix(database, photos)
            _put_photos(connection, products, _drawn(photos, prefix))


def _put_surroundings(connection: sqlite3.Connection) -> None:
    """Twelve shelves with twelve in each, makers and deliverers."""
    shelves: list[Row] = [
        (
            number,
            None if number <= SHELVES_A_LEVEL else (number - 1) // SHELVES_A_LEVEL,
            f"Rayon {number}",
            f"Shelf {number}",
        )
        for number in range(1, SHELVES + 1)
    ]
    insert(connection, "categories", ("id", "parent_id", "name_fr", "name_en"), shelves)
    brands = [(number, f"Fabrique {number}") for number in range(1, BRANDS + 1)]
    insert(connection, "brands", ("id", "name"), brands)
    suppliers = [(number, f"Grossiste {number}") for number in range(1, SUPPLIERS + 1)]
    insert(connection, "suppliers", ("id", "name"), suppliers)


def _product(chance: random.Random, number: int) -> Row:
    thing, manner = chance.choice(THINGS), chance.choice(MANNERS)
    name = f"{thing} {manner} n° {number}"
    return (
        number,
        f"GEN-{number:06d}",
        ean13(f"29{number:08d}00"),
        name,
        f"Item no. {number}",
        f"<p>{name}, choisie avec soin.</p>",
        f"<p>{name} : une pièce {manner}, faite pour durer.</p>",
        f"{chance.randrange(100, 20_000) / 100:.2f}",
        chance.choice(VAT_RATES),
        f"{chance.randrange(10, 5_000) / 1000:.3f}",
        chance.randint(1, BRANDS),
        chance.randint(1, SUPPLIERS),
    )


def _put_variants(
    connection: sqlite3.Connection, chance: random.Random, rows: list[Row], share: float
) -> None:
    variants: list[Row] = []
    stock: list[Row] = []
    for row in rows:
        if chance.random() >= share:
            stock.append((row[0], None, chance.randrange(100)))
            continue
        for place, (colour, size) in enumerate(_combinations(chance), start=1):
            key = len(variants) + 1
            ean = ean13(f"29{row[0]:08d}{place:02d}")
            options = ("Couleur", colour, "Taille", size)
            variants.append((key, row[0], f"{row[1]}-{place:02d}", ean, *options))
            stock.append((row[0], key, chance.randrange(100)))
    options_of = ("option1_name", "option1_value", "option2_name", "option2_value")
    insert(connection, "variants", ("id", "product_id", "reference", "ean", *options_of), variants)
    insert(connection, "stock", ("product_id", "variant_id", "quantity"), stock)


def _combinations(chance: random.Random) -> list[tuple[str, str]]:
    colours = chance.sample(COLOUR_WORDS, chance.randint(1, len(COLOUR_WORDS)))
    sizes = SIZE_WORDS[: chance.randint(2, len(SIZE_WORDS))]
    return list(product(colours, sizes))


def _drawn(folder: Path, prefix: PurePosixPath) -> list[str]:
    """A few dozen photos, and their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, (item, colour) in enumerate(zip(ITEMS, list(COLOURS) * 2, strict=False)):
        scene = Scene(item=item, colour=colour, width=240, height=240)
        (folder / f"{number:03d}.jpg").write_bytes(draw(scene))
        paths.append(str(prefix / f"{number:03d}.jpg"))
    return paths


def _put_photos(connection: sqlite3.Connection, products: int, paths: list[str]) -> None:
    rows = [(number, paths[number % len(paths)]) for number in range(1, products + 1)]
    insert(connection, "images", ("product_id", "path"), rows)
