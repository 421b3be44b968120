"""Who changed what, when, in which run, from what to what: found by any of it, told from the log.

Only what events are found by is kept here; what they say is read from the log, where alone it is.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, Protocol, TypedDict, Unpack

import msgspec

from pos2web.domain.changes import Change
from pos2web.domain.connections import is_shop, is_till
from pos2web.domain.facts import (
    ChangeClaimed,
)
from pos2web.domain.values import ConnectionName, Kind, Ref
from pos2web.log.records import Event
from pos2web.projections import reference
from pos2web.projections.following import progress
from pos2web.projections.following.database import reading
from pos2web.projections.following.follower import EventSource
from pos2web.projections.following.handlers import connection_of, run_of
from pos2web.projections.following.rows import Database
from pos2web.projections.history.outline import OUTCOMES, outline
from pos2web.projections.history.searching import Search, Sought, Together, one, text
from pos2web.projections.history.terms import (
    ACTOR,
    CONNECTION,
    FIELD,
    KEY,
    KIND,
    RUN,
    TASK,
    TILL_KEY,
    TOLD,
    TYPE_NAMES,
    term,
    thing,
)

CHUNK_EVENTS = 1_000
"""So many events at a time are read where there is no end of them."""

GAP_EVENTS = 10
"""So many events are sooner read than passed over."""


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event in short. `event` is its id, `position` its place: the log has all of it.

    `key` is the thing's key on `connection`; where that is a shop and the event names the till's
    thing too, `till_key` is its key there.
    """

    position: int
    recorded_at: datetime
    actor: str
    run: str
    connection: ConnectionName
    kind: Kind | None
    key: str | None
    till_key: str | None
    type: str
    field: str
    before: str | None
    after: str | None
    cause: int
    event: str


class Criteria(TypedDict, total=False):
    """Which events are asked for: those that meet all that is given.

    `key` is a till's or a shop's. `reference` is what people call a product: its reference, EAN
    or key, of now or of before; its variants, photos, stock and what is linked to them on shops
    come with it. With either of them `kind` says what is called so, and otherwise of which kind
    the things are. `task` is who did it, what it is about, or what the run did that it happened in.
    `since` is included, `until` is not. `text` is words in what was and in what is, or their
    beginnings, all of them. `before_position` and `after_position` are not included. `folded`
    leaves out what another line says as well: a claim that was answered, what a confirmed write
    made of the site, where a run began, that a plan was made or a run found nothing to do, how far
    was read, a shop's ways of writing, and by which channel an alert was told.
    """

    kind: Kind | None
    key: str | None
    reference: str | None
    run: str | None
    task: str | None
    actor: str | None
    connection: ConnectionName | None
    field: str | None
    since: datetime | None
    until: datetime | None
    text: str | None
    before_position: int | None
    after_position: int | None
    folded: bool


class DatedLog(EventSource, Protocol):
    """A log in which positions are found by instants."""

    def position_at(self, instant: datetime) -> int:
        """The last position at this instant or before; 0 before the first."""
        ...


class HistoryModels(Database, Protocol):
    """The read models, with the history open beside the state."""

    @property
    def past(self) -> Database | None: ...


class Record(NamedTuple):
    """An event, and the change that it answers where it is an outcome."""

    event: Event
    change: Change | None

    @property
    def line(self) -> HistoryRow:
        """This event as one row of a list."""
        event, is_of_shop = self.event, is_shop(connection_of(self.event))
        said = outline(event.fact, self.change, of_shop=is_of_shop)
        return HistoryRow(
            position=event.position,
            recorded_at=event.recorded_at,
            actor=event.actor,
            run=run_of(event),
            connection=connection_of(event),
            kind=None if said.kind is None else Kind(said.kind),
            key=said.key,
            till_key=said.till_key,
            type=TYPE_NAMES[type(event.fact)],
            field=said.field,
            before=said.before,
            after=said.after,
            cause=event.cause,
            event=event.id,
        )


def query(
    models: HistoryModels, log: DatedLog, *, limit: int = 50, **criteria: Unpack[Criteria]
) -> list[HistoryRow]:
    """The lines that meet the criteria, newest first; `before_position` gives the next page.

    Raises RuleError where a text is too short to say what is meant.
    """
    return [record.line for record in records(models, log, limit=limit, **criteria)]


def records(
    models: HistoryModels,
    log: DatedLog,
    *,
    limit: int,
    newest_first: bool = True,
    **criteria: Unpack[Criteria],
) -> list[Record]:
    """The events that meet the criteria, so many at most, in this order. Raises as `query` does.

    None are given after the position that the history is at.
    """
    if models.past is None:
        raise TypeError("only the state is open, not the history")
    with reading(models.past.engine) as cursor:
        asked = _Asked(models, log, cursor)
        search = Search(cursor, asked.sought(criteria))
        first, last = asked.span(criteria)
        found = [*islice(search.positions(first, last, newest_first=newest_first), limit)]
    return read(log, found)


