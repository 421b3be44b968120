"""What is damaged, mixed up, missing or newer is named, and nothing is lost by trying."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from pos2web.adapters.memory.store import Kept, MemoryStore
from pos2web.backup.epochs import epochs
from pos2web.backup.restore.drilling import drill
from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.restoring import Restored, RestoreRequest, RestoreStage, restore
from pos2web.backup.store.keys import Keys, Locks, generate, recipient_of
from pos2web.backup.store.layout import (
    DictionaryObject,
    ListedObject,
    LogObject,
    SettingsObject,
    SnapshotObject,
)
from pos2web.backup.store.layout import name_of as called
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.errors import ArchiveError, ConflictError, CredentialsError
from pos2web.log.chain import link
from pos2web.log.segments import cut, header_of
from pos2web.ports import StoredObject
from pos2web.settings.home import Home
from pos2web.translation import translate
from tests.backup.given import NAME, Living, acquainted
from tests.backup.test_restoring import killed_at, lines_of, untold
from tests.shops.clocks import NOON, StillClock


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(path=tmp_path / "other")


@pytest.fixture
def backed_up(living: Living, opening: Keys) -> Living:
    """Three pieces, a snapshot, settings, a keyring."""
    acquainted(living.home)
    for _ in range(3):
        living.work(20)
        living.take(opening)
        living.clock.move(hours=1)
    return living


def pieces(location: BackupLocation) -> list[ListedObject[LogObject]]:
    life = holdings(location.store, NAME).newest
    assert life is not None
    return list(life.chain)


def put(store: MemoryStore, name: str, content: bytes) -> None:
    store.put(name, content, replace=True)


def bring_back(location: BackupLocation, home: Home, keys: Keys, clock: StillClock) -> Restored:
    return restore(location, home, keys, RestoreRequest(), clock=clock, progress=untold)


def cut_off(content: bytes) -> bytes:
    return content[:-20]


def flipped(content: bytes) -> bytes:
    return content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


DAMAGE = [(number, damage) for number in range(3) for damage in (cut_off, flipped)]


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_piece_is_named(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    empty: Home,
    case: tuple[int, Callable[[bytes], bytes]],
) -> None:
    number, damage = case
    name = pieces(location)[number].name
    put(store, name, damage(store.get(name)))
    before = dict(store.shelf.objects)

    with pytest.raises(ArchiveError, match=f"^{re.escape(name)} is damaged"):
        bring_back(location, empty, opening, backed_up.clock)

    assert store.shelf.objects == before
    assert not empty.log.exists()
    assert verify(location, opening).problems[0].startswith(name)
    drilled = drill(location, opening, backed_up.home, backed_up.log, clock=backed_up.clock)
    assert drilled.problems[0].startswith(name)


def test_pieces_that_were_swapped_are_named(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    one, other = (each.name for each in pieces(location)[:2])
    first, second = store.get(one), store.get(other)
    put(store, one, second)
    put(store, other, first)

    said = r"holds another part of the log: positions \d+ to \d+"
    with pytest.raises(ArchiveError, match=said):
        bring_back(location, empty, opening, backed_up.clock)
    assert [one in text or other in text for text in verify(location, opening).problems] == [
        True
    ] * 2


def test_a_missing_piece_is_told_and_the_rest_can_be_restored(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    kept, lost, _ = pieces(location)
    store.delete([lost.name])

    said = f"positions {lost.what.first} to {lost.what.last} of the log are missing"
    with pytest.raises(ArchiveError, match=said):
        bring_back(location, empty, opening, backed_up.clock)
    wanted = RestoreRequest(at=kept.what.until)
    back = restore(location, empty, opening, wanted, clock=backed_up.clock, progress=untold)

    assert back.position == kept.what.last
    assert any(said in text for text in back.warnings)


def another_log(location: BackupLocation, tmp_path: Path, opening: Keys) -> MemoryStore:
    """A store of an installation of the same name with other events at the same positions."""
    store, clock = MemoryStore(), StillClock()
    locks = Locks(opening.recipients)
    there = BackupLocation(store=store, installation=location.installation)
    with Living.begun(tmp_path / "third", there, locks, clock) as living:
        acquainted(living.home)
        for _ in range(3):
            living.work(20)
            living.take(opening)
            clock.move(hours=1)
    return store


def test_objects_of_another_log_are_not_taken(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    empty: Home,
    tmp_path: Path,
) -> None:
    others = another_log(location, tmp_path, opening)
    piece = pieces(location)[1].name
    (settings,) = location.listing().of(SettingsObject)

    ours = store.get(piece)

    put(store, piece, others.get(piece))
    with pytest.raises(ArchiveError, match=f"{piece}.* is of another log"):
        bring_back(location, empty, opening, backed_up.clock)
    assert "belongs to another log" in "".join(verify(location, opening).problems)

    put(store, piece, ours)
    put(store, settings.name, others.get(settings.name))
    fresh = Home(path=tmp_path / "fresh")
    back = bring_back(location, fresh, opening, backed_up.clock)

    assert f"{settings.name} belongs to another log" in back.warnings[0]
    assert not fresh.settings.exists()


def test_a_damaged_snapshot_only_makes_it_slower(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    for snapshot in location.listing().of(SnapshotObject):
        put(store, snapshot.name, cut_off(store.get(snapshot.name)))

    back = bring_back(location, empty, opening, backed_up.clock)

    assert back.position == backed_up.log.head
    assert [text.startswith("a snapshot can't be used: ") for text in back.warnings] == [True] * 3


def test_a_restore_that_was_continued_warns_in_the_language_of_who_reads_it(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    (*_, snapshot) = location.listing().of(SnapshotObject)
    put(store, snapshot.name, cut_off(store.get(snapshot.name)))
    told = killed_at(RestoreStage.PLACE, after=0)

    with pytest.raises(KeyboardInterrupt):
        restore(location, empty, opening, RestoreRequest(), clock=backed_up.clock, progress=told)
    back = bring_back(location, empty, opening, backed_up.clock)

    (warning,) = back.warnings
    assert warning.startswith("a snapshot can't be used: ")
    assert translate(warning, "fr").startswith("un instantané est inutilisable\u00a0: ")
    assert "can't" not in translate(warning, "fr")


def test_a_snapshot_that_holds_something_else_only_makes_it_slower(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    empty: Home,
) -> None:
    for snapshot in location.listing().of(SnapshotObject):
        put(store, snapshot.name, locks.encrypt(b"tea"))

    back = bring_back(location, empty, opening, backed_up.clock)

    assert [text.split(" can't be used")[0] for text in back.warnings] == [
        location.listing().of(SnapshotObject)[-1].name
    ]
    assert len(verify(location, opening).problems) == 3


def test_snapshots_of_another_version_are_left_alone(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    for each in location.listing().of(SnapshotObject):
        what = each.what
        older = SnapshotObject(what.epoch, what.position, what.at, what.schema ^ 1)
        store.put(called(NAME, older), store.get(each.name))
        store.delete([each.name])

    back = bring_back(location, empty, opening, backed_up.clock)

    assert back.warnings == (
        "no snapshot is of this version and old enough: all is worked out anew",
    )
    assert verify(location, opening).problems == ()


def test_a_dictionary_that_is_another_is_named(
    backed_up: Living, location: BackupLocation, opening: Keys, locks: Locks, empty: Home
) -> None:
    what = DictionaryObject(1, "0" * 64)
    location.put(what, b"tea", locks)

    said = f"{called(NAME, what)} is not the dictionary that its name says"

    assert bring_back(location, empty, opening, backed_up.clock).warnings == (said,)
    assert verify(location, opening).problems == (said,)


def test_what_a_newer_program_wrote_is_refused(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    empty: Home,
) -> None:
    piece = pieces(location)[1]
    content = location.fetch(piece, opening)
    header, _, rest = content.partition(b"\n")
    newer = msgspec.structs.replace(header_of(content), version=2)
    assert msgspec.json.encode(header_of(content)) == header
    put(store, piece.name, locks.encrypt(msgspec.json.encode(newer) + b"\n" + rest))

    with pytest.raises(ArchiveError, match=f"{piece.name}: .*written by a newer Pos2Web"):
        bring_back(location, empty, opening, backed_up.clock)


def test_another_key_says_which_object_it_does_not_open(
    backed_up: Living, location: BackupLocation
) -> None:
    with pytest.raises(CredentialsError, match="none of the keys given opens tea-shop/e0001"):
        verify(location, Keys([generate()]))
    with pytest.raises(CredentialsError, match="none of the keys given opens tea-shop/e0001"):
        drill(location, Keys([generate()]), backed_up.home, backed_up.log, clock=backed_up.clock)


def test_one_object_for_another_key_is_a_problem(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys
) -> None:
    name = pieces(location)[2].name
    put(store, name, Locks([recipient_of(generate())]).encrypt(b"tea"))

    (problem,) = verify(location, opening).problems

    assert problem == f"none of the keys given opens {name}: it was locked for others"
    assert backed_up.log.head > 0


def test_a_restore_beside_another_one_gives_way(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    def others_claim(method: str) -> None:
        is_ours = method == "put"
        if is_ours:
            store.before = lambda _method: None
            epochs.claim(
                store, NAME, epochs.StoredEpoch(number=2, id="x", began_at=backed_up.clock())
            )

    store.before = others_claim
    with pytest.raises(ConflictError, match="another restore of tea-shop was quicker"):
        bring_back(location, empty, opening, backed_up.clock)

    assert not empty.log.exists()
    again = bring_back(location, empty, opening, backed_up.clock)
    assert again.epoch.number == 3


def test_what_is_gone_when_it_is_fetched_is_looked_for_again(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    empty: Home,
) -> None:
    _, second, third = pieces(location)
    log, gets = backed_up.log, iter(range(99))
    merged = LogObject(1, second.what.first, third.what.last, third.what.until)

    def merge(method: str) -> None:
        if method == "get" and next(gets) == 1:
            store.before = lambda _method: None
            location.put(merged, cut(log, merged.first - 1, merged.last), locks)
            store.delete([second.name, third.name])

    store.before = merge
    back = bring_back(location, empty, opening, backed_up.clock)

    assert lines_of(empty, back.position) == list(log.lines())


def test_what_stays_away_is_named(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    lost = pieces(location)[1].name

    def hide(method: str) -> None:
        if method == "get":
            store.shelf.objects.pop(lost, None)

    class Listed(MemoryStore):
        """Goes on listing what is gone."""

        def list(self, prefix: str = "") -> Iterator[StoredObject]:
            self.shelf.objects.setdefault(lost, Kept(b"", NOON))
            return super().list(prefix)

    haunted = BackupLocation(store=Listed(store.shelf), installation=NAME)
    haunted.store.before = hide  # type: ignore[attr-defined]  # a store in memory has it

    with pytest.raises(ArchiveError, match=f"{lost}: it was listed, but is not there"):
        bring_back(haunted, empty, opening, backed_up.clock)


def test_a_part_of_the_log_that_was_written_anew_does_not_follow(
    backed_up: Living,
    store: MemoryStore,
    location: BackupLocation,
    opening: Keys,
    locks: Locks,
    empty: Home,
) -> None:
    """Whole in itself, of the same log by its header, in the right place: and still not the one."""
    piece = pieces(location)[1]
    content = location.fetch(piece, opening)
    digest = before = bytes(32)
    for line in backed_up.log.lines(piece.what.first - 1, piece.what.last):
        digest = link(digest, line)
    header = msgspec.structs.replace(header_of(content), before=before.hex(), after=digest.hex())
    _, _, body = content.partition(b"\n")
    put(store, piece.name, locks.encrypt(msgspec.json.encode(header) + b"\n" + body))

    with pytest.raises(ArchiveError, match=f"{piece.name}: .* does not go on from what is before"):
        bring_back(location, empty, opening, backed_up.clock)
    assert verify(location, opening).problems[0].startswith(f"{piece.name} does not follow")


def test_a_piece_that_others_cover_is_looked_at_too(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys
) -> None:
    first, second, _ = pieces(location)
    covered = called(NAME, LogObject(1, first.what.first, first.what.last - 1, first.what.until))
    store.put(covered, cut_off(store.get(second.name)))

    (problem,) = verify(location, opening).problems

    assert problem.startswith(covered)
    assert backed_up.log.head > 0


def test_a_dictionary_that_goes_meanwhile_is_no_problem(
    backed_up: Living, store: MemoryStore, location: BackupLocation, opening: Keys, locks: Locks
) -> None:
    what = DictionaryObject(1, "0" * 64)
    location.put(what, b"tea", locks)

    def prune(method: str) -> None:
        if method == "get":
            store.shelf.objects.pop(called(NAME, what), None)

    store.before = prune

    assert verify(location, opening).problems == ()
    assert backed_up.log.head > 0
