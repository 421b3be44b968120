"""Stock rows: one for the product, one for each combination, and the sum in the first."""

from pos2web.adapters.sandbox.shop.rules import Rules
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

_TOTAL = """
UPDATE stock_availables SET quantity = (
    SELECT COALESCE(SUM(quantity), 0) FROM stock_availables AS one
    WHERE one.id_product = stock_availables.id_product AND one.id_product_attribute <> 0)
WHERE id_product = ? AND id_product_attribute = 0
"""


def add_row(store: Store, product: int, combination: int) -> None:
    """Make the stock row of something new; it holds nothing."""
    store.insert(
        "stock_availables",
        {
            "id_product": product,
            "id_product_attribute": combination,
            "id_shop": 1,
            "id_shop_group": 0,
            "quantity": 0,
            "depends_on_stock": 0,
            "out_of_stock": 2,
        },
    )
    if combination:
        recalculate(store, product)


def recalculate(store: Store, product: int) -> None:
    """Make the product's own row the sum of its combinations' again."""
    store.run(_TOTAL, (product,))


def _updated(store: Store, record: Record) -> None:
    if php_integer(record["id_product_attribute"]):
        recalculate(store, php_integer(record["id_product"]))


RULES = {"stock_availables": Rules(updated=_updated)}
