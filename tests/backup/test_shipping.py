"""What is recorded comes to the store: all of it, once, in order, whatever happens on the way."""

from contextlib import closing
from pathlib import Path

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs import epochs
from pos2web.backup.epochs.epoch_chain import EpochChain
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.restoring import RestoreRequest, restore
from pos2web.backup.ship.pruning import prune
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.store.keys import Keys
from pos2web.backup.store.layout import EpochObject, name_of
from pos2web.backup.store.location import BackupLocation
from pos2web.backup.verifying import verify
from pos2web.errors import ConflictError, CredentialsError, TransientError
from pos2web.log import Log
from pos2web.log.sealing import SEGMENT_EVENTS, sealed
from pos2web.log.segments import cut
from pos2web.settings.home import Home
from tests.backup.given import NAME, TILL, Living, counted
from tests.backup.test_restoring import lines_of, untold
from tests.shops.clocks import StillClock

MANY = SEGMENT_EVENTS


def life(location: BackupLocation) -> EpochChain:
    newest = holdings(location.store, location.installation).newest
    assert newest is not None
    return newest


def another(living: Living, epoch: StoredEpoch | None = None, log: Log | None = None) -> Shipper:
    """One more that ships the same, or nearly the same."""
    ours = living.shipper
    return Shipper(
        log or living.log,
        living.home.segments,
        ours.location,
        ours.locks,
        epoch=epoch or ours.epoch,
        clock=living.clock,
    )


def test_all_is_shipped_and_then_nothing(living: Living, location: BackupLocation) -> None:
    living.work(5)

    first, again = living.shipper.ship(), living.shipper.ship()

    assert first.position == living.log.head == life(location).reach
    assert (first.objects, again.objects, again.size) == (1, 0, 0)
    assert again.position == first.position
    assert first.at == living.clock()


def test_what_comes_later_follows_without_a_gap(living: Living, location: BackupLocation) -> None:
    for _ in range(20):
        living.work(3)
        living.shipper.ship()

    assert life(location).reach == living.log.head
    assert life(location).beyond == ()
    assert len(life(location).chain) < 10


def test_one_that_starts_anew_goes_on_where_it_was(living: Living, store: MemoryStore) -> None:
    living.work(5)
    living.shipper.ship()
    living.work(1)

    shipped = another(living).ship()

    assert shipped.objects == 1
    assert shipped.position == living.log.head
    assert sum("/pieces/" in name for name in store.shelf.objects) == 2


def test_sealed_segments_are_shipped_and_cover_the_pieces(
    living: Living, location: BackupLocation
) -> None:
    living.count(*range(6_000))
    living.shipper.ship()
    living.count(*range(6_000))
    living.work(3)
    living.shipper.ship()

    chain = life(location).chain
    assert [link.what.is_sealed for link in chain] == [True, False]
    assert chain[0].what.last == sealed(living.home.segments)[0].last
    assert life(location).reach == living.log.head
    assert another(living).ship().objects == 0


def test_a_damaged_sealed_segment_is_not_shipped_as_it_is(
    living: Living, location: BackupLocation, opening: Keys, tmp_path: Path
) -> None:
    living.count(*range(MANY))
    living.count(1)
    living.shipper.ship()
    one = sealed(living.home.segments)[-1]
    location.store.delete([name_of(NAME, link.what) for link in life(location).chain])
    content = bytearray(one.path.read_bytes())
    content[-10] ^= 1
    one.path.write_bytes(bytes(content))

    another(living).ship()

    home = Home(path=tmp_path / "other")
    back = restore(location, home, opening, RestoreRequest(), clock=living.clock, progress=untold)
    assert lines_of(home, back.position) == list(living.log.lines())


def test_an_append_longer_than_a_piece_is_shipped_whole(
    living: Living, location: BackupLocation
) -> None:
    living.count(*range(MANY + 500))
    living.count(1)

    living.shipper.ship()

    assert life(location).reach == living.log.head


def test_pieces_are_packed_with_a_dictionary_that_lies_beside_them(
    living: Living, location: BackupLocation, opening: Keys, tmp_path: Path
) -> None:
    for number in range(500):
        living.log.append([counted(each, f"T{number}") for each in range(21)], TILL)
    living.shipper.ship()
    living.work(3)
    living.shipper.ship()

    assert len(life(location).dictionaries) == 1
    home = Home(path=tmp_path / "other")
    back = restore(location, home, opening, RestoreRequest(), clock=living.clock, progress=untold)
    assert lines_of(home, back.position) == list(living.log.lines())


def test_a_sealed_segment_of_another_log_is_not_shipped(
    living: Living, location: BackupLocation, opening: Keys, tmp_path: Path
) -> None:
    living.count(*range(MANY))
    living.count(1)
    living.shipper.ship()
    one = sealed(living.home.segments)[0]
    with Log.open(tmp_path / "log.db", clock=living.clock) as other:
        other.append([counted(7)], TILL)
        one.path.write_bytes(cut(other, 0, 1))
    location.store.delete([link.name for link in life(location).chain])

    another(living).ship()

    assert verify(location, opening).problems == ()


