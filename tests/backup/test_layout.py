"""Names say what objects are, and only names that we would give."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.stores.names import checked
from pos2web.backup.store.layout import (
    DictionaryObject,
    EpochObject,
    KeyringObject,
    LogObject,
    ManifestObject,
    Meaning,
    SettingsObject,
    SnapshotObject,
    installations,
    listing,
    meaning,
    name_of,
)
from tests.backup.given import NAME
from tests.shops.clocks import NOON

FIRST = datetime(1970, 1, 1, tzinfo=UTC)
EPOCHS = st.integers(1, 9_999)
POSITIONS = st.integers(1, 10**12 - 1)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=10**6)).map(lambda span: FIRST + span)
WHATS: st.SearchStrategy[Meaning] = st.one_of(
    st.builds(ManifestObject),
    st.builds(EpochObject, EPOCHS),
    st.builds(LogObject, EPOCHS, POSITIONS, POSITIONS, INSTANTS, st.booleans()),
    st.builds(DictionaryObject, EPOCHS, st.text("0123456789abcdef", min_size=64, max_size=64)),
    st.builds(SnapshotObject, EPOCHS, st.integers(0, 10**12 - 1), INSTANTS, st.integers(0, 2**31)),
    st.builds(SettingsObject, EPOCHS, INSTANTS),
    st.builds(KeyringObject, INSTANTS),
)


@given(WHATS)
def test_a_name_says_again_what_was_named(what: Meaning) -> None:
    if isinstance(what, LogObject) and what.first > what.last:
        what = LogObject(what.epoch, what.last, what.first, what.until, what.is_sealed)
    name = name_of(NAME, what)

    assert checked(name) == name
    assert meaning(NAME, name) == what


@pytest.mark.parametrize(
    "name",
    [
        "other/card.json",
        f"{NAME}/card.jso",
        f"{NAME}/epochs/0000",
        f"{NAME}/epochs/1",
        f"{NAME}/epochs/0001.age",
        f"{NAME}/e0001/pieces/000000000000-000000000001-17.age",
        f"{NAME}/e0001/pieces/000000000002-000000000001-17.age",
        f"{NAME}/e0001/pieces/000000000001-000000000001-017.age",
        f"{NAME}/e0001/pieces/000000000001-000000000001-17",
        f"{NAME}/e0001/blobs/000000000001-000000000001-17.age",
        f"{NAME}/e0001/dictionaries/abc.age",
        f"{NAME}/people/123456789012345678.age",
        f"{NAME}/people/x.age",
    ],
)
def test_another_name_is_none_of_ours(name: str) -> None:
    assert meaning(NAME, name) is None


def test_a_listing_tells_what_is_ours_and_names_the_rest(store: MemoryStore) -> None:
    piece = LogObject(1, 1, 4, NOON)
    store.put(name_of(NAME, piece), b"12345")
    store.put(f"{NAME}/notes.txt", b"buy tea")
    store.put(f"{NAME}-2/card.json", b"{}")

    found = listing(store, NAME)

    assert [each.what for each in found.found] == [piece]
    assert found.of(LogObject)[0].name == name_of(NAME, piece)
    assert found.of(ManifestObject) == []
    assert found.foreign == (f"{NAME}/notes.txt",)
    assert found.size == 5


def test_a_store_may_hold_many_installations_and_other_things(store: MemoryStore) -> None:
    store.put(name_of("a", ManifestObject()), b"{}")
    store.put(name_of("b", EpochObject(1)), b"{}")
    store.put("readme", b"hello")
    store.put("photos/tea.jpg", b"jpg")

    assert sorted(installations(store)) == ["a", "b"]
