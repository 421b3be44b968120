"""Customers are recorded sealed, once; who is erased is gone from everything that there is."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pos2web.domain.connections import MAIN_SHOP
from pos2web.domain.people import Customer, CustomerSeen, Erased, PersonErased
from pos2web.domain.streams import Stream
from pos2web.engine.people import CustomerRecorder
from pos2web.errors import ArchiveError, RuleError
from pos2web.log import Entry, Envelope, Log
from pos2web.log.keyring import Keyring
from pos2web.log.sealing import seal
from pos2web.projections import people as known
from pos2web.projections.read_models import ReadModels
from pos2web.projections.snapshots.files import take
from tests.log.conftest import counted

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHOP = MAIN_SHOP
SEEN = Envelope(actor="shop", connection=SHOP)
JEANNE = Customer(name="Jeanne Martin", email="jeanne.martin@example.org")
PAUL = Customer(name="Paul Durand", phone="+33 6 00 00 00 01")


class Shop:
    """A log with read models and keys, in a folder."""

    def __init__(self, folder: Path, log: Log, models: ReadModels) -> None:
        self.folder = folder
        self.register = CustomerRecorder.of(log, models)

    @property
    def log(self) -> Log:
        return self.register.log

    def sees(self, **customers: Customer) -> list[int]:
        """Record these customers as the shop shows them."""
        entries = self.register.recognise(SHOP, customers)
        positions: list[int] = [*self.log.append(entries, SEEN)]
        self.register.models.catch_up(self.log)
        self.register.models.catch_up_history(self.log)
        return positions

    def who(self, key: str) -> str:
        """The person that a customer is by now."""
        seen = known.customer(self.register.models, SHOP, key)
        assert seen is not None
        return seen.customer.person

    def shows(self, key: str) -> Customer | Erased:
        """What can be read of a customer."""
        seen = known.customer(self.register.models, SHOP, key)
        assert seen is not None
        return self.register.people.open(seen.customer, seen.stream)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with (
        Log.open(tmp_path / "log.db", clock=lambda: NOON) as log,
        closing(ReadModels.open(tmp_path / "models.db", tmp_path / "history.db")) as models,
    ):
        yield Shop(tmp_path, log, models)


def test_a_customer_is_recorded_sealed_and_once(shop: Shop) -> None:
    first = shop.sees(a=JEANNE, b=PAUL)
    again = shop.sees(a=JEANNE, b=PAUL)

    assert (len(first), again) == (2, [])
    assert (shop.shows("a"), shop.shows("b")) == (JEANNE, PAUL)
    assert shop.who("a") != shop.who("b")


def test_a_customer_who_changed_stays_the_same_person(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    person, moved = shop.who("a"), Customer(name="Jeanne Martin", phone="+33 6 00 00 00 02")

    positions = shop.sees(a=moved, b=PAUL)

    assert len(positions) == 1
    assert (shop.who("a"), shop.shows("a")) == (person, moved)


def test_the_key_is_on_disk_before_anything_is_sealed_with_it(shop: Shop) -> None:
    (entry,) = shop.register.recognise(SHOP, {"a": JEANNE})

    assert isinstance(entry.fact, CustomerSeen)
    assert Keyring(shop.folder / "people.keys").living == {entry.fact.customer.person}
    assert shop.log.head == 0


def test_erased_once_and_for_all(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    person = shop.who("a")

    first = shop.register.erase(person, actor="user:Marie")
    again = shop.register.erase(person, actor="user:Marie")

    (event,) = shop.log.read(first[0] - 1)
    assert (event.fact, event.actor) == (PersonErased(person=person), "user:Marie")
    assert again == []
    assert (shop.shows("a"), shop.shows("b")) == (Erased(person), PAUL)
    row = known.person(shop.register.models, person)
    assert row is not None
    assert row.erased == NOON


def test_who_is_seen_again_after_that_is_somebody_new(shop: Shop) -> None:
    shop.sees(a=JEANNE)
    before = shop.who("a")
    shop.register.erase(before, actor="user:Marie")

    positions = shop.sees(a=JEANNE)
    again = shop.sees(a=JEANNE)

    assert (len(positions), again) == (1, [])
    assert shop.who("a") != before
    assert shop.shows("a") == JEANNE


def test_who_nobody_knows_cannot_be_erased(shop: Shop) -> None:
    shop.sees(a=JEANNE)

    with pytest.raises(RuleError, match="no person 9c1d4f60aa27be35"):
        shop.register.erase("9c1d4f60aa27be35", actor="user:Marie")


def test_without_the_keyring_nothing_is_recorded_and_nothing_begun_anew(shop: Shop) -> None:
    shop.sees(a=JEANNE)
    person, head = shop.who("a"), shop.log.head
    (shop.folder / "people.keys").rename(shop.folder / "elsewhere")

    for ask in (
        lambda: shop.sees(b=PAUL),
        lambda: shop.sees(a=PAUL),
        lambda: shop.register.erase(person, actor="user:Marie"),
        lambda: shop.register.settle(actor="task:upkeep"),
    ):
        with pytest.raises(ArchiveError, match=r"people\.keys is not there"):
            ask()

    assert (shop.log.head, (shop.folder / "people.keys").exists()) == (head, False)
    (shop.folder / "elsewhere").rename(shop.folder / "people.keys")
    assert shop.shows("a") == JEANNE


def test_where_nobody_is_known_there_is_nothing_to_settle(shop: Shop) -> None:
    assert shop.register.settle(actor="task:upkeep") == []
    assert not (shop.folder / "people.keys").exists()


def test_a_kill_between_the_record_and_the_key_is_healed(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    person = shop.who("a")
    fact = PersonErased(person=person)
    shop.log.append(
        [Entry(stream=Stream(f"person/{person}"), fact=fact)], Envelope(actor="user:Marie")
    )
    shop.register.models.catch_up(shop.log)

    assert shop.register.settle(actor="task:upkeep") == [person]
    assert shop.register.settle(actor="task:upkeep") == []

    assert (shop.shows("a"), shop.shows("b")) == (Erased(person), PAUL)


def test_an_older_log_with_the_newest_keyring_is_told_who_is_erased(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    person = shop.who("a")
    shop.register.people.keyring.destroy(person)  # As after the log's end, which a restore lost.

    assert shop.register.settle(actor="task:upkeep") == [person]

    facts = [event.fact for event in shop.log.read_stream(Stream(f"person/{person}"))]
    assert facts == [PersonErased(person=person)]
    assert shop.register.settle(actor="task:upkeep") == []


def test_an_old_keyring_is_told_once_the_rest_is_done(shop: Shop) -> None:
    path = shop.folder / "people.keys"
    shop.sees(a=JEANNE)
    old = path.read_bytes()
    shop.sees(b=PAUL)
    jeanne, paul = shop.who("a"), shop.who("b")
    shop.register.erase(jeanne, actor="user:Marie")
    path.write_bytes(old)

    with pytest.raises(ArchiveError, match=rf"people\.keys has no key of 1 people .* as {paul}"):
        shop.register.settle(actor="task:upkeep")

    assert Keyring(path).erased == {jeanne}
    shop.register.erase(paul, actor="user:Marie")
    assert shop.register.settle(actor="task:upkeep") == []
    shop.sees(b=PAUL)
    assert shop.shows("b") == PAUL


def test_before_that_is_told_who_is_seen_again_is_somebody_new(shop: Shop) -> None:
    shop.sees(a=JEANNE)
    person = shop.who("a")
    shop.register.people.keyring.destroy(person)

    shop.sees(a=JEANNE)

    assert shop.who("a") != person
    assert shop.shows("a") == JEANNE


SECRETS = ("Jeanne", "jeanne", "Martin", "example.org", "Durand", "+33", "Lyon")


def everything(folder: Path) -> dict[str, bytes]:
    """Every file of an installation, as it is on disk."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_file_holds_people_in_clear(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    shop.log.append([counted(quantity) for quantity in range(50)], SEEN)
    shop.sees(a=Customer(name="Jeanne Martin", company="Lyon"))
    seal(shop.log, shop.log.segments, events=20)
    take(shop.register.models, shop.folder / "snapshots")

    files = everything(shop.folder)

    assert {"log.db", "log.db-wal", "models.db", "history.db", "people.keys"} <= files.keys()
    assert any("segments" in name for name in files)
    assert any("snapshots" in name for name in files)
    found = [
        (name, secret)
        for name, content in files.items()
        for secret in SECRETS
        if secret.encode() in content or secret.encode("utf-16-le") in content
    ]
    assert found == []


