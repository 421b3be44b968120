"""A shop whose backup is only names, so that months pass in a moment; beside it, a store from which
nothing is ever removed, and what really happened."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore.points import Holdings, understood
from pos2web.backup.restore.restoring import began_at
from pos2web.backup.ship.pieces import begin_of_next
from pos2web.backup.ship.retention import Removal, prunable
from pos2web.backup.store.chains import chained
from pos2web.backup.store.layout import (
    EpochObject,
    KeyringObject,
    LogObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
    name_of,
    sorted_out,
)
from pos2web.errors import ArchiveError
from pos2web.ports import StoredObject
from tests.backup.given import NAME
from tests.shops.clocks import NOON

SEALED = 40
"""Events in a segment: fewer than in life, so that many are sealed."""

Names = dict[Meaning, datetime]
"""What is there, and when it was stored."""


class Event(NamedTuple):
    """When it was recorded, by the log's stamps, and what tells it from every other."""

    at: datetime
    number: int


Events = list[Event]


@dataclass(frozen=True)
class Claimed:
    """An epoch that a machine began, or was about to: with what it took over."""

    at: datetime
    number: int
    taken_over: Events


@dataclass
class Shop:
    """What really is, and what its two stores have of it."""

    now: datetime = NOON
    clock_off: timedelta = timedelta()
    """What this machine's clock shows more or less than the true time, which the store knows."""
    clock_was_right: bool = True
    """Whether it always has shown the true time."""

    pruned: Names = field(default_factory=dict)
    whole: Names = field(default_factory=dict)
    epochs: dict[int, StoredEpoch] = field(default_factory=dict)
    log: Events = field(default_factory=list)
    """What this machine recorded, one append each."""

    number: int = 1
    """The epoch in which this machine writes."""

    before: tuple[int, Events] | None = None
    """The machine of which this one took the place, where there was one: its epoch and its log."""

    shipped: dict[int, Events] = field(default_factory=dict)
    """The log of each epoch, as far as it lies on the stores."""

    claims: list[Claimed] = field(default_factory=list)
    """What came one after the other."""

    numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.epochs[1] = StoredEpoch(number=1, id="1", began_at=self.shown)
        self.claims.append(Claimed(self.now, 1, []))
        self.put(EpochObject(1))

    @property
    def shown(self) -> datetime:
        """What this machine takes for the time."""
        return self.now + self.clock_off

    @property
    def is_overtaken(self) -> bool:
        """Whether another epoch was claimed: whoever sees that puts nothing on the store."""
        return self.number < max(self.epochs)

    def put(self, what: Meaning) -> None:
        for names in (self.pruned, self.whole):
            names.setdefault(what, self.now)

    def record(self, events: int) -> None:
        at = max([self.shown, *(each.at for each in self.log[-1:])])
        self.log += [Event(at, next(self.numbers)) for _ in range(events)]

    def ship(self, *, is_unaware: bool = False) -> None:
        """As `Shipper` does; `is_unaware`: without having looked for others."""
        if self.is_overtaken and not is_unaware:
            return
        links = chained(self.holdings.listing.of(LogObject)).links
        ours = [link.what for link in links if link.what.epoch == self.number]
        sealed = max((span.last for span in ours if span.is_sealed), default=0)
        while sealed + SEALED <= len(self.log):
            self.put(self.span(sealed + 1, sealed + SEALED, is_sealed=True))
            sealed += SEALED
        tail = [span for span in ours if not span.is_sealed and span.last > sealed]
        end = max([sealed, *(span.last for span in tail)])
        if end < len(self.log):
            first = begin_of_next(tail, end, len(self.log))
            self.put(self.span(first, len(self.log)))
        self.shipped[self.number] = list(self.log)

    def span(self, first: int, last: int, *, is_sealed: bool = False) -> LogObject:
        return LogObject(self.number, first, last, self.log[last - 1].at, is_sealed)

    def take(self, *, settings_changed: bool) -> None:
        """As the backup of the day does, but for what it removes."""
        self.ship()
        if self.is_overtaken:
            return
        if self.log:
            self.put(SnapshotObject(self.number, len(self.log), self.log[-1].at, 7))
        ours = [each for each in self.whole if isinstance(each, SettingsObject)]
        ours = [each for each in ours if each.epoch == self.number]
        if settings_changed or not ours:
            self.put(SettingsObject(self.number, self.after([each.at for each in ours])))
        self.put(
            KeyringObject(self.after([x.at for x in self.whole if isinstance(x, KeyringObject)]))
        )

    def after(self, instants: list[datetime]) -> datetime:
        return max([self.shown, *(at + timedelta(microseconds=1) for at in instants)])

    def restore(self, at: datetime | None, *, is_cut_off: bool = False) -> None:
        """A new machine, of the state at an instant. One that is cut off has claimed its epoch, and
        nothing is ever heard of it again."""
        holdings = self.holdings
        source = holdings.source(at)
        log = self.log_of(source.links[-1].what.epoch, at, source.upto)
        if not log:
            raise ArchiveError(f"nothing had been recorded yet at {at}")
        number = max(self.epochs) + 1
        self.epochs[number] = StoredEpoch(
            number=number,
            id=str(number),
            began_at=began_at(self.shown, holdings),
            from_epoch=source.life.epoch.number,
            position=len(log),
        )
        self.claims.append(Claimed(self.now, number, list(log)))
        self.put(EpochObject(number))
        if not is_cut_off:
            self.before = self.number, self.log
            self.number, self.log = number, log
            self.record(1)

    def go_on_before(self, events: int) -> None:
        """The machine of which this one took the place has not noticed yet."""
        if self.before is not None:
            ours = self.number, self.log
            self.number, self.log = self.before
            self.record(events)
            self.ship(is_unaware=True)
            self.number, self.log = ours

    def log_of(self, number: int, at: datetime | None, upto: int | None) -> Events:
        """What an epoch shipped until then."""
        log = self.shipped[number][:upto]
        return [each for each in log if at is None or each.at <= at]

    def truth(self, at: datetime) -> Events:
        """What a restore to an instant must bring back, where every clock was right."""
        begun = [each for each in self.claims if each.at <= at]
        if not begun:
            return []
        last = begun[-1]
        shipped = self.shipped.get(last.number, [])
        log = shipped if len(shipped) >= max(1, len(last.taken_over)) else last.taken_over
        return [each for each in log if each.at <= at]

    def prune(self, offer: str) -> list[Removal]:
        removals = prunable(self.holdings, offer, self.shown)
        self.remove(removals)
        return removals

    def remove(self, removals: Sequence[Removal]) -> None:
        """As `Depot.delete` does."""
        gone = {removal.name for removal in removals}
        self.pruned = {
            what: at for what, at in self.pruned.items() if name_of(NAME, what) not in gone
        }

    @property
    def holdings(self) -> Holdings:
        return self.seen(self.pruned)

    @property
    def everything(self) -> Holdings:
        return self.seen(self.whole)

    def seen(self, names: Names) -> Holdings:
        objects = [
            StoredObject(name=name_of(NAME, what), size=1, stored_at=at)
            for what, at in names.items()
        ]
        listing = sorted_out(NAME, sorted(objects, key=lambda each: each.name))
        claimed = {marker.what.epoch for marker in listing.of(EpochObject)}
        return understood(listing, {number: self.epochs[number] for number in claimed})


def brought_back(shop: Shop, holdings: Holdings, at: datetime | None) -> tuple[Events, str]:
    """What a restore comes to: the log, the settings.

    That everything up to its last position is there is seen to.
    """
    source = holdings.source(at)
    log = shop.log_of(source.life.epoch.number, at, source.upto)
    position = len(log)
    end = 0
    for link in source.links:
        assert link.what.first <= end + 1
        end = link.what.last
    assert end >= position
    settings = holdings.settings_at(source)
    return log, settings.name if settings else ""


def instants(shop: Shop, window: timedelta, dice: random.Random, count: int) -> list[datetime]:
    """Instants inside a window: its ends, where something happened, and any others."""
    begins = shop.now - window
    ends = [each.until for each in shop.whole if isinstance(each, LogObject)]
    ends += [epoch.began_at for epoch in shop.epochs.values()]
    ends += [each.at for each in shop.whole if isinstance(each, SettingsObject)]
    inside = [at for at in ends if begins <= at <= shop.now]
    some = dice.sample(inside, min(count, len(inside)))
    others = [begins + window * dice.random() for _ in range(count)]
    return [begins, shop.now, *some, *others]
