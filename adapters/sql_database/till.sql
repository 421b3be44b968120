-- The till database that Pos2Web reads without any mapping of yours (SQLite).
--
-- Prices are with tax, in euros. Texts are in French (_fr), and in English (_en) where there are any.
-- A row deleted here disappears from sale; a product with is_active = 0 is withdrawn but stays known.
-- The triggers at the end move products.updated_at and the like: nothing needs to do it by hand.

CREATE TABLE categories (
    id             INTEGER PRIMARY KEY,
    parent_id      INTEGER REFERENCES categories (id),        -- empty: right under the root
    name_fr        TEXT NOT NULL,
    name_en        TEXT,
    description_fr TEXT,
    description_en TEXT,
    is_active      INTEGER NOT NULL DEFAULT 1,
    updated_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))  -- UTC
);

CREATE TABLE brands (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    is_active  INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE TABLE suppliers (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    is_active  INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE TABLE products (
    id             INTEGER PRIMARY KEY,
    reference      TEXT,
    ean            TEXT,
    name_fr        TEXT,
    name_en        TEXT,
    summary_fr     TEXT,
    summary_en     TEXT,
    description_fr TEXT,
    description_en TEXT,
    price          NUMERIC NOT NULL,                           -- with tax
    vat_rate       NUMERIC NOT NULL DEFAULT 20,                -- percent
    weight_kg      NUMERIC NOT NULL DEFAULT 0,
    brand_id       INTEGER REFERENCES brands (id),
    supplier_id    INTEGER REFERENCES suppliers (id),
    is_active      INTEGER NOT NULL DEFAULT 1,
    -- What is empty in these says nothing: the site keeps its own. A table may also be without them.
    mpn                TEXT,                                   -- the maker's number
    upc                TEXT,
    isbn               TEXT,
    seo_title_fr       TEXT,
    seo_title_en       TEXT,
    seo_description_fr TEXT,
    seo_description_en TEXT,
    slug_fr            TEXT,                                   -- the end of the page's address
    slug_en            TEXT,
    minimum_quantity   INTEGER,
    wholesale_price    NUMERIC,                                -- without tax
    unit_price         NUMERIC,                                -- with tax, for one unit
    unit               TEXT,                                   -- kg, litre
    ecotax             NUMERIC,                                -- without tax
    width_cm           NUMERIC,
    height_cm          NUMERIC,
    depth_cm           NUMERIC,
    condition          TEXT,                                   -- new, used or refurbished
    updated_at     TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE TABLE product_categories (
    product_id  INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    category_id INTEGER NOT NULL REFERENCES categories (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL DEFAULT 1,                    -- the lowest is the main one
    PRIMARY KEY (product_id, category_id)
);

-- One version of a product. Up to three options, named in French: ('Taille', 'M', 'Couleur', 'Rouge').
CREATE TABLE variants (
    id            INTEGER PRIMARY KEY,
    product_id    INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    reference     TEXT,
    ean           TEXT,
    price         NUMERIC,                                     -- with tax; empty: the product's
    weight_kg     NUMERIC,                                     -- empty: the product's
    option1_name  TEXT,
    option1_value TEXT,
    option2_name  TEXT,
    option2_value TEXT,
    option3_name  TEXT,
    option3_value TEXT,
    updated_at    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

-- What option names and values are called in English. A word that isn't here stays French.
CREATE TABLE translations (
    text_fr TEXT PRIMARY KEY,
    text_en TEXT NOT NULL
);

-- One photo of a product: a file under the images folder, its content, or its address.
CREATE TABLE images (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL DEFAULT 1,                     -- the lowest is the cover
    path       TEXT,
    content    BLOB,
    url        TEXT,
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

-- What may be sold, of a product, or of each variant where it has any.
CREATE TABLE stock (
    id         INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    variant_id INTEGER REFERENCES variants (id) ON DELETE CASCADE,
    quantity   NUMERIC NOT NULL DEFAULT 0,
    updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

CREATE INDEX categories_by_update ON categories (updated_at);
CREATE INDEX products_by_update ON products (updated_at);
CREATE INDEX products_by_reference ON products (reference);
CREATE INDEX variants_by_product ON variants (product_id);
CREATE INDEX variants_by_update ON variants (updated_at);
CREATE INDEX images_by_product ON images (product_id);
CREATE UNIQUE INDEX stock_of_product ON stock (product_id) WHERE variant_id IS NULL;
CREATE UNIQUE INDEX stock_of_variant ON stock (variant_id) WHERE variant_id IS NOT NULL;
CREATE INDEX stock_by_product ON stock (product_id);
CREATE INDEX stock_by_update ON stock (updated_at);

CREATE TRIGGER categories_touched AFTER UPDATE ON categories WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE categories SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER brands_touched AFTER UPDATE ON brands WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE brands SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER suppliers_touched AFTER UPDATE ON suppliers WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE suppliers SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER products_touched AFTER UPDATE ON products WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE products SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER variants_touched AFTER UPDATE ON variants WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE variants SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER images_touched AFTER UPDATE ON images WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE images SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER stock_touched AFTER UPDATE ON stock WHEN NEW.updated_at IS OLD.updated_at
BEGIN
    UPDATE stock SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.id;
END;

CREATE TRIGGER product_categories_added AFTER INSERT ON product_categories
BEGIN
    UPDATE products SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = NEW.product_id;
END;

CREATE TRIGGER product_categories_changed AFTER UPDATE ON product_categories
BEGIN
    UPDATE products SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now')
    WHERE id IN (NEW.product_id, OLD.product_id);
END;

CREATE TRIGGER product_categories_removed AFTER DELETE ON product_categories
BEGIN
    UPDATE products SET updated_at = strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE id = OLD.product_id;
END;
