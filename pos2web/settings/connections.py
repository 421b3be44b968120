"""Reads what connects us to an adapter: the settings that it describes, and its secrets."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pos2web.domain.connections import connection_named
from pos2web.domain.values import ConnectionName
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.settings import own
from pos2web.settings.adapters import Adapters, Description, chosen
from pos2web.settings.described import Values, checked, unknown
from pos2web.settings.home import Home

Table = dict[str, Any]

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What a connection with a section of its own may be called."""

UNSAYABLE = str.maketrans(".-", "__")
"""What stands in sections and in no variable's name."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """A till, a shop, a channel or a store: its name in the log, its adapter, and that adapter's settings."""

    name: ConnectionName
    adapter: str
    options: Values = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """What all connections are read from."""

    home: Home
    environment: Mapping[str, str]
    adapters: Adapters
    secrets: dict[str, Table]
    usual: dict[str, Table]

    def connections(self, side: str, tables: dict[str, Table]) -> dict[str, Connection]:
        """A side's connections by the section of each, their secrets included: of the section that
        bears the side's name, and of those that have names of their own."""
        file, several = self.home.settings, f"{side}s"
        named = tables.get(several, {})
        hidden = self.hidden(several, side, named)
        found: dict[str, Connection] = {}
        if side in tables:
            found[side] = self._connection(side, side, tables[side], self.secrets.get(side, {}))
        for name, table in named.items():
            section = f"{several}.{name}"
            if not isinstance(table, dict):
                raise SettingsError(
                    message("{file}: {name} must be a section, [{name}]", file=file, name=section)
                )
            if not NAME.fullmatch(name):
                raise SettingsError(
                    message(
                        "{file}: [{section}] a name has small letters, digits and - only",
                        file=file,
                        section=section,
                    )
                )
            called = {**table, "name": table.get("name", name)}
            found[section] = self._connection(side, section, called, hidden.get(name, {}))
        return self._distinct(side, found)

    def _distinct(self, side: str, found: dict[str, Connection]) -> dict[str, Connection]:
        file = self.home.settings
        if not found:
            raise SettingsError(
                message("{file}: section [{side}] is missing", file=file, side=side)
            )
        names = [connection.name for connection in found.values()]
        for section, connection in found.items():
            if names.count(connection.name) > 1:
                raise SettingsError(
                    message(
                        "{file}: [{section}] has the name of another {side}",
                        file=file,
                        section=section,
                        side=side,
                    )
                )
        return found

    def _connection(self, side: str, section: str, table: Table, secrets: Table) -> Connection:
        file = self.home.settings
        ours, rest = split(table, {setting.name for setting in own.CONNECTION})
        common = checked(ours, own.CONNECTION, file=file, section=section)
        adapter = chosen(self.adapters, common["adapter"], side, file=file, section=section)
        usual, _ = split(self.usual.get(side, {}), {setting.name for setting in adapter.settings})
        options = self.options(adapter, usual | rest, section=section, secrets=secrets)
        return Connection(
            name=connection_named(side, common["name"]), adapter=adapter.name, options=options
        )

    def options(
        self, adapter: Description, given: Table, *, section: str, secrets: Table
    ) -> Values:
        """An adapter's settings, checked, its secrets and the home of its paths included."""
        file = self.home.settings
        for setting in adapter.settings:
            if setting.is_secret and setting.name in given:
                raise SettingsError(
                    message(
                        "{file}: [{section}] {name} is a secret: move it to {secrets}",
                        file=file,
                        section=section,
                        name=setting.name,
                        secrets=self.home.secrets,
                    )
                )
        given = given | self.given_secrets(adapter, section, secrets)
        options = checked(given, adapter.settings, file=file, section=section)
        for setting in adapter.settings:
            if setting.type == "path" and options[setting.name]:
                options[setting.name] = str(self.home.path / options[setting.name])
        return options

    def hidden(self, section: str, what: str, names: Collection[str]) -> dict[str, Table]:
        """The secrets of the sections under one, by their names, which are those of the settings."""
        parts: Table = self.secrets.get(section, {})
        for name, part in parts.items():
            if name not in names:
                text = unknown(what, name, names)
                raise SettingsError(
                    message(
                        "{secrets}: [{section}] {text}",
                        secrets=self.home.secrets,
                        section=section,
                        text=text,
                    )
                )
            if not isinstance(part, dict):
                raise SettingsError(
                    message(
                        "{secrets}: {section}.{name} must be a section",
                        secrets=self.home.secrets,
                        section=section,
                        name=name,
                    )
                )
        return parts

    def given_secrets(self, adapter: Description, section: str, secrets: Table) -> Table:
        """An adapter's secrets; the environment goes before the file."""
        described = [setting.name for setting in adapter.settings if setting.is_secret]
        for name in secrets:
            if name not in described:
                text = unknown("secret", name, described)
                raise SettingsError(
                    message(
                        "{secrets}: [{section}] {text}",
                        secrets=self.home.secrets,
                        section=section,
                        text=text,
                    )
                )
        variables = {
            name: self.environment.get(secret_variable(section, name)) for name in described
        }
        return secrets | {name: value for name, value in variables.items() if value}


def split(table: Table, names: set[str]) -> tuple[Table, Table]:
    """The entries of these names, and the others."""
    return (
        {name: value for name, value in table.items() if name in names},
        {name: value for name, value in table.items() if name not in names},
    )


def secret_variable(section: str, name: str) -> str:
    """The environment variable that a secret may stand in."""
    return f"POS2WEB_{section}_{name}".translate(UNSAYABLE).upper()
