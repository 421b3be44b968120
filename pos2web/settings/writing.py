"""Writes the first `pos2web.toml` and `secrets.toml` of an installation, with explanations."""

import json
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pos2web.settings import own
from pos2web.settings.adapters import Adapters, chosen
from pos2web.settings.described import Setting
from pos2web.settings.home import Home

Given = Mapping[str, Any]


def write(
    home: Home, adapters: Adapters, *, till: Given, shop: Given, sync: Given | None = None
) -> None:
    """Make both files from what was given; the other settings stand there as comments.

    Secrets among the given go to `secrets.toml`, readable by its owner only. What was there
    under these names is replaced.
    """
    home.path.mkdir(parents=True, exist_ok=True)
    sides = {"till": till, "shop": shop}
    lines, secrets = ["# The settings of this Pos2Web: docs/settings.md explains them all.", ""], []
    for side, given in sides.items():
        adapter = chosen(adapters, given["adapter"], side, file=home.settings)
        open_ones = [setting for setting in adapter.settings if not setting.is_secret]
        lines += section(side, [*own.CONNECTION, *open_ones], given)
        hidden = [setting for setting in adapter.settings if setting.is_secret]
        secrets += section(side, hidden, given)
    lines += section("sync", own.SYNC, sync or {})
    lines += section("sync.breaker", own.BREAKER, {})
    lines += ["# [sync.owners.product]", '# description = "shop"', ""]
    lines += section("alerts", own.ALERTS, {})
    lines += ["# [alerts.mail]", '# adapter = "smtp"', ""]
    lines += ["# [backup]  # docs/backup.md tells how", '# name = "my-shop"', ""]
    lines += section("daemon", own.DAEMON, {})
    lines += section("log", own.LOG, {})
    home.settings.write_text("\n".join(lines), encoding="utf-8")
    write_secret(home.secrets, "\n".join(secrets))


def section(name: str, settings: Iterable[Setting], given: Given) -> list[str]:
    """The lines of a section: what was given, and what could be, commented out."""
    lines = [f"[{name}]"]
    for setting in settings:
        lines.append(f"# {setting.explained()}")
        if given.get(setting.name) is not None:
            lines.append(f"{setting.name} = {as_toml(given[setting.name])}")
        else:
            default = "" if setting.default is None else setting.default
            lines.append(f"#{setting.name} = {as_toml(default)}")
    return [*lines, ""]


def as_toml(value: object) -> str:
    """A value as TOML writes it; its texts and lists are JSON's."""
    if isinstance(value, dict):
        inside = (f"{json.dumps(str(key))} = {as_toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(inside) + " }"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_secret(file: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
