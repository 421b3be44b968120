"""The adapters that there are, by what their `adapter.toml` says of them."""

import functools
import importlib.resources
import tomllib
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from pos2web.errors import SettingsError
from pos2web.said import say
from pos2web.settings.described import Setting, Words, unknown

FILE = "adapter.toml"
PACKAGE = "pos2web.adapters"


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an adapter is for and what can be set; `versions` are those it was tried with.

    `rights` are what the other side's account or key must be allowed, by resource.
    """

    name: str
    title: Words
    side: Literal["till", "shop", "channel", "store"]
    summary: Words = ""
    versions: tuple[str, ...] = ()
    capabilities: dict[str, Any] = {}
    rights: dict[str, tuple[str, ...]] = {}
    rights_recommended: dict[str, tuple[str, ...]] = {}
    settings: tuple[Setting, ...] = ()


Adapters = Mapping[str, Description]
"""Descriptions by the adapter's name."""


@functools.cache
def descriptions() -> Adapters:
    """Every adapter that is installed, by name."""
    folders = importlib.resources.files(PACKAGE).iterdir()
    texts = (folder.joinpath(FILE) for folder in folders if folder.is_dir())
    found = [described(text.read_bytes(), str(text)) for text in texts if text.is_file()]
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


def described(content: bytes, file: str) -> Description:
    """The description in the content of an `adapter.toml`."""
    try:
        return msgspec.convert(named(tomllib.loads(content.decode())), Description)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(say("{file}: {error}", file=file, error=error)) from error


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
            say(
                "{file}: [{section}] adapter = {text}",
                file=file,
                section=section or side,
                text=text,
            )
        )
    return adapters[name]
