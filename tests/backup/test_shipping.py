"""What is recorded comes to the store: all of it, once, in order, whatever happens on the way."""

from contextlib import closing
from pathlib import Path

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup import epochs
from pos2web.backup.depot import Depot
from pos2web.backup.epochs import Epoch
from pos2web.backup.keys import Keys
from pos2web.backup.layout import Marker, name_of
from pos2web.backup.lives import Life
from pos2web.backup.points import holdings
from pos2web.backup.pruning import prune
from pos2web.backup.restoring import Wanted, restore
from pos2web.backup.shipping import Shipper
from pos2web.backup.verifying import verify
from pos2web.errors import ConflictError, CredentialsError, TransientError
from pos2web.log import Log
from pos2web.log.sealing import SEGMENT_EVENTS, sealed
from pos2web.log.segments import cut
from pos2web.settings.home import Home
from tests.backup.given import NAME, TILL, Living, StillClock, counted
from tests.backup.test_restoring import lines_of, untold

MANY = SEGMENT_EVENTS


def life(depot: Depot) -> Life:
    newest = holdings(depot.store, depot.installation).newest
    assert newest is not None
    return newest


def another(living: Living, epoch: Epoch | None = None, log: Log | None = None) -> Shipper:
    """One more that ships the same, or nearly the same."""
    ours = living.shipper
    return Shipper(
        log or living.log,
        living.home.segments,
        ours.depot,
        ours.locks,
        epoch=epoch or ours.epoch,
        clock=living.clock,
    )


def test_all_is_shipped_and_then_nothing(living: Living, depot: Depot) -> None:
    living.work(5)

    first, again = living.shipper.ship(), living.shipper.ship()

    assert first.position == living.log.head == life(depot).reach
    assert (first.objects, again.objects, again.size) == (1, 0, 0)
    assert again.position == first.position
    assert first.at == living.clock()


def test_what_comes_later_follows_without_a_gap(living: Living, depot: Depot) -> None:
    for _ in range(20):
        living.work(3)
        living.shipper.ship()

    assert life(depot).reach == living.log.head
    assert life(depot).beyond == ()
    assert len(life(depot).chain) < 10


def test_one_that_starts_anew_goes_on_where_it_was(living: Living, store: MemoryStore) -> None:
    living.work(5)
    living.shipper.ship()
    living.work(1)

    shipped = another(living).ship()

    assert shipped.objects == 1
    assert shipped.position == living.log.head
    assert sum("/pieces/" in name for name in store.shelf.objects) == 2


def test_sealed_segments_are_shipped_and_cover_the_pieces(living: Living, depot: Depot) -> None:
    living.count(*range(6_000))
    living.shipper.ship()
    living.count(*range(6_000))
    living.work(3)
    living.shipper.ship()

    chain = life(depot).chain
    assert [link.what.is_sealed for link in chain] == [True, False]
    assert chain[0].what.last == sealed(living.home.segments)[0].last
    assert life(depot).reach == living.log.head
    assert another(living).ship().objects == 0


def test_a_damaged_sealed_segment_is_not_shipped_as_it_is(
    living: Living, depot: Depot, opening: Keys, tmp_path: Path
) -> None:
    living.count(*range(MANY))
    living.count(1)
    living.shipper.ship()
    one = sealed(living.home.segments)[-1]
    depot.store.delete([name_of(NAME, link.what) for link in life(depot).chain])
    content = bytearray(one.path.read_bytes())
    content[-10] ^= 1
    one.path.write_bytes(bytes(content))

    another(living).ship()

    home = Home(path=tmp_path / "other")
    back = restore(depot, home, opening, Wanted(), clock=living.clock, told=untold)
    assert lines_of(home, back.position) == list(living.log.lines())


def test_an_append_longer_than_a_piece_is_shipped_whole(living: Living, depot: Depot) -> None:
    living.count(*range(MANY + 500))
    living.count(1)

    living.shipper.ship()

    assert life(depot).reach == living.log.head