def test_two_that_ship_at_once_leave_one_log(living: Living, location: BackupLocation) -> None:
    one, other = living.shipper, another(living)
    for number in range(12):
        living.work(2)
        (one, other)[number % 2].ship()
        if number % 5 == 4:
            living.clock.move(hours=2)
            prune(location, "daily", living.clock())

    one.ship()

    assert life(location).reach == living.log.head
    assert life(location).beyond == ()


def test_after_an_error_the_store_is_looked_at_again(living: Living, store: MemoryStore) -> None:
    living.work(3)
    living.shipper.ship()
    living.work(3)
    store.deaths = 1

    with pytest.raises(TransientError, match="went away"):
        living.shipper.ship()
    store.delete([name for name in store.shelf.objects if "/pieces/" in name])
    shipped = living.shipper.ship()

    assert shipped.position == living.log.head
    assert shipped.objects == 1


@pytest.mark.parametrize("trouble", ["full", "read only"])
def test_a_store_that_takes_nothing_says_so_and_loses_nothing(
    living: Living, store: MemoryStore, location: BackupLocation, trouble: str
) -> None:
    living.work(3)
    living.shipper.ship()
    living.work(3)
    before = dict(store.shelf.objects)
    store.is_read_only = trouble == "read only"
    store.room_bytes = store.shelf.size

    with pytest.raises((TransientError, CredentialsError), match=r"full|may only be read"):
        living.shipper.ship()

    assert store.shelf.objects == before
    store.is_read_only, store.room_bytes = False, None
    assert living.shipper.ship().position == life(location).reach == living.log.head


def test_a_gap_on_the_store_is_filled(living: Living, location: BackupLocation) -> None:
    for _ in range(3):
        living.work(20)
        living.shipper.ship()
    location.store.delete([life(location).chain[0].name])
    assert life(location).gap is not None

    another(living).ship()

    assert life(location).reach == living.log.head
    assert life(location).gap is None


def test_who_was_taken_over_ships_nothing(living: Living, location: BackupLocation) -> None:
    living.work(3)
    living.shipper.ship()
    newer = replace_epoch(living.shipper.epoch, number=2)
    epochs.claim(location.store, NAME, newer)
    living.work(3)
    reach = life_of(location, 1).reach

    with pytest.raises(ConflictError, match=r"another installation of tea-shop \(epoch 2, begun"):
        another(living).ship()
    living.clock.move(minutes=1)
    with pytest.raises(ConflictError, match="epoch 2"):
        living.shipper.ship()

    assert life_of(location, 1).reach == reach


def test_a_clock_that_goes_back_looks_for_others_too(
    living: Living, location: BackupLocation
) -> None:
    living.shipper.ship()
    epochs.claim(location.store, NAME, replace_epoch(living.shipper.epoch, number=2))
    living.clock.move(days=-300)
    living.count(1)

    with pytest.raises(ConflictError, match="epoch 2"):
        living.shipper.ship()


def test_while_nobody_takes_over_it_goes_on(living: Living, location: BackupLocation) -> None:
    living.shipper.ship()
    living.clock.move(minutes=5)
    living.count(1)

    assert living.shipper.ship().position == living.log.head
    location.store.delete([name_of(NAME, EpochObject(1))])
    living.clock.move(minutes=5)
    living.count(1)
    assert living.shipper.ship().position == living.log.head


def test_an_epoch_that_another_installation_has_is_not_ours(
    living: Living, location: BackupLocation
) -> None:
    epochs.claim(location.store, NAME, replace_epoch(living.shipper.epoch, id="another"))

    with pytest.raises(ConflictError, match=r"another installation of tea-shop \(epoch 1"):
        living.shipper.ship()


def test_a_log_that_was_set_back_is_not_shipped_over_the_newer_one(
    living: Living, tmp_path: Path
) -> None:
    living.work(3)
    living.shipper.ship()
    living.log.close()
    older = tmp_path / "older.db"
    older.write_bytes(living.home.log.read_bytes())
    with Log.open(living.home.log, clock=living.clock) as log:
        log.append([counted(1)], TILL)
        another(living, log=log).ship()

    with Log.open(older, clock=living.clock) as log:
        with pytest.raises(ConflictError, match="this one was copied, or set back"):
            another(living, log=log).ship()
        living.clock.move(seconds=30)
        log.append([counted(2)], TILL)
        with pytest.raises(ConflictError, match="the store holds another log of tea-shop, epoch 1"):
            another(living, log=log).ship()


def test_the_epoch_of_a_log_continues_the_one_before(living: Living) -> None:
    assert epochs.of(living.log) == living.shipper.epoch
    assert living.shipper.epoch.from_epoch == 0


def test_a_log_without_epochs_has_none(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path / "log.db", clock=StillClock())) as log:
        assert epochs.of(log) is None


def replace_epoch(epoch: StoredEpoch, **fields: object) -> StoredEpoch:
    values = {name: getattr(epoch, name) for name in epoch.__struct_fields__}
    return StoredEpoch(**(values | fields))


def life_of(location: BackupLocation, number: int) -> EpochChain:
    lives = holdings(location.store, location.installation).lives
    return next(each for each in lives if each.epoch.number == number)
