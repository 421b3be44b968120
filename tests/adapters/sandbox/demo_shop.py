"""Fills a sandbox with PrestaShop's demo shop, out of what the recorded answers show of it."""

from collections.abc import Iterable

from lxml import etree

from pos2web.adapters.sandbox.shop.schema import RESOURCES, Resource
from pos2web.adapters.sandbox.shop.store import Record, Store
from tests.adapters.sandbox.recordings import Exchange, exchanges

_LANGUAGES = ("1", "2", "3", "4")
_ORDER = ("01", "02", "03", "04", "05", "06", "07", "10", "06b", "08", "13", "16", "09", "17")
_BY_NODE = {resource.node: resource for resource in RESOURCES.values() if resource.node}
_PARENTS = {3: 2, 4: 3, 5: 3, 6: 2, 7: 6, 8: 6, 9: 2}
_POSITIONS = {3: 0, 6: 1, 9: 2, 4: 0, 5: 1, 7: 0, 8: 1}
_VALUES = {1: range(1, 5), 2: range(5, 19), 3: range(19, 22), 4: range(22, 26)}
_QUANTITIES = {1: 2400, 2: 2100, 3: 1500}
Seen = dict[tuple[str, int], Record]


def _in_time(found: Iterable[Exchange]) -> list[Exchange]:
    def place(exchange: Exchange) -> int:
        folder = exchange.folder.split("-")[0]
        return _ORDER.index(folder) if folder in _ORDER else len(_ORDER)

    return sorted(found, key=place)


def _texts(element: etree._Element) -> dict[str, str]:
    given = {child.get("id") or "": child.text or "" for child in element}
    first = next(iter(given.values()), "")
    return {language: given.get(language, first) for language in _LANGUAGES}


def _record(resource: Resource, element: etree._Element) -> Record:
    record: Record = {}
    for child in element:
        name = str(child.tag)
        field = resource.by_name.get(name)
        if name == "associations":
            record[name] = {
                str(one.tag): [{str(part.tag): part.text or "" for part in item} for item in one]
                for one in child
            }
        elif field is not None and field.is_translated:
            record[name] = _texts(child)
        elif field is not None or name == "id":
            record[name] = child.text or ""
    if "default_on" in record:
        record["default_on"] = record["default_on"] or None
    if "low_stock_threshold" in record:
        record["low_stock_threshold"] = record["low_stock_threshold"] or None
    record["id"] = int(record["id"])
    return record


def _elements(exchange: Exchange) -> list[tuple[Resource, etree._Element]]:
    if exchange.status not in (200, 201) or not exchange.response.body.startswith(b"<?xml"):
        return []
    root = etree.fromstring(exchange.response.body)
    found = []
    for element in root.iter():
        resource = _BY_NODE.get(str(element.tag))
        parent = element.getparent()
        is_thing = parent is not None and (
            parent is root or (resource is not None and parent.tag == resource.name)
        )
        if resource is not None and is_thing and element.find("id") is not None:
            depth = len(list(element.iterancestors()))
            if depth <= 2:
                found.append((resource, element))
    return found


def _observe() -> Seen:
    """The first whole sight of everything that no recorded request made."""
    seen: Seen = {}
    best: dict[tuple[str, int], tuple[int, int]] = {}
    made: set[tuple[str, int]] = set()
    for exchange in _in_time(exchanges()):
        if "schema=" in exchange.target or exchange.folder.startswith("14"):
            continue
        for resource, element in _elements(exchange):
            key = (resource.name, int(element.findtext("id") or 0))
            if exchange.status == 201:
                made.add(key)
            elif exchange.method == "GET" and key not in made:
                record = _record(resource, element)
                weight = (len(element.findall(".//language[@id='4']")), len(record))
                if weight > best.get(key, (-1, 0)):
                    seen[key], best[key] = record, weight
    return seen


def fill(store: Store) -> None:
    """Make the demo shop in an empty store."""
    seen = _observe()
    with store.transaction():
        for (name, _), record in seen.items():
            if name == "languages":
                store.insert(name, record)
        store.read_languages()
        for (name, _), record in seen.items():
            if name not in (
                "languages",
                "products",
                "combinations",
                "stock_availables",
                "categories",
            ):
                store.insert(name, record)
        store.insert("manufacturers", {"id": 2, "name": "Graphic Corner", "active": 1})
        store.insert("addresses", {"id": 4, "id_manufacturer": 1, "alias": "manufacturer"})
        store.insert("suppliers", {"id": 2, "name": "Accessories supplier", "active": 1})
        _add_categories(store, seen)
        _add_options(store)
        _add_features(store)
        _add_products(store, seen)
        _add_lists(store, seen)
        price = seen["specific_prices", 1]
        store.insert("specific_prices", price | {"id": 2, "id_product": 2})


