"""What is damaged on a store counts as missing: a restore does without where it can, and says so."""

from datetime import datetime, timedelta

import msgspec
import pytest

from pos2web.backup.fleet import fleet
from pos2web.backup.restore.drilling import drill
from pos2web.backup.restore.restoring import RestoreStage
from pos2web.backup.store.checking import check_name
from pos2web.backup.store.damage import DAMAGED_TOLD, Damage, DamagedError
from pos2web.backup.store.keys import Keys, generate
from pos2web.backup.store.layout import (
    DictionaryObject,
    KeyringObject,
    LogObject,
    ManifestObject,
    SettingsObject,
)
from pos2web.backup.store.layout import name_of as called
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.errors import ArchiveError, CredentialsError, TransientError
from pos2web.log.sealing import dictionary
from pos2web.log.segments import cut, header_of
from tests.backup.given import NAME, TILL, counted
from tests.backup.given_damage import (
    DAMAGING,
    Scene,
    Spoil,
    another_thing,
    emptied,
    for_other_eyes,
    spoilt_before_it_was_locked,
    truncated,
)
from tests.backup.test_restoring import lines_of
from tests.shops.clocks import NOON


@pytest.mark.parametrize("spoil", [*DAMAGING, for_other_eyes])
def test_a_damaged_piece_that_another_one_covers_stops_nothing(scene: Scene, spoil: Spoil) -> None:
    larger = scene.cover(1, 2)
    spoil(scene, larger)

    back = scene.bring_back()

    assert lines_of(scene.empty, back.position) == list(scene.living.log.lines())
    assert [larger in warning for warning in back.warnings] == [True]
    assert [larger in text for text in verify(scene.location, scene.opening).problems] == [True]


@pytest.mark.parametrize("spoil", DAMAGING)
def test_a_drill_says_what_is_damaged_although_a_restore_goes_well(
    scene: Scene, spoil: Spoil
) -> None:
    larger, living = scene.cover(1, 2), scene.living
    spoil(scene, larger)

    drilled = drill(scene.location, scene.opening, living.home, living.log, clock=living.clock)

    assert drilled.position == living.log.head
    assert [larger in problem for problem in drilled.problems] == [True]


@pytest.mark.parametrize("spoil", DAMAGING)
@pytest.mark.parametrize("number", [1, 3])
def test_what_is_nowhere_else_is_named_with_the_instant_up_to_which_all_is_there(
    scene: Scene, spoil: Spoil, number: int
) -> None:
    before, bad = scene.pieces[number - 1 : number + 1]
    spoil(scene, bad.name)
    last = f"{before.what.until:%Y-%m-%dT%H:%M:%S.%fZ}"

    for at in (None, bad.what.until - timedelta(seconds=1)):
        with pytest.raises(ArchiveError, match=f"{bad.name}.*: --at {last}"):
            scene.bring_back(at)
    assert not scene.empty.log.exists()
    assert f"{NAME}/epochs/0002" not in scene.store.shelf.objects
    back = scene.bring_back(datetime.fromisoformat(last))

    assert back.position == before.what.last
    assert any(bad.name in warning for warning in back.warnings)


def test_where_nothing_is_whole_nothing_can_be_restored(scene: Scene) -> None:
    for each in scene.pieces:
        emptied(scene, each.name)

    with pytest.raises(
        ArchiveError, match=r"0000.* is damaged.*without it nothing can be restored"
    ):
        scene.bring_back()


def test_what_is_damaged_later_than_what_is_wanted_harms_nobody(scene: Scene) -> None:
    first = scene.pieces[0].what
    emptied(scene, scene.pieces[3].name)

    back = scene.bring_back(first.until + timedelta(minutes=30))

    assert (back.position, back.warnings) == (first.last, ())


def test_what_is_mended_on_the_store_is_taken(scene: Scene) -> None:
    name = scene.pieces[3].name
    whole = scene.store.get(name)
    spoilt_before_it_was_locked(scene, name)
    with pytest.raises(ArchiveError, match=name):
        scene.bring_back()
    scene.store.put(name, whole, replace=True)

    assert scene.bring_back().position == scene.living.log.head


