"""The section [backup]: where backups of Pos2Web's own data go, for how long, and who can open them."""

import re
from dataclasses import dataclass

from pos2web.domain.connections import connection_named
from pos2web.errors import SettingsError
from pos2web.messages import message
from pos2web.settings import own
from pos2web.settings.adapters import chosen
from pos2web.settings.connections import Connection, Reader, Table, split
from pos2web.settings.described import checked

SECTION, STORE = "backup", "store"

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""Of an installation: a folder on the store is called so."""

RECIPIENT = re.compile(r"age1[0-9a-z]{58}")


@dataclass(frozen=True, kw_only=True)
class BackupSettings:
    """How this installation is backed up. `recipients` are the public keys of those who can open
    its backups, besides this machine itself."""

    name: str
    offer: str
    recipients: tuple[str, ...]
    store: Connection


def read_backup(reader: Reader, table: Table | None) -> BackupSettings | None:
    """What was set, checked; None where no backup is wanted. Raises SettingsError."""
    return None if table is None else checked_backup(reader, table)


def checked_backup(reader: Reader, table: Table) -> BackupSettings:
    """What a section [backup] says. Raises SettingsError."""
    file = reader.home.settings
    parts, rest = split(table, {STORE})
    said = checked(rest, own.BACKUP, file=file, section=SECTION)
    if not NAME.fullmatch(said["name"]):
        raise SettingsError(
            message(
                "{file}: [{section}] {name!r} can't be the name of a backup: it takes "
                "small letters, digits and -, at most 40",
                file=file,
                section=SECTION,
                name=said["name"],
            )
        )
    for recipient in said["recipients"]:
        if not RECIPIENT.fullmatch(recipient):
            raise SettingsError(
                message(
                    "{file}: [{section}] recipients: {recipient!r} is no public key, which "
                    "begins with age1; pos2web backup keys makes one",
                    file=file,
                    section=SECTION,
                    recipient=recipient,
                )
            )
    return BackupSettings(
        name=said["name"],
        offer=said["offer"],
        recipients=tuple(said["recipients"]),
        store=_store(reader, parts.get(STORE)),
    )


def _store(reader: Reader, table: object) -> Connection:
    section, file = f"{SECTION}.{STORE}", reader.home.settings
    if not isinstance(table, dict):
        raise SettingsError(
            message(
                "{file}: section [{section}] is missing: where do the backups go?",
                file=file,
                section=section,
            )
        )
    hidden = reader.hidden(SECTION, "section", [STORE])
    ours, rest = split(table, {setting.name for setting in own.STORE})
    common = checked(ours, own.STORE, file=file, section=section)
    adapter = chosen(reader.adapters, common["adapter"], "store", file=file, section=section)
    options = reader.options(adapter, rest, section=section, secrets=hidden.get(STORE, {}))
    return Connection(name=connection_named(SECTION, STORE), adapter=adapter.name, options=options)
