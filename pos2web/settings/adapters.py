"""The adapters that are installed, by their entry points and what their `adapter.toml` says."""

import functools
import importlib.metadata
import importlib.util
import tomllib
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Literal

import msgspec

from pos2web.errors import SettingsError
from pos2web.languages import add_catalogues
from pos2web.messages import message
from pos2web.settings.described import Setting, Words, unknown

FILE = "adapter.toml"

GROUPS = {
    "pos2web.tills": "till",
    "pos2web.shops": "shop",
    "pos2web.channels": "channel",
    "pos2web.stores": "store",
}
"""By the group of an entry point, the side of the adapter that it leads to."""


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an adapter is for and what can be set; `versions` are those it was tried with.

    `rights` are what the other side's account or key must be allowed, by resource. `scheme` is
    what a store's addresses begin with. Name and side are those of the entry point.
    """

    name: str
    title: Words
    side: Literal["till", "shop", "channel", "store"]
    summary: Words = ""
    scheme: str = ""
    versions: tuple[str, ...] = ()
    capabilities: dict[str, Any] = {}
    rights: dict[str, tuple[str, ...]] = {}
    rights_recommended: dict[str, tuple[str, ...]] = {}
    settings: tuple[Setting, ...] = ()


Adapters = Mapping[str, Description]
"""Descriptions by the adapter's name."""


@functools.cache
def entry_points() -> Mapping[str, EntryPoint]:
    """What leads to every adapter that is installed, by its name. Raises SettingsError."""
    installed = importlib.metadata.entry_points()
    found: dict[str, EntryPoint] = {}
    for entry in (each for group in GROUPS for each in installed.select(group=group)):
        if entry.name in found:
            raise SettingsError(
                message(
                    "two installed adapters are called {name}: {one} and {other}; remove one "
                    "of their packages",
                    name=entry.name,
                    one=found[entry.name].value,
                    other=entry.value,
                )
            )
        found[entry.name] = entry
    if not found:
        raise SettingsError(
            message("no adapter is installed, not even ours: install Pos2Web's package again")
        )
    return found


@functools.cache
def descriptions() -> Adapters:
    """Every adapter that is installed, by name. Raises SettingsError for one without description.

    What their packages say in other languages, in a folder `locale` beside the description, can be
    said from now on.
    """
    found = {}
    for name, entry in sorted(entry_points().items()):
        file = file_of(entry)
        found[name] = described(file, name, GROUPS[entry.group])
        if (catalogues := file.with_name("locale")).is_dir():
            add_catalogues(catalogues, entry.module.partition(".")[0])
    return found


def file_of(entry: EntryPoint) -> Path:
    """The description beside an adapter's module, which is not imported for it."""
    try:
        module = importlib.util.find_spec(entry.module)
    except ImportError:
        module = None
    if module is None or module.origin is None:
        raise SettingsError(
            message(
                "the adapter {name} is not where its package says: {place}",
                name=entry.name,
                place=entry.value,
            )
        )
    return Path(module.origin).with_name(FILE)


def described(file: Path, name: str, side: str) -> Description:
    """What an `adapter.toml` says of the adapter of this name and side. Raises SettingsError."""
    try:
        read = named(tomllib.loads(file.read_text("utf-8")))
        return msgspec.convert(read | {"name": name, "side": side}, Description)
    except (
        OSError,
        tomllib.TOMLDecodeError,
        UnicodeDecodeError,
        msgspec.ValidationError,
    ) as error:
        raise SettingsError(message("{file}: {error}", file=file, error=error)) from error


def named(read: dict[str, Any]) -> dict[str, Any]:
    """The content of an `adapter.toml`, each setting's name moved from its table's heading into the table."""
    settings: dict[str, dict[str, Any]] = read.get("settings", {})
    return read | {"settings": [setting | {"name": name} for name, setting in settings.items()]}


def chosen(
    adapters: Adapters, name: str, side: str, *, file: object, section: str = ""
) -> Description:
    """The adapter of this name for this side, as its section has it; SettingsError without one."""
    fitting = [each.name for each in adapters.values() if side == each.side]
    if name not in fitting:
        text = unknown(f"adapter for a {side}", name, fitting)
        raise SettingsError(
            message(
                "{file}: [{section}] adapter = {text}",
                file=file,
                section=section or side,
                text=text,
            )
        )
    return adapters[name]
