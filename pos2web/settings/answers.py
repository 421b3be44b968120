"""What somebody answered, as connections that can be tried before anything is written."""

from collections.abc import Mapping
from typing import Any

from pos2web.domain.policy import Policy
from pos2web.settings.adapters import Adapters, chosen
from pos2web.settings.backup import checked_backup
from pos2web.settings.connections import Connection, Reader, split
from pos2web.settings.home import Home
from pos2web.settings.reading import said_once

Given = Mapping[str, Any]


def connection_of(
    home: Home, environment: Mapping[str, str], adapters: Adapters, side: str, given: Given
) -> Connection:
    """The till or the shop that these answers lead to. Raises SettingsError."""
    described = chosen(adapters, given["adapter"], side, file=home.settings)
    hidden = {setting.name for setting in described.settings if setting.is_secret}
    secrets, rest = split(dict(given), hidden)
    reader = _reader(home, environment, adapters, {side: secrets})
    return reader.connections(side, {side: rest})[side]


def store_of(
    home: Home, environment: Mapping[str, str], adapters: Adapters, given: Given
) -> Connection:
    """Where a section [backup] of these answers puts the backups. Raises SettingsError."""
    return checked_backup(_reader(home, environment, adapters, {}), dict(given)).store


def _reader(
    home: Home, environment: Mapping[str, str], adapters: Adapters, secrets: dict[str, Any]
) -> Reader:
    return Reader(
        home=home,
        environment=environment,
        adapters=adapters,
        secrets=secrets,
        usual={"till": said_once(Policy())},
    )
