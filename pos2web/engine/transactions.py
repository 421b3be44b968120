"""Transactions: what is new about a side is gathered, appended at once, and known once it is in the log.

What fails to be appended changes nothing of what is known: memory is as the log is, whatever
happens. Facts that must not be parted, such as a page and its cursor, or the outcomes of the last
writes and the claims of the next, share one transaction.

A till's is gathered beside what is known, which other threads read meanwhile, and shown at its end
(`engine.till_state`). A shop's is known at once to its own thread, since what may be written next
depends on it, and taken back where it could not be appended (`engine.state`).
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from pos2web.domain.evolve import evolve
from pos2web.domain.facts import CursorMoved, Held, Linked, Released, ThingFact, Unlinked
from pos2web.domain.recognise import recognise, recognise_gone
from pos2web.domain.streams import Stream, cursor_stream, link_stream, thing_stream
from pos2web.domain.things import AnyThing, kind_of
from pos2web.domain.values import NOWHERE, ConnectionName, Kind, Position, Ref, ShopKey
from pos2web.log import Entry

Side = dict[Kind, dict[str, AnyThing]]
"""The things of one side, with a place for every kind."""

LedTo = Callable[[ThingFact], Position]
"""Says by which event a fact was led to; `NOWHERE` where by none."""

_NOTHING: Any = object()


def filled(side: Mapping[Kind, Mapping[str, AnyThing]]) -> Side:
    """The things of a side, with a place for every kind."""
    return {kind: dict(side.get(kind, {})) for kind in Kind}


class TillTransaction:
    """What one page of a till brings. `kinds` are those of what is new, one for each thing."""

    def __init__(
        self, till: ConnectionName, things: Side, unread: Mapping[Ref, Held], cursor: str | None
    ) -> None:
        """`cursor` is up to where the till is known; None where it is not to be moved."""
        self.entries: list[Entry] = []
        self.kinds: list[Kind] = []
        self.unread = dict(unread)
        self.cursor = cursor
        self._till = till
        self._things = things
        self._new: Side = {}

    @property
    def after(self) -> Side:
        """The things as they are with this page."""
        return self._things | self._new

    def things(self, kind: Kind) -> Mapping[str, AnyThing]:
        """The things of a kind, with what this page brought up to now."""
        return self._new.get(kind, self._things[kind])

    def see(self, thing: AnyThing) -> None:
        """A thing is there as it was just seen; nothing where it was known so."""
        kind = kind_of(thing)
        entries, after = sighted(self._till, self.things(kind).get(thing.key), thing)
        if entries:
            self._writable(kind)[thing.key] = after
            self._note(kind, entries)

    def miss(self, ref: Ref) -> None:
        """A thing that was known is no longer there."""
        del self._writable(ref.kind)[ref.key]
        self._note(ref.kind, [missed(self._till, ref)])

    def release_read(self, ref: Ref) -> None:
        """A thing could be read: it is no longer held for that it couldn't."""
        held = self.unread.pop(ref, None)
        if held is not None:
            stream = thing_stream(self._till, ref.kind, ref.key)
            self._note(ref.kind, [released(stream, held)])

    def move_cursor(self, cursor: str | None) -> None:
        """The till is known up to this cursor."""
        if cursor is not None and self.cursor is not None and cursor != self.cursor:
            self.entries.append(moved(self._till, cursor, self.cursor))
            self.cursor = cursor

    def _writable(self, kind: Kind) -> dict[str, AnyThing]:
        if kind not in self._new:
            self._new[kind] = dict(self._things[kind])
        return self._new[kind]

    def _note(self, kind: Kind, entries: list[Entry]) -> None:
        self.kinds.append(kind)
        self.entries += entries