def _add_categories(store: Store, seen: Seen) -> None:
    roots = [(1, 0, 0), *((key, _PARENTS.get(key, 1), 2) for key in range(2, 10))]
    for key, parent, depth in roots:
        known = seen.get(("categories", key), {})
        name = dict.fromkeys(_LANGUAGES, f"Category {key}")
        slug = dict.fromkeys(_LANGUAGES, f"category-{key}")
        plain: Record = {
            "id": key,
            "id_parent": parent,
            "level_depth": {0: 0, 1: 1, 2: 2, 3: 3, 6: 3}.get(parent, depth) if key > 1 else 0,
            "active": 1,
            "id_shop_default": 1,
            "position": _POSITIONS.get(key, 0),
            "name": name,
            "link_rewrite": slug,
        }
        store.insert("categories", plain | known)


def _add_options(store: Store) -> None:
    for option, values in _VALUES.items():
        if store.get("product_options", option) is None:
            name = dict.fromkeys(_LANGUAGES, f"Option {option}")
            store.insert(
                "product_options",
                {
                    "id": option,
                    "group_type": "select",
                    "position": option - 1,
                    "name": name,
                    "public_name": name,
                },
            )
        for position, value in enumerate(values):
            if store.get("product_option_values", value) is None:
                name = dict.fromkeys(_LANGUAGES, f"Value {value}")
                store.insert(
                    "product_option_values",
                    {
                        "id": value,
                        "id_attribute_group": option,
                        "position": position,
                        "name": name,
                    },
                )


def _add_features(store: Store) -> None:
    for key in range(1, 3):
        if store.get("product_features", key) is None:
            name = dict.fromkeys(_LANGUAGES, f"Feature {key}")
            store.insert("product_features", {"id": key, "position": key - 1, "name": name})
    for key in range(1, 11):
        if store.get("product_feature_values", key) is None:
            value = dict.fromkeys(_LANGUAGES, f"Value {key}")
            store.insert("product_feature_values", {"id": key, "id_feature": 1, "value": value})


def _add_products(store: Store, seen: Seen) -> None:
    for key in range(1, 20):
        product = seen["products", key]
        hanging = product["associations"]
        store.insert("products", product | {"id_tax_rules_group": 1})
        place = int(product["position_in_category"] or 0)
        for item in hanging["categories"]:
            category = int(item["id"])
            is_main = str(category) == product["id_category_default"]
            position = place if is_main else key
            store.run("INSERT INTO category_product VALUES (?, ?, ?)", (category, key, position))
        for position, item in enumerate(hanging["images"], 1):
            is_cover = item["id"] == product["id_default_image"]
            store.run(
                "INSERT INTO image VALUES (?, ?, ?, ?)",
                (int(item["id"]), key, position, 1 if is_cover else None),
            )
        _add_combinations(store, seen, product)
        _add_stocks(store, seen, product)
        for name in ("product_features", "product_bundle"):
            items = [{part: int(value) for part, value in item.items()} for item in hanging[name]]
            store.set_items("products", name, key, items)


def _add_combinations(store: Store, seen: Seen, product: Record) -> None:
    values = [int(item["id"]) for item in product["associations"]["product_option_values"]]
    for item in product["associations"]["combinations"]:
        key = int(item["id"])
        plain: Record = {
            "id": key,
            "id_product": product["id"],
            "reference": product["reference"],
            "minimal_quantity": 1,
            "default_on": 1 if item["id"] == product["id_default_combination"] else None,
        }
        store.insert("combinations", plain | seen.get(("combinations", key), {}))
        store.run_many(
            "INSERT INTO combination_value VALUES (?, ?)", [(key, value) for value in values]
        )
        values = values[:1]


def _add_stocks(store: Store, seen: Seen, product: Record) -> None:
    for item in product["associations"]["stock_availables"]:
        key = int(item["id"])
        plain: Record = {
            "id": key,
            "id_product": product["id"],
            "id_product_attribute": item["id_product_attribute"],
            "id_shop": 1,
            "quantity": _QUANTITIES.get(key, 300),
            "out_of_stock": 2,
        }
        store.insert("stock_availables", plain | seen.get(("stock_availables", key), {}))


def _add_lists(store: Store, seen: Seen) -> None:
    for (name, key), record in seen.items():
        if name in ("orders", "carts", "customers"):
            for association, items in record.get("associations", {}).items():
                store.set_items(name, association, key, items)
