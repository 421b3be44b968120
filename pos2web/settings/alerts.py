"""The section [alerts]: how people are told that something is wrong, and that it is well again."""

import re
from dataclasses import dataclass

from pos2web.domain.connections import connection_named
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.settings import own
from pos2web.settings.adapters import chosen
from pos2web.settings.connections import Connection, Reader, Table, split
from pos2web.settings.described import checked

SECTION = "alerts"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""Of a channel: it becomes part of the name of an environment variable."""

TAKEN = "log"
"""The program's own log, which is always there."""


@dataclass(frozen=True, kw_only=True)
class AlertSettings:
    """How messages to people are written."""

    language: str = "fr"


def read_alerts(reader: Reader, table: Table) -> tuple[AlertSettings, tuple[Connection, ...]]:
    """What the section says of messages, and the channels in the sections under it."""
    names = {name for name, value in table.items() if isinstance(value, dict)}
    sections, rest = split(table, names)
    common = checked(rest, own.ALERTS, file=reader.home.settings, section=SECTION)
    secrets = reader.hidden(SECTION, "channel", sections)
    channels = tuple(
        channel(reader, name, part, secrets.get(name, {})) for name, part in sections.items()
    )
    return AlertSettings(language=common["language"]), channels


def channel(reader: Reader, name: str, table: Table, secrets: Table) -> Connection:
    """One channel, its secrets included."""
    file, section = reader.home.settings, f"{SECTION}.{name}"
    if not NAME.fullmatch(name):
        raise SettingsError(
            message(
                "{file}: [{section}] {name!r} can't be the name of a channel: it takes "
                "small letters, digits and _, at most 40 and a letter first",
                file=file,
                section=section,
                name=name,
            )
        )
    if name == TAKEN:
        raise SettingsError(
            message(
                "{file}: [{section}] give it another name: {name} is the program's own log",
                file=file,
                section=section,
                name=name,
            )
        )
    ours, rest = split(table, {setting.name for setting in own.CHANNEL})
    common = checked(ours, own.CHANNEL, file=file, section=section)
    adapter = chosen(reader.adapters, common["adapter"], "channel", file=file, section=section)
    options = reader.options(adapter, rest, section=section, secrets=secrets)
    return Connection(name=connection_named(SECTION, name), adapter=adapter.name, options=options)
