"""What lies on a store that many installations share, without any key."""

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from pos2web.backup.store import layout
from pos2web.backup.store.layout import EpochObject, LogObject, StoreListing
from pos2web.backup.store.layout import ManifestObject as CardName
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.store.manifest import Manifest, look_at_manifest
from pos2web.ports import BackupStore


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One installation of a fleet: its card, and what the names of its objects tell.

    Its log lies on the store up to `position`, recorded at `until`: in `epoch`, or in the one before
    where that has shipped nothing yet. `stored_at` is when anything of it was last shipped, by the
    store's clock. `size` is in bytes. Of a card that is damaged nothing is known but the name.
    """

    manifest: Manifest
    is_card_damaged: bool = False
    epoch: int
    position: int
    until: datetime | None
    stored_at: datetime | None
    objects: int
    size: int

    @property
    def name(self) -> str:
        """What the installation is called."""
        return self.manifest.name

    def age(self, now: datetime) -> timedelta | None:
        """How long ago its backup last moved; None where there is none."""
        return None if self.stored_at is None else max(timedelta(), now - self.stored_at)


def fleet(store: BackupStore) -> list[Member]:
    """Every installation on a store, by name: one listing, and one small object for each.

    A card that is missing or damaged is an empty one. Raises as the store's `list` and `get`.
    """
    listings = sorted(layout.installations(store).items())
    return [_member(store, listing) for _, listing in listings]


def _member(store: BackupStore, listing: StoreListing) -> Member:
    spans = [each.what for each in listing.of(LogObject)]
    marked = [each.what.epoch for each in listing.of(EpochObject)]
    epoch = max([*marked, *(span.epoch for span in spans)], default=0)
    last = max(spans, key=lambda span: (span.epoch, span.last), default=None)
    name = listing.installation
    manifest, is_damaged = look_at_manifest(BackupLocation(store=store, installation=name))
    return Member(
        # It is restored by the name it has here, whatever a card says that was copied.
        manifest=replace(manifest, name=name),
        is_card_damaged=is_damaged,
        epoch=epoch,
        position=last.last if last else 0,
        until=last.until if last else None,
        stored_at=_last_moved(listing),
        objects=len(listing.found),
        size=listing.size,
    )


def _last_moved(listing: StoreListing) -> datetime | None:
    """When anything of it was last put: the card is written by a trial too, and a restore that
    claims an epoch has shipped nothing yet."""
    moved = (
        each.stored.stored_at
        for each in listing.found
        if not isinstance(each.what, CardName | EpochObject)
    )
    return max(moved, default=None)
