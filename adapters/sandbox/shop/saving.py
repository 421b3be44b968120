"""POST, PUT, PATCH and DELETE, with the web service's own idea of what each of them means."""

import sqlite3
from collections.abc import Sequence

from pos2web.adapters.sandbox.shop import (
    category_rules,
    configuration_rules,
    product_rules,
    stock_rules,
    variant_rules,
)
from pos2web.adapters.sandbox.shop.answer import Crash, Refusal, php_warning
from pos2web.adapters.sandbox.shop.rules import Rules
from pos2web.adapters.sandbox.shop.schema import Field, Resource
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer
from pos2web.adapters.sandbox.shop.validation import validate
from pos2web.adapters.sandbox.shop.xml_in import Entity

_RULES: dict[str, Rules] = {
    **category_rules.RULES,
    **configuration_rules.RULES,
    **product_rules.RULES,
    **stock_rules.RULES,
    **variant_rules.RULES,
}
_NO_RULES = Rules()
_POSITION_WARNING = php_warning(
    "Trying to access array offset on value of type null"
    " (/var/www/shop/classes/Product.php, line 7245)"
)


def write(
    store: Store, resource: Resource, method: str, entities: Sequence[Entity]
) -> list[Record]:
    """Write one thing after the other; the first bad one ends it, and those before it stay."""
    _check_ids(method, entities)
    return [_write_one(store, resource, method, entity) for entity in entities]


def _check_ids(method: str, entities: Sequence[Entity]) -> None:
    ids = [php_integer(entity.id) for entity in entities if entity.id is not None]
    if method == "POST":
        if ids:
            raise Refusal(400, 91, "id is forbidden when adding a new resource")
        return
    if len(set(ids)) != len(ids):
        raise Refusal(400, 89, "id is duplicate in request")
    if len(ids) != len(entities):
        raise Refusal(400, 90, "id is required when modifying a resource")


def _write_one(store: Store, resource: Resource, method: str, entity: Entity) -> Record:
    rules = _RULES.get(resource.name, _NO_RULES)
    record = _start(store, resource, method, entity)
    _fill(record, resource, method, entity, rules)
    if method == "POST":
        rules.complete(store, record)
    validate(store, resource, record)
    try:
        with store.transaction():
            _save(store, resource, method, record, entity)
    except sqlite3.IntegrityError as error:
        if method == "POST":
            store.skip_id(resource.name)
        raise Crash from error
    if resource.name == "tax_rule_groups" and method != "POST":
        raise Crash
    _keep_associations(store, resource, record, entity, rules)
    return record


def _start(store: Store, resource: Resource, method: str, entity: Entity) -> Record:
    if method == "POST":
        return {field.name: None for field in resource.fields}
    record = store.get(resource.name, php_integer(entity.id))
    if record is None:
        raise Refusal(404, 92, "Invalid ID")
    record["id"] = int(record["id"])
    return record


def _fill(record: Record, resource: Resource, method: str, entity: Entity, rules: Rules) -> None:
    warnings: list[tuple[int, str]] = []
    for field in resource.fields:
        given = entity.values.get(field.name)
        if given is None and method == "PATCH":
            continue
        if field.name == "position_in_category" and given is not None:
            warnings.append(_POSITION_WARNING)
        try:
            _fill_field(record, field, given, rules)
        except Refusal as refusal:
            raise refusal.after(*warnings) from None
    if warnings:
        raise Refusal(500, *warnings[-1]).after(*warnings[:-1])
    if method != "PATCH" and "quantity" in resource.by_name:
        record.setdefault("quantity", None)


def _fill_field(
    record: Record, field: Field, given: str | dict[str, str] | None, rules: Rules
) -> None:
    if field.is_translated:
        _fill_translated(record, field, given)
    elif given is None:
        if field.is_required:
            raise Refusal(400, 41, f'parameter "{field.name}" required')
        if not field.is_computed and field.name not in ("date_add", "date_upd"):
            record[field.name] = None
    elif field.is_readonly:
        raise Refusal(
            400,
            93,
            f'parameter "{field.name}" not writable. Please remove this attribute of this XML',
        )
    elif not field.is_computed and field.name not in rules.setters:
        record[field.name] = given if isinstance(given, str) else ""


def _fill_translated(record: Record, field: Field, given: str | dict[str, str] | None) -> None:
    """Other languages stay only in a field that is required: that is the trap of PATCH."""
    if not isinstance(given, dict):
        record[field.name] = given or ""
        return
    kept = record[field.name] if field.is_required else None
    record[field.name] = (kept if isinstance(kept, dict) else {}) | given


def _save(store: Store, resource: Resource, method: str, record: Record, entity: Entity) -> None:
    rules = _RULES.get(resource.name, _NO_RULES)
    now = store.now()
    if "date_upd" in resource.by_name:
        record["date_upd"] = now
    if method == "POST":
        if "date_add" in resource.by_name:
            record["date_add"] = now
        rules.prepare(store, record)
        record["id"] = store.insert(resource.name, record)
        _set(store, record, entity, rules)
        rules.added(store, record)
        return
    rules.prepare(store, record)
    _set(store, record, entity, rules)
    store.update(resource.name, record)
    rules.updated(store, record)


def _set(store: Store, record: Record, entity: Entity, rules: Rules) -> None:
    for name, setter in rules.setters.items():
        given = entity.values.get(name)
        if isinstance(given, str):
            setter(store, record, given)


def _keep_associations(
    store: Store, resource: Resource, record: Record, entity: Entity, rules: Rules
) -> None:
    known = {association.name for association in resource.associations}
    for name, items in entity.associations or ():
        if name not in known:
            if name == "i18n":
                continue
            raise Refusal(400, 86, f'The association "{name}" does not exists')
        with store.transaction():
            if name in rules.associations:
                keeper = rules.associations[name]
                if keeper is not None:
                    keeper(store, record, items)
            else:
                store.set_items(resource.name, name, record["id"], [_item(item) for item in items])


def _item(item: dict[str, str]) -> Record:
    return {name: int(value) if value.isdigit() else value for name, value in item.items()}


def delete(store: Store, resource: Resource, ids: Sequence[int]) -> None:
    """Take things away: none of them when one of the ids is unknown."""
    records = {key: store.get(resource.name, key) for key in ids}
    missing = [str(key) for key, record in records.items() if record is None]
    if missing:
        raise Refusal(404, 87, f"Id(s) not exists: {', '.join(missing)}")
    rules = _RULES.get(resource.name, _NO_RULES)
    for key, record in records.items():
        with store.transaction():
            if record is not None:
                rules.removed(store, record)
            store.delete(resource.name, key)
            store.run("DELETE FROM item WHERE resource = ? AND owner = ?", (resource.name, key))
