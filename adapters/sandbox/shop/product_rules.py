"""Products: their categories, cover, default combination and what goes when they go."""

from pos2web.adapters.sandbox.shop.answer import Refusal, php_warning
from pos2web.adapters.sandbox.shop.rules import Items, Rules
from pos2web.adapters.sandbox.shop.slug import slug
from pos2web.adapters.sandbox.shop.stock_rules import add_row, recalculate
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer

_DEFAULT = """
UPDATE products SET cache_default_attribute = COALESCE((
    SELECT COALESCE(MAX(CASE default_on WHEN 1 THEN id END), MIN(id))
    FROM combinations WHERE id_product = products.id), 0)
WHERE id = ?
"""


def refresh_default(store: Store, product: int) -> None:
    """Let the product remember again which of its combinations is the default one."""
    store.run(_DEFAULT, (product,))


def remove_combination(store: Store, product: int, combination: int) -> None:
    """Take a combination away; another becomes the default when it was that."""
    store.delete("combinations", combination)
    store.run("DELETE FROM combination_value WHERE id_combination = ?", (combination,))
    store.run("DELETE FROM combination_image WHERE id_combination = ?", (combination,))
    store.run("DELETE FROM stock_availables WHERE id_product_attribute = ?", (combination,))
    if not store.one(
        "SELECT 1 FROM combinations WHERE id_product = ? AND default_on = 1", (product,)
    ):
        store.run(
            "UPDATE combinations SET default_on = 1"
            " WHERE id = (SELECT MIN(id) FROM combinations WHERE id_product = ?)",
            (product,),
        )
    refresh_default(store, product)
    recalculate(store, product)


def _complete(store: Store, record: Record) -> None:  # noqa: ARG001 - the signature is given
    names, slugs = record["name"], record["link_rewrite"]
    if not isinstance(names, dict):
        text = "foreach() argument must be of type array|object, string given"
        raise Refusal(500, *php_warning(f"{text} (/var/www/shop/classes/Product.php, line 8072)"))
    given = slugs if isinstance(slugs, dict) else {}
    record["link_rewrite"] = given | {
        language: slug(name) for language, name in names.items() if not given.get(language)
    }


def _prepare(store: Store, record: Record) -> None:  # noqa: ARG001 - the signature is given
    if record.get("id") and record["unit_price_ratio"] is None:
        record["unit_price_ratio"] = 0


def _index(store: Store, record: Record) -> None:
    if str(record["active"]) == "1" and record["visibility"] in ("both", "search"):
        store.run("UPDATE products SET indexed = 1 WHERE id = ?", (record["id"],))


def _added(store: Store, record: Record) -> None:
    add_row(store, record["id"], 0)
    _index(store, record)


def _updated(store: Store, record: Record) -> None:
    _index(store, record)
    refresh_default(store, record["id"])


def _removed(store: Store, record: Record) -> None:
    key = record["id"]
    for (combination,) in store.rows("SELECT id FROM combinations WHERE id_product = ?", (key,)):
        remove_combination(store, key, combination)
    store.run("DELETE FROM stock_availables WHERE id_product = ?", (key,))
    store.run("DELETE FROM category_product WHERE id_product = ?", (key,))
    store.run(
        "DELETE FROM picture WHERE kind = 'products'"
        " AND owner IN (SELECT id FROM image WHERE id_product = ?)",
        (key,),
    )
    store.run("DELETE FROM image WHERE id_product = ?", (key,))
    store.run("DELETE FROM item WHERE resource = 'products' AND owner = ?", (key,))


def _set_cover(store: Store, record: Record, value: str) -> None:
    image = php_integer(value)
    if not store.one("SELECT 1 FROM image WHERE id = ? AND id_product = ?", (image, record["id"])):
        return
    store.run("UPDATE image SET cover = NULL WHERE id_product = ?", (record["id"],))
    store.run("UPDATE image SET cover = 1 WHERE id = ?", (image,))


def _set_default(store: Store, record: Record, value: str) -> None:
    combination = php_integer(value)
    store.run("UPDATE combinations SET default_on = NULL WHERE id_product = ?", (record["id"],))
    store.run(
        "UPDATE combinations SET default_on = 1 WHERE id = ? AND id_product = ?",
        (combination, record["id"]),
    )
    record["cache_default_attribute"] = value


def _keep_categories(store: Store, record: Record, items: Items) -> None:
    key = record["id"]
    wanted = list(dict.fromkeys(php_integer(item.get("id")) for item in items))
    marks = ", ".join("?" * len(wanted))
    store.run(
        f"DELETE FROM category_product WHERE id_product = ? AND id_category NOT IN ({marks})",  # noqa: S608 - names of ours, values are bound
        (key, *wanted),
    )
    for category in wanted:
        store.run(
            "INSERT OR IGNORE INTO category_product VALUES (?, ?,"
            " (SELECT COALESCE(MAX(position), 0) + 1 FROM category_product WHERE id_category = ?))",
            (category, key, category),
        )


def _keep_combinations(store: Store, record: Record, items: Items) -> None:
    kept = {php_integer(item.get("id")) for item in items}
    rows = store.rows("SELECT id FROM combinations WHERE id_product = ?", (record["id"],))
    for (combination,) in rows:
        if combination not in kept:
            remove_combination(store, record["id"], combination)


RULES = {
    "products": Rules(
        complete=_complete,
        prepare=_prepare,
        added=_added,
        updated=_updated,
        removed=_removed,
        setters={
            "id_default_image": _set_cover,
            "id_default_combination": _set_default,
        },
        associations={
            "categories": _keep_categories,
            "combinations": _keep_combinations,
            "images": None,
            "product_option_values": None,
            "stock_availables": None,
        },
    )
}