def test_pieces_are_packed_with_a_dictionary_that_lies_beside_them(
    living: Living, depot: Depot, opening: Keys, tmp_path: Path
) -> None:
    for number in range(500):
        living.log.append([counted(each, f"T{number}") for each in range(21)], TILL)
    living.shipper.ship()
    living.work(3)
    living.shipper.ship()

    assert len(life(depot).dictionaries) == 1
    home = Home(path=tmp_path / "other")
    back = restore(depot, home, opening, Wanted(), clock=living.clock, told=untold)
    assert lines_of(home, back.position) == list(living.log.lines())


def test_a_sealed_segment_of_another_log_is_not_shipped(
    living: Living, depot: Depot, opening: Keys, tmp_path: Path
) -> None:
    living.count(*range(MANY))
    living.count(1)
    living.shipper.ship()
    one = sealed(living.home.segments)[0]
    with Log.open(tmp_path / "log.db", clock=living.clock) as other:
        other.append([counted(7)], TILL)
        one.path.write_bytes(cut(other, 0, 1))
    depot.store.delete([link.name for link in life(depot).chain])

    another(living).ship()

    assert verify(depot, opening).problems == ()


def test_two_that_ship_at_once_leave_one_log(living: Living, depot: Depot) -> None:
    one, other = living.shipper, another(living)
    for number in range(12):
        living.work(2)
        (one, other)[number % 2].ship()
        if number % 5 == 4:
            living.clock.move(hours=2)
            prune(depot, "daily", living.clock())

    one.ship()

    assert life(depot).reach == living.log.head
    assert life(depot).beyond == ()


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
    living: Living, store: MemoryStore, depot: Depot, trouble: str
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
    assert living.shipper.ship().position == life(depot).reach == living.log.head


def test_a_gap_on_the_store_is_filled(living: Living, depot: Depot) -> None:
    for _ in range(3):
        living.work(20)
        living.shipper.ship()
    depot.store.delete([life(depot).chain[0].name])
    assert life(depot).gap is not None

    another(living).ship()

    assert life(depot).reach == living.log.head
    assert life(depot).gap is None


def test_who_was_taken_over_ships_nothing(living: Living, depot: Depot) -> None:
    living.work(3)
    living.shipper.ship()
    newer = replace_epoch(living.shipper.epoch, number=2)
    epochs.claim(depot.store, NAME, newer)
    living.work(3)
    reach = life_of(depot, 1).reach

    with pytest.raises(ConflictError, match=r"another installation of tea-shop \(epoch 2, begun"):
        another(living).ship()
    living.clock.move(minutes=1)
    with pytest.raises(ConflictError, match="epoch 2"):
        living.shipper.ship()

    assert life_of(depot, 1).reach == reach


def test_a_clock_that_goes_back_looks_for_others_too(living: Living, depot: Depot) -> None:
    living.shipper.ship()
    epochs.claim(depot.store, NAME, replace_epoch(living.shipper.epoch, number=2))
    living.clock.move(days=-300)
    living.count(1)

    with pytest.raises(ConflictError, match="epoch 2"):
        living.shipper.ship()


def test_while_nobody_takes_over_it_goes_on(living: Living, depot: Depot) -> None:
    living.shipper.ship()
    living.clock.move(minutes=5)
    living.count(1)

    assert living.shipper.ship().position == living.log.head
    depot.store.delete([name_of(NAME, Marker(1))])
    living.clock.move(minutes=5)
    living.count(1)
    assert living.shipper.ship().position == living.log.head


def test_an_epoch_that_another_installation_has_is_not_ours(living: Living, depot: Depot) -> None:
    epochs.claim(depot.store, NAME, replace_epoch(living.shipper.epoch, id="another"))

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


def replace_epoch(epoch: Epoch, **fields: object) -> Epoch:
    values = {name: getattr(epoch, name) for name in epoch.__struct_fields__}
    return Epoch(**(values | fields))


def life_of(depot: Depot, number: int) -> Life:
    lives = holdings(depot.store, depot.installation).lives
    return next(each for each in lives if each.epoch.number == number)
