"""Ships the log to a store as it grows: sealed segments, and pieces of what came after them.

May be killed at any point, and two may ship at once. What lies on the store is looked at once, then
remembered, and looked at again after an error. Nothing is overwritten or removed here.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

import msgspec

from pos2web.backup.epochs import epochs
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.ship.pieces import begin_of_next
from pos2web.backup.store.chains import SegmentChain, chained
from pos2web.backup.store.keys import Locks
from pos2web.backup.store.layout import DictionaryObject, ListedObject, LogObject, StoreListing
from pos2web.backup.store.location import BackupLocation
from pos2web.errors import ArchiveError, ConflictError
from pos2web.log import Log
from pos2web.log.instants import Instants
from pos2web.log.sealing import SEGMENT_EVENTS, SealedSegment, read_sealed, seal, sealed
from pos2web.log.sealing import dictionary as newest_dictionary
from pos2web.log.segments import cut, header_of, name_of
from pos2web.messages import message
from pos2web.ports import Clock, StoredObject

WATCH = timedelta(minutes=1)
"""So often the store is asked whether another installation took over, while anything is shipped."""


class Shipped(msgspec.Struct, frozen=True, kw_only=True):
    """What one shipping came to: `objects` were put, of `size` bytes together. Everything up to
    `position`, recorded at `at`, is on the store now."""

    position: int = 0
    at: datetime | None = None
    objects: int = 0
    size: int = 0


class Shipper:
    """Ships one log, in one epoch, to one store. Any thread may ask it; they take turns."""

    def __init__(
        self,
        log: Log,
        sealed: Path,
        location: BackupLocation,
        locks: Locks,
        *,
        epoch: StoredEpoch,
        clock: Clock,
    ) -> None:
        """`sealed` is the folder of the log's sealed segments."""
        self.log = log
        self.epoch = epoch
        self._sealed = sealed
        self.location = location
        self.locks = locks
        self.clock = clock
        self.goes_first: Callable[[], None] = lambda: None
        """Is done once it is known how far the log is, before any of it is shipped."""
        self._taking_turns = threading.Lock()
        self._there: _There | None = None

    def ship(self) -> Shipped:
        """Bring to the store what it does not have of the log as it is now; nothing when it has all.

        Raises ConflictError when a newer epoch took over, when another installation uses this one,
        or when the store holds more of it than the log does (the log was set back): nothing is
        shipped then. Raises ArchiveError where the log isn't what was written, and as the store's
        methods do. It may be asked again after any error.
        """
        with self._taking_turns:
            there, self._there = self._there, None  # Whatever goes wrong, we look again.
            if there is None:
                there = self._look()
            elif there.is_old(self.clock()):
                there = self._watch(there)
            shipped = self._ship(there)
            self._there = there
            return shipped

    def _look(self) -> "_There":
        """See what is on the store, and take our place on it."""
        listing = self.location.listing()
        claimed = epochs.read_all(self.location.store, listing)
        epochs.refuse_newer(self.location.installation, claimed.values(), self.epoch)
        if self.epoch.number not in claimed:
            epochs.claim(self.location.store, self.location.installation, self.epoch)
        there = _There(listing, self.epoch.number, self.clock())
        self._refuse_other_log(there.chain)
        ours = claimed.get(self.epoch.number, self.epoch)
        if not (ours.is_read or there.chain.links):
            raise ArchiveError(
                message(
                    "the claim of epoch {number} is damaged, so that nobody can tell whose it is: "
                    "take over, and another one begins",
                    number=self.epoch.number,
                )
            )
        return there

    def _watch(self, there: "_There") -> "_There":
        """Ask whether another installation took over meanwhile."""
        newest = epochs.newest(self.location.store, self.location.installation)
        if newest is not None:
            epochs.refuse_newer(self.location.installation, [newest], self.epoch)
        there.looked_at = self.clock()
        return there

    def _refuse_other_log(self, chain: SegmentChain) -> None:
        """Two logs must never be mixed: a copy of this home, or one that was set back, shall not
        go on where the other one was."""
        for span in (link.what for link in (*chain.links, *chain.beyond)):
            found = next(self.log.read(span.last - 1, limit=1), None)
            if found is None or (found.position, found.recorded_at) != (span.last, span.until):
                raise ConflictError(
                    message(
                        "the store holds another log of {installation}, epoch {number}, up to "
                        "position {last}: this one was copied, or set back to an older state; "
                        "restore from the store, or take over",
                        installation=self.location.installation,
                        number=self.epoch.number,
                        last=span.last,
                    )
                )

    def _ship(self, there: "_There") -> Shipped:
        head, tally = self.log.head, _Tally()
        self.goes_first()
        if head - there.sealed >= SEGMENT_EVENTS:
            seal(self.log, self._sealed)
        for one in sealed(self._sealed):
            if there.sealed < one.last <= head:
                self._put(there, self._content(one), tally, is_sealed=True)
        if there.chain.reach < head:
            self._ship_piece(there, head, tally)
        return tally.shipped(there.chain)

    def _content(self, one: SealedSegment) -> bytes:
        """A sealed segment as it should be: where its file is not, it is cut from the log again."""
        try:
            header = read_sealed(one).header
            if header.after == self.log.digest_at(one.last).hex():
                return one.path.read_bytes()
        except ArchiveError:
            pass
        return cut(self.log, one.first - 1, one.last)

    def _ship_piece(self, there: "_There", head: int, tally: "_Tally") -> None:
        dictionary = newest_dictionary(self._sealed)
        if dictionary is not None and (name := name_of(dictionary)) not in there.dictionaries:
            what = DictionaryObject(self.epoch.number, name)
            tally.count(self.location.put(what, dictionary, self.locks))
            there.dictionaries.add(name)
        # What is not sealed is shorter than a segment, so one piece takes it in.
        first = begin_of_next(there.tail, there.chain.reach, head)
        self._put(there, cut(self.log, first - 1, head, dictionary), tally, is_sealed=False)

    def _put(self, there: "_There", content: bytes, tally: "_Tally", *, is_sealed: bool) -> None:
        header = header_of(content)
        until = Instants()[header.until]
        span = LogObject(self.epoch.number, header.first, header.last, until, is_sealed)
        tally.count(self.location.put(span, content, self.locks))
        stored = StoredObject(name=self.location.name_of(span), size=0, stored_at=self.clock())
        there.add(ListedObject(span, stored))