def test_after_an_erasure_all_else_goes_on_as_it_was(shop: Shop) -> None:
    shop.sees(a=JEANNE, b=PAUL)
    shop.log.append([counted(quantity) for quantity in range(50)], SEEN)
    seal(shop.log, shop.log.segments, events=20)
    person = shop.who("a")
    segments = everything(shop.log.segments)
    events = [*shop.log.read()]
    digest = shop.log.digest_at(shop.log.head)

    (position,) = shop.register.erase(person, actor="user:Marie")
    shop.register.models.rebuild(shop.log)

    assert everything(shop.log.segments) == segments
    assert [*shop.log.read(upto=position - 1)] == events
    assert shop.log.digest_at(position - 1) == digest
    assert shop.log.verify().ok
    assert (shop.shows("a"), shop.shows("b")) == (Erased(person), PAUL)


STEPS = (1, 3, 4, 5, 6, 7, 9, 11)
"""After so many of the 13 times that files are opened or renamed a life is ended."""

KILLED = """
import os, sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from pos2web.domain.people import Customer
from pos2web.engine.people import CustomerRecorder
from pos2web.log import Envelope, Log
from pos2web.projections import people as known
from pos2web.projections.read_models import ReadModels

folder, steps = Path(sys.argv[1]), int(sys.argv[2])
count = 0

def step(event, arguments):
    global count
    if event in ("os.rename", "os.truncate") or (
        event == "open" and "people.keys" in str(arguments[0])
    ):
        count += 1
        if count > steps:
            os._exit(9)

with (
    Log.open(folder / "log.db", clock=lambda: datetime.now(UTC)) as log,
    closing(ReadModels.open(folder / "models.db", folder / "history.db")) as models,
):
    models.catch_up(log)
    register = CustomerRecorder.of(log, models)
    sys.addaudithook(step)
    names = sys.argv[3].split(",")
    entries = register.recognise("shop:main", {each: Customer(name=each) for each in names})
    log.append(entries, Envelope(actor="shop", connection="shop:main"))
    models.catch_up(log)
    newest = max((row.first, who) for who, row in known.persons(models).items())[1]
    register.erase(newest, actor="user:Marie")
"""


def test_killed_anywhere_nothing_is_lost_and_nobody_comes_back(tmp_path: Path) -> None:
    exits: list[int] = []
    for steps in [*STEPS, 10**6]:
        names = f"c{steps},d{steps % 3}"
        ended = subprocess.run(  # noqa: S603 - this program
            [sys.executable, "-c", KILLED, str(tmp_path), str(steps), names],
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        exits.append(ended.returncode)
        with (
            Log.open(tmp_path / "log.db", clock=lambda: NOON) as log,
            closing(ReadModels.open(tmp_path / "models.db", tmp_path / "history.db")) as models,
        ):
            models.catch_up(log)
            shop = Shop(tmp_path, log, models)
            shop.register.settle(actor="task:upkeep")
            gone = {who for who, row in known.persons(models).items() if row.erased}
            for seen in known.customers(models):
                opened = shop.register.people.open(seen.customer, seen.stream)
                person = seen.customer.person
                wanted = Erased(person) if person in gone else Customer(name=seen.key)
                assert opened == wanted
            assert log.verify().ok

    assert set(exits) == {0, 9}