class ShopTransaction:
    """What is new about a shop and its links to the till. For one thread.

    `site`, `links` and `cursors` are changed as it goes, and as they were before after `take_back`.
    `positions` are those of the entries, once they are in the log. `marks` counts what became known, `news` are the kinds that somebody at the till has to see to.
    """

    def __init__(
        self,
        shop: ConnectionName,
        site: Side,
        links: MutableMapping[Ref, ShopKey],
        cursors: MutableMapping[ConnectionName, str],
    ) -> None:
        self.entries: list[Entry] = []
        self.positions: list[Position] = []
        self.marks = 0
        self.news: set[Kind] = set()
        self._shop = shop
        self._site = site
        self._links = links
        self._cursors = cursors
        self._before: list[tuple[MutableMapping[Any, Any], Any, Any]] = []

    def things(self, kind: Kind) -> Mapping[str, AnyThing]:
        """The things of a kind, with what is new of them."""
        return self._site[kind]

    def add(self, entry: Entry) -> None:
        """Append this besides."""
        self.entries.append(entry)

    def see(
        self, thing: AnyThing, *, cause: Position = NOWHERE, led_to: LedTo | None = None
    ) -> None:
        """A thing is there as it was just seen or made; nothing where it was known so.

        `led_to` says of a fact by which event it was led to, where that differs among them.
        """
        known = self._site[kind_of(thing)]
        entries, after = sighted(self._shop, known.get(thing.key), thing, cause, led_to)
        if entries:
            self._put(known, thing.key, after)
            self._note(entries)

    def miss(self, ref: Ref, *, cause: Position = NOWHERE) -> None:
        """A thing is no longer there; nothing where it was not known."""
        if ref.key in self._site[ref.kind]:
            self._put(self._site[ref.kind], ref.key, _NOTHING)
            self._note([missed(self._shop, ref, cause)])

    def link(self, ref: Ref, shop_key: ShopKey, how: str, *, cause: Position = NOWHERE) -> None:
        """A thing of the till and one of the shop are one; nothing where that is known."""
        if self._links.get(ref) == shop_key:
            return
        if ref.kind is Kind.PRODUCT:
            self.news |= {Kind.IMAGE, Kind.STOCK}
        self._put(self._links, ref, shop_key)
        fact = Linked(key=ref.key, kind=ref.kind, shop_key=shop_key, how=how)
        self._note([Entry(stream=link_stream(self._shop, ref), fact=fact, cause=cause)])

    def unlink(self, ref: Ref, why: str, *, cause: Position = NOWHERE) -> None:
        """They no longer are one; there must be a link."""
        fact = Unlinked(key=ref.key, kind=ref.kind, shop_key=self._links[ref], why=why)
        self._put(self._links, ref, _NOTHING)
        self._note([Entry(stream=link_stream(self._shop, ref), fact=fact, cause=cause)])

    def move_cursor(self, cursor: str | None) -> None:
        """The shop is known up to this cursor."""
        was = self._cursors.get(self._shop, "")
        if cursor is not None and cursor != was:
            self._put(self._cursors, self._shop, cursor)
            self.entries.append(moved(self._shop, cursor, was))

    def take_back(self) -> None:
        """It could not be appended: everything is known as it was before."""
        for where, key, value in reversed(self._before):
            _set(where, key, value)

    def _put(self, where: MutableMapping[Any, Any], key: Any, value: Any) -> None:
        self._before.append((where, key, where.get(key, _NOTHING)))
        _set(where, key, value)

    def _note(self, entries: list[Entry]) -> None:
        self.marks += 1
        self.entries += entries


def _set(where: MutableMapping[Any, Any], key: Any, value: Any) -> None:
    if value is _NOTHING:
        where.pop(key, None)
    else:
        where[key] = value


def sighted(
    connection: ConnectionName,
    known: AnyThing | None,
    thing: AnyThing,
    cause: Position = NOWHERE,
    led_to: LedTo | None = None,
) -> tuple[list[Entry], AnyThing]:
    """What is new about a thing that was known so, or not at all, and how it is known from then on."""
    facts = recognise(known, thing)
    for fact in facts:
        known = evolve(known, fact)
    stream = thing_stream(connection, kind_of(thing), thing.key)
    entries = [
        Entry(stream=stream, fact=fact, cause=cause if led_to is None else led_to(fact))
        for fact in facts
    ]
    return entries, known or thing


def missed(connection: ConnectionName, ref: Ref, cause: Position = NOWHERE) -> Entry:
    """A thing is no longer there."""
    stream = thing_stream(connection, ref.kind, ref.key)
    return Entry(stream=stream, fact=recognise_gone(ref.kind, ref.key), cause=cause)


def moved(connection: ConnectionName, cursor: str, was: str) -> Entry:
    """A connection is known up to a cursor."""
    return Entry(stream=cursor_stream(connection), fact=CursorMoved(cursor=cursor, was=was))


def released(stream: Stream, held: Held) -> Entry:
    """What a stream says is held no longer is."""
    return Entry(stream=stream, fact=Released(key=held.key, kind=held.kind, was=held.reason))
