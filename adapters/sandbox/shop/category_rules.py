"""The category tree, and the other resources that do a little more than keep a row."""

from pos2web.adapters.sandbox.shop.answer import Crash, Refusal, php_warning
from pos2web.adapters.sandbox.shop.rules import Items, Rules
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT ? UNION SELECT categories.id FROM categories JOIN below ON id_parent = below.id)
SELECT id FROM below
"""
_PARENT_DEPTH = "SELECT level_depth FROM categories WHERE id = ?"


def _complete(store: Store, record: Record) -> None:
    if isinstance(record["link_rewrite"], dict):
        return
    text = "Only the first byte will be assigned to the string offset"
    warning = php_warning(f"{text} (/var/www/shop/classes/Category.php, line 2067)")
    raise Refusal(500, *warning).after(*[warning] * (len(store.languages) - 1))


def _prepare(store: Store, record: Record) -> None:
    depth = store.one(_PARENT_DEPTH, (php_integer(record["id_parent"]),))
    if depth is None:
        if record.get("id") and not php_integer(record["id_parent"]):
            return
        raise Crash
    record["level_depth"] = depth + 1


def _added(store: Store, record: Record) -> None:
    store.run(
        "UPDATE categories SET position = (SELECT COALESCE(MAX(position) + 1, 0) FROM categories"
        " WHERE id_parent = ? AND id <> ?) WHERE id = ?",
        (record["id_parent"], record["id"], record["id"]),
    )


def _updated(store: Store, record: Record) -> None:
    """A category that moved takes its subtree along."""
    for (child,) in store.rows("SELECT id FROM categories WHERE id_parent = ?", (record["id"],)):
        depth = php_integer(record["level_depth"]) + 1
        if child != record["id"] and depth < len(_BELOW):
            store.run("UPDATE categories SET level_depth = ? WHERE id = ?", (depth, child))
            _updated(store, {"id": child, "level_depth": depth})


def _removed(store: Store, record: Record) -> None:
    """Home goes as easily as any, with all below it; only the root itself stays."""
    if not php_integer(record["id_parent"]):
        raise Refusal(500, 88, f"Id(s) wasn't deleted: {record['id']}")
    for (key,) in store.rows(_BELOW, (record["id"],)):
        store.delete("categories", key)
        store.run("DELETE FROM category_product WHERE id_category = ?", (key,))
        store.run("DELETE FROM picture WHERE kind = 'categories' AND owner = ?", (key,))


def _keep_products(store: Store, record: Record, items: Items) -> None:
    store.run("DELETE FROM category_product WHERE id_category = ?", (record["id"],))
    store.run_many(
        "INSERT OR IGNORE INTO category_product VALUES (?, ?, ?)",
        [
            (record["id"], php_integer(item.get("id")), position)
            for position, item in enumerate(items, 1)
        ],
    )


def _replace_tax_group(store: Store, record: Record) -> None:
    """PrestaShop keeps the old group for old orders, moves all products, and then falls over."""
    old = store.get("tax_rule_groups", record["id"])
    if old is None or not store.one(
        "SELECT 1 FROM products WHERE id_tax_rules_group = ?", (record["id"],)
    ):
        return
    new = store.insert("tax_rule_groups", old | {"id": None})
    store.run("UPDATE tax_rule_groups SET deleted = 1 WHERE id = ?", (record["id"],))
    store.run(
        "UPDATE products SET id_tax_rules_group = ? WHERE id_tax_rules_group = ?",
        (new, record["id"]),
    )
    for rule in store.select("tax_rules", "WHERE id_tax_rules_group = ?", (record["id"],)):
        store.insert("tax_rules", rule | {"id": None, "id_tax_rules_group": new})


def _relearn_languages(store: Store, record: Record) -> None:  # noqa: ARG001 - the signature is given
    store.read_languages()


def _refuse_same_price(store: Store, record: Record) -> None:
    """One price for the same circumstances: the second breaks a key that nobody looks after."""
    names = ("id_product", "id_shop", "id_currency", "id_country", "id_group", "from_quantity")
    where = " AND ".join(f"{name} = ?" for name in names)
    values = [php_integer(record[name]) for name in names]
    found = store.one(
        f'SELECT 1 FROM specific_prices WHERE {where} AND "from" = ? AND "to" = ?',  # noqa: S608 - names of ours, values are bound
        (*values, record["from"], record["to"]),
    )
    if found and not record.get("id"):
        raise Crash


RULES = {
    "categories": Rules(
        complete=_complete,
        prepare=_prepare,
        added=_added,
        updated=_updated,
        removed=_removed,
        associations={"products": _keep_products, "categories": None},
    ),
    "languages": Rules(
        added=_relearn_languages, updated=_relearn_languages, removed=_relearn_languages
    ),
    "manufacturers": Rules(associations={"addresses": None}),
    "specific_prices": Rules(prepare=_refuse_same_price),
    "tax_rule_groups": Rules(updated=_replace_tax_group),
}
