"""What is not of the log in a backup: settings and secrets, and the keyring of people's data.

Each is one JSON text that says what it is, under which name it was put and of which log it is, so
that none can be taken for another.
"""

import re
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import TypeVar

import msgspec

from pos2web.backup.store.damage import DamagedError
from pos2web.backup.store.layout import KeyringObject, Meaning, SettingsObject, local_name
from pos2web.errors import ArchiveError
from pos2web.messages import message

VERSION = 1

SETTINGS_FILE = re.compile(r"\w[\w. -]*\.toml")
"""What files of settings are called: `pos2web.toml`, `secrets.toml`, and what they name beside them."""

_TICK = timedelta(microseconds=1)


class Document(msgspec.Struct, frozen=True, kw_only=True, tag_field="format"):
    """`name` is the object's without the installation's, `log` the id of the log, `program` the
    version of Pos2Web that wrote it."""

    version: int
    name: str
    log: str
    program: str


class SettingsDocument(Document, frozen=True, kw_only=True, tag="pos2web settings"):
    """The files of settings by their name, as text."""

    files: dict[str, str]


class PeopleDocument(Document, frozen=True, kw_only=True, tag="pos2web people"):
    """The keyring's file as it is; in base64."""

    keyring: bytes


D = TypeVar("D", bound=Document)


class _DocumentVersion(msgspec.Struct):
    version: int


def settings_document(what: SettingsObject, log_id: str, files: dict[str, str]) -> bytes:
    """The object that keeps some files of settings."""
    document = SettingsDocument(
        version=VERSION, name=local_name(what), log=log_id, program=version("pos2web"), files=files
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def people_document(what: KeyringObject, log_id: str, keyring: bytes) -> bytes:
    """The object that keeps the keyring."""
    document = PeopleDocument(
        version=VERSION,
        name=local_name(what),
        log=log_id,
        program=version("pos2web"),
        keyring=keyring,
    )
    return msgspec.json.encode(document)


def read_document(content: bytes, kind: type[D], what: Meaning, log_id: str, name: str) -> D:
    """The document in an opened object. `name` is the object's, for messages.

    Raises DamagedError when it can't be read, is another object's, or of another log; ArchiveError
    when it is of a newer version.
    """
    try:
        claim = msgspec.json.decode(content, type=_DocumentVersion)
        if claim.version > VERSION:
            raise ArchiveError(
                message(
                    "{name} was written by a newer Pos2Web (version {version} of its format, "
                    "this one reads {known} at most): use that one",
                    name=name,
                    version=claim.version,
                    known=VERSION,
                )
            )
        document = msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as error:
        raise DamagedError(
            message("{name} is damaged: it can't be read ({error})", name=name, error=error),
            name=name,
        ) from error
    if document.name != local_name(what):
        raise DamagedError(
            message(
                "{name} holds another object: it was put as {other}",
                name=name,
                other=document.name,
            ),
            name=name,
        )
    if document.log != log_id:
        raise DamagedError(
            message(
                "{name} belongs to another log ({log}, not {ours})",
                name=name,
                log=document.log,
                ours=log_id,
            ),
            name=name,
        )
    return document


def instant_of_next(now: datetime, before: datetime | None) -> datetime:
    """The instant to call the next one by: now, but after the one before, whatever the clock says."""
    return now if before is None else max(now, before + _TICK)
