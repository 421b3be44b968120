"""Completes records as the web service shows them: what is worked out, and what hangs on them."""

from collections.abc import Callable, Sequence

from pos2web.adapters.sandbox.shop.schema import Resource
from pos2web.adapters.sandbox.shop.slug import slug
from pos2web.adapters.sandbox.shop.store import Record, Store

Items = dict[int, list[Record]]

_IDS_OF = {
    ("products", "categories"): (
        "SELECT id_product, id_category FROM category_product JOIN categories ON id = id_category"
        " WHERE id_product IN ({ids}) ORDER BY id_product, id_category"
    ),
    ("products", "images"): (
        "SELECT id_product, id FROM image WHERE id_product IN ({ids}) ORDER BY position, id"
    ),
    ("products", "combinations"): (
        "SELECT id_product, id FROM combinations WHERE id_product IN ({ids}) ORDER BY id"
    ),
    ("products", "product_option_values"): (
        "SELECT DISTINCT id_product, id_value FROM combinations"
        " JOIN combination_value ON id_combination = id WHERE id_product IN ({ids})"
        " ORDER BY id, id_value"
    ),
    ("combinations", "product_option_values"): (
        "SELECT id_combination, id_value FROM combination_value"
        " JOIN product_option_values AS v ON v.id = id_value"
        " WHERE id_combination IN ({ids}) ORDER BY id_value"
    ),
    ("combinations", "images"): (
        "SELECT id_combination, id_image FROM combination_image WHERE id_combination IN ({ids})"
        " ORDER BY id_image"
    ),
    ("product_options", "product_option_values"): (
        "SELECT id_attribute_group, id FROM product_option_values"
        " WHERE id_attribute_group IN ({ids}) ORDER BY position, id"
    ),
    ("categories", "categories"): (
        "SELECT id_parent, id FROM categories WHERE id_parent IN ({ids}) ORDER BY position, id"
    ),
    ("categories", "products"): (
        "SELECT id_category, id_product FROM category_product WHERE id_category IN ({ids})"
        " ORDER BY position"
    ),
    ("manufacturers", "addresses"): (
        "SELECT id_manufacturer, id FROM addresses WHERE id_manufacturer IN ({ids})"
        " AND deleted = 0 ORDER BY id"
    ),
}
_STOCKS = (
    "SELECT id_product, id, id_product_attribute FROM stock_availables"
    " WHERE id_product IN ({ids}) AND id_shop = 1 ORDER BY id"
)


def associated(store: Store, name: str, association: str, ids: Sequence[int]) -> Items:
    """The items of one association of these records, by the record's id."""
    found: Items = {}
    if (name, association) == ("products", "stock_availables"):
        for owner, key, attribute in store.rows_of(_STOCKS, ids):
            found.setdefault(owner, []).append({"id": key, "id_product_attribute": attribute})
        return found
    sql = _IDS_OF.get((name, association))
    if sql is None:
        return store.items(name, association, ids)
    for owner, key in store.rows_of(sql, ids):
        items = found.setdefault(owner, [])
        if {"id": key} not in items:
            items.append({"id": key})
    return found


def attach(store: Store, resource: Resource, records: Sequence[Record]) -> None:
    """Put every association's items into the records, under `associations`."""
    ids = [record["id"] for record in records]
    for record in records:
        record["associations"] = {}
    for association in resource.associations:
        items = associated(store, resource.name, association.name, ids)
        for record in records:
            record["associations"][association.name] = items.get(record["id"], [])


def compute(store: Store, resource: Resource, records: Sequence[Record]) -> None:
    """Work out the fields that have no column."""
    worker = _COMPUTED.get(resource.name)
    if worker is not None and records:
        worker(store, records)


def _compute_products(store: Store, records: Sequence[Record]) -> None:
    ids = [record["id"] for record in records]
    covers = dict(
        store.rows_of(
            "SELECT id_product, id FROM image WHERE cover = 1 AND id_product IN ({ids})", ids
        )
    )
    defaults = dict(
        store.rows_of(
            "SELECT id_product, COALESCE(MAX(CASE default_on WHEN 1 THEN id END), MIN(id))"
            " FROM combinations WHERE id_product IN ({ids}) GROUP BY id_product",
            ids,
        )
    )
    positions = {
        (product, category): position
        for product, category, position in store.rows_of(
            "SELECT id_product, id_category, position FROM category_product"
            " WHERE id_product IN ({ids})",
            ids,
        )
    }
    brands = _names(store, {_integer(record["id_manufacturer"]) for record in records})
    for record in records:
        key = record["id"]
        record["new"] = None
        record["id_default_image"] = covers.get(key)
        record["id_default_combination"] = defaults.get(key, 0)
        place = (key, _integer(record["id_category_default"]))
        record["position_in_category"] = positions.get(place)
        record["manufacturer_name"] = brands.get(_integer(record["id_manufacturer"]))
        record.setdefault("quantity", 0)
        record["type"] = _product_type(record)


def _product_type(record: Record) -> str:
    if str(record["cache_is_pack"]) == "1":
        return "pack"
    return "virtual" if str(record["is_virtual"]) == "1" else "simple"


def _integer(value: object) -> int:
    text = str(value or 0)
    return int(text) if text.isdigit() else 0


def _names(store: Store, ids: set[int]) -> dict[int, str]:
    sql = "SELECT id, name FROM manufacturers WHERE id IN ({ids})"
    return dict(store.rows_of(sql, sorted(ids)))


def _compute_slugs(store: Store, records: Sequence[Record]) -> None:  # noqa: ARG001 - the signature is given
    for record in records:
        record["link_rewrite"] = slug(str(record["name"] or ""))


def _compute_currencies(store: Store, records: Sequence[Record]) -> None:
    for record in records:
        record["name"] = store.texts(record["names"])[store.languages[0]]


_SUBTREE = """
WITH RECURSIVE below (id) AS (
    SELECT ? UNION SELECT categories.id FROM categories JOIN below ON id_parent = below.id)
SELECT COUNT(DISTINCT id_product) FROM category_product WHERE id_category IN (SELECT id FROM below)
"""


def _compute_categories(store: Store, records: Sequence[Record]) -> None:
    for record in records:
        record["nb_products_recursive"] = store.one(_SUBTREE, (record["id"],)) or -1


_COMPUTED: dict[str, Callable[[Store, Sequence[Record]], None]] = {
    "products": _compute_products,
    "categories": _compute_categories,
    "manufacturers": _compute_slugs,
    "suppliers": _compute_slugs,
    "currencies": _compute_currencies,
}
