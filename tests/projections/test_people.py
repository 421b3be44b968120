"""Who the log knows, which customer is who, and who was erased; their data stays sealed."""

from datetime import timedelta

from pos2web.domain.people import CustomerSeen, PersonErased, Sealed
from pos2web.projections import people
from pos2web.projections.people import Person, SeenCustomer
from pos2web.projections.read_models import ReadModels
from tests.projections.given import NOON, SHOP, TILL, ListedLog

MINUTE = timedelta(minutes=1)
BOX, LATER = Sealed(person="p1", box="AQ=="), Sealed(person="p1", box="AQI=")


def seen(key: str, customer: Sealed) -> CustomerSeen:
    return CustomerSeen(key=key, customer=customer)


def test_a_customer_is_as_last_seen(models: ReadModels) -> None:
    log = ListedLog()
    log.happened(f"{SHOP}/customer/12", seen("12", BOX), seen("12", LATER))
    models.catch_up(log)

    assert people.customer(models, SHOP, "12") == SeenCustomer(SHOP, "12", LATER, 2)
    assert people.customer(models, TILL, "12") is None
    assert people.person(models, "p1") == Person(NOON, NOON + MINUTE, None)
    assert people.customers(models)[0].stream == "shop:main/customer/12"


def test_one_person_may_be_several_customers(models: ReadModels) -> None:
    other = Sealed(person="p2", box="AQM=")
    log = ListedLog()
    log.happened(f"{SHOP}/customer/12", seen("12", BOX))
    log.happened(f"{TILL}/customer/C1", seen("C1", LATER))
    log.happened(f"{SHOP}/customer/13", seen("13", other))
    models.catch_up(log)

    assert [each.key for each in people.customers(models, "p1")] == ["12", "C1"]
    assert [each.key for each in people.customers(models)] == ["12", "13", "C1"]
    assert set(people.persons(models)) == {"p1", "p2"}


def test_many_customers_are_looked_up_at_once(models: ReadModels) -> None:
    log = ListedLog()
    keys = [str(number) for number in range(people.ASKED_MAX + 2)]
    for key in keys[1:]:
        log.happened(f"{SHOP}/customer/{key}", seen(key, Sealed(person=f"p{key}", box="AQ==")))
    log.happened("person/p7", PersonErased(person="p7"))
    models.catch_up(log)

    found = people.customers_by_key(models, SHOP, keys)

    assert set(found) == set(keys[1:])
    assert found["9"] == people.customer(models, SHOP, "9")
    assert people.customers_by_key(models, TILL, keys) == {}
    assert people.erased_of(models, [f"p{key}" for key in keys]) == {"p7"}


def test_a_customer_who_is_somebody_else_by_now_is_remembered(models: ReadModels) -> None:
    other = Sealed(person="p2", box="AQM=")
    log = ListedLog()
    log.happened(f"{SHOP}/customer/12", seen("12", BOX), seen("12", other), seen("12", other))
    log.happened(f"{TILL}/customer/C1", seen("C1", BOX))
    models.catch_up(log)

    assert people.streams(models, "p1") == ["shop:main/customer/12", "till:main/customer/C1"]
    assert people.streams(models, "p2") == ["shop:main/customer/12"]
    assert people.streams(models, "p3") == []


def test_who_was_erased_stays_so_since_the_first_time(models: ReadModels) -> None:
    log = ListedLog()
    log.happened(f"{SHOP}/customer/12", seen("12", BOX))
    log.happened("person/p1", PersonErased(person="p1"), PersonErased(person="p1"))
    models.catch_up(log)

    assert people.person(models, "p1") == Person(NOON, NOON, NOON + MINUTE)
    assert people.person(models, "p2") is None


def test_nobody_is_known_at_first(models: ReadModels) -> None:
    assert not people.is_anybody(models)
    log = ListedLog()
    log.happened("person/p1", PersonErased(person="p1"))
    models.catch_up(log)

    assert people.is_anybody(models)
