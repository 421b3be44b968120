"""A look through a store finds whatever is not as it was put, and names it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.store import keys
from pos2web.backup.store.keys import Keys, Locks
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.errors import ArchiveError, CredentialsError, RecordError
from pos2web.log.sealing import dictionary
from tests.backup.given import NAME, TILL, Living, acquainted, counted
from tests.shops.clocks import StillClock


@pytest.fixture
def full(living: Living, opening: Keys, store: MemoryStore) -> MemoryStore:
    """A store with everything that there can be."""
    acquainted(living.home)
    for _ in range(4):
        living.work(40)
        living.take(opening)
    assert store.shelf.objects
    return store


def names(store: MemoryStore, part: str) -> list[str]:
    found = [each.name for each in store.list(NAME) if part in each.name]
    assert found, part
    return found


def test_what_is_whole_has_no_problems(
    full: MemoryStore, living: Living, location: BackupLocation, opening: Keys
) -> None:
    verified = verify(location, opening)

    assert verified.problems == ()
    assert verified.events == living.log.head
    assert verified.objects == len([each for each in full.list(NAME) if "e0001/" in each.name]) + 1


def damaged(content: bytes) -> bytes:
    return content[:-20] + bytes([content[-20] ^ 1]) + content[-19:]


@pytest.mark.parametrize("part", ["pieces/", "snapshots/", "settings/", "people/"])
@pytest.mark.parametrize("spoil", [damaged, lambda content: content[:-30], lambda _: b""])
def test_a_damaged_object_is_named(
    full: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    part: str,
    spoil: Callable[[bytes], bytes],
) -> None:
    name = names(full, part)[-1]
    full.put(name, spoil(full.get(name)), replace=True)

    problems = verify(location, opening).problems

    assert any(name in each for each in problems)


@pytest.mark.parametrize("part", ["pieces/", "snapshots/", "settings/", "people/"])
def test_what_was_locked_but_is_something_else_is_named(
    full: MemoryStore, location: BackupLocation, opening: Keys, locks: Locks, part: str
) -> None:
    name = names(full, part)[-1]
    full.put(name, locks.encrypt(b"something else"), replace=True)

    problems = verify(location, opening).problems

    assert any(name in each for each in problems)


def test_two_objects_that_changed_places_are_named(
    full: MemoryStore, location: BackupLocation, opening: Keys
) -> None:
    one, other = names(full, "pieces/")[:2]
    first, second = full.get(one), full.get(other)
    full.put(one, second, replace=True)
    full.put(other, first, replace=True)

    problems = verify(location, opening).problems

    assert any(one in each for each in problems)
    assert any(other in each for each in problems)


def test_what_is_missing_in_the_middle_is_said(
    full: MemoryStore, location: BackupLocation, opening: Keys
) -> None:
    first, *_ = names(full, "pieces/")
    full.delete([first])

    assert any("are missing" in each for each in verify(location, opening).problems)


def test_an_object_that_goes_meanwhile_is_no_problem(
    full: MemoryStore, location: BackupLocation, opening: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {names(full, part)[-1] for part in ("snapshots/", "settings/", "pieces/")}
    get = full.get

    def going(name: str) -> bytes:
        if name in gone:
            raise RecordError("it was just pruned", ref=name)
        return get(name)

    monkeypatch.setattr(full, "get", going)

    assert verify(location, opening).problems == ()


def test_a_piece_of_another_log_is_named(
    full: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    clock: StillClock,
    tmp_path: Path,
) -> None:
    elsewhere = BackupLocation(store=MemoryStore(clock=clock), installation=NAME)
    with Living.begun(tmp_path / "other", elsewhere, locks, clock) as other:
        other.work(5)
        other.shipper.ship()
    (strange,) = [each.name for each in elsewhere.store.list(NAME) if "pieces/" in each.name]
    full.put(names(full, "pieces/")[-1], elsewhere.store.get(strange), replace=True)

    problems = verify(location, opening).problems

    assert any("another" in each or "other part" in each for each in problems)


def test_a_part_of_the_log_that_was_written_anew_does_not_follow(
    full: MemoryStore, living: Living, location: BackupLocation, opening: Keys, locks: Locks
) -> None:
    """Whole in itself, of the same log by its header, in the right place: and still not the one."""
    first, second, *_ = names(full, "pieces/")
    content = opening.decrypt(full.get(second), second)
    header, newline, body = content.partition(b"\n")
    before = header.index(b'"before":"') + len(b'"before":"')
    forged = header[:before] + b"00" * 32 + header[before + 64 :] + newline + body
    full.put(second, locks.encrypt(forged), replace=True)

    problems = verify(location, opening).problems

    assert living.log.head
    assert any(second in each for each in problems)
    assert not any(first in each for each in problems)


def test_a_wrong_key_opens_nothing(full: MemoryStore, location: BackupLocation) -> None:
    assert full.shelf.objects
    with pytest.raises(CredentialsError, match="none of the keys given opens"):
        verify(location, Keys([keys.generate()]))


def test_an_object_for_other_eyes_is_named(
    full: MemoryStore, location: BackupLocation, opening: Keys
) -> None:
    name = names(full, "snapshots/")[-1]
    other = Locks([keys.recipient_of(keys.generate())])
    full.put(name, other.encrypt(b"x"), replace=True)

    assert any(
        name in each and "none of the keys" in each for each in verify(location, opening).problems
    )


def test_an_empty_store_has_nothing_to_look_through(
    location: BackupLocation, opening: Keys
) -> None:
    with pytest.raises(ArchiveError, match="there is no backup"):
        verify(location, opening)


def test_dictionaries_are_looked_at_like_everything_else(
    living: Living, store: MemoryStore, location: BackupLocation, opening: Keys, locks: Locks
) -> None:
    for _ in range(600):
        living.log.append([counted(each) for each in range(20)], TILL)
    living.take(opening)
    living.work(10)
    living.take(opening)
    assert dictionary(living.home.segments) is not None
    (name,) = names(store, "dictionaries/")
    whole = verify(location, opening).problems
    store.put(name, locks.encrypt(b"another dictionary"), replace=True)
    other = verify(location, opening).problems
    store.put(name, b"damaged", replace=True)
    bad = verify(location, opening).problems
    store.delete([name])
    gone = verify(location, opening).problems

    assert whole == ()
    assert any(name in each for each in other)
    assert any(name in each for each in bad)
    assert gone  # what was packed with it can't be read any more