class _There:
    """What lies on the store of one epoch, as we remember it."""

    def __init__(self, listing: StoreListing, epoch: int, now: datetime) -> None:
        self.looked_at = now
        self.chain = chained(each for each in listing.of(LogObject) if each.what.epoch == epoch)
        self.dictionaries = {
            each.what.sha256 for each in listing.of(DictionaryObject) if each.what.epoch == epoch
        }

    def is_old(self, now: datetime) -> bool:
        """Whether it is time to look for others; also when the clock was set back."""
        return abs(now - self.looked_at) >= WATCH

    @property
    def sealed(self) -> int:
        """The last position of the sealed segments from the first on without a gap."""
        links = takewhile(lambda link: link.what.is_sealed, self.chain.links)
        return max((link.what.last for link in links), default=0)

    @property
    def tail(self) -> list[LogObject]:
        """The pieces at the end of the chain."""
        links = (link.what for link in reversed(self.chain.links))
        return list(takewhile(lambda span: not span.is_sealed, links))[::-1]

    def add(self, span: ListedObject[LogObject]) -> None:
        """Remember what was put."""
        self.chain = chained([*self.chain.links, *self.chain.beyond, span])


class _Tally:
    """Counts what is put."""

    def __init__(self) -> None:
        self.objects = self.size = 0

    def count(self, size: int) -> None:
        """Note one object, of so many bytes; none where it was there already."""
        self.objects += size > 0
        self.size += size

    def shipped(self, chain: SegmentChain) -> Shipped:
        """What it came to."""
        last = chain.links[-1].what if chain.links else None
        return Shipped(
            position=last.last if last else 0,
            at=last.until if last else None,
            objects=self.objects,
            size=self.size,
        )
