"""Reads `pos2web.toml`, `secrets.toml` and the environment into one frozen record."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pos2web.domain.changes import Owner
from pos2web.domain.policy import Breaker, Policy
from pos2web.domain.values import Kind
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.settings import own
from pos2web.settings.adapters import Adapters
from pos2web.settings.alerts import AlertSettings, read_alerts
from pos2web.settings.backup import BackupSettings, read_backup
from pos2web.settings.connections import Connection, Reader, Table, split
from pos2web.settings.daemon import DaemonSettings, read_daemon
from pos2web.settings.described import checked, unknown
from pos2web.settings.home import Home

SIDES = ("till", "shop")
SECTIONS = (*SIDES, "sync", "alerts", "backup", "daemon", "log")
SECRET_SECTIONS = (*SIDES, "alerts", "backup")
BYTES_MAX = 1_000_000


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """How the log is opened."""

    wait_s: float


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that was set, for one till and one shop; `channels` are ways to tell people.

    `backup` is None where none is wanted.
    """

    home: Home
    till: Connection
    shop: Connection
    policy: Policy
    log: LogSettings
    alerts: AlertSettings = field(default_factory=AlertSettings)
    channels: tuple[Connection, ...] = ()
    daemon: DaemonSettings = field(default_factory=DaemonSettings)
    backup: BackupSettings | None = None


def read(home: Home, environment: Mapping[str, str], adapters: Adapters) -> Settings:
    """The installation's settings. Raises SettingsError saying what to mend, and where."""
    if not home.settings.is_file():
        raise SettingsError(
            message(
                "{settings} is not there; make it with: pos2web --home {path} init",
                settings=home.settings,
                path=home.path,
            )
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
    alerts, channels = read_alerts(reader, tables.get("alerts", {}))
    return Settings(
        home=home,
        till=reader.connection("till", tables),
        shop=reader.connection("shop", tables),
        policy=policy,
        log=LogSettings(wait_s=float(log["wait_s"])),
        alerts=alerts,
        channels=channels,
        daemon=read_daemon(home, tables.get("daemon", {})),
        backup=read_backup(reader, tables.get("backup")),
    )


def read_tables(file: Path, sections: tuple[str, ...]) -> dict[str, Table]:
    """The sections of a TOML file, which may have these."""
    try:
        with file.open("rb") as stream:
            content = stream.read(BYTES_MAX + 1)
        if len(content) > BYTES_MAX:
            raise SettingsError(
                message("{file} has more than {bytes_max} bytes", file=file, bytes_max=BYTES_MAX)
            )
        tables: dict[str, Any] = tomllib.loads(content.decode(), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            message("{file} can't be read: {error}", file=file, error=error)
        ) from error
    for name, table in tables.items():
        if name not in sections:
            raise SettingsError(
                message("{file}: {unknown}", file=file, unknown=unknown("section", name, sections))
            )
        if not isinstance(table, dict):
            raise SettingsError(
                message("{file}: {name} must be a section, [{name}]", file=file, name=name)
            )
    return tables


def read_secrets(home: Home) -> dict[str, Table]:
    """What `secrets.toml` holds; nothing when it isn't there. Others must not be able to read it."""
    if not home.secrets.exists():
        return {}
    if os.name == "posix" and home.secrets.stat().st_mode & 0o077:
        raise SettingsError(
            message(
                "{secrets} can be read by others than its owner; run: chmod 600 {secrets}",
                secrets=home.secrets,
            )
        )
    return read_tables(home.secrets, SECRET_SECTIONS)


def said_once(policy: Policy) -> Table:
    """What a till's adapter need not be told again, because it stands under [sync]."""
    return {
        "currency": policy.currency,
        "language": policy.text_language,
        "prices_include_tax": policy.prices_include_tax,
    }


def read_policy(file: Path, table: Table) -> Policy:
    """What the merchant decided, from the section [sync] and those under it."""
    parts, rest = split(table, {"breaker", "owners"})
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise SettingsError(
                message(
                    "{file}: sync.{name} must be a section, [sync.{name}]", file=file, name=name
                )
            )
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
            raise SettingsError(message("{file}: [sync.owners] {text}", file=file, text=text))
        if not isinstance(part, dict):
            raise SettingsError(
                message("{file}: sync.owners.{name} must be a section", file=file, name=name)
            )
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
