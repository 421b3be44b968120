"""The card of an installation: clear text on the store, so that a fleet is listed without keys.

It holds nothing secret, and nothing hangs on it: damaged or missing, it is made anew.
"""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from pos2web.backup.store.layout import ManifestObject as CardObject
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import RecordError

VERSION = 1
_FORMAT = "pos2web card"


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """When a restore was last tried, and how many problems it showed."""

    at: datetime
    problems: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation says of itself. `backed_up_at` is the last daily backup, by its own clock;
    `position` how far that was. `recipients` are the public keys of those who can open it."""

    format: str = _FORMAT
    version: int = VERSION
    name: str
    offer: str = ""
    program: str = ""
    epoch: int = 0
    position: int = 0
    backed_up_at: datetime | None = None
    recipients: tuple[str, ...] = ()
    drill: Drill | None = None


def read_manifest(location: BackupLocation) -> Manifest:
    """The card on the store; an empty one where there is none that we can read.

    Raises as the store's `get`, but for what isn't there.
    """
    return look_at_manifest(location)[0]


def look_at_manifest(location: BackupLocation) -> tuple[Manifest, bool]:
    """The manifest (an empty one where none can be read), and whether there is one that is damaged."""
    try:
        return msgspec.json.decode(
            location.store.get(location.name_of(CardObject())), type=Manifest
        ), False
    except RecordError:
        return Manifest(name=location.installation), False
    except msgspec.DecodeError:
        return Manifest(name=location.installation), True


def write_manifest(location: BackupLocation, manifest: Manifest) -> None:
    """Put the card in place of the one before. Raises as the store's `put`."""
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    location.store.put(location.name_of(CardObject()), content, replace=True)


def note_drill(location: BackupLocation, drill: Drill) -> None:
    """Say on the card how the last drill went. Raises as the store's `get` and `put`."""
    write_manifest(location, replace(read_manifest(location), drill=drill))
