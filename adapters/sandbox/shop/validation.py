"""Checks a record as PrestaShop's ObjectModel does: translated fields first, then the others."""

from pos2web.adapters.sandbox.shop.answer import Refusal
from pos2web.adapters.sandbox.shop.schema import Field, Resource
from pos2web.adapters.sandbox.shop.store import Record, Store, php_integer
from pos2web.adapters.sandbox.shop.validators import is_number, is_valid

_INT_MIN, _INT_MAX = -(2**31), 2**31 - 1


def validate(store: Store, resource: Resource, record: Record) -> None:
    """Refuse the first value that isn't allowed; fill in defaults on the way."""
    for field in resource.fields:
        if field.is_translated:
            _validate_texts(store, resource, field, record)
    for field in resource.fields:
        if not field.is_translated and not field.is_computed:
            _validate_value(resource, field, record)


def _validate_texts(store: Store, resource: Resource, field: Field, record: Record) -> None:
    value = record[field.name]
    default = store.languages[0] if store.languages else ""
    texts = value if isinstance(value, dict) else {default: value or ""}
    if field.is_required and not texts.get(default):
        raise _invalid(84, f"Property {_path(resource, field)} is empty.")
    for text in texts.values():
        _check(resource, field, text, 84)


def _validate_value(resource: Resource, field: Field, record: Record) -> None:
    value = record[field.name]
    if field.is_required and value in (None, ""):
        raise _invalid(85, f"Property {_path(resource, field)} is empty.")
    if field.default and value in (None, "", "0", 0):
        record[field.name] = value = field.default
    text = "" if value is None else str(value)
    if field.choices and text not in field.choices:
        allowed = ", ".join(field.choices)
        raise _invalid(
            85,
            f"Property {_path(resource, field)} has a bad value (allowed values are: {allowed}).",
        )
    if field.is_ranged and not (is_number(text) and _INT_MIN <= float(text) <= _INT_MAX):
        raise _invalid(
            85,
            f"The range of property {_path(resource, field)} is currently {php_integer(text)}."
            f" It must be between {_INT_MIN} and {_INT_MAX}.",
        )
    _check(resource, field, text, 85)


def _check(resource: Resource, field: Field, text: str, code: int) -> None:
    if field.size is not None and len(text) > field.size:
        raise _invalid(
            code,
            f"The length of property {_path(resource, field)} is currently {len(text)} chars."
            f" It must be between 0 and {field.size} chars.",
        )
    if text not in ("", "0") and not is_valid(field.format, text):
        raise _invalid(code, f"Property {_path(resource, field)} is not valid")


def _path(resource: Resource, field: Field) -> str:
    return f"{resource.class_name}-&gt;{field.name}"


def _invalid(code: int, message: str) -> Refusal:
    return Refusal(400, code, f'Validation error: "{message}"')
