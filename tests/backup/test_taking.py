"""The backup of the day: what the log does not hold, and only what has changed."""

import base64
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs.epochs import claim
from pos2web.backup.fleet import fleet
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.ship.taking import take
from pos2web.backup.store.documents import (
    PeopleDocument,
    SettingsDocument,
    instant_of_next,
    people_document,
    read_document,
    settings_document,
)
from pos2web.backup.store.keys import Keys, Locks, generate
from pos2web.backup.store.layout import KeyringObject, SettingsObject, SnapshotObject, name_of
from pos2web.backup.store.layout import ManifestObject as CardObject
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.store.manifest import Drill, Manifest, note_drill, read_manifest, write_manifest
from pos2web.errors import ArchiveError, SettingsError
from pos2web.log import Log
from pos2web.log.keyring import Keyring
from pos2web.log.keyring_form import HEADER
from tests.backup.given import NAME, Living, acquainted, epoch
from tests.shops.clocks import NOON, StillClock

PERSON = b"\x00\x01keys"


def kinds(store: MemoryStore) -> list[str]:
    return sorted(name.split("/")[-2] for name in store.shelf.objects if name.endswith(".age"))


def test_a_backup_holds_log_state_settings_and_card(
    living: Living, store: MemoryStore, opening: Keys
) -> None:
    acquainted(living.home)
    living.work(3)

    taken = living.take(opening, "monthly")

    assert kinds(store) == ["people", "pieces", "settings", "snapshots"]
    assert (taken.position, taken.at, taken.pruned) == (living.log.head, living.clock(), 0)
    assert taken.objects == len(store.shelf.objects)
    assert taken.stored_bytes == store.shelf.size
    manifest = read_manifest(BackupLocation(store=store, installation=NAME))
    assert (manifest.name, manifest.offer, manifest.epoch, manifest.position) == (
        NAME,
        "monthly",
        1,
        taken.position,
    )
    assert manifest.backed_up_at == living.clock()
    assert manifest.recipients == living.shipper.locks.recipients


def test_what_has_not_changed_is_not_put_again(
    living: Living, store: MemoryStore, opening: Keys
) -> None:
    acquainted(living.home)
    living.count(1)
    living.take(opening)
    before = set(store.shelf.objects)

    living.clock.move(days=1)
    living.take(opening)
    assert set(store.shelf.objects) == before

    living.home.secrets.write_text("new = 1\n")
    acquainted(living.home)
    living.count(2)
    living.take(opening)
    assert kinds(store).count("settings") == 2
    assert kinds(store).count("people") == 1


@pytest.mark.parametrize("wrong", [b"", b"damaged", Keyring.load(HEADER).content()])
def test_a_damaged_or_an_old_keyring_does_not_take_the_place_of_the_last(
    living: Living, location: BackupLocation, opening: Keys, wrong: bytes
) -> None:
    acquainted(living.home)
    living.count(1)
    living.take(opening)
    before = location.listing().of(KeyringObject)
    living.home.people.write_bytes(wrong)
    living.count(2)

    with pytest.raises(ArchiveError, match=r"people\.keys .*from a backup"):
        living.take(opening)

    assert location.listing().of(KeyringObject) == before


def test_who_can_t_open_the_last_settings_puts_them_again(
    living: Living, store: MemoryStore, opening: Keys
) -> None:
    living.count(1)
    living.take(opening)

    living.take(Keys([generate()]))

    assert kinds(store).count("settings") == 2


def test_a_clock_that_went_back_names_the_next_after_the_last(
    living: Living, location: BackupLocation, opening: Keys
) -> None:
    acquainted(living.home)
    living.count(1)
    living.take(opening)
    living.clock.move(days=-9)
    living.home.settings.write_text("# newer\n")
    acquainted(living.home)
    living.take(opening)

    settings = [each.what.at for each in location.listing().of(SettingsObject)]
    assert settings == [NOON, NOON + timedelta(microseconds=1)]
    (people,) = location.listing().of(KeyringObject)
    assert people.what.at == NOON + timedelta(microseconds=1)
    assert instant_of_next(NOON, None) == NOON


def test_settings_that_are_no_text_are_named(living: Living, opening: Keys) -> None:
    living.count(1)
    living.home.settings.write_bytes(b"\xff")

    with pytest.raises(SettingsError, match=r"pos2web\.toml can't be backed up"):
        living.take(opening)


