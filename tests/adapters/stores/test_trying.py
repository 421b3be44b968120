"""A store that is tried is found out, whatever it gets wrong, and is left as it was."""

from collections.abc import Iterator, Sequence

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.adapters.stores.trying import tried
from pos2web.errors import CredentialsError
from pos2web.ports import Finding, Severity, StoredObject


class OverwritesAlways(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        del replace
        return super().put(name, content, replace=True)


class HasAllAlready(MemoryStore):
    def put(self, name: str, content: bytes, *, replace: bool = False) -> bool:
        del name, content, replace
        return False


class ForgetsAll(MemoryStore):
    def get(self, name: str) -> bytes:
        self.shelf.objects.pop(name)
        return super().get(name)


class Spoils(MemoryStore):
    def get(self, name: str) -> bytes:
        return super().get(name)[:-1]


class ListsNothing(MemoryStore):
    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        del prefix
        return iter(())


class DeletesNothing(MemoryStore):
    def delete(self, names: Sequence[str]) -> None:
        """Says that it did."""


class MayNotDelete(MemoryStore):
    def delete(self, names: Sequence[str]) -> None:
        raise CredentialsError(f"{len(names)} objects may not be deleted")


def found(store: MemoryStore) -> list[Finding]:
    return list(tried(store, remedy="Mend it."))


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (OverwritesAlways, "wrong about which objects it has"),
        (HasAllAlready, "wrong about which objects it has"),
        (ForgetsAll, "gives back something else"),
        (Spoils, "gives back something else"),
        (ListsNothing, "does not list"),
        (DeletesNothing, "which was deleted"),
        (MayNotDelete, "may not be deleted"),
    ],
)
def test_a_store_that_is_wrong_is_found_out(broken: type[MemoryStore], said: str) -> None:
    [finding] = found(broken())

    assert finding.severity is Severity.PROBLEM
    assert said in finding.text
    assert finding.remedy == "Mend it."


@pytest.mark.parametrize("broken", [OverwritesAlways, Spoils, ListsNothing])
def test_what_was_tried_is_gone_also_where_it_went_wrong(broken: type[MemoryStore]) -> None:
    store = broken()

    found(store)

    assert store.shelf.objects == {}


def test_a_store_in_order_is_said_to_be_so() -> None:
    [finding] = found(MemoryStore(name="shelf"))

    assert finding.severity is Severity.OK
    assert "shelf can be written, read and deleted from" in finding.text
