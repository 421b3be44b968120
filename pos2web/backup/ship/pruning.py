"""Removes from a store what is out of the window: what goes and why is decided in `retention`."""

from collections.abc import Sequence
from datetime import datetime

from pos2web.backup.restore.points import holdings
from pos2web.backup.ship.retention import Removal, prunable
from pos2web.backup.store.location import BackupLocation


def prune(location: BackupLocation, offer: str, now: datetime) -> Sequence[Removal]:
    """Remove what no restore to an instant inside the offer's window needs; what went, and why.

    May be killed at any point, and be run by two at once: what is left is a store without gaps, and
    the next time goes on. Cheap enough for every hour. Raises ArchiveError for an epoch's claim that
    is newer than we know (nothing goes then), and as the store's methods.
    """
    removals = prunable(holdings(location.store, location.installation), offer, now)
    location.delete(removal.name for removal in removals)
    return removals
