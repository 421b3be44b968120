"""What can be brought back from a store, and what a restore to an instant has to take."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from pos2web.backup.epochs import epochs as claims
from pos2web.backup.epochs.epoch_chain import EpochChain, lives, mended
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.store.chains import Spans, as_far_as
from pos2web.backup.store.layout import KeyringObject, ListedObject, SettingsObject, StoreListing
from pos2web.backup.store.layout import listing as look
from pos2web.errors import ArchiveError
from pos2web.messages import message
from pos2web.ports import BackupStore

FOREIGN_MAX = 5
"""So many foreign objects are named; the others are counted."""

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class RestorePoint:
    """The end of one object of the log. So can every whole append before it be brought back."""

    epoch: int
    position: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RestoreSource:
    """What a restore takes: the links of one epoch's chain, as far as what was recorded at `at` or
    before, and up to and with position `upto`; None: to its end."""

    life: EpochChain
    links: Spans
    at: datetime | None
    upto: int | None


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What a store holds of one installation, understood; its lives in order of their epochs."""

    listing: StoreListing
    lives: tuple[EpochChain, ...]
    epochs: Mapping[int, StoredEpoch] = field(default_factory=dict)

    def without(self, names: Collection[str]) -> "Holdings":
        """What the store would hold if these objects were not on it."""
        found = tuple(each for each in self.listing.found if each.name not in names)
        return understood(replace(self.listing, found=found), self.epochs)

    @property
    def newest(self) -> EpochChain | None:
        """The epoch that writes now."""
        return self.lives[-1] if self.lives else None

    def alive_at(self, at: datetime | None) -> EpochChain | None:
        """The epoch that was writing at an instant (None: now); before all of them, the oldest."""
        if at is None:
            return self.newest
        begun = [life for life in self.lives if life.begins <= at]
        return begun[-1] if begun else next(iter(self.lives), None)

    def parent(self, life: EpochChain) -> EpochChain | None:
        """The epoch that one came from, where the store still has it; the one before where its
        claim does not say."""
        # Always an older one, whatever a claim says: nobody shall go round in circles.
        older = [each for each in self.lives if each.epoch.number < life.epoch.number]
        if number := life.epoch.from_epoch:
            older = [each for each in older if each.epoch.number == number]
        return older[-1] if older else None

    def line(self, life: EpochChain) -> Iterator[EpochChain]:
        """Yield an epoch and those that it came from, the nearest first, as far as they are here."""
        link: EpochChain | None = life
        while link is not None:
            yield link
            link = self.parent(link)

    def source(self, at: datetime | None = None) -> RestoreSource:
        """What to take for the state at an instant; the latest when None.

        Raises ArchiveError that says what can be restored where that can't: nothing is there, or
        something is missing in the middle.
        """
        life, upto = self.alive_at(at), None
        while life is not None and not life.is_whole and (older := self.parent(life)):
            if life.beyond and life.beyond[-1].what.last > life.epoch.position:
                # What it recorded itself is there, behind a gap in what it took over.
                life = self._mended(life)
                break
            # It had not shipped all that it took over: that lies with the one it came from.
            upto, life = life.epoch.position or upto, older
        if life is None or not (life.chain or life.beyond):
            raise ArchiveError(
                message(
                    "there is no backup of {installation} on this store",
                    installation=self.listing.installation,
                )
            )
        if life.gap and _goes_beyond(life, at, upto):
            raise ArchiveError(
                message(
                    "{installation}: {told}",
                    installation=self.listing.installation,
                    told=_told(life),
                )
            )
        return RestoreSource(life=life, links=as_far_as(life.chain, at, upto), at=at, upto=upto)

    def brings_back(self, goal: RestoreSource) -> bool:
        """Whether all that a restore was to take can be taken, be it from other objects."""
        try:
            source = self.source(goal.at)
        except ArchiveError:
            return False
        if source.life.epoch.number != goal.life.epoch.number:
            return False
        end, last = source.links[-1].what, goal.links[-1].what.last
        needed = last if goal.upto is None else min(last, goal.upto)
        return end.last >= needed or (goal.at is not None and end.until >= goal.at)

    def latest(self, at: datetime | None) -> datetime | None:
        """The last instant, `at` (None: now) or before, whose state is here with nothing missing
        before it; None where there is none."""
        for one, after in reversed([*zip_longest(self.lives, self.lives[1:])]):
            life = one if one.is_whole else self._mended(one)
            if not life.chain or (self.parent(life) and not life.is_whole):
                continue
            last = _last_of(life, after)
            instant = last if at is None else min(last, at)
            if self.alive_at(instant) is one:
                return instant
        return None

    def notes(self, at: datetime | None) -> Iterator[str]:
        """Yield what whoever restores to an instant (None: the latest) should know before."""
        try:
            source = self.source(at)
        except ArchiveError:
            return  # Who restores is told so.
        alive, until = self.alive_at(at), source.links[-1].what.until
        if alive is not None and source.upto is not None and source.upto < source.life.reach:
            yield self._cut_off(alive, source, source.upto)
        elif at is not None and at > until:
            yield message(
                "nothing was recorded after {until:%Y-%m-%dT%H:%M:%S.%fZ}: the state of then comes "
                "back, not one of {at:%Y-%m-%dT%H:%M:%S.%fZ}",
                until=until,
                at=at,
            )

    def _cut_off(self, alive: EpochChain, source: RestoreSource, upto: int) -> str:
        """What is said of an epoch that began with an older state, and of which nothing is here."""
        reached = (link.what.until for link in source.life.chain if link.what.last >= upto)
        number = source.life.epoch.number
        after = next(each for each in self.lives if each.epoch.number > number)
        return message(
            "a restore to {state:%Y-%m-%dT%H:%M:%S.%fZ} was begun at {began:%Y-%m-%dT%H:%M:%S.%fZ}, "
            "and nothing that it recorded is here: the latest state is the one that it went back "
            "to. What had been recorded after that comes back with --at "
            "{last:%Y-%m-%dT%H:%M:%S.%fZ}",
            state=alive.epoch.at or next(reached),
            began=alive.epoch.began_at,
            last=_last_of(source.life, after),
        )

    def _mended(self, life: EpochChain) -> EpochChain:
        return mended(life, islice(self.line(life), 1, None))

    def settings_at(self, source: RestoreSource) -> ListedObject[SettingsObject] | None:
        """The settings as they were then: the last taken until then, by the epoch or the ones that
        it came from; where there are none, the first taken afterwards; None without any."""
        for life in self.line(source.life):
            taken = [each for each in life.settings if not source.at or each.what.at <= source.at]
            if taken:
                return taken[-1]
        return next(iter(source.life.settings), None)

    @property
    def people(self) -> ListedObject[KeyringObject] | None:
        """The newest keyring of people's data."""
        return max(self.listing.of(KeyringObject), key=lambda each: each.what.at, default=None)

    @property
    def points(self) -> Iterator[RestorePoint]:
        """Yield every restore point, the oldest first."""
        for life in self.lives:
            if not life.is_whole and self.parent(life):
                continue
            for each in life.chain:
                what = each.what
                if self.alive_at(what.until) is life:
                    yield RestorePoint(epoch=what.epoch, position=what.last, at=what.until)

    @property
    def warnings(self) -> Iterator[str]:
        """Yield what is not as it should be, each naming the object or the place."""
        foreign = self.listing.foreign
        if foreign:
            more = len(foreign) - FOREIGN_MAX
            named = ", ".join(foreign[:FOREIGN_MAX])
            if more > 0:
                named = message("{names} and {count} more", names=named, count=more)
            yield message("not of a backup, and left alone: {named}", named=named)
        for life in self.lives:
            number = life.epoch.number
            if not life.is_claimed:
                yield message(
                    "epoch {number}: its claim ({claim}) is missing",
                    number=number,
                    claim=f"epochs/{number:04}",
                )
            elif not life.epoch.is_read:
                yield message(
                    "epoch {number}: its claim ({claim}) is damaged, and counts as missing",
                    number=number,
                    claim=f"epochs/{number:04}",
                )
            if life.gap:
                yield _told(life)


