"""Combinations, options and their values, features."""

from pos2web.adapters.sandbox.shop.product_rules import refresh_default, remove_combination
from pos2web.adapters.sandbox.shop.rules import Items, Rules
from pos2web.adapters.sandbox.shop.stock_rules import add_row
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer


def _prepare(store: Store, record: Record) -> None:  # noqa: ARG001 - the signature is given
    record["default_on"] = 1 if str(record["default_on"] or 0) != "0" else None


def _added(store: Store, record: Record) -> None:
    product = php_integer(record["id_product"])
    add_row(store, product, record["id"])
    refresh_default(store, product)
    store.run("UPDATE products SET product_type = 'combinations' WHERE id = ?", (product,))


def _updated(store: Store, record: Record) -> None:
    refresh_default(store, php_integer(record["id_product"]))


def _removed(store: Store, record: Record) -> None:
    remove_combination(store, php_integer(record["id_product"]), record["id"])


def _keep_values(store: Store, record: Record, items: Items) -> None:
    store.run("DELETE FROM combination_value WHERE id_combination = ?", (record["id"],))
    store.run_many(
        "INSERT OR IGNORE INTO combination_value VALUES (?, ?)",
        [(record["id"], php_integer(item.get("id"))) for item in items],
    )


def _keep_images(store: Store, record: Record, items: Items) -> None:
    store.run("DELETE FROM combination_image WHERE id_combination = ?", (record["id"],))
    store.run_many(
        "INSERT OR IGNORE INTO combination_image VALUES (?, ?)",
        [(record["id"], php_integer(item.get("id"))) for item in items],
    )


def _prepare_option(store: Store, record: Record) -> None:
    record["is_color_group"] = 1 if record["group_type"] == "color" else None
    if not record.get("id") and not php_integer(record["position"]):
        record["position"] = store.one("SELECT COALESCE(MAX(position) + 1, 0) FROM product_options")


def _prepare_feature(store: Store, record: Record) -> None:
    if not record.get("id") and not php_integer(record["position"]):
        record["position"] = store.one(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM product_features"
        )


def _prepare_value(store: Store, record: Record) -> None:
    if not record.get("id") and not php_integer(record["position"]):
        record["position"] = store.one(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM product_option_values"
            " WHERE id_attribute_group = ?",
            (record["id_attribute_group"],),
        )


def _remove_value(store: Store, record: Record) -> None:
    """A combination that has the value goes with it."""
    rows = store.rows(
        "SELECT id_product, id FROM combinations JOIN combination_value ON id = id_combination"
        " WHERE id_value = ?",
        (record["id"],),
    )
    for product, combination in rows:
        remove_combination(store, product, combination)
    store.delete("product_option_values", record["id"])


def _remove_option(store: Store, record: Record) -> None:
    rows = store.rows(
        "SELECT id FROM product_option_values WHERE id_attribute_group = ?", (record["id"],)
    )
    for (value,) in rows:
        _remove_value(store, {"id": value})


RULES = {
    "combinations": Rules(
        prepare=_prepare,
        added=_added,
        updated=_updated,
        removed=_removed,
        associations={"product_option_values": _keep_values, "images": _keep_images},
    ),
    "product_options": Rules(
        prepare=_prepare_option,
        removed=_remove_option,
        associations={"product_option_values": None},
    ),
    "product_features": Rules(prepare=_prepare_feature),
    "product_option_values": Rules(prepare=_prepare_value, removed=_remove_value),
}
