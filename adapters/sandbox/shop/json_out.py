"""Writes the web service's JSON, which leaves out what is empty and flattens a single language."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pos2web.adapters.sandbox.shop.schema import Field, Resource, Storage
from pos2web.adapters.sandbox.shop.store import Record

_EMPTY = (None, "", 0, "0")


def errors(found: Iterable[tuple[int, str]]) -> bytes:
    """The errors that the web service names."""
    return msgspec.json.encode(
        {"errors": [{"code": code, "message": message} for code, message in found]}
    )


def _value(field: Field, record: Record, languages: Sequence[str]) -> object:
    value = record.get(field.name)
    if field.is_translated:
        texts = value if isinstance(value, dict) else {}
        if len(languages) == 1:
            return texts.get(languages[0], "")
        return [{"id": int(key), "value": texts.get(key, "")} for key in languages]
    if isinstance(value, int) and field.storage is Storage.FLAG:
        return str(value)
    return value


def _entity(
    record: Record, fields: Sequence[Field], languages: Sequence[str], *, keeps_empty: bool
) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": record["id"]}
    for field in fields:
        value = _value(field, record, languages)
        if keeps_empty or value not in _EMPTY:
            shown[field.name] = value
    shown.update(record.get("prices", {}))
    lists = {name: items for name, items in record.get("associations", {}).items() if items}
    if lists:
        shown["associations"] = lists
    return shown


def single(
    resource: Resource,
    records: Sequence[Record],
    fields: Sequence[Field] | None,
    languages: Sequence[str],
) -> bytes:
    """One thing, or what became of several written at once."""
    shown = [_entity(record, fields or (), languages, keeps_empty=False) for record in records]
    if len(shown) == 1:
        return msgspec.json.encode({resource.node: shown[0]})
    return msgspec.json.encode({resource.name: shown})


def listed(
    resource: Resource,
    records: Sequence[Record],
    fields: Sequence[Field] | None,
    languages: Sequence[str],
) -> bytes:
    """A list; an empty one is bare brackets."""
    if not records:
        return b"[]"
    if fields is None:
        shown = [{"id": record["id"]} for record in records]
    else:
        shown = [_entity(record, fields, languages, keeps_empty=True) for record in records]
    return msgspec.json.encode({resource.name: shown})
