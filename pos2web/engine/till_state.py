"""What is known of one till, shared by all the shops that hang on it.

The seam between a till and its shops. An installation has a `TillState` for each till, and for each
shop a `SyncState` that refers to it and runs in a thread of its own (a lane). What belongs to the
till, and is recorded once whichever shop's run saw it: its things, what could not be read of it,
its cursor and its pulse. What belongs to a shop stays in `SyncState`: site, links, what is held by
a rule or was refused, rules, pins.

- **Views.** What is known is a `TillView` that never changes; a page that was recorded makes the
  next one. Who reads takes the `view` once and works with it, without a lock, and sees whole pages
  only. A run takes it when it begins and after it has observed, so that its plan and its totals
  are of one and the same till.
- **Turns.** `turn` is held through a whole observation, the till's answers included, so that one
  shop observes at a time and no page that was read earlier overwrites a later one. Nobody else
  ever waits for it but who wants to observe, or reads everything anew after `forget`.
- **Recording.** `_lock` is held while what is new is recognised, appended and made the next view:
  never while the till, a shop or a photo is read.
- **Order of locks.** `turn`, then `_lock`, then the log's and the read models' own. No queue's lock
  is held with any of them.
- **News.** Every shop that has joined is told what is new, once each: `take_news`.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from pos2web.domain.facts import Held
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.engine.transactions import Side, TillTransaction, filled
from pos2web.log import Entry, Log
from pos2web.projections import catalogue, cursors, holds
from pos2web.projections.read_models import ReadModels

WAIT_S = 0.5
"""So often who waits for its turn to observe sees whether it shall stop."""

Append = Callable[[Sequence[Entry]], object]
"""Appends entries in one transaction, in the name of who observes."""


class TillView(NamedTuple):
    """A till as it was known after some page: never changed. `mark` differs from view to view."""

    things: Side
    unread: Mapping[Ref, Held]
    mark: int


class TillState:
    """One till as it is known; any thread may use it.

    `pulse` is the till's from before it was last observed whole.
    """

    def __init__(self, log: Log, models: ReadModels, name: ConnectionName) -> None:
        self.name = name
        self.turn = threading.RLock()
        self.pulse: str | None = None
        self._log = log
        self._models = models
        self._lock = threading.RLock()
        self._view: TillView | None = None
        self._mark = 0
        self._cursor = ""
        self._is_new = True
        self._news: dict[ConnectionName, set[Kind]] = {}

    @property
    def view(self) -> TillView:
        """What is known now, read from the read models when it isn't at hand."""
        return self._known()

    @property
    def cursor(self) -> str:
        """Up to where the till was observed; empty where it never was."""
        self._known()
        return self._cursor

    @contextmanager
    def observing(self, check_stop: Callable[[], None]) -> Iterator[str | None]:
        """Have the turn to observe, from the cursor that is given; None for everything.

        Who waits for it calls `check_stop` from time to time, which may raise.
        """
        while not self.turn.acquire(timeout=WAIT_S):
            check_stop()
        try:
            cursor = self.cursor
            self._is_new = False
            yield cursor or None
        finally:
            self.turn.release()

    def _known(self) -> TillView:
        view = self._view
        if view is not None:
            return view
        with self.turn, self._lock:
            if self._view is None:
                self._models.catch_up(self._log)
                self._cursor = cursors.load(self._models).get(self.name, "")
                things = filled(catalogue.load(self._models, self.name))
                self._view = self._next(things, holds.unread(self._models, self.name))
            return self._view

    def forget(self) -> None:
        """Know nothing any more: all is read again, when it is asked for. News stay news."""
        with self._lock:
            self._view, self.pulse, self._is_new = None, None, True

    def _next(self, things: Side, unread: Mapping[Ref, Held], steps: int = 1) -> TillView:
        self._mark += steps
        return TillView(things, unread, self._mark)

    @contextmanager
    def recording(self, append: Append) -> Iterator[TillTransaction]:
        """Record what the block gathers: appended at its end, and known to all only then.

        For who has the turn. Where the block or the append fails, nothing is known of it. Where all
        was forgotten since the turn began, the cursor stays where it is: the whole till is to be
        read again.
        """
        with self._lock:
            view = self.view
            cursor = None if self._is_new else self._cursor
            new = TillTransaction(self.name, view.things, view.unread, cursor)
            yield new
            if not new.entries:
                return
            append(new.entries)
            self._cursor = new.cursor or self._cursor
            if new.kinds:
                self._view = self._next(new.after, new.unread, len(new.kinds))
            self._tell(new.kinds)

    def record_unread(
        self, append: Append, entries: Sequence[Entry], changes: Mapping[Ref, Held | None]
    ) -> None:
        """Append entries with what of them is new, or over, of what can't be read."""
        with self._lock:
            append(entries)
            if changes and self._view is not None:
                unread = {**self._view.unread, **changes}
                known = {ref: held for ref, held in unread.items() if held is not None}
                self._view = self._view._replace(unread=known)

    def join(self, shop: ConnectionName) -> None:
        """A shop hangs on this till: what is new from now on is news to it."""
        with self._lock:
            self._news.setdefault(shop, set())

    def tell(self, shop: ConnectionName, kinds: Collection[Kind]) -> None:
        """What somebody of one shop has to see to."""
        with self._lock:
            self._news.setdefault(shop, set()).update(kinds)

    def take_news(self, shop: ConnectionName) -> set[Kind]:
        """Of which kinds something was new since this shop asked last."""
        with self._lock:
            news, self._news[shop] = self._news.get(shop, set()), set()
            return news

    def _tell(self, kinds: Sequence[Kind]) -> None:
        for news in self._news.values():
            news.update(kinds)