def test_state_that_follows_nothing_yet_is_not_put(
    living: Living, location: BackupLocation, opening: Keys
) -> None:
    take(living.shipper, living.home, living.models, opening, offer="daily")

    assert location.listing().of(SnapshotObject) == []


def test_an_empty_log_can_t_be_backed_up(
    living: Living, location: BackupLocation, opening: Keys, locks: Locks, tmp_path: Path
) -> None:
    with Log.open(tmp_path / "log.db", clock=living.clock) as log:
        shipper = Shipper(
            log, tmp_path / "segments", location, locks, epoch=epoch(1), clock=living.clock
        )
        with pytest.raises(ArchiveError, match="holds nothing yet"):
            take(shipper, living.home, living.models, opening, offer="daily")


def test_a_drill_is_noted_on_the_card_and_stays_there(
    living: Living, location: BackupLocation, opening: Keys
) -> None:
    drill = Drill(at=NOON, problems=2)
    note_drill(location, drill)
    living.count(1)
    living.take(opening)

    assert read_manifest(location).drill == drill
    assert read_manifest(location).position == living.log.head


def test_a_card_that_can_t_be_read_is_made_anew(location: BackupLocation) -> None:
    location.store.put(name_of(NAME, CardObject()), b"tea")

    assert read_manifest(location) == Manifest(name=NAME)


def test_a_fleet_is_listed_without_any_key(
    living: Living, store: MemoryStore, opening: Keys, clock: StillClock
) -> None:
    living.work(3)
    living.take(opening)
    write_manifest(
        BackupLocation(store=store, installation="another"), Manifest(name="another", offer="daily")
    )
    store.put("readme", b"hello")
    now = clock.move(hours=5)

    another, ours = fleet(store)

    assert (another.name, another.position, another.until) == ("another", 0, None)
    assert (ours.name, ours.manifest.offer, ours.epoch) == (NAME, "weekly", 1)
    assert ours.position == living.log.head
    assert ours.age(now) == timedelta(hours=5)
    assert ours.age(now - timedelta(days=9)) == timedelta()
    assert ours.size > another.size > 0
    assert msgspec.structs.replace(ours, stored_at=None).age(now) is None


def test_a_restore_that_has_shipped_nothing_yet_is_no_backup(
    living: Living, store: MemoryStore, opening: Keys, clock: StillClock
) -> None:
    living.work(3)
    living.take(opening)
    clock.move(days=5)
    claim(store, NAME, epoch(2, clock(), position=living.log.head))

    (ours,) = fleet(store)

    assert (ours.epoch, ours.position) == (2, living.log.head)
    assert ours.age(clock()) == timedelta(days=5)


def test_a_fleet_is_listed_by_the_names_on_the_store(
    living: Living, store: MemoryStore, opening: Keys
) -> None:
    living.work(1)
    living.take(opening)
    copied = store.get(f"{NAME}/card.json")
    store.put("another/card.json", copied)

    assert [each.name for each in fleet(store)] == ["another", NAME]


SETTINGS = SettingsObject(1, NOON)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"tea", "is damaged"),
        (b'{"version":1}', "is damaged"),
        (b'{"version":2}', "was written by a newer Pos2Web"),
        (
            settings_document(SettingsObject(2, NOON), "log", {}),
            "holds another object: it was put as e0002",
        ),
        (settings_document(SETTINGS, "other", {}), "belongs to another log"),
        (people_document(KeyringObject(NOON), "log", b""), "is damaged"),
    ],
)
def test_a_document_that_is_not_what_it_should_be_is_named(content: bytes, said: str) -> None:
    with pytest.raises(ArchiveError, match=f"^x {said}"):
        read_document(content, SettingsDocument, SETTINGS, "log", "x")


def test_a_document_is_read_as_it_was_written() -> None:
    content = settings_document(SETTINGS, "log", {"a.toml": "thé"})
    ring = people_document(KeyringObject(NOON), "log", PERSON)

    assert read_document(content, SettingsDocument, SETTINGS, "log", "x").files == {"a.toml": "thé"}
    assert read_document(ring, PeopleDocument, KeyringObject(NOON), "log", "x").keyring == PERSON


def test_a_good_keyring_takes_the_place_of_a_damaged_one(
    living: Living, location: BackupLocation, opening: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that an earlier version put there as it was."""
    acquainted(living.home)
    good = living.home.people.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Keyring, "content", lambda _: b"damaged")
        living.count(1)
        living.take(opening)
    living.count(2)

    living.take(opening)

    (found,) = location.listing().of(KeyringObject)
    assert base64.b64encode(good) in location.fetch(found, opening)
