"""People: customers that were seen are recorded sealed; whoever asks for it is erased."""

from collections.abc import Mapping
from dataclasses import dataclass

from pos2web.domain.people import Customer, CustomerSeen, PersonErased
from pos2web.domain.streams import customer_stream, person_stream
from pos2web.domain.values import ConnectionName
from pos2web.errors import RuleError
from pos2web.log import Entry, Envelope, Log
from pos2web.log.people import People
from pos2web.messages import message
from pos2web.projections import people as known
from pos2web.projections.read_models import ReadModels


@dataclass(frozen=True, kw_only=True)
class CustomerRecorder:
    """Where people are known: the log, the read models and the keys. Only who may write to the log
    may add to it."""

    log: Log
    models: ReadModels
    people: People

    @classmethod
    def of(cls, log: Log, models: ReadModels) -> "CustomerRecorder":
        """That of a log."""
        return cls(log=log, models=models, people=People.beside(log.path))

    def recognise(self, connection: ConnectionName, seen: Mapping[str, Customer]) -> list[Entry]:
        """The entries that record a connection's customers, by key, as they are by now.

        None for whom nothing is new: seen twice, they are recorded once. Who was never seen, or was
        erased since, is a new person; their keys are on disk when this returns. The read models must
        be at the log's end. Raises ArchiveError where the keyring is missing or damaged.
        """
        persons: dict[str, str] = {}
        new: list[str] = []
        before = known.customers_by_key(self.models, connection, seen)
        erased = known.erased_of(self.models, {each.customer.person for each in before.values()})
        for key, customer in seen.items():
            last = before.get(key)
            if last is None or self._is_gone(last.customer.person, erased):
                new.append(key)
            elif self.people.open(last.customer, last.stream) != customer:
                persons[key] = last.customer.person
        persons |= dict(zip(new, self._made(len(new)), strict=True))
        return [self._entry(connection, key, person, seen[key]) for key, person in persons.items()]

    def erase(self, person: str, *, actor: str) -> list[int]:
        """Let nobody read any more what the log holds of a person; the positions that say so.

        It is recorded, then the key is destroyed: killed in between, `settle` or another call goes
        on. Raises RuleError for somebody who isn't known, ArchiveError where the keyring is missing
        or damaged: then nothing is recorded.
        """
        row = known.person(self.models, person)
        if row is None:
            raise RuleError(
                message(
                    "the log knows of no person {person}; see `pos2web privacy list`", person=person
                )
            )
        self.people.keyring.check()
        positions = [] if row.erased else self._record([person], actor)
        self.people.keyring.destroy(person)
        return positions

    def settle(self, *, actor: str) -> list[str]:
        """Finish what was begun: who is erased by the log has no key, and who has none is erased.

        The former after a kill, or when an old keyring took the place of the newest; the latter when
        the log was brought back to a point before. Who it was about. Raises ArchiveError where the
        keyring is damaged, or missing although the log knows somebody, and, once the rest is done,
        where it is an old one: it never had a key of somebody who isn't erased.
        """
        keyring, persons = self.people.keyring, known.persons(self.models)
        if persons:
            keyring.check()
        to_destroy = sorted(
            person for person in keyring.living if (row := persons.get(person)) and row.erased
        )
        for person in to_destroy:
            keyring.destroy(person)
        to_record = sorted(
            person for person in keyring.erased if (row := persons.get(person)) and not row.erased
        )
        self._record(to_record, actor)
        if persons:
            keyring.check(person for person, row in persons.items() if not row.erased)
        return to_destroy + to_record

    def _is_gone(self, person: str, erased: set[str]) -> bool:
        """By the log, or by the keyring where a restore lost the log's end."""
        return person in erased or self.people.keyring.key(person) is None

    def _made(self, count: int) -> list[str]:
        if count == 0:
            return []
        is_first = not known.is_anybody(self.models)
        return self.people.keyring.add(count, is_first=is_first)

    def _entry(
        self, connection: ConnectionName, key: str, person: str, customer: Customer
    ) -> Entry:
        stream = customer_stream(connection, key)
        sealed = self.people.seal(person, stream, customer)
        return Entry(stream=stream, fact=CustomerSeen(key=key, customer=sealed))

    def _record(self, persons: list[str], actor: str) -> list[int]:
        entries = [
            Entry(stream=person_stream(person), fact=PersonErased(person=person))
            for person in persons
        ]
        positions: list[int] = [*self.log.append(entries, Envelope(actor=actor))]
        self.models.catch_up(self.log)
        return positions
