"""The epochs of an installation on a store: who claimed each, and where it came from.

An epoch is claimed by one small object in clear, made once: of two restores at once only one gets
the number. Whoever sees a newer epoch than its own has been taken over and must stop.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from pos2web.backup.store.damage import DamagedError
from pos2web.backup.store.layout import (
    EPOCHS_MAX,
    EpochObject,
    ListedObject,
    StoreListing,
    name_of,
    sorted_out,
)
from pos2web.domain.archive_facts import EpochBegan
from pos2web.domain.streams import INSTALLATION
from pos2web.errors import ArchiveError, ConflictError, RecordError
from pos2web.log import Log
from pos2web.messages import message
from pos2web.ports import BackupStore

VERSION = 1
"""Of the layout as a whole; a store with a newer one is refused."""

_FORMAT = "pos2web epoch"

_UNREAD = "unreadable"
"""Stands for the id in a claim that is damaged; no id looks like it."""


class StoredEpoch(msgspec.Struct, frozen=True, kw_only=True):
    """A life of an installation; `id` tells it from every other that ever was.

    One that a restore began continues `from_epoch` after `position`, recorded `at`; the first
    continues none.
    """

    number: int
    id: str
    began_at: datetime
    from_epoch: int = 0
    position: int = 0
    at: datetime | None = None

    @property
    def is_read(self) -> bool:
        """Whether its claim could be read; of one that is damaged only the number is sure, which
        stands in the object's name, and it began when that was stored."""
        return self.id != _UNREAD


def of(log: Log) -> StoredEpoch | None:
    """The epoch that a log is in, by its own facts; None where none began yet.

    It continues the one that the log was in before.
    """
    begun = [event for event in log.read_stream(INSTALLATION) if isinstance(event.fact, EpochBegan)]
    facts = [event.fact for event in begun if isinstance(event.fact, EpochBegan)]
    if not begun:
        return None
    return StoredEpoch(
        number=facts[-1].number,
        id=facts[-1].id,
        began_at=begun[-1].recorded_at,
        from_epoch=facts[-2].number if len(facts) > 1 else 0,
        position=begun[-1].position - 1,
    )


class _EpochClaim(StoredEpoch, frozen=True, kw_only=True):
    """An epoch as it stands on the store."""

    format: str = _FORMAT
    version: int = VERSION


def claim(store: BackupStore, installation: str, epoch: StoredEpoch) -> StoredEpoch:
    """Claim an epoch's number for its id; the epoch as it stands on the store then.

    Claiming what this id holds already changes nothing. Raises ConflictError when another id
    holds the number, DamagedError when it can't be read whose it is, and as the store's `put` and
    `get`.
    """
    name = name_of(installation, EpochObject(epoch.number))
    content = msgspec.json.encode(_EpochClaim(**msgspec.structs.asdict(epoch)))
    if store.put(name, content):
        return epoch
    there = read(store, installation, epoch.number)
    if there.id != epoch.id:
        raise taken_over(installation, there)
    return there


def read(store: BackupStore, installation: str, number: int) -> StoredEpoch:
    """The epoch of a number, as it was claimed.

    Raises RecordError where it isn't there, DamagedError when it can't be read, ArchiveError that
    names the object when it is of a newer version, and as the store's `get`.
    """
    name = name_of(installation, EpochObject(number))
    content = store.get(name)
    try:
        found = msgspec.json.decode(content, type=_EpochClaim)
    except msgspec.DecodeError as error:
        raise DamagedError(
            message("{name} is damaged: it can't be read ({error})", name=name, error=error),
            name=name,
        ) from error
    if found.version > VERSION:
        raise ArchiveError(
            message(
                "{name} was written by a newer Pos2Web (layout {version}, this one knows "
                "{known}): use that one",
                name=name,
                version=found.version,
                known=VERSION,
            )
        )
    if found.format != _FORMAT or found.number != number:
        raise DamagedError(
            message(
                "{name} is damaged: it is not the claim of epoch {number}", name=name, number=number
            ),
            name=name,
        )
    values = msgspec.structs.asdict(found)
    return StoredEpoch(**{field: values[field] for field in StoredEpoch.__struct_fields__})


def read_all(store: BackupStore, found: StoreListing) -> dict[int, StoredEpoch]:
    """The epochs that were claimed, by number; one get each. Raises as `read`, but for damage.

    A claim that went since the listing is left out; of one that is damaged there is what is sure.
    """
    epochs = {}
    for marker in found.of(EpochObject):
        try:
            epoch = _as_far_as_sure(store, found.installation, marker)
        except RecordError:
            continue
        epochs[epoch.number] = epoch
    return epochs


def _as_far_as_sure(
    store: BackupStore, installation: str, marker: ListedObject[EpochObject]
) -> StoredEpoch:
    number = marker.what.epoch
    try:
        return read(store, installation, number)
    except DamagedError:
        return StoredEpoch(number=number, id=_UNREAD, began_at=marker.stored.stored_at)


def refuse_newer(installation: str, epochs: Iterable[StoredEpoch], own: StoredEpoch) -> None:
    """Raise ConflictError when a newer epoch than our own was claimed, readable or not, or ours by
    another."""
    for other in epochs:
        is_others = other.is_read and other.id != own.id
        if other.number > own.number or (other.number == own.number and is_others):
            raise taken_over(installation, other)


def newest(store: BackupStore, installation: str) -> StoredEpoch | None:
    """The last epoch that was claimed; None on a store without any. Raises as `read`, but for
    damage: then there is what is sure."""
    # Asked every minute, so that nothing else of the installation is listed.
    objects = list(store.list(f"{installation}/epochs/"))
    markers = sorted_out(installation, objects).of(EpochObject)
    if not markers:
        return None
    return _as_far_as_sure(store, installation, max(markers, key=lambda each: each.what.epoch))


def following(number: int) -> int:
    """The number after one. Raises ArchiveError after the last."""
    if number >= EPOCHS_MAX:
        raise ArchiveError(
            message("there were {count} epochs, and that is all that can be", count=EPOCHS_MAX)
        )
    return number + 1


def taken_over(installation: str, other: StoredEpoch) -> ConflictError:
    """What is said to an installation of which another one took the place."""
    return ConflictError(
        message(
            "another installation of {installation} (epoch {number}, begun "
            "{began_at:%Y-%m-%d %H:%M} UTC) took over: this one backs up nothing any "
            "more",
            installation=installation,
            number=other.number,
            began_at=other.began_at,
        )
    )
