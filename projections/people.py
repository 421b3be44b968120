"""The people whom the log knows, and which customer of which side is who; their data stays sealed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from pos2web.domain.people import CustomerSeen, PersonErased, Sealed
from pos2web.domain.streams import Stream, customer_stream
from pos2web.domain.values import ConnectionName
from pos2web.log.instants import Instants, to_micros
from pos2web.log.records import Event
from pos2web.projections.following.handlers import Handlers, connection_of
from pos2web.projections.following.rows import (
    METADATA,
    Batch,
    Columns,
    Database,
    TableShape,
    stored,
)

ASKED_MAX = 500


class Person(NamedTuple):
    """When somebody was first seen and last, and when their data were erased, None if they weren't."""

    first: datetime
    last: datetime
    erased: datetime | None = None


class KnownCustomer(NamedTuple):
    """A customer as last seen, at a position."""

    customer: Sealed
    position: int


class SeenCustomer(NamedTuple):
    """A customer as last seen, with the connection whose customer it is and the key there."""

    connection: ConnectionName
    key: str
    customer: Sealed
    position: int

    @property
    def stream(self) -> Stream:
        """The stream that it was sealed for."""
        return customer_stream(self.connection, self.key)


def _pack_person(person: Person) -> Columns:
    return tuple(None if at is None else to_micros(at) for at in person)


def _unpack_person(row: Sequence[Any]) -> Person:
    _, first, last, erased = row
    instants = Instants()
    return Person(instants[first], instants[last], None if erased is None else instants[erased])


def _pack_known(known: KnownCustomer) -> Columns:
    return (known.customer.person, known.customer.box, known.position)


def _unpack_known(row: Sequence[Any]) -> KnownCustomer:
    _, _, person, box, position = row
    return KnownCustomer(Sealed(person=person, box=box), position)


PERSONS: TableShape[Person] = TableShape(
    sa.Table(
        "people",
        METADATA,
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("erased", sa.Integer),
    ),
    _pack_person,
    _unpack_person,
)
CUSTOMERS: TableShape[KnownCustomer] = TableShape(
    sa.Table(
        "customers",
        METADATA,
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("box", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Index("customers_person", "person"),
    ),
    _pack_known,
    _unpack_known,
)


SIGHTS: TableShape[int] = TableShape(
    sa.Table(
        "sights",
        METADATA,
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("connection", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    ),
    lambda position: (position,),
    lambda row: row[3],
)
"""As which customers each person was ever seen, also where that is somebody else by now."""


def persons(database: Database) -> dict[str, Person]:
    """Everybody who was ever seen, by pseudonym."""
    return {person: known for (person,), known in stored(database, PERSONS)}


def person(database: Database, name: str) -> Person | None:
    """One of them, by pseudonym."""
    of_person = PERSONS.table.c.person == name
    return next((known for _, known in stored(database, PERSONS, of_person)), None)


def is_anybody(database: Database) -> bool:
    """Whether the log ever knew of anybody."""
    with database.engine.connect() as opened:
        return opened.execute(sa.select(PERSONS.table.c.person).limit(1)).first() is not None


def customer(database: Database, connection: ConnectionName, key: str) -> SeenCustomer | None:
    """A customer as last seen; None where they never were."""
    columns = CUSTOMERS.table.c
    found = _seen(database, columns.connection == connection, columns.key == key)
    return next(iter(found), None)


def customers_by_key(
    database: Database, connection: ConnectionName, keys: Iterable[str]
) -> dict[str, SeenCustomer]:
    """Customers of one connection, by the keys given: those that were ever seen, as last seen."""
    columns = CUSTOMERS.table.c
    return {
        seen.key: seen
        for some in _parts(keys)
        for seen in _seen(database, columns.connection == connection, columns.key.in_(some))
    }


def erased_of(database: Database, persons: Iterable[str]) -> set[str]:
    """Which of the people given had their data erased."""
    columns = PERSONS.table.c
    return {
        person
        for some in _parts(persons)
        for (person,), _ in stored(
            database, PERSONS, columns.person.in_(some), columns.erased.is_not(None)
        )
    }


def customers(database: Database, of: str | None = None) -> list[SeenCustomer]:
    """Every customer as last seen, or those that are one person."""
    is_meant = () if of is None else (CUSTOMERS.table.c.person == of,)
    return _seen(database, *is_meant)


def streams(database: Database, of: str) -> list[Stream]:
    """The streams in which something of a person was ever recorded."""
    is_meant = SIGHTS.table.c.person == of
    found = [key for key, _ in stored(database, SIGHTS, is_meant)]
    return [customer_stream(connection, key) for _, connection, key in found]


def _parts(names: Iterable[str]) -> Iterator[list[str]]:
    """As many at a time as one query may ask for."""
    left = iter(names)
    while some := list(islice(left, ASKED_MAX)):
        yield some


def _seen(database: Database, *conditions: sa.ColumnElement[bool]) -> list[SeenCustomer]:
    rows = stored(database, CUSTOMERS, *conditions)
    return [SeenCustomer(connection, key, *known) for (connection, key), known in rows]


def _customer_seen(batch: Batch, event: Event, fact: CustomerSeen) -> None:
    sealed, at, connection = fact.customer, event.recorded_at, connection_of(event)
    batch.put(CUSTOMERS, (connection, fact.key), KnownCustomer(sealed, event.position))
    batch.put(SIGHTS, (sealed.person, connection, fact.key), event.position)
    known = batch.get(PERSONS, (sealed.person,)) or Person(at, at)
    batch.put(PERSONS, (sealed.person,), known._replace(last=at))


def _erased(batch: Batch, event: Event, fact: PersonErased) -> None:
    at = event.recorded_at
    known = batch.get(PERSONS, (fact.person,)) or Person(at, at)
    batch.put(PERSONS, (fact.person,), known._replace(erased=known.erased or at))


HANDLERS: Handlers = {CustomerSeen: _customer_seen, PersonErased: _erased}
