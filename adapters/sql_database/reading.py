"""One observation of a till's database: kind by kind, whole records only of what is new."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import NamedTuple

from pos2web.adapters.sql_database.client import Reading
from pos2web.adapters.sql_database.feed import (
    Cursor,
    Listed,
    Listing,
    Mark,
    fingerprint,
    listing,
    print_listing,
)
from pos2web.adapters.sql_database.mapping import Mapping, Stocks, Things
from pos2web.adapters.sql_database.spool import Spool
from pos2web.adapters.sql_database.tables import Found, Manner, Table, option_things
from pos2web.domain.values import Kind, Ref
from pos2web.messages import message
from pos2web.ports import Page, Unreadable


class Timing(NamedTuple):
    """The second of this observation, and how far it looks back behind the last."""

    now_s: int
    overlap_s: int


class Observation:
    """What one transaction shows after a cursor."""

    def __init__(
        self, reading: Reading, mapping: Mapping, manner: Manner, *, timing: Timing, page_size: int
    ) -> None:
        self._reading = reading
        self._mapping = mapping
        self._manner = manner
        self._timing = timing
        self._page_size = page_size

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """Yield every kind; each ends with a cursor that knows it."""
        for kind in Kind:
            with closing(Spool(Found)) as spool:
                listed, found = self._kind(kind, cursor.marks.get(kind), spool)
                yield from self._whole(found, listed)
                yield from self._unchanged(kind, listed)
                cursor = cursor.moved(kind, listed.mark)
                unreadable = tuple(_nameless_and_doubled(kind, listed))
                yield Page(unreadable=unreadable, complete=(kind,), cursor=cursor.written())

    def _kind(
        self, kind: Kind, before: Mark | None, spool: Spool[Found]
    ) -> tuple[Listing, Iterable[Found]]:
        section = self._mapping.of(kind)
        if kind in (Kind.OPTION, Kind.OPTION_VALUE):
            things = option_things(self._reading, kind, self._mapping, self._manner.language)
            return by_prints((Found(key=thing.key, thing=thing) for thing in things), before, spool)
        if not isinstance(section, Things | Stocks):
            return by_prints((), before, spool)
        table = Table(self._reading, kind, section, self._manner)
        if table.has_marks:
            return self._by_marks(table, before)
        rows = table.found(None)
        if table.may_lack_keys:
            rows = (row for row in rows if row.key is not None)
        return by_prints(rows, before, spool)

    def _by_marks(self, table: Table, before: Mark | None) -> tuple[Listing, Iterable[Found]]:
        listed = listing(
            table.listed(),
            before,
            watch=table.watched(),
            now_s=self._timing.now_s,
            overlap_s=self._timing.overlap_s,
        )
        if not listed.wanted:
            return listed, ()
        if len(listed.wanted) == len(listed.lookups):
            return listed, table.found(None)
        lookups = dict.fromkeys(listed.lookups[key] for key in listed.wanted)
        return listed, table.found(list(lookups))

    def _whole(self, found: Iterable[Found], listed: Listing) -> Iterator[Page]:
        wanted = (
            row for row in found if row.key in listed.wanted and row.key not in listed.doubled
        )
        while part := list(islice(wanted, self._page_size)):
            yield Page(
                things=tuple(row.thing for row in part if row.thing is not None),
                unreadable=tuple(row.unreadable for row in part if row.unreadable is not None),
            )

    def _unchanged(self, kind: Kind, listed: Listing) -> Iterator[Page]:
        refs = (Ref(kind, key) for key in listed.unchanged if key not in listed.doubled)
        while part := tuple(islice(refs, self._page_size)):
            yield Page(unchanged=part)


def by_prints(
    found: Iterable[Found], before: Mark | None, spool: Spool[Found]
) -> tuple[Listing, Iterable[Found]]:
    """Read everything once, and give back what has another fingerprint than before."""
    rows = (
        Listed(key=row.key, lookup=None, fingerprint=fingerprint(spool.add(row))) for row in found
    )
    return print_listing(rows, before), spool


def _nameless_and_doubled(kind: Kind, listed: Listing) -> Iterator[Unreadable]:
    """What the keys alone show to be wrong: rows that can't be told apart."""
    for key, count in listed.doubled.items():
        reason = message(
            "{count} rows of {kind} have the key {key}: which one is meant can't be told",
            count=count,
            kind=kind,
            key=key,
        )
        yield Unreadable(ref=Ref(kind, key), reason=str(reason))
    if listed.keyless:
        reason = message("{keyless} rows of {kind} have no key", keyless=listed.keyless, kind=kind)
        yield Unreadable(ref=Ref(kind, ""), reason=str(reason))
