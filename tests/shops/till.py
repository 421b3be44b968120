"""A small till of the default schema: shelves in a tree, makers, versions, photos."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from PIL import Image as Picture

from pos2web.adapters.sandbox.catalogue import till_schema

CATALOGUE = """
INSERT INTO brands (id, name) VALUES (1, 'Palais des Thés'), (2, 'Émile Henry');
INSERT INTO suppliers (id, name) VALUES (1, 'Grossiste du Sud');
INSERT INTO categories (id, parent_id, name_fr, name_en) VALUES
    (1, NULL, 'Épicerie', 'Grocery'), (2, 1, 'Thés', 'Teas'),
    (3, NULL, 'Table', 'Table'), (4, 3, 'Théières', 'Teapots');
INSERT INTO products (id, reference, ean, name_fr, name_en, summary_fr, summary_en,
        description_fr, description_en, price, vat_rate, weight_kg, brand_id, supplier_id) VALUES
    (1, 'TEA-GREEN', '3760000000017', 'Thé vert', 'Green tea', '<p>Frais</p>', '<p>Fresh</p>',
        '<p>Cueilli à la main</p>', '<p>Hand picked</p>', 9.90, 5.5, 0.1, 1, 1),
    (2, 'TEA-BLACK', '3760000000024', 'Thé noir', 'Black tea', NULL, NULL, '<p>Corsé</p>', NULL,
        8.50, 5.5, 0.1, 1, NULL),
    (3, 'POT', NULL, 'Théière en fonte', 'Cast iron teapot', NULL, NULL, NULL, NULL,
        39.00, 20, 1.2, 2, 1),
    (4, 'CUP', '3760000000048', 'Tasse', 'Cup', NULL, NULL, NULL, NULL, 4.30, 20, 0.2, 2, NULL),
    (5, 'SPOON', NULL, 'Cuillère à thé', NULL, NULL, NULL, NULL, NULL, 1.95, 20, 0, NULL, NULL);
INSERT INTO product_categories (product_id, category_id, position) VALUES
    (1, 2, 1), (1, 1, 2), (2, 2, 1), (3, 4, 1), (4, 3, 1), (5, 3, 1);
INSERT INTO translations (text_fr, text_en) VALUES ('Couleur', 'Colour'), ('Rouge', 'Red'),
    ('Noir', 'Black'), ('Taille', 'Size');
INSERT INTO variants (id, product_id, reference, ean, price, weight_kg, option1_name,
        option1_value, option2_name, option2_value) VALUES
    (1, 3, 'POT-RED-S', '3760000000116', NULL, NULL, 'Couleur', 'Rouge', 'Taille', '0,8 L'),
    (2, 3, 'POT-RED-L', '3760000000123', 45.50, 1.6, 'Couleur', 'Rouge', 'Taille', '1,2 L'),
    (3, 3, 'POT-BLACK', NULL, 37.90, NULL, 'Couleur', 'Noir', 'Taille', '0,8 L');
INSERT INTO stock (id, product_id, variant_id, quantity) VALUES
    (1, 1, NULL, 12), (2, 2, NULL, 30), (3, 3, 1, 2), (4, 3, 2, 5), (5, 3, 3, 7),
    (6, 4, NULL, 24), (7, 5, NULL, 60);
INSERT INTO images (id, product_id, position, path) VALUES (1, 1, 1, 'photos/green.png'),
    (2, 1, 2, 'photos/green-2.png'), (3, 3, 1, 'photos/pot.png'), (4, 4, 1, 'photos/cup.png');
"""


def make_till(database: Path) -> None:
    """The till and its photos, beside one another."""
    with closing(sqlite3.connect(database)) as till:
        till.executescript(till_schema() + CATALOGUE)
        photos = [row[0] for row in till.execute("SELECT path FROM images")]
    for path in photos:
        file = database.parent / path
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(photo(path))


def photo(name: str) -> bytes:
    """A picture that is another one for each name, and the same for the same."""
    dice = Random(name)  # noqa: S311 - a test's dice
    small = Picture.new("RGB", (6, 5))
    for at in range(30):
        small.putpixel((at % 6, at // 6), tuple(dice.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    small.resize((180, 150), Picture.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()