def holdings(store: BackupStore, installation: str) -> Holdings:
    """Look what a store holds: one listing, and one small object for each epoch.

    Raises ArchiveError for an epoch's claim that is newer than we know, and as the store's `list`
    and `get`; one that is damaged counts as missing.
    """
    listing = look(store, installation)
    return understood(listing, claims.read_all(store, listing))


def understood(listing: StoreListing, epochs: Mapping[int, StoredEpoch]) -> Holdings:
    """What the listed objects come to, given the epochs that were claimed. Pure."""
    return Holdings(listing=listing, lives=lives(listing, epochs), epochs=epochs)


def _last_of(life: EpochChain, after: EpochChain | None) -> datetime:
    """The last instant at which this life was the one that wrote and that something of is here."""
    last = life.chain[-1].what.until
    return last if after is None else min(last, after.begins - _TICK)


def _goes_beyond(life: EpochChain, at: datetime | None, upto: int | None) -> bool:
    """Whether what is wanted does not lie before the gap."""
    if upto is not None and upto <= life.reach:
        return False
    return at is None or life.until is None or at > life.until


def _told(life: EpochChain) -> str:
    first, last = life.gap or (0, 0)
    missing = message(
        "epoch {number}: positions {first} to {last} of the log are missing",
        number=life.epoch.number,
        first=first,
        last=last,
    )
    if life.until is None:
        return message("{missing}, so nothing of it can be restored", missing=missing)
    return message(
        "{missing}; what can be restored ends at position {reach}, recorded "
        "{until:%Y-%m-%dT%H:%M:%S.%f} UTC",
        missing=missing,
        reach=life.reach,
        until=life.until,
    )