def pages(
    models: HistoryModels, log: DatedLog, *, limit: int | None = None, **criteria: Unpack[Criteria]
) -> Iterator[list[Record]]:
    """Every event that meets the criteria, or so many, oldest first, a thousand at a time.

    What is followed meanwhile comes too. Raises as `query` does.
    """
    while limit is None or limit > 0:
        count = CHUNK_EVENTS if limit is None else min(limit, CHUNK_EVENTS)
        found = records(models, log, limit=count, newest_first=False, **criteria)
        if not found:
            return
        yield found
        criteria["after_position"] = found[-1].event.position
        limit = None if limit is None else limit - len(found)


def read(log: EventSource, positions: Sequence[int]) -> list[Record]:
    """The events at these positions, in their order, with what each of them answers."""
    events = events_at(log, positions)
    answered = {event.cause for event in events.values() if isinstance(event.fact, OUTCOMES)}
    causes = events | events_at(log, answered - events.keys() - {0})
    return [
        Record(event, _answered(event, causes.get(event.cause)))
        for event in (events[position] for position in positions if position in events)
    ]


def events_at(log: EventSource, positions: Iterable[int]) -> dict[int, Event]:
    """The events at these positions."""
    sorted_positions = sorted(positions)
    found: dict[int, Event] = {}
    while sorted_positions:
        near = 1
        while (
            near < len(sorted_positions)
            and sorted_positions[near] - sorted_positions[near - 1] <= GAP_EVENTS
        ):
            near += 1
        here, sorted_positions = set(sorted_positions[:near]), sorted_positions[near:]
        events = log.read(min(here) - 1, upto=max(here))
        found |= {event.position: event for event in events if event.position in here}
    return found


def _answered(event: Event, cause: Event | None) -> Change | None:
    fact = event.fact
    if cause is None or not isinstance(fact, OUTCOMES):
        return None
    claim = cause.fact
    if isinstance(claim, ChangeClaimed) and claim.change.id == fact.change:
        return claim.change
    return None


class _Asked:
    """What criteria mean, in terms and in positions."""

    def __init__(self, models: HistoryModels, log: DatedLog, cursor: sqlite3.Cursor) -> None:
        self._models = models
        self._log = log
        self._cursor = cursor

    def span(self, criteria: Criteria) -> tuple[int, int]:
        """The first position and the last."""
        first = (criteria.get("after_position") or 0) + 1
        last = progress.read(self._cursor).position
        if (before := criteria.get("before_position")) is not None:
            last = min(last, before - 1)
        if (since := criteria.get("since")) is not None:
            first = max(first, self._log.position_at(since - _INSTANT) + 1)
        if (until := criteria.get("until")) is not None:
            last = min(last, self._log.position_at(until - _INSTANT))
        return first, last

    def sought(self, criteria: Criteria) -> list[Sought]:
        """All that must stand at a position, what is seldom first."""
        asked: dict[str, Any] = {
            name: value for name, value in criteria.items() if value is not None
        }
        sought = [one(term(sort, asked[name])) for name, sort in _SELDOM.items() if name in asked]
        kind = asked.get("kind")
        if (name := asked.get("reference")) is not None:
            sought.append(Sought(self._called(name, kind)))
        if (key := asked.get("key")) is not None:
            sought.append(Sought(_with_key(key, kind)))
        if (words := asked.get("text")) is not None:
            sought.extend(text(self._cursor, words))
        sought += [one(term(sort, asked[name])) for name, sort in _OFTEN.items() if name in asked]
        if kind is not None and name is None and key is None:
            sought.append(one(term(KIND, kind)))
        if asked.get("folded"):
            sought.append(Sought([(TOLD,)], also=self._open_claims()))
        return sought

    def _open_claims(self) -> list[int]:
        return [each for (each,) in self._cursor.execute("SELECT position FROM claims")]

    def _called(self, name: str, kind: Kind | None) -> list[Together]:
        """What happened to the things of this name, at the till and on every shop."""
        things = {
            (match.connection, match.ref) for match in reference.family(self._models, name, kind)
        }
        tills = [(connection, ref) for connection, ref in things if is_till(connection)]
        said_of_tills = [(thing(TILL_KEY, ref.kind, ref.key),) for _, ref in tills]
        things |= {each for _, ref in tills for each in self._linked(ref)}
        return [*said_of_tills, *(_at(connection, ref) for connection, ref in things)]

    def _linked(self, ref: Ref) -> Iterator[tuple[ConnectionName, Ref]]:
        """What was ever linked to a till's thing on the shops, and what belongs to it there."""
        query = "SELECT connection, shop_key FROM linked WHERE kind = ? AND key = ?"
        for connection, key in self._cursor.execute(query, (ref.kind, ref.key)).fetchall():
            yield connection, Ref(ref.kind, key)
            if ref.kind is Kind.PRODUCT:
                for member in reference.members_on_shop(self._models, connection, key):
                    yield connection, member


_INSTANT = timedelta(microseconds=1)

_SELDOM = {"run": RUN}
_OFTEN = {"field": FIELD, "task": TASK, "actor": ACTOR, "connection": CONNECTION}


def _at(connection: ConnectionName, ref: Ref) -> Together:
    return (thing(KEY, ref.kind, ref.key), term(CONNECTION, connection))


def _with_key(key: str, kind: Kind | None) -> list[Together]:
    kinds = [kind] if kind is not None else [None, *Kind]
    return [(thing(sort, each, key),) for sort in (KEY, TILL_KEY) for each in kinds]
