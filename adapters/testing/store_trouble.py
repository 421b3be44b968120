"""Stores: what they say in trouble, what is left after it, and what a look at one tells."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from pos2web.adapters.testing.store_samples import ASKERS, CAKE, LARGE, TEA, at_once, names
from pos2web.adapters.testing.store_worlds import StoreTrouble, StoreWorld
from pos2web.errors import (
    CredentialsError,
    Pos2WebError,
    RecordError,
    TransientError,
)
from pos2web.ports import BackupStore, Severity

REFUSALS = (TransientError, CredentialsError)


def having(world: StoreWorld, trouble: StoreTrouble) -> AbstractContextManager[None]:
    """The trouble, or the test is skipped."""
    return world.having(trouble) or pytest.skip(f"it never happens that {trouble}")


def everything(store: BackupStore) -> list[Callable[[], object]]:
    """Each method of a store that asks it for something."""
    return [
        lambda: store.put(CAKE, b"cake"),
        lambda: store.put(TEA, b"other tea", replace=True),
        lambda: store.get(TEA),
        lambda: names(store),
        lambda: store.delete([TEA]),
    ]


def refusals(store: BackupStore) -> list[Pos2WebError]:
    """What every method raises in trouble; who raises nothing, or something else, fails."""
    raised = []
    for ask in everything(store):
        with pytest.raises(REFUSALS) as caught:
            ask()
        raised.append(caught.value)
    return raised


class StoreInTrouble:
    """Trouble, many who ask at once, and looking."""

    # Trouble.

    def test_a_store_that_is_away_may_be_asked_later(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        with having(world, StoreTrouble.AWAY):
            raised = refusals(world.store)

        assert {type(each) for each in raised} == {TransientError}

    def test_a_store_that_knows_us_not_is_a_matter_of_credentials(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        with having(world, StoreTrouble.STRANGER):
            raised = refusals(world.store)

        assert {type(each) for each in raised} == {CredentialsError}

    def test_a_store_that_is_full_says_so(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        with having(world, StoreTrouble.FULL):
            with pytest.raises(TransientError, match="full"):
                world.store.put(CAKE, LARGE)
            assert names(world.store) == [TEA]
            with pytest.raises(TransientError, match="full"):
                world.store.put(TEA, LARGE, replace=True)
            assert world.store.get(TEA) == b"tea"
            world.store.delete([TEA])

        assert names(world.store) == []

    def test_what_may_only_be_read_can_be_read(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        with having(world, StoreTrouble.READ_ONLY):
            for write in (
                lambda: world.store.put(CAKE, b"cake"),
                lambda: world.store.put(TEA, b"other tea", replace=True),
                lambda: world.store.delete([TEA]),
            ):
                with pytest.raises(CredentialsError):
                    write()
            assert world.store.get(TEA) == b"tea"
            assert names(world.store) == [TEA]

    @pytest.mark.parametrize("trouble", StoreTrouble)
    def test_after_trouble_it_is_as_before(self, world: StoreWorld, trouble: StoreTrouble) -> None:
        world.store.put(TEA, b"tea")
        with having(world, trouble), pytest.raises(REFUSALS):
            world.store.put(CAKE, LARGE)

        assert names(world.store) == [TEA]
        assert world.store.get(TEA) == b"tea"
        assert world.store.put(CAKE, b"cake") is True
        assert names(world.store) == [CAKE, TEA]

    def test_an_upload_that_was_cut_off_is_never_seen(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")
        dying = world.dying() or pytest.skip("it can't be cut off in the middle")

        with dying:
            with pytest.raises(TransientError):
                world.store.put(CAKE, LARGE)
            with pytest.raises(TransientError):
                world.store.put(TEA, LARGE, replace=True)

        assert [(each.name, each.size) for each in world.store.list()] == [(TEA, 3)]
        assert world.store.get(TEA) == b"tea"
        with pytest.raises(RecordError):
            world.store.get(CAKE)
        assert world.store.put(CAKE, LARGE) is True

    @pytest.mark.parametrize("trouble", StoreTrouble)
    def test_its_secrets_are_in_nothing_that_it_says(
        self, world: StoreWorld, trouble: StoreTrouble
    ) -> None:
        said = [world.store.name, repr(world.store), *map(str, world.store.check())]
        with having(world, trouble):
            said += map(str, world.store.check())
            with pytest.raises(REFUSALS) as caught:
                world.store.put(CAKE, LARGE)
        said += [str(caught.value), repr(caught.value), repr(world.store)]

        assert [secret for secret in world.secrets if secret in " ".join(said)] == []

    # Threads.

    def test_any_thread_may_ask(self, world: StoreWorld) -> None:
        contents = {f"shop/{number}": str(number).encode() * 50_000 for number in range(ASKERS)}

        def job(name: str) -> Callable[[], bytes]:
            def done() -> bytes:
                world.store.put(name, contents[name])
                names(world.store)
                return world.store.get(name)

            return done

        assert at_once([job(name) for name in contents]) == list(contents.values())
        assert names(world.store) == list(contents)

    # Looking.

    def test_a_store_in_order_has_no_problem(self, world: StoreWorld) -> None:
        findings = list(world.store.check())

        assert findings
        assert [each for each in findings if each.severity is Severity.PROBLEM] == []

    def test_a_check_leaves_nothing(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        list(world.store.check())

        assert names(world.store) == [TEA]
        assert world.store.get(TEA) == b"tea"

    @pytest.mark.parametrize(
        "trouble", [each for each in StoreTrouble if each is not StoreTrouble.FULL]
    )
    def test_a_check_tells_of_trouble_and_raises_nothing(
        self, world: StoreWorld, trouble: StoreTrouble
    ) -> None:
        with having(world, trouble):
            severities = [each.severity for each in world.store.check()]

        assert Severity.PROBLEM in severities

    def test_it_may_be_closed_twice(self, world: StoreWorld) -> None:
        world.store.put(TEA, b"tea")

        world.store.close()
        world.store.close()