def test_what_was_damaged_here_after_it_was_fetched_is_fetched_again(scene: Scene) -> None:
    def cut_off(method: str) -> None:
        if method == "put":
            raise TransientError("the line is cut")

    scene.store.before = cut_off
    with pytest.raises(TransientError, match="cut"):
        scene.bring_back()
    scene.store.before = lambda _: None
    (here,) = scene.empty.path.rglob(scene.pieces[2].name.replace("/", "~"))
    here.write_bytes(here.read_bytes()[:-30])

    back = scene.bring_back()

    assert (back.position, back.warnings) == (scene.living.log.head, ())


@pytest.mark.parametrize("spoil", [truncated, emptied, another_thing, for_other_eyes])
def test_older_settings_and_keys_of_people_come_back_in_place_of_damaged_ones(
    scene: Scene, spoil: Spoil
) -> None:
    older, newest = scene.location.listing().of(SettingsObject)[-2:]
    (ring,) = scene.location.listing().of(KeyringObject)
    earlier = KeyringObject(ring.what.at - timedelta(days=1))
    content = msgspec.json.decode(scene.location.fetch(ring, scene.opening))
    content["name"] = called(NAME, earlier).removeprefix(f"{NAME}/")
    scene.location.put(earlier, msgspec.json.encode(content), scene.locks)
    for each in (newest, ring):
        spoil(scene, each.name)

    told = "\n".join(scene.bring_back().warnings)

    assert scene.empty.settings.read_text() == "[till]\nnumber = 2\n"
    assert scene.empty.people.exists()
    assert newest.name in told
    assert ring.name in told
    assert f"those of {older.what.at:%Y-%m-%dT%H:%M:%S.%fZ}: what was changed since" in told
    assert "who was erased since has to be erased again" in told


def test_where_no_settings_are_whole_the_log_comes_back_without(scene: Scene) -> None:
    listing = scene.location.listing()
    names = [each.name for each in listing.of(SettingsObject)]
    for name in [*names, *(each.name for each in listing.of(KeyringObject))]:
        another_thing(scene, name)

    back = scene.bring_back()

    assert back.position == scene.living.log.head
    assert not scene.empty.settings.exists()
    assert not scene.empty.people.exists()
    told = "\n".join(back.warnings)
    assert "no settings and secrets come back" in told
    assert "no keys of people's data come back" in told


@pytest.fixture
def packed(scene: Scene) -> Scene:
    """With a sealed segment, and a piece that was packed with its dictionary."""
    for _ in range(600):
        scene.living.log.append([counted(each) for each in range(20)], TILL)
    scene.living.take(scene.opening)
    scene.living.work(10)
    scene.living.take(scene.opening)
    assert dictionary(scene.living.home.segments) is not None
    return scene


def test_a_damaged_dictionary_is_told_and_so_is_what_needs_it(packed: Scene) -> None:
    (found,) = packed.location.listing().of(DictionaryObject)
    emptied(packed, found.name)

    with pytest.raises(ArchiveError, match=f"{found.name} is damaged.*needs dictionary.*--at "):
        packed.bring_back()


def test_a_damaged_dictionary_that_nothing_needs_stops_nothing(packed: Scene) -> None:
    (found,) = packed.location.listing().of(DictionaryObject)
    *_, sealed = (link.what for link in packed.pieces if link.what.is_sealed)
    emptied(packed, found.name)
    log = packed.living.log
    plain = LogObject(1, sealed.last + 1, log.head, packed.pieces[-1].what.until)
    packed.store.delete([each.name for each in packed.pieces if not each.what.is_sealed])
    packed.location.put(plain, cut(log, sealed.last, log.head), packed.locks)

    back = packed.bring_back()

    assert back.position == log.head
    assert [found.name in warning for warning in back.warnings] == [True]


