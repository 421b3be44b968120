"""The web service's resources as data: read from `resources.toml` once, at import."""

import tomllib
from collections.abc import Sequence
from enum import StrEnum
from importlib.resources import files
from typing import Any

import msgspec


class Storage(StrEnum):
    """How a value is kept, and so how it comes back after it was written."""

    TEXT = "text"
    INTEGER = "integer"
    FLAG = "flag"
    DECIMAL = "decimal"
    DATE = "date"
    INSTANT = "instant"


_STORAGE_OF_FORMAT = {
    "isBool": Storage.FLAG,
    "isInt": Storage.INTEGER,
    "isUnsignedInt": Storage.INTEGER,
    "isUnsignedId": Storage.INTEGER,
    "isNullOrUnsignedId": Storage.INTEGER,
    "isFloat": Storage.DECIMAL,
    "isUnsignedFloat": Storage.DECIMAL,
    "isPrice": Storage.DECIMAL,
    "isNegativePrice": Storage.DECIMAL,
    "isDate": Storage.INSTANT,
    "isDateFormat": Storage.INSTANT,
    "isDateOrNull": Storage.INSTANT,
    "isBirthDate": Storage.DATE,
}


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a resource, as its synopsis describes it."""

    name: str
    format: str = ""
    storage: Storage = Storage.TEXT
    size: int | None = None
    places: int = 6
    api: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_translated: bool = False
    is_readonly: bool = False
    is_dynamic: bool = False
    is_nullable: bool = False
    is_computed: bool = False
    is_ranged: bool = False
    is_locked: bool = False


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One value of an association's item."""

    name: str
    api: str = ""
    is_required: bool = False
    is_readonly: bool = False


class Association(msgspec.Struct, frozen=True, kw_only=True):
    """A list of other things that hangs on a resource."""

    name: str
    node: str
    api: str = ""
    is_virtual: bool = False
    is_bare: bool = False
    is_implied: bool = False
    parts: tuple[Part, ...] = ()

    def showing(self, names: Sequence[str]) -> "Association":
        """This association with chosen parts only: an id that is implied shows in whole records alone."""
        hidden = ("id",) if self.is_implied else ()
        parts = [part for part in self.parts if part.name in names and part.name not in hidden]
        return msgspec.structs.replace(self, parts=tuple(parts))


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the web service; without a node it is listed but holds nothing here."""

    name: str
    about: str
    node: str = ""
    class_name: str = ""
    has_schemas: bool = True
    forbidden: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    associations: tuple[Association, ...] = ()
    by_name: dict[str, Field] = {}

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that have a column."""
        return tuple(field for field in self.fields if not field.is_computed)


def read_field(line: str) -> Field:
    """Read `name validator word…` as the head of `resources.toml` explains it."""
    name, validator, *words = line.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    validator = "" if validator == "-" else validator
    storage = Storage(options["kind"]) if "kind" in options else _STORAGE_OF_FORMAT.get(validator)
    if name == "available_date":
        storage = Storage.DATE
    return Field(
        name=name,
        format=validator,
        storage=storage or Storage.TEXT,
        size=int(options["size"]) if "size" in options else None,
        places=int(options.get("places", "6")),
        api=options.get("api", ""),
        default=options.get("default", ""),
        choices=tuple(options["in"].split(",")) if "in" in options else (),
        is_required="required" in words,
        is_translated="translated" in words,
        is_readonly="readonly" in words,
        is_dynamic="dynamic" in words,
        is_nullable="nullable" in words,
        is_computed="computed" in words,
        is_ranged="ranged" in words,
        is_locked="locked" in words,
    )


def read_association(line: str) -> Association:
    """Read `name node word… : part…` as the head of `resources.toml` explains it."""
    head, _, tail = line.partition(" : ")
    name, node, *words = head.split()
    options = dict(word.split("=", 1) for word in words if "=" in word)
    parts = []
    for part in tail.split():
        bare, _, api = part.partition("@")
        parts.append(
            Part(
                name=bare.rstrip("!~"),
                api=api,
                is_required=bare.endswith("!"),
                is_readonly=bare.endswith("~"),
            )
        )
    return Association(
        name=name,
        node=node,
        api=options.get("api", ""),
        is_virtual="virtual" in words,
        is_bare="bare" in words,
        is_implied="implied" in words,
        parts=tuple(parts),
    )


def _read_resource(name: str, table: dict[str, Any]) -> Resource:
    node = str(table.get("node", ""))
    fields = tuple(read_field(line) for line in table.get("fields", ()))
    return Resource(
        name=name,
        about=table["about"],
        node=node,
        class_name=table.get("class", "".join(word.capitalize() for word in node.split("_"))),
        has_schemas=table.get("schemas", True),
        forbidden=tuple(table.get("forbidden", ())),
        fields=fields,
        associations=tuple(read_association(line) for line in table.get("associations", ())),
        by_name={field.name: field for field in fields},
    )


def _read_resources() -> dict[str, Resource]:
    text = files(__package__).joinpath("resources.toml").read_text(encoding="utf-8")
    return {name: _read_resource(name, table) for name, table in tomllib.loads(text).items()}


RESOURCES = _read_resources()
