"""People's data opens only with the key, for the person and in the stream that it was sealed for."""

import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from pos2web.domain.connections import MAIN_SHOP, MAIN_TILL
from pos2web.domain.people import Address, Customer, CustomerSeen, Erased, Sealed
from pos2web.domain.streams import customer_stream
from pos2web.errors import ArchiveError
from pos2web.log.codec import STANDARD
from pos2web.log.keyring import Keyring
from pos2web.log.people import People

STORED = Path(__file__).parent / "stored"
STREAM = customer_stream(MAIN_SHOP, "12")
JEANNE = Customer(
    name="Jeanne Martin",
    email="jeanne.martin@example.org",
    phone="+33 6 00 00 00 00",
    company="Le Salon de Jeanne",
    addresses=(
        Address(
            lines=("12 rue des Thés", "bâtiment B"), postcode="69001", city="Lyon", country="FR"
        ),
    ),
    language="fr",
)

ADDRESSES = st.builds(Address, name=st.text(), lines=st.tuples(st.text()), city=st.text())
CUSTOMERS = st.builds(
    Customer,
    name=st.text(),
    email=st.text(),
    phone=st.text(),
    addresses=st.lists(ADDRESSES, max_size=3).map(tuple),
    language=st.sampled_from(["", "fr", "en"]),
)


def people() -> People:
    return People(Keyring.load((STORED / "people.keys").read_bytes()))


@pytest.fixture
def acquaintances() -> tuple[People, str, str]:
    """Two people and their keys."""
    known = people()
    one, two = known.keyring.add(2, is_first=False)
    return known, one, two


@given(CUSTOMERS, st.text(min_size=1))
def test_whatever_is_sealed_opens_as_it_was(customer: Customer, stream: str) -> None:
    known = people()
    (one,) = known.keyring.add(is_first=False)

    sealed = known.seal(one, stream, customer)

    assert known.open(sealed, stream) == customer


def test_a_box_shows_nothing_and_is_another_each_time(
    acquaintances: tuple[People, str, str],
) -> None:
    known, one, _ = acquaintances

    boxes = {known.seal(one, STREAM, JEANNE).box for _ in range(10)}

    assert len(boxes) == 10
    assert not any(word in b64decode(box) for box in boxes for word in (b"Jeanne", b"Lyon"))


def test_a_box_stays_small(acquaintances: tuple[People, str, str]) -> None:
    known, one, _ = acquaintances

    assert len(known.seal(one, STREAM, JEANNE).box) < 400
    assert len(known.seal(one, STREAM, Customer(email="j@example.org")).box) < 120


def test_nobody_opens_it_once_the_key_is_destroyed(acquaintances: tuple[People, str, str]) -> None:
    known, one, two = acquaintances
    first, second = known.seal(one, STREAM, JEANNE), known.seal(two, STREAM, JEANNE)

    known.keyring.destroy(one)

    assert known.open(first, STREAM) == Erased(one)
    assert known.open(second, STREAM) == JEANNE
    with pytest.raises(ArchiveError, match="the key was destroyed"):
        known.seal(one, STREAM, JEANNE)


def test_a_box_opens_for_no_other_person_and_in_no_other_stream(
    acquaintances: tuple[People, str, str],
) -> None:
    known, one, two = acquaintances
    sealed = known.seal(one, STREAM, JEANNE)

    for moved, stream in (
        (sealed, customer_stream(MAIN_SHOP, "13")),
        (sealed, customer_stream(MAIN_TILL, "12")),
        (Sealed(person=two, box=sealed.box), STREAM),
    ):
        with pytest.raises(ArchiveError, match="not as it was sealed"):
            known.open(moved, stream)


@given(st.data())
def test_a_tampered_box_does_not_open(data: st.DataObject) -> None:
    known = people()
    (one,) = known.keyring.add(is_first=False)
    box = b64decode(known.seal(one, STREAM, JEANNE).box)
    at = data.draw(st.integers(0, len(box) - 1))
    flipped = box[:at] + bytes([box[at] ^ data.draw(st.integers(1, 255))]) + box[at + 1 :]
    cut = box[: data.draw(st.integers(0, len(box) - 1))]

    for wrong in (flipped, cut, box + b"\x00"):
        with pytest.raises(ArchiveError, match=f"what {STREAM} holds of person {one}"):
            known.open(Sealed(person=one, box=b64encode(wrong).decode()), STREAM)


@pytest.mark.parametrize("box", ["", "not base64", "AA==", "Ag==", "é"])
def test_what_is_no_box_is_said_to_be_none(box: str) -> None:
    known = people()
    (one,) = known.keyring.add(is_first=False)

    with pytest.raises(ArchiveError, match=f"what {STREAM} holds of person {one}"):
        known.open(Sealed(person=one, box=box), STREAM)


def test_a_box_of_another_kind_of_record_is_not_taken_for_a_customer(
    acquaintances: tuple[People, str, str],
) -> None:
    known, one, _ = acquaintances
    key, nonce = known.keyring.key(one), bytes(12)
    bound = b"pos2web\x00" + one.encode() + b"\x00" + STREAM.encode()
    closed = AESGCM(key or b"").encrypt(nonce, b'{"type":"parcel"}', bound)
    box = b64encode(b"\x01" + nonce + closed).decode()

    with pytest.raises(ArchiveError, match="can't be opened"):
        known.open(Sealed(person=one, box=box), STREAM)


def test_a_stranger_with_the_key_opens_it_by_the_documentation() -> None:
    """docs/privacy.md, followed to the letter, on what is stored for ever."""
    line = next(
        json.loads(line)
        for line in (STORED / "events.jsonl").read_text("utf-8").splitlines()
        if '"customer_seen"' in line
    )
    sealed = line["fields"]["customer"]
    keys = map(json.loads, (STORED / "people.keys").read_text("utf-8").splitlines()[1:])
    key = b64decode(next(each["key"] for each in keys if each["person"] == sealed["person"]))
    box = b64decode(sealed["box"])

    bound = b"\x00".join([b"pos2web", sealed["person"].encode(), b"shop:main/customer/12"])
    plain = json.loads(AESGCM(key).decrypt(box[1:13], box[13:], bound))

    assert box[0] == 1
    assert (plain["type"], plain["name"], plain["email"]) == (
        "customer",
        "Jeanne Martin",
        "jeanne.martin@example.org",
    )
    assert plain["addresses"][0]["city"] == "Lyon"


def test_what_was_sealed_in_a_released_form_opens_for_ever() -> None:
    line = next(
        json.loads(line)
        for line in (STORED / "events.jsonl").read_text("utf-8").splitlines()
        if '"customer_seen"' in line
    )
    fact = STANDARD.decoders["customer_seen.1"](line["payload"].encode())

    assert isinstance(fact, CustomerSeen)
    assert people().open(fact.customer, STREAM) == JEANNE


def test_decoding_events_needs_no_key() -> None:
    fact = CustomerSeen(key="12", customer=Sealed(person="9c1d4f60aa27be35", box="AQ=="))

    assert STANDARD.decoders["customer_seen.1"](STANDARD.encode(fact)) == fact


def test_people_are_called_by_what_is_known_of_them() -> None:
    assert Customer(name="Jeanne", company="Le Salon", email="j@example.org").title == "Jeanne"
    assert Customer(company="Le Salon", email="j@example.org").title == "Le Salon"
    assert Customer(email="j@example.org").title == "j@example.org"
    assert Customer().title == ""
