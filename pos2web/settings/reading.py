"""Reads `pos2web.toml`, `secrets.toml` and the environment into one frozen record."""

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pos2web.domain.changes import Owner
from pos2web.domain.connections import own_name
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
SECTIONS = (*SIDES, "tills", "shops", "sync", "alerts", "backup", "daemon", "log")
SECRET_SECTIONS = (*SIDES, "tills", "shops", "alerts", "backup")
BYTES_MAX = 1_000_000


@dataclass(frozen=True, kw_only=True)
class LogSettings:
    """How the log is opened."""

    wait_s: float


@dataclass(frozen=True, kw_only=True)
class ShopSettings:
    """What was set for one shop: itself, the till that it hangs on, and what is decided for it."""

    shop: Connection
    till: Connection
    policy: Policy


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that was set; `channels` are ways to tell people, `each` is for each shop.

    `shop`, `till` and `policy` are those of the shop that is `chosen` by its own name, or of the only
    one. They raise SettingsError, saying which shops there are, where several may be meant. `backup` is
    None where none is wanted.
    """

    home: Home
    each: tuple[ShopSettings, ...]
    log: LogSettings
    chosen: str | None = None
    alerts: AlertSettings = field(default_factory=AlertSettings)
    channels: tuple[Connection, ...] = ()
    daemon: DaemonSettings = field(default_factory=DaemonSettings)
    backup: BackupSettings | None = None

    @property
    def shop(self) -> Connection:
        """The shop that is meant."""
        return self.one.shop

    @property
    def till(self) -> Connection:
        """The till of the shop that is meant."""
        return self.one.till

    @property
    def policy(self) -> Policy:
        """What is decided for the shop that is meant."""
        return self.one.policy

    @property
    def has_several(self) -> bool:
        """Whether there are several shops."""
        return len(self.each) > 1

    @property
    def names(self) -> tuple[str, ...]:
        """What the shops are called."""
        return tuple(own_name(one.shop.name) for one in self.each)

    def all_shops(self) -> tuple["Settings", ...]:
        """The settings with each shop chosen in turn."""
        return tuple(dataclasses.replace(self, chosen=name) for name in self.names)

    def per_shop(self) -> tuple["Settings", ...]:
        """The settings with each shop chosen in turn; as they are where one is chosen already."""
        return self.all_shops() if self.chosen is None else (self,)

    @property
    def one(self) -> ShopSettings:
        """What is set for the shop that is meant."""
        meant = [
            one
            for one, name in zip(self.each, self.names, strict=True)
            if self.chosen in (None, name)
        ]
        if len(meant) == 1:
            return meant[0]
        raise SettingsError(
            message(
                "there are several shops: say which one with --shop NAME; there are: {names}",
                names=", ".join(self.names),
            )
        )


def read(
    home: Home, environment: Mapping[str, str], adapters: Adapters, shop: str | None = None
) -> Settings:
    """The installation's settings, the shop of this name chosen if one is given.

    Raises SettingsError saying what to mend, and where; or which shops there are.
    """
    if not home.settings.is_file():
        raise SettingsError(
            message(
                "{settings} is not there; make it with: pos2web --home {path} init",
                settings=home.settings,
                path=home.path,
            )
        )
    file, tables = home.settings, read_tables(home.settings, SECTIONS)
    reader = Reader(
        home=home,
        environment=environment,
        adapters=adapters,
        secrets=read_secrets(home),
        usual={"till": said_once(read_policy(file, tables.get("sync", {})))},
    )
    log = checked(tables.get("log", {}), own.LOG, file=file, section="log")
    alerts, channels = read_alerts(reader, tables.get("alerts", {}))
    settings = Settings(
        home=home,
        each=read_shops(reader, tables),
        log=LogSettings(wait_s=float(log["wait_s"])),
        chosen=shop,
        alerts=alerts,
        channels=channels,
        daemon=read_daemon(home, tables.get("daemon", {})),
        backup=read_backup(reader, tables.get("backup")),
    )
    if shop is not None and shop not in settings.names:
        text = unknown("shop", shop, settings.names)
        raise SettingsError(message("{file}: {unknown}", file=file, unknown=text))
    return settings


def read_shops(reader: Reader, tables: dict[str, Table]) -> tuple[ShopSettings, ...]:
    """What is set for each shop, in the order of their sections."""
    file = reader.home.settings
    sold, bare = parted(tables)
    tills, shops = reader.connections("till", tables), reader.connections("shop", bare)
    return tuple(
        ShopSettings(
            shop=shop,
            till=till_of(file, section, sold[section], tills),
            policy=policy_of(file, section, sold[section], tables.get("sync", {})),
        )
        for section, shop in shops.items()
    )


def parted(tables: dict[str, Table]) -> tuple[dict[str, Table], dict[str, Table]]:
    """What the sections of shops say of how they are sold to, by section, and all tables without that."""
    sold: dict[str, Table] = {}
    names = {"till", "sync"}
    bare = dict(tables)
    if "shop" in tables:
        sold["shop"], bare["shop"] = split(tables["shop"], names)
    if "shops" in tables:
        bare["shops"] = dict(tables["shops"])
        for name, table in tables["shops"].items():
            if isinstance(table, dict):
                sold[f"shops.{name}"], bare["shops"][name] = split(table, names)
    return sold, bare


def till_of(file: Path, section: str, table: Table, tills: dict[str, Connection]) -> Connection:
    """The till that a shop hangs on. Raises SettingsError where that is not said, or isn't there."""
    said = checked(split(table, {"till"})[0], own.OF_SHOP, file=file, section=section)["till"]
    names = {own_name(till.name): till for till in tills.values()}
    if said is None and len(names) == 1:
        return next(iter(names.values()))
    if said is None:
        raise SettingsError(
            message(
                "{file}: [{section}] till is missing; there are: {names}",
                file=file,
                section=section,
                names=", ".join(names),
            )
        )
    if said not in names:
        text = unknown("till", said, names)
        raise SettingsError(
            message("{file}: [{section}] {unknown}", file=file, section=section, unknown=text)
        )
    return names[said]


