"""The people whom the log knows, opened to be shown to who asks for them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from pos2web.domain.people import Customer, CustomerSeen, Erased, PersonErased, Sealed
from pos2web.domain.streams import person_stream
from pos2web.domain.wall_clock.names import folded
from pos2web.errors import ArchiveError
from pos2web.log import Event
from pos2web.log.people import People
from pos2web.projections import people as known
from pos2web.projections.people import Person, SeenCustomer
from pos2web.views.archive import Archive


@dataclass(frozen=True, kw_only=True)
class CustomerView:
    """One customer as last seen; `customer` is None where that can't be read."""

    seen: SeenCustomer
    customer: Customer | Erased | None

    @property
    def person(self) -> str:
        """Who it is, by pseudonym."""
        return self.seen.customer.person

    @property
    def of(self) -> str:
        """Which customer of which side it is."""
        return f"{self.seen.connection}/{self.seen.key}"

    @property
    def texts(self) -> list[str]:
        """All by which one may look for somebody."""
        of = self.customer
        said = [of.name, of.email, of.phone, of.company] if isinstance(of, Customer) else []
        return [self.person, self.of, self.seen.key, *filter(None, said)]

    @property
    def title(self) -> str:
        """What one calls them; the pseudonym where that isn't known."""
        return (isinstance(self.customer, Customer) and self.customer.title) or self.person


class Directory:
    """Everybody, for one answer."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.people = People.beside(archive.log.path)
        self.unread: ArchiveError | None = None

    @cached_property
    def cards(self) -> list[CustomerView]:
        """Every customer as last seen."""
        return [
            CustomerView(seen=seen, customer=self.open(seen.customer, seen.stream))
            for seen in known.customers(self._archive.models)
        ]

    @cached_property
    def persons(self) -> dict[str, Person]:
        """Everybody who was ever seen."""
        return known.persons(self._archive.models)

    def cards_of(self, person: str) -> list[CustomerView]:
        """The customers that one person is."""
        return [card for card in self.cards if card.person == person]

    def is_erased(self, person: str) -> bool:
        """Whether a person was erased, by the log or by the keyring."""
        return person in self._erased

    @cached_property
    def _erased(self) -> set[str]:
        by_log = {person for person, row in self.persons.items() if row.erased is not None}
        return by_log | {card.person for card in self.cards if isinstance(card.customer, Erased)}

    def named(self, asked: str) -> list[str]:
        """The persons that may be meant: by pseudonym, customer, name or e-mail."""
        name = folded(asked.strip())
        if name in self.persons:
            return [name]
        return sorted({card.person for card in self.cards if name in map(folded, card.texts)})

    def open(self, sealed: Sealed, stream: str) -> Customer | Erased | None:
        """What is known of somebody; None where it can't be read: then `unread` says why."""
        try:
            return self.people.open(sealed, stream)
        except ArchiveError as error:
            self.unread = self.unread or error
            return None

    def events_of(self, person: str) -> list[Event]:
        """All events that hold something of a person, or are about them, the first first."""
        log = self._archive.log
        found = [*log.read_stream(person_stream(person))]
        for stream in known.streams(self._archive.models, person):
            found += [event for event in log.read_stream(stream) if is_about(event, person)]
        return sorted(found, key=lambda event: event.position)

    def values(self, card: CustomerView) -> dict[str, Any]:
        """One customer, for JSON."""
        row = self.persons[card.person]
        return {
            "person": card.person,
            "is_erased": self.is_erased(card.person),
            "connection": card.seen.connection,
            "key": card.seen.key,
            "first_seen": row.first,
            "last_seen": row.last,
            "customer": plain(card.customer),
        }


def is_about(event: Event, person: str) -> bool:
    """Whether an event is about this person."""
    match event.fact:
        case CustomerSeen(customer=Sealed(person=whose)) | PersonErased(person=whose):
            return whose == person
        case _:
            return False


def plain(customer: Customer | Erased | None) -> dict[str, Any] | None:
    """What is known of a customer, every field of it; None where nothing can be read."""
    if not isinstance(customer, Customer):
        return None
    addresses = [msgspec.structs.asdict(each) for each in customer.addresses]
    return msgspec.structs.asdict(customer) | {"addresses": addresses}
