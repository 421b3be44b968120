"""Whether an object that was opened is the one that its name says."""

import msgspec

from pos2web.backup.store.damage import DamagedError
from pos2web.backup.store.documents import PeopleDocument, SettingsDocument, read_document
from pos2web.backup.store.layout import (
    DictionaryObject,
    KeyringObject,
    ListedObject,
    LogObject,
    Meaning,
    SettingsObject,
)
from pos2web.errors import ArchiveError
from pos2web.log.instants import from_micros
from pos2web.log.segments import FORMAT, VERSION, Header, header_of, name_of
from pos2web.messages import message


def check_name(found: ListedObject[Meaning], content: bytes) -> None:
    """See that what was opened is what its name says; whether the rest is as it was written shows
    when it is put to use. Raises DamagedError, and ArchiveError for a newer format than we know."""
    match found.what:
        case LogObject(_, first, last, until):
            header = _header(found.name, content)
            if (header.first, header.last, from_micros(header.until)) != (first, last, until):
                raise DamagedError(
                    message(
                        "{name} holds another part of the log: positions {first} to {last}",
                        name=found.name,
                        first=header.first,
                        last=header.last,
                    ),
                    name=found.name,
                )
        case DictionaryObject(_, sha256):
            if name_of(content) != sha256:
                raise DamagedError(
                    message("{name} is not the dictionary that its name says", name=found.name),
                    name=found.name,
                )
        case _:
            pass


class _FormatVersion(msgspec.Struct):
    """What tells whether a segment is only newer than we know."""

    format: str
    version: int


def _header(name: str, content: bytes) -> Header:
    try:
        return header_of(content)
    except ArchiveError as error:
        said = message("{name}: {error}", name=name, error=error)
        if _is_newer(content):
            raise ArchiveError(said) from error
        raise DamagedError(said, name=name) from error


def check_document(
    found: ListedObject[SettingsObject] | ListedObject[KeyringObject], content: bytes, log: str
) -> None:
    """See that these are settings, or a keyring, of this log. Raises as `check_name`."""
    kind = SettingsDocument if isinstance(found.what, SettingsObject) else PeopleDocument
    read_document(content, kind, found.what, log, found.name)


def _is_newer(content: bytes) -> bool:
    try:
        claim = msgspec.json.decode(content.partition(b"\n")[0], type=_FormatVersion)
    except msgspec.DecodeError:
        return False
    return claim.format == FORMAT and claim.version > VERSION