def policy_of(file: Path, section: str, table: Table, usual: Table) -> Policy:
    """What is decided for a shop: what its own section says, and [sync] for the rest."""
    here = f"{section}.sync"
    ours = table.get("sync", {})
    if not isinstance(ours, dict):
        raise SettingsError(
            message("{file}: {name} must be a section, [{name}]", file=file, name=here)
        )
    return read_policy(file, overlaid(usual, ours), here if ours else "sync")


def overlaid(usual: Table, ours: Table) -> Table:
    """A section with what another one says in its place, down into the sections below it."""
    return usual | {
        name: overlaid(usual[name], value)
        if isinstance(value, dict) and isinstance(usual.get(name), dict)
        else value
        for name, value in ours.items()
    }


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


def read_policy(file: Path, table: Table, section: str = "sync") -> Policy:
    """What the merchant decided, from this section and those under it."""
    parts, rest = split(table, {"breaker", "owners"})
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise SettingsError(
                message(
                    "{file}: {name} must be a section, [{name}]",
                    file=file,
                    name=f"{section}.{name}",
                )
            )
    sync = checked(rest, own.SYNC, file=file, section=section)
    breaker = checked(
        parts.get("breaker", {}), own.BREAKER, file=file, section=f"{section}.breaker"
    )
    return Policy(
        **sync,
        owners=read_owners(file, parts.get("owners", {}), section),
        breaker=Breaker(**breaker),
    )


def read_owners(file: Path, table: Table, section: str) -> dict[Kind, dict[str, Owner]]:
    """Who owns which field: what was said, and the usual owner of the rest."""
    for name, part in table.items():
        if name not in set(Kind):
            text = unknown("kind", name, [kind.value for kind in Kind])
            raise SettingsError(
                message(
                    "{file}: [{section}] {unknown}",
                    file=file,
                    section=f"{section}.owners",
                    unknown=text,
                )
            )
        if not isinstance(part, dict):
            raise SettingsError(
                message(
                    "{file}: {name} must be a section, [{name}]",
                    file=file,
                    name=f"{section}.owners.{name}",
                )
            )
    said = {
        kind: checked(
            table.get(kind.value, {}),
            own.owners(kind),
            file=file,
            section=f"{section}.owners.{kind}",
        )
        for kind in Kind
    }
    return {
        kind: {name: Owner(value) for name, value in fields.items()}
        for kind, fields in said.items()
    }
