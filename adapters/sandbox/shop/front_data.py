"""What the shop front shows, read from the store in few queries."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from pos2web.adapters.sandbox.shop.availability import Availability, Level, availability
from pos2web.adapters.sandbox.shop.prices import tax_rate, with_tax
from pos2web.adapters.sandbox.shop.settings import Settings
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

PAGE_SIZE = 24


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A category in the tree, with how many products hang on it and on what is below it."""

    id: int
    name: str
    slug: str
    count: int
    below: tuple["Shelf", ...]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A product among others."""

    id: int
    reference: str
    name: str
    slug: str
    ean: str
    category_slug: str
    brand: str
    price: Decimal | None
    image: int | None
    availability: Availability
    variant_count: int


class VariantRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a product on its page."""

    options: tuple[tuple[str, str], ...]
    reference: str
    ean: str
    price: Decimal
    availability: Availability
    is_default: bool


def text_of(record: Record, field: str, language: str) -> str:
    """A translated text in the page's language, else in the first that has one."""
    texts: dict[str, str] = record[field]
    return texts.get(language) or next((text for text in texts.values() if text), "")


def shelves(store: Store, language: str) -> tuple[Shelf, ...]:
    """The tree of active categories below Home."""
    records = store.select("categories", "WHERE active = 1 ORDER BY position, id")
    products: dict[int, set[int]] = {}
    for category, product in store.rows(
        "SELECT id_category, id_product FROM category_product JOIN products AS p"
        " ON p.id = id_product WHERE p.active = 1 AND p.visibility IN ('both', 'catalog')"
    ):
        products.setdefault(category, set()).add(product)
    children: dict[int, list[Record]] = {}
    for record in records:
        children.setdefault(record["id_parent"], []).append(record)
    home = store.one("SELECT id FROM categories WHERE is_root_category = 1 ORDER BY id LIMIT 1")

    def grow(record: Record) -> tuple[Shelf, set[int]]:
        below = [grow(child) for child in children.pop(record["id"], [])]
        held = products.get(record["id"], set()).union(*(more for _, more in below))
        shelf = Shelf(
            id=record["id"],
            name=text_of(record, "name", language),
            slug=text_of(record, "link_rewrite", language),
            count=len(held),
            below=tuple(shelf for shelf, _ in below),
        )
        return shelf, held

    return tuple(grow(child)[0] for child in children.pop(home or 0, []))


def find_shelf(tree: Sequence[Shelf], key: int) -> tuple[Shelf, ...]:
    """The way from the top of the tree down to a category, empty when it isn't there."""
    for shelf in tree:
        if shelf.id == key:
            return (shelf,)
        below = find_shelf(shelf.below, key)
        if below:
            return (shelf, *below)
    return ()


# A category shows what is below it too: PrestaShop would show only what hangs on itself.
_BELOW = """ AND id IN (
    WITH RECURSIVE below (id) AS (
        SELECT ? UNION SELECT categories.id FROM categories JOIN below ON id_parent = below.id)
    SELECT id_product FROM category_product WHERE id_category IN (SELECT id FROM below))"""
_COVERS = (
    "SELECT id_product, id FROM image WHERE id_product IN ({ids}) ORDER BY cover, position DESC"
)
_VARIANT_COUNTS = (
    "SELECT id_product, COUNT(*) FROM combinations WHERE id_product IN ({ids}) GROUP BY id_product"
)
_LISTED = "active = 1 AND visibility IN ('both', 'catalog')"


