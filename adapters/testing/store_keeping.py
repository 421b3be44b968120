"""Stores: what is put there is kept, listed, given back and deleted by its name."""

from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest

from pos2web.adapters.testing.store_samples import ASKERS, CAKE, LARGE, TEA, at_once, names
from pos2web.adapters.testing.store_worlds import StoreWorld
from pos2web.errors import (
    RecordError,
    RuleError,
)

CONTENTS = (b"", b"\0", b"tea", bytes(range(256)) * 300, b"\r\n\x1a\n--\r\n", LARGE)
GOOD_NAMES = (
    "a",
    "0",
    "a/b/c/d/e/f/g/h",
    ".hidden",
    "-a_b.c-",
    "...",
    "shop/.tmp/a..b",
    "_/_",
    "x" * 200,
    "x/" * 99 + "yz",
)
BAD_NAMES = (
    "",
    "/",
    "/shop/tea",
    "shop/",
    "shop//tea",
    ".",
    "..",
    "shop/../tea",
    "./tea",
    "shop/..",
    "Tea",
    "thé",
    "a b",
    "a\\b",
    "a\nb",
    "tea\n",
    "a\0b",
    "a:b",
    "a*",
    "~",
    "a+b",
    "x" * 201,
)
IN_ORDER = (
    "a",
    "a-b",
    "a.b",
    "a0/x",
    "a_b/c",
    "aa-/b",
    "aa.b",
    "aa/0",
    "aa/b/c",
    "aa/b0",
    "ab",
    "b",
)
"""By their bytes, which differs from the order of folders and their files."""

AWKWARD_PREFIXES = (
    "..",
    "../",
    "/",
    "//",
    "*",
    "a b",
    "A",
    "shop/..",
    "shop//",
    "\\",
    "é",
    "a" * 300,
)