def test_a_damaged_card_is_told_and_stops_nothing(scene: Scene) -> None:
    manifest = scene.location.name_of(ManifestObject())
    assert [each.is_card_damaged for each in fleet(scene.store)] == [False]
    emptied(scene, manifest)

    (member,) = fleet(scene.store)
    problems = verify(scene.location, scene.opening).problems
    back = scene.bring_back()

    assert (member.name, member.is_card_damaged, member.manifest.offer) == (NAME, True, "")
    assert problems == (f"{manifest} is damaged: the next backup of the day makes it anew",)
    assert (back.position, back.warnings) == (scene.living.log.head, ())


def test_a_wrong_key_is_refused_also_where_something_is_damaged(scene: Scene) -> None:
    emptied(scene, scene.pieces[0].name)
    wrong = Keys([generate()])
    other = Scene(scene.living, scene.store, scene.location, wrong, scene.locks, scene.empty)

    with pytest.raises(CredentialsError, match="none of the keys given opens"):
        other.bring_back()
    with pytest.raises(CredentialsError, match="none of the keys given opens"):
        verify(scene.location, wrong)


def test_a_key_that_does_not_open_all_that_is_needed_is_refused(scene: Scene) -> None:
    name = scene.pieces[1].name
    for_other_eyes(scene, name)

    with pytest.raises(CredentialsError, match=f"none of the keys given opens {name}"):
        scene.bring_back()


def test_where_something_else_is_damaged_too_both_are_told(scene: Scene) -> None:
    (_, one, other, _) = scene.pieces
    for_other_eyes(scene, one.name)
    emptied(scene, other.name)

    with pytest.raises(ArchiveError) as refused:
        scene.bring_back()

    assert f"none of the keys given opens {one.name}" in str(refused.value)
    assert f"{other.name} is damaged" in str(refused.value)


def test_a_store_with_one_object_that_no_key_opens_is_refused(scene: Scene) -> None:
    only, *others = scene.pieces
    scene.store.delete(
        [each.name for each in scene.location.listing().found if each.name != only.name]
    )
    for_other_eyes(scene, only.name)

    assert len(others) == 3
    with pytest.raises(CredentialsError, match=f"none of the keys given opens {only.name}"):
        verify(scene.location, scene.opening)


def test_a_newer_format_is_refused_although_others_cover_it(scene: Scene) -> None:
    larger = scene.cover(1, 2)
    content = scene.opening.decrypt(scene.store.get(larger), larger)
    newer = msgspec.structs.replace(header_of(content), version=2)
    body = content.partition(b"\n")[2]
    locked = scene.locks.encrypt(msgspec.json.encode(newer) + b"\n" + body)
    scene.store.put(larger, locked, replace=True)

    with pytest.raises(ArchiveError, match=f"{larger}: .*written by a newer Pos2Web"):
        scene.bring_back()


def test_newer_settings_are_refused(scene: Scene) -> None:
    newest = scene.location.listing().of(SettingsObject)[-1]
    document = msgspec.json.decode(scene.location.fetch(newest, scene.opening)) | {"version": 2}
    locked = scene.locks.encrypt(msgspec.json.encode(document))
    scene.store.put(newest.name, locked, replace=True)

    with pytest.raises(ArchiveError, match=f"{newest.name} was written by a newer Pos2Web"):
        scene.bring_back()


def test_what_is_no_segment_is_damaged_whatever_its_version(location: BackupLocation) -> None:
    location.store.put(called(NAME, LogObject(1, 1, 2, NOON)), b"")
    (found,) = location.listing().of(LogObject)

    with pytest.raises(DamagedError, match="this is no segment of a log"):
        check_name(found, b'{"format":"tea","version":9}\n')


def test_many_damaged_objects_are_counted() -> None:
    damage = Damage()
    for number in range(DAMAGED_TOLD + 2):
        damage.note(DamagedError(f"{number} is damaged", name=str(number)))

    assert damage.summed_up.endswith("4 is damaged and 2 more")
    assert len(damage.told) == DAMAGED_TOLD + 2


def test_progress_is_told_of_each_look(scene: Scene) -> None:
    emptied(scene, scene.cover(1, 2))
    told: list[tuple[RestoreStage, int, int]] = []

    scene.bring_back(told=lambda step, done, total: told.append((step, done, total)))

    looks = [total for step, done, total in told if step is RestoreStage.FETCH and done == 0]
    assert looks == [5, 6]
