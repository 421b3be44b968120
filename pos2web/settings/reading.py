"""Reads `pos2web.toml`, `secrets.toml` and the environment into one frozen record."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pos2web.domain.changes import Owner
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError
from pos2web.settings import own
from pos2web.settings.adapters import Adapters, Description, chosen
from pos2web.settings.described import Values, checked, unknown
from pos2web.settings.home import Home

Table = dict[str, Any]
SIDES = ("till", "shop")
SECTIONS = (*SIDES, "sync", "log")
BYTES_MAX = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A till or a shop: its name in the log, its adapter, and that adapter's settings."""

    name: str
    adapter: str
    options: Values = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """How the log is opened."""

    wait_s: float


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that was set, for one till and one shop."""

    home: Home
    till: Connection
    shop: Connection
    policy: Policy
    log: LogSettings


def read(home: Home, environment: Mapping[str, str], adapters: Adapters) -> Settings:
    """The installation's settings. Raises SettingsError saying what to mend, and where."""
    if not home.settings.is_file():
        raise SettingsError(
            f"{home.settings} is not there; make it with: pos2web --home {home.path} init"
        )
    tables = read_tables(home.settings, SECTIONS)
    policy = read_policy(home.settings, tables.get("sync", {}))
    reader = Reader(
        home=home,
        environment=environment,
        adapters=adapters,
        secrets=read_secrets(home),
        usual={"till": said_once(policy)},
    )
    log = checked(tables.get("log", {}), own.LOG, file=home.settings, section="log")
    return Settings(
        home=home,
        till=reader.connection("till", tables),
        shop=reader.connection("shop", tables),
        policy=policy,
        log=LogSettings(wait_s=float(log["wait_s"])),
    )


def read_tables(file: Path, sections: tuple[str, ...]) -> dict[str, Table]:
    """The sections of a TOML file, which may have these."""
    try:
        with file.open("rb") as stream:
            content = stream.read(BYTES_MAX + 1)
        if len(content) > BYTES_MAX:
            raise SettingsError(f"{file} has more than {BYTES_MAX} bytes")
        tables: dict[str, Any] = tomllib.loads(content.decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} can't be read: {error}") from error
    for name, table in tables.items():
        if name not in sections:
            raise SettingsError(f"{file}: {unknown('section', name, sections)}")
        if not isinstance(table, dict):
            raise SettingsError(f"{file}: {name} must be a section, [{name}]")
    return tables


def read_secrets(home: Home) -> dict[str, Table]:
    """What `secrets.toml` holds; nothing when it isn't there. Others must not be able to read it."""
    if not home.secrets.exists():
        return {}
    if os.name == "posix" and home.secrets.stat().st_mode & 0o077:
        raise SettingsError(
            f"{home.secrets} can be read by others than its owner; run: chmod 600 {home.secrets}"
        )
    return read_tables(home.secrets, SIDES)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What both connections are read from."""

    home: Home
    environment: Mapping[str, str]
    adapters: Adapters
    secrets: dict[str, Table]
    usual: dict[str, Table]

    def connection(self, side: str, tables: dict[str, Table]) -> Connection:
        """One side's connection, its secrets included."""
        file = self.home.settings
        if side not in tables:
            raise SettingsError(f"{file}: section [{side}] is missing")
        ours, rest = split(tables[side], {setting.name for setting in own.CONNECTION})
        common = checked(ours, own.CONNECTION, file=file, section=side)
        adapter = chosen(self.adapters, common["adapter"], side, file=file)
        for setting in adapter.settings:
            if setting.is_secret and setting.name in rest:
                raise SettingsError(
                    f"{file}: [{side}] {setting.name} is a secret: move it to {self.home.secrets}"
                )
        names = {setting.name for setting in adapter.settings}
        usual, _ = split(self.usual.get(side, {}), names)
        given = usual | rest | self.given_secrets(side, adapter)
        options = checked(given, adapter.settings, file=file, section=side)
        for setting in adapter.settings:
            if setting.type == "path" and options[setting.name]:
                options[setting.name] = str(self.home.path / options[setting.name])
        return Connection(name=f"{side}:{common['name']}", adapter=adapter.name, options=options)

    def given_secrets(self, side: str, adapter: Description) -> Table:
        """An adapter's secrets; the environment goes before the file."""
        table = self.secrets.get(side, {})
        described = [setting.name for setting in adapter.settings if setting.is_secret]
        for name in table:
            if name not in described:
                text = unknown("secret", name, described)
                raise SettingsError(f"{self.home.secrets}: [{side}] {text}")
        variables = {name: self.environment.get(secret_variable(side, name)) for name in described}
        return table | {name: value for name, value in variables.items() if value}


def said_once(policy: Policy) -> Table:
    """What a till's adapter need not be told again, because it stands under [sync]."""
    return {
        "currency": policy.currency,
        "language": policy.text_language,
        "prices_include_tax": policy.prices_include_tax,
    }


def split(table: Table, names: set[str]) -> tuple[Table, Table]:
    """The entries of these names, and the others."""
    return (
        {name: value for name, value in table.items() if name in names},
        {name: value for name, value in table.items() if name not in names},
    )


def secret_variable(side: str, name: str) -> str:
    """The environment variable that a secret may stand in."""
    return f"POS2WEB_{side}_{name}".upper()


def read_policy(file: Path, table: Table) -> Policy:
    """What the merchant decided, from the section [sync] and those under it."""
    parts, rest = split(table, {"breaker", "owners"})
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise SettingsError(f"{file}: sync.{name} must be a section, [sync.{name}]")
    sync = checked(rest, own.SYNC, file=file, section="sync")
    breaker = checked(parts.get("breaker", {}), own.BREAKER, file=file, section="sync.breaker")
    return Policy(
        **sync, owners=read_owners(file, parts.get("owners", {})), breaker=Breaker(**breaker)
    )


def read_owners(file: Path, table: Table) -> dict[Kind, dict[str, Owner]]:
    """Who owns which field: what was said, and the usual owner of the rest."""
    for name, part in table.items():
        if name not in set(Kind):
            text = unknown("kind", name, [kind.value for kind in Kind])
            raise SettingsError(f"{file}: [sync.owners] {text}")
        if not isinstance(part, dict):
            raise SettingsError(f"{file}: sync.owners.{name} must be a section")
    said = {
        kind: checked(
            table.get(kind.value, {}),
            own.owners(kind),
            file=file,
            section=f"sync.owners.{kind}",
        )
        for kind in Kind
    }
    return {
        kind: {name: Owner(value) for name, value in fields.items()}
        for kind, fields in said.items()
    }