class StoreKeeping:
    """Names, and what lies under them."""

    # Names.

    def test_it_says_where_it_is(self, world: StoreWorld) -> None:
        before = world.store.name

        world.store.put(TEA, b"tea")

        assert before
        assert world.store.name == before

    @pytest.mark.parametrize("name", GOOD_NAMES)
    def test_an_object_may_have_any_name_that_is_allowed(
        self, world: StoreWorld, name: str
    ) -> None:
        world.store.put(name, b"tea")

        assert world.store.get(name) == b"tea"
        assert names(world.store) == [name]

        world.store.delete([name])

        assert names(world.store) == []

    @pytest.mark.parametrize("name", BAD_NAMES)
    def test_a_name_that_is_not_allowed_is_refused(self, world: StoreWorld, name: str) -> None:
        world.store.put(TEA, b"tea")

        for ask in (
            lambda: world.store.put(name, b"x"),
            lambda: world.store.put(name, b"x", replace=True),
            lambda: world.store.get(name),
            lambda: world.store.delete([TEA, name]),
        ):
            with pytest.raises(RuleError):
                ask()

        assert names(world.store) == [TEA]

    # Putting and getting.

    @pytest.mark.parametrize("content", CONTENTS, ids=lambda content: f"{len(content)} bytes")
    def test_what_is_put_is_there_whole(self, world: StoreWorld, content: bytes) -> None:
        assert world.store.put(TEA, content) is True

        assert world.store.get(TEA) == content
        assert world.another().get(TEA) == content

    def test_a_name_that_is_taken_is_left_as_it_is(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        assert world.store.put(TEA, b"other tea") is False

        assert world.store.get(TEA) == b"tea"

    def test_an_object_is_replaced_when_that_is_wanted(self, world: StoreWorld) -> None:
        world.store.put(TEA, LARGE)

        assert world.store.put(TEA, b"other tea", replace=True) is True

        assert world.store.get(TEA) == b"other tea"
        assert [(each.name, each.size) for each in world.store.list()] == [(TEA, 9)]

    def test_what_is_not_there_is_replaced_too(self, world: StoreWorld) -> None:
        assert world.store.put(TEA, b"tea", replace=True) is True

        assert world.store.get(TEA) == b"tea"

    def test_of_many_who_put_at_once_one_is_told_that_it_did(self, world: StoreWorld) -> None:
        stores = [world.store, *(world.another() for _ in range(ASKERS - 1))]
        contents = [str(number).encode() * 1000 for number in range(ASKERS)]
        for round_ in range(3):
            name = f"{TEA}-{round_}"
            told = at_once(
                [
                    partial(store.put, name, content)
                    for store, content in zip(stores, contents, strict=True)
                ]
            )

            assert told.count(True) == 1
            assert world.store.get(name) == contents[told.index(True)]

    def test_who_reads_sees_the_old_or_the_new(self, world: StoreWorld) -> None:
        old, new = b"o" * 200_000, b"n" * 300_000
        world.store.put(TEA, old)
        reader = world.another()

        is_done = Event()

        def replace() -> set[bytes]:
            try:
                for number in range(10):
                    world.store.put(TEA, old if number % 2 else new, replace=True)
            finally:
                is_done.set()
            return set()

        def read() -> set[bytes]:
            found = set()
            while not is_done.is_set():
                found.add(reader.get(TEA))
            return found

        seen = set().union(*at_once([replace, read]))

        assert seen <= {old, new}
        assert names(world.store) == [TEA]

    @pytest.mark.parametrize("name", ["nothing", "shop/nothing", "shop", f"{TEA}-not"])
    def test_what_is_not_there_is_a_matter_of_that_object(
        self, world: StoreWorld, name: str
    ) -> None:
        world.store.put(TEA, b"tea")

        with pytest.raises(RecordError) as caught:
            world.store.get(name)

        assert caught.value.ref == name

    # Listing.

    def test_an_empty_store_lists_nothing(self, world: StoreWorld) -> None:
        assert names(world.store) == []

    def test_a_list_tells_names_and_sizes_in_order(self, world: StoreWorld) -> None:
        sizes = {name: size for size, name in enumerate(IN_ORDER)}
        for name in sorted(IN_ORDER, key=lambda name: name[::-1]):
            world.store.put(name, b"x" * sizes[name])

        listed = [(each.name, each.size) for each in world.store.list()]

        assert listed == sorted(sizes.items())

    @pytest.mark.parametrize(
        "prefix", ["a", "a0", "aa", "aa/", "aa/b", "aa/b/", "aa/b/c", "b", "c"]
    )
    def test_a_prefix_is_the_beginning_of_names(self, world: StoreWorld, prefix: str) -> None:
        for name in IN_ORDER:
            world.store.put(name, b"x")

        assert names(world.store, prefix) == [each for each in IN_ORDER if each.startswith(prefix)]

    @pytest.mark.parametrize("prefix", AWKWARD_PREFIXES)
    def test_a_prefix_that_no_name_begins_with_finds_nothing(
        self, world: StoreWorld, prefix: str
    ) -> None:
        world.store.put(TEA, b"tea")

        assert names(world.store, prefix) == []

    def test_the_store_says_when_an_object_was_stored(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        [stored] = world.store.list()

        assert stored.stored_at.utcoffset() == timedelta()
        assert abs(datetime.now(UTC) - stored.stored_at) < timedelta(days=1)

    # Deleting.

    def test_what_is_deleted_is_gone(self, world: StoreWorld) -> None:
        for name in IN_ORDER:
            world.store.put(name, b"x")

        world.store.delete(["aa/b/c", "a", "b"])

        assert names(world.store) == [each for each in IN_ORDER if each not in ("aa/b/c", "a", "b")]
        with pytest.raises(RecordError):
            world.store.get("aa/b/c")

    def test_what_is_not_there_is_deleted_already(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        world.store.delete([])
        world.store.delete(["nothing", "shop/nothing", "other/nothing", CAKE])
        world.store.delete([TEA, "nothing", TEA])

        assert names(world.store) == []

    def test_a_name_is_free_again_once_it_is_deleted(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")
        world.store.delete([TEA])

        assert world.store.put(TEA, b"other tea") is True

        assert world.store.get(TEA) == b"other tea"
