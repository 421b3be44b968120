"""The lives of an installation on a store: what each epoch holds, and when it was the one that wrote.

Clocks are not trusted further than needed: an instant of ours that lies after everything that the
store has seen counts as the store's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, pairwise

from msgspec.structs import replace as replace_fields

from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.store.chains import Spans, chained
from pos2web.backup.store.layout import (
    DictionaryObject,
    ListedObject,
    LogObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
    StoreListing,
    of_kind,
)


@dataclass(frozen=True, kw_only=True)
class EpochChain:
    """One epoch on the store. It was the one that wrote from `begins` on, until the next begins.

    `chain` covers the log from position 1 without a gap, `spare` is covered by it, `beyond` lies
    after a gap. `ends` is an instant at which it certainly had ended; None for the newest one.
    `is_claimed` is False where only its objects are left, and not the claim that was made first.
    Where that is gone or damaged, `epoch` is what it must have been.
    """

    epoch: StoredEpoch
    begins: datetime
    ends: datetime | None = None
    chain: Spans = ()
    beyond: Spans = ()
    spare: Spans = ()
    snapshots: tuple[ListedObject[SnapshotObject], ...] = ()
    settings: tuple[ListedObject[SettingsObject], ...] = ()
    dictionaries: tuple[ListedObject[DictionaryObject], ...] = ()
    is_claimed: bool = True

    @property
    def reach(self) -> int:
        """The last position that can be brought back; 0 where none can."""
        return self.chain[-1].what.last if self.chain else 0

    @property
    def until(self) -> datetime | None:
        """When that one was recorded."""
        return self.chain[-1].what.until if self.chain else None

    @property
    def is_whole(self) -> bool:
        """Whether it holds all that it took over, so that it needs no older one any more."""
        return self.reach > 0 and self.reach >= self.epoch.position

    @property
    def gap(self) -> tuple[int, int] | None:
        """The first and the last position that are missing in the middle, if any are."""
        return (self.reach + 1, self.beyond[0].what.first - 1) if self.beyond else None

    @property
    def objects(
        self,
    ) -> Iterator[ListedObject[LogObject | SnapshotObject | SettingsObject | DictionaryObject]]:
        """Yield everything in it but its claim."""
        return chain(
            self.settings,
            self.snapshots,
            self.spare,
            self.beyond,
            self.chain,
            self.dictionaries,
        )


def lives(listing: StoreListing, epochs: Mapping[int, StoredEpoch]) -> tuple[EpochChain, ...]:
    """What the listed objects come to, given the epochs that were claimed; by number. Pure."""
    objects = _by_epoch(listing)
    found: list[EpochChain] = []
    for number in sorted({*objects, *epochs}):
        there = objects.get(number, [])
        epoch = epochs.get(number)
        if epoch is None or not epoch.is_read:
            later = [other.began_at for other in epochs.values() if other.number > number]
            epoch = _guessed(number, epoch, there, later, found[-1:])
        # A restored machine's clock may have gone back: no epoch began before the one before.
        begins = max([epoch.began_at, *(life.begins for life in found[-1:])])
        found.append(_life(epoch, begins, there, is_claimed=number in epochs))
    now = last_stored(listing)
    ended = [replace(life, ends=_ended(life, after, now)) for life, after in pairwise(found)]
    return (*ended, *found[-1:])


def mended(life: EpochChain, older: Iterable[EpochChain]) -> EpochChain:
    """Fill up what an epoch lacks of what it took over, from the epochs that it came from.

    `older` are these, the nearest first."""
    spans = [*life.chain, *life.spare, *life.beyond]
    dictionaries, limit = [*life.dictionaries], life.epoch.position
    for each in older:
        held = (*each.chain, *each.spare, *each.beyond)
        spans += [span for span in held if span.what.last <= limit]
        dictionaries += each.dictionaries
        limit = min(limit, each.epoch.position)
    found = chained(spans)
    return replace(
        life,
        chain=found.links,
        spare=found.spare,
        beyond=found.beyond,
        dictionaries=tuple(dictionaries),
    )


def last_stored(listing: StoreListing) -> datetime | None:
    """The store's own latest instant that we know of; None where nothing is there."""
    return max((each.stored.stored_at for each in listing.found), default=None)


def _by_epoch(listing: StoreListing) -> dict[int, list[ListedObject[Meaning]]]:
    objects: dict[int, list[ListedObject[Meaning]]] = {}
    for each in listing.found:
        if isinstance(each.what, LogObject | DictionaryObject | SnapshotObject | SettingsObject):
            objects.setdefault(each.what.epoch, []).append(each)
    return objects


def _guessed(
    number: int,
    sure: StoredEpoch | None,
    objects: Sequence[ListedObject[Meaning]],
    later: Sequence[datetime],
    before: Sequence[EpochChain],
) -> StoredEpoch:
    """What an epoch must have been of which the claim is gone or damaged: one that began before all
    later ones, even where a machine that noticed nothing put its objects long after them.

    One that ends with what the one before recorded earlier has not shipped yet all that it took over.
    """
    instants = [each.stored.stored_at for each in objects] + [*later]
    known = sure or StoredEpoch(number=number, id="", began_at=min(instants))
    end = max(
        (each.what.until for each in chained(of_kind(objects, LogObject)).links), default=None
    )
    unshipped = (
        life.reach for life in before if end is not None and life.until and end < life.until
    )
    return replace_fields(
        known, began_at=min([known.began_at, *instants]), position=max(unshipped, default=0)
    )


def _life(
    epoch: StoredEpoch,
    begins: datetime,
    objects: Sequence[ListedObject[Meaning]],
    *,
    is_claimed: bool,
) -> EpochChain:
    spans = chained(of_kind(objects, LogObject))
    return EpochChain(
        epoch=epoch,
        begins=begins,
        chain=spans.links,
        spare=spans.spare,
        beyond=spans.beyond,
        snapshots=tuple(
            sorted(of_kind(objects, SnapshotObject), key=lambda each: each.what.position)
        ),
        settings=tuple(sorted(of_kind(objects, SettingsObject), key=lambda each: each.what.at)),
        dictionaries=tuple(of_kind(objects, DictionaryObject)),
        is_claimed=is_claimed,
    )


def _ended(life: EpochChain, after: EpochChain, now: datetime | None) -> datetime:
    """When a life had ended by every sign of it: it is needed for as long as the last one says."""
    signs = [after.begins, *(each.stored.stored_at for each in life.objects)]
    if life.until is not None and now is not None:
        signs.append(min(life.until, now))
    return max(signs)
