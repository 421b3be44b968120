"""What can be brought back from a store, and what a restore to an instant has to take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pos2web.backup import epochs as claims
from pos2web.backup.chains import Spans, as_far_as
from pos2web.backup.epochs import Epoch
from pos2web.backup.layout import Found, Listing, People, Settings
from pos2web.backup.layout import listing as look
from pos2web.backup.lives import Life, lives
from pos2web.errors import ArchiveError
from pos2web.ports import BackupStore
from pos2web.said import say

FOREIGN_MAX = 5
"""So many foreign objects are named; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class RestorePoint:
    """The end of one object of the log. So can every whole append before it be brought back."""

    epoch: int
    position: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a restore takes: the links of one epoch's chain, as far as what was recorded at `at` or
    before, and up to and with position `upto`; None: to its end."""

    life: Life
    links: Spans
    at: datetime | None
    upto: int | None


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What a store holds of one installation, understood; its lives in order of their epochs."""

    listing: Listing
    lives: tuple[Life, ...]

    @property
    def newest(self) -> Life | None:
        """The epoch that writes now."""
        return self.lives[-1] if self.lives else None

    def alive_at(self, at: datetime | None) -> Life | None:
        """The epoch that was writing at an instant (None: now); before all of them, the oldest."""
        if at is None:
            return self.newest
        begun = [life for life in self.lives if life.begins <= at]
        return begun[-1] if begun else next(iter(self.lives), None)

    def parent(self, life: Life) -> Life | None:
        """The epoch that one came from, where the store still has it; the one before where its
        claim does not say."""
        number = life.epoch.from_epoch or life.epoch.number - 1
        # Always an older one, whatever a claim says: nobody shall go round in circles.
        found = (each for each in self.lives if each.epoch.number == number)
        return next(found, None) if number < life.epoch.number else None

    def line(self, life: Life) -> Iterator[Life]:
        """Yield an epoch and those that it came from, the nearest first, as far as they are here."""
        link: Life | None = life
        while link is not None:
            yield link
            link = self.parent(link)

    def source(self, at: datetime | None = None) -> Source:
        """What to take for the state at an instant; the latest when None.

        Raises ArchiveError that says what can be restored where that can't: nothing is there, or
        something is missing in the middle.
        """
        life, upto = self.alive_at(at), None
        while life is not None and not life.is_whole and (older := self.parent(life)):
            # It had not shipped all that it took over: that lies with the one it came from.
            upto, life = life.epoch.position or upto, older
        if life is None or not (life.chain or life.beyond):
            raise ArchiveError(
                say(
                    "there is no backup of {installation} on this store",
                    installation=self.listing.installation,
                )
            )
        if life.gap and _goes_beyond(life, at, upto):
            raise ArchiveError(
                say(
                    "{installation}: {told}",
                    installation=self.listing.installation,
                    told=_told(life),
                )
            )
        return Source(life=life, links=as_far_as(life.chain, at, upto), at=at, upto=upto)

    def settings_at(self, source: Source) -> Found[Settings] | None:
        """The settings as they were then: the last taken until then, by the epoch or the ones that
        it came from; where there are none, the first taken afterwards; None without any."""
        for life in self.line(source.life):
            taken = [each for each in life.settings if not source.at or each.what.at <= source.at]
            if taken:
                return taken[-1]
        return next(iter(source.life.settings), None)

    @property
    def people(self) -> Found[People] | None:
        """The newest keyring of people's data."""
        return max(self.listing.of(People), key=lambda each: each.what.at, default=None)

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
                named = say("{names} and {count} more", names=named, count=more)
            yield say("not of a backup, and left alone: {named}", named=named)
        for life in self.lives:
            if not life.is_claimed:
                number = life.epoch.number
                yield say(
                    "epoch {number}: its claim ({claim}) is missing",
                    number=number,
                    claim=f"epochs/{number:04}",
                )
            if life.gap:
                yield _told(life)


def holdings(store: BackupStore, installation: str) -> Holdings:
    """Look what a store holds: one listing, and one small object for each epoch.

    Raises ArchiveError for an epoch's claim that is damaged or newer than we know, and as the
    store's `list` and `get`.
    """
    listing = look(store, installation)
    return understood(listing, claims.read_all(store, listing))


def understood(listing: Listing, epochs: dict[int, Epoch]) -> Holdings:
    """What the listed objects come to, given the epochs that were claimed. Pure."""
    return Holdings(listing=listing, lives=lives(listing, epochs))


def _goes_beyond(life: Life, at: datetime | None, upto: int | None) -> bool:
    """Whether what is wanted does not lie before the gap."""
    if upto is not None and upto <= life.reach:
        return False
    return at is None or life.until is None or at > life.until


def _told(life: Life) -> str:
    first, last = life.gap or (0, 0)
    missing = say(
        "epoch {number}: positions {first} to {last} of the log are missing",
        number=life.epoch.number,
        first=first,
        last=last,
    )
    if life.until is None:
        return say("{missing}, so nothing of it can be restored", missing=missing)
    return say(
        "{missing}; what can be restored ends at position {reach}, recorded "
        "{until:%Y-%m-%dT%H:%M:%S.%f} UTC",
        missing=missing,
        reach=life.reach,
        until=life.until,
    )
