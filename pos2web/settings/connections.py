"""Reads what connects us to an adapter: the settings that it describes, and its secrets."""

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

    def connection(self, side: str, tables: dict[str, Table]) -> Connection:
        """One side's connection, its secrets included."""
        file = self.home.settings
        if side not in tables:
            raise SettingsError(
                message("{file}: section [{side}] is missing", file=file, side=side)
            )
        ours, rest = split(tables[side], {setting.name for setting in own.CONNECTION})
        common = checked(ours, own.CONNECTION, file=file, section=side)
        adapter = chosen(self.adapters, common["adapter"], side, file=file)
        usual, _ = split(self.usual.get(side, {}), {setting.name for setting in adapter.settings})
        secrets = self.secrets.get(side, {})
        options = self.options(adapter, usual | rest, section=side, secrets=secrets)
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
    return f"POS2WEB_{section.replace('.', '_')}_{name}".upper()
