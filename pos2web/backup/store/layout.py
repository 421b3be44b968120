"""What the objects of a backup are called on a store, and what their names say.

Every name of an installation begins with its own. A name alone tells all that is needed to know
what can be restored; nothing has to be opened for that.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Generic, TypeVar

import msgspec

from pos2web.log.instants import Instants, to_micros
from pos2web.ports import BackupStore, StoredObject

EPOCHS_MAX = 9_999
POSITION_MAX = 10**12 - 1


class ManifestObject(msgspec.Struct, frozen=True):
    """The clear text that a list of many installations shows; the only object ever overwritten."""


class EpochObject(msgspec.Struct, frozen=True):
    """The clear text that claims the number of an epoch; made once, never by two."""

    epoch: int


class LogObject(msgspec.Struct, frozen=True):
    """The log from position `first` to `last`, which was recorded at `until`: whole appends.

    Sealed ones are segments, which stay; the others are pieces, shipped as the log grows.
    """

    epoch: int
    first: int
    last: int
    until: datetime
    is_sealed: bool = False


class DictionaryObject(msgspec.Struct, frozen=True):
    """What sealed segments were compressed with, by the hash of its content."""

    epoch: int
    sha256: str


class SnapshotObject(msgspec.Struct, frozen=True):
    """The read models' state at a position, recorded at `at`, for one version of their tables."""

    epoch: int
    position: int
    at: datetime
    schema: int


class SettingsObject(msgspec.Struct, frozen=True):
    """The installation's files of settings and secrets, as they were at an instant."""

    epoch: int
    at: datetime


class KeyringObject(msgspec.Struct, frozen=True):
    """The keyring of people's data; only the newest counts, whatever the epoch."""

    at: datetime


Meaning = (
    ManifestObject
    | EpochObject
    | LogObject
    | DictionaryObject
    | SnapshotObject
    | SettingsObject
    | KeyringObject
)
"""What one object is."""

M_co = TypeVar("M_co", bound=Meaning, covariant=True)
M = TypeVar("M", bound=Meaning)


@dataclass(frozen=True)
class ListedObject(Generic[M_co]):
    """An object on the store, and what its name says about it."""

    what: M_co
    stored: StoredObject

    @property
    def name(self) -> str:
        """Its whole name."""
        return self.stored.name


@dataclass(frozen=True, kw_only=True)
class StoreListing:
    """What a store holds of one installation; `foreign` are names that no backup of ours has."""

    installation: str
    found: tuple[ListedObject[Meaning], ...] = ()
    foreign: tuple[str, ...] = ()

    def of(self, kind: type[M]) -> list[ListedObject[M]]:
        """The objects of one kind, by name."""
        return of_kind(self.found, kind)

    @property
    def size(self) -> int:
        """Bytes of all that is there, what is foreign left out."""
        return sum(each.stored.size for each in self.found)


def of_kind(found: Iterable[ListedObject[Meaning]], kind: type[M]) -> list[ListedObject[M]]:
    """Those that are of one kind, in their order."""
    return [ListedObject(each.what, each.stored) for each in found if isinstance(each.what, kind)]


def listing(store: BackupStore, installation: str) -> StoreListing:
    """Look at the names on the store; opens none. Raises as the store's `list`."""
    return sorted_out(installation, list(store.list(f"{installation}/")))


def sorted_out(installation: str, objects: list[StoredObject]) -> StoreListing:
    """Tell what the objects under the name of an installation are."""
    found, foreign = [], []
    for stored in objects:
        what = meaning(installation, stored.name)
        if what is None:
            foreign.append(stored.name)
        else:
            found.append(ListedObject(what, stored))
    return StoreListing(installation=installation, found=tuple(found), foreign=tuple(foreign))


def installations(store: BackupStore) -> dict[str, StoreListing]:
    """Every installation on a store by name. Raises as the store's `list`."""
    objects: dict[str, list[StoredObject]] = {}
    for stored in store.list():
        objects.setdefault(stored.name.partition("/")[0], []).append(stored)
    listings = {name: sorted_out(name, each) for name, each in objects.items()}
    return {name: each for name, each in listings.items() if each.found}


def name_of(installation: str, what: Meaning) -> str:
    """What the store calls an object of an installation."""
    return f"{installation}/{local_name(what)}"


def local_name(what: Meaning) -> str:
    """What the store calls an object, without the installation's name."""
    match what:
        case ManifestObject():
            return "card.json"
        case EpochObject(epoch):
            return f"epochs/{epoch:04}"
        case KeyringObject(at):
            return f"people/{to_micros(at)}.age"
        case _:
            return f"e{what.epoch:04}/{_in_epoch(what)}.age"


def _in_epoch(what: LogObject | DictionaryObject | SnapshotObject | SettingsObject) -> str:
    match what:
        case LogObject(_, first, last, until, is_sealed):
            folder = "segments" if is_sealed else "pieces"
            return f"{folder}/{first:012}-{last:012}-{to_micros(until)}"
        case DictionaryObject(_, sha256):
            return f"dictionaries/{sha256}"
        case SnapshotObject(_, position, at, schema):
            return f"snapshots/{position:012}-{to_micros(at)}-{schema}"
        case _:
            return f"settings/{to_micros(what.at)}"


def meaning(installation: str, name: str) -> Meaning | None:
    """What the object of this name is; None where it is no name of ours."""
    local = name.removeprefix(f"{installation}/")
    for pattern, read in _names().items():
        if match := pattern.fullmatch(local):
            what = read(match.groupdict())
            if isinstance(what, LogObject) and what.first > what.last:
                return None
            # An instant with a leading zero, or another installation's, is no name of ours.
            return what if name_of(installation, what) == name else None
    return None


Read = Callable[[Mapping[str, str]], Meaning]


def _at(parts: Mapping[str, str]) -> datetime:
    # Not kept in one table: a store may hold very many instants.
    return Instants()[int(parts["micros"])]


def _span(parts: Mapping[str, str]) -> LogObject:
    epoch, first, last = (int(parts[name]) for name in ("epoch", "first", "last"))
    return LogObject(epoch, first, last, _at(parts), parts["folder"] == "segments")


def _snapshot(parts: Mapping[str, str]) -> SnapshotObject:
    return SnapshotObject(
        int(parts["epoch"]), int(parts["position"]), _at(parts), int(parts["schema"])
    )


@cache
def _names() -> dict[re.Pattern[str], Read]:
    epoch, micros = r"(?P<epoch>(?!0000)[0-9]{4})", r"(?P<micros>[0-9]{1,17})"
    span = r"(?P<first>(?!0{12})[0-9]{12})-(?P<last>[0-9]{12})"
    names: dict[str, Read] = {
        r"card\.json": lambda _: ManifestObject(),
        rf"epochs/{epoch}": lambda parts: EpochObject(int(parts["epoch"])),
        rf"e{epoch}/(?P<folder>segments|pieces)/{span}-{micros}\.age": _span,
        rf"e{epoch}/dictionaries/(?P<sha256>[0-9a-f]{{64}})\.age": lambda parts: DictionaryObject(
            int(parts["epoch"]), parts["sha256"]
        ),
        rf"e{epoch}/snapshots/(?P<position>[0-9]{{12}})-{micros}-(?P<schema>[0-9]{{1,10}})\.age": _snapshot,
        rf"e{epoch}/settings/{micros}\.age": lambda parts: SettingsObject(
            int(parts["epoch"]), _at(parts)
        ),
        rf"people/{micros}\.age": lambda parts: KeyringObject(_at(parts)),
    }
    return {re.compile(pattern): read for pattern, read in names.items()}