def listed(store: Store, category: int | None, page: int) -> tuple[list[Record], int]:
    """One page of products, of a category or of all, and how many pages there are."""
    where, values = _LISTED, [] if category is None else [category]
    if category is not None:
        where += _BELOW
    count = store.one(f"SELECT COUNT(*) FROM products WHERE {where}", values)  # noqa: S608 - names of ours, values are bound
    tail = f"WHERE {where} ORDER BY id LIMIT {PAGE_SIZE} OFFSET {PAGE_SIZE * (page - 1)}"
    return store.select("products", tail, values), max(1, -(-count // PAGE_SIZE))


def cards(store: Store, records: Sequence[Record], language: str, settings: Settings) -> list[Card]:
    """The products as cards, in few queries for all of them."""
    ids = [record["id"] for record in records]
    covers = dict(store.rows_of(_COVERS, ids))
    variants = dict(store.rows_of(_VARIANT_COUNTS, ids))
    levels = levels_of(store, ids)
    brands = dict(store.rows("SELECT id, name FROM manufacturers WHERE active = 1"))
    slugs = {
        one["id"]: text_of(one, "link_rewrite", language) for one in store.select("categories")
    }
    rates = {
        group: tax_rate(store, group) for group in {one["id_tax_rules_group"] for one in records}
    }
    return [
        Card(
            id=record["id"],
            reference=record["reference"],
            name=text_of(record, "name", language),
            slug=text_of(record, "link_rewrite", language),
            ean=record["ean13"],
            category_slug=slugs.get(record["id_category_default"], ""),
            brand=brands.get(record["id_manufacturer"], ""),
            price=_shown_price(record, rates[record["id_tax_rules_group"]]),
            image=covers.get(record["id"]),
            availability=availability(
                levels.get((record["id"], 0), Level()), settings, language, record
            ),
            variant_count=variants.get(record["id"], 0),
        )
        for record in records
    ]


def _shown_price(record: Record, rate: Decimal) -> Decimal | None:
    if not record["show_price"]:
        return None
    return with_tax(Decimal(record["price"]), rate)


def levels_of(store: Store, products: Sequence[int]) -> dict[tuple[int, int], Level]:
    """What there is, by product and combination (0 for the product itself)."""
    sql = (
        "SELECT id_product, id_product_attribute, quantity, out_of_stock FROM stock_availables"
        " WHERE id_shop = 1 AND id_product IN ({ids})"
    )
    return {
        (product, combination): Level(quantity, policy)
        for product, combination, quantity, policy in store.rows_of(sql, products)
    }


def variants_of(
    store: Store, product: Record, language: str, settings: Settings
) -> list[VariantRow]:
    """Every version of a product with its price with tax and its stock.

    Whether orders are taken without stock is said by the product's own row for all of them.
    """
    key = product["id"]
    rate = tax_rate(store, product["id_tax_rules_group"])
    levels = levels_of(store, [key])
    policy = levels.get((key, 0), Level()).out_of_stock
    combinations = store.select("combinations", "WHERE id_product = ? ORDER BY id", (key,))
    options = _options(store, [record["id"] for record in combinations], language)
    return [
        VariantRow(
            options=tuple(options.get(record["id"], ())),
            reference=record["reference"],
            ean=record["ean13"],
            price=with_tax(Decimal(product["price"]) + Decimal(record["price"]), rate),
            availability=availability(
                Level(levels.get((key, record["id"]), Level()).quantity, policy),
                settings,
                language,
                product,
                record,
            ),
            is_default=record["default_on"] == 1,
        )
        for record in combinations
    ]


def _options(
    store: Store, combinations: Sequence[int], language: str
) -> dict[int, list[tuple[str, str]]]:
    key = php_integer(language)
    sql = (
        f"""SELECT id_combination, json_extract(o.public_name, '$."{key}"'),"""  # noqa: S608 - names of ours, values are bound
        f""" json_extract(v.name, '$."{key}"') FROM combination_value"""
        " JOIN product_option_values AS v ON v.id = id_value"
        " JOIN product_options AS o ON o.id = v.id_attribute_group"
        " WHERE id_combination IN ({ids}) ORDER BY o.position, v.position"
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for combination, option, value in store.rows_of(sql, combinations):
        found.setdefault(combination, []).append((option or "", value or ""))
    return found
