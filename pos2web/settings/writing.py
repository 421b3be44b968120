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
"""What is set in one section."""

HEADS = {
    "en": "# The settings of this Pos2Web: docs/settings.md explains them all.",
    "fr": "# Les réglages de ce Pos2Web : docs/settings.md les explique tous.",
}


def write(home: Home, adapters: Adapters, given: Mapping[str, Given], language: str) -> None:
    """Make both files from what was given for each section; what else may be set stands there as
    comments, in this language.

    Secrets among the given go to `secrets.toml`, readable by its owner only. Both are written whole
    before either takes the place of what was there. Raises SettingsError where an adapter is
    unknown, OSError where nothing can be written.
    """
    settings, secrets = files(home, adapters, given, language)
    home.path.mkdir(parents=True, exist_ok=True)
    new = {path: path.with_name(f"{path.name}.new") for path in (home.secrets, home.settings)}
    try:
        write_new(new[home.secrets], secrets, mode=0o600)
        write_new(new[home.settings], settings, mode=0o644)
        for path, whole in new.items():
            whole.replace(path)
    finally:
        for begun in new.values():
            begun.unlink(missing_ok=True)


def files(
    home: Home, adapters: Adapters, given: Mapping[str, Given], language: str
) -> tuple[str, str]:
    """The text of `pos2web.toml`, and that of `secrets.toml`."""
    lines, secrets = [HEADS[language], ""], []
    for side in ("till", "shop"):
        adapter = chosen(adapters, given[side]["adapter"], side, file=home.settings)
        open_ones = [setting for setting in adapter.settings if not setting.is_secret]
        lines += section(side, [*own.CONNECTION, *open_ones], given[side], language)
        hidden = [setting for setting in adapter.settings if setting.is_secret]
        secrets += section(side, hidden, given[side], language)
    lines += section("sync", own.SYNC, given.get("sync", {}), language)
    lines += section("sync.breaker", own.BREAKER, {}, language)
    lines += ["# [sync.owners.product]", '# description = "shop"', ""]
    lines += section("alerts", own.ALERTS, given.get("alerts", {}), language)
    lines += ["# [alerts.mail]", '# adapter = "smtp"', ""]
    lines += backup(home, adapters, given.get("backup"), language)
    lines += section("daemon", own.DAEMON, {}, language)
    lines += section("log", own.LOG, {}, language)
    return "\n".join(lines), "\n".join(secrets)


def backup(home: Home, adapters: Adapters, given: Given | None, language: str) -> list[str]:
    """The lines about backups; where none was given, comments that say how."""
    if given is None:
        return ["# [backup]  # docs/backup.md", '# name = "my-shop"', ""]
    store = given["store"]
    adapter = chosen(adapters, store["adapter"], "store", file=home.settings)
    return [
        *section("backup", own.BACKUP, given, language),
        *section("backup.store", [*own.STORE, *adapter.settings], store, language),
    ]


def section(name: str, settings: Iterable[Setting], given: Given, language: str) -> list[str]:
    """The lines of a section: what was given, and what could be, commented out."""
    lines = [f"[{name}]"]
    for setting in settings:
        lines.append(f"# {setting.explained(language)}")
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


def write_new(file: Path, text: str, *, mode: int) -> None:
    """Write a file that has these rights from its first byte on, and is on disk at the end."""
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
