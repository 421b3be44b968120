"""A damaged claim of an epoch counts as missing; but its number is taken, and keeps writers apart."""

from datetime import timedelta
from pathlib import Path

import pytest

from pos2web.backup.epochs import epochs
from pos2web.backup.epochs.epochs import StoredEpoch
from pos2web.backup.restore.points import understood
from pos2web.backup.ship.pruning import prune
from pos2web.backup.ship.shipping import Shipper
from pos2web.backup.store.damage import DamagedError
from pos2web.backup.store.layout import EpochObject, LogObject, SettingsObject
from pos2web.backup.store.layout import name_of as called
from pos2web.backup.verifying import verify
from pos2web.errors import ArchiveError, ConflictError
from pos2web.log import Log
from pos2web.log.segments import cut
from pos2web.settings.home import Home
from tests.backup.given import NAME, Living, epoch, listed_at
from tests.backup.given_damage import Scene, emptied
from tests.backup.test_restoring import lines_of
from tests.shops.clocks import NOON

CLAIMS = [
    b"",
    b"{",
    b"[]",
    b'{"number":7,"id":"x","began_at":"2026-11-24T12:00:00Z"}',
    b'{"number":2,"id":"x","began_at":"2026-11-24T12:00:00Z","format":"tea"}',
]


@pytest.fixture
def gone_on(scene: Scene) -> Scene:
    """It was restored, and the new epoch has shipped all of the log, and more."""
    scene.bring_back()
    with Living.opened(scene.empty, scene.location, scene.locks, scene.living.clock) as restored:
        restored.work(5)
        restored.take(scene.opening)
    return scene


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("content", CLAIMS)
def test_a_damaged_claim_counts_as_missing_and_its_number_is_taken(
    gone_on: Scene, tmp_path: Path, number: int, content: bytes
) -> None:
    reach = gone_on.there.lives[-1].reach
    gone_on.store.put(f"{NAME}/epochs/000{number}", content, replace=True)
    said = f"epoch {number}: its claim (epochs/000{number}) is damaged, and counts as missing"

    back = gone_on.bring_back(home=Home(path=tmp_path / "third"))

    assert list(gone_on.there.warnings) == [said]
    assert verify(gone_on.location, gone_on.opening).problems == (said,)
    assert (back.epoch.number, back.position) == (3, reach)
    assert said in back.warnings


def test_a_claim_that_was_never_whole_is_still_above_all_others(scene: Scene) -> None:
    scene.store.put(f"{NAME}/epochs/0005", b"")

    back = scene.bring_back()

    assert (back.epoch.number, back.from_epoch) == (6, 1)
    assert back.position == scene.living.log.head


def test_where_not_all_was_shipped_yet_the_epoch_before_has_it(scene: Scene) -> None:
    first = scene.pieces[0]
    copy = LogObject(2, first.what.first, first.what.last, first.what.until)
    scene.location.put(copy, scene.location.fetch(first, scene.opening), scene.locks)
    scene.store.put(called(NAME, EpochObject(2)), b"")

    back = scene.bring_back()

    assert (back.position, back.from_epoch) == (scene.living.log.head, 1)


def test_an_epoch_without_a_readable_claim_began_when_that_was_stored() -> None:
    claim, later = EpochObject(1), SettingsObject(1, NOON + timedelta(hours=2))
    listing = listed_at({claim: NOON, later: NOON + timedelta(hours=2)})
    unread = StoredEpoch(number=1, id="unreadable", began_at=NOON)

    (life,) = understood(listing, {1: unread}).lives

    assert life.begins == NOON
    assert not life.epoch.is_read


def test_of_what_an_epoch_recorded_itself_nothing_is_given_up_silently(
    gone_on: Scene, tmp_path: Path
) -> None:
    one, two = gone_on.there.lives
    for each in two.chain:
        emptied(gone_on, each.name)
    assert one.until is not None

    with pytest.raises(ArchiveError, match=f"--at {one.until:%Y-%m-%dT%H:%M:%S.%fZ}"):
        gone_on.bring_back(home=Home(path=tmp_path / "third"))


def new_shipper(scene: Scene) -> Shipper:
    """One that knows nothing yet of the store."""
    living = scene.living
    sealed, own = living.home.segments, living.shipper.epoch
    return Shipper(living.log, sealed, scene.location, scene.locks, epoch=own, clock=living.clock)


def test_what_an_epoch_took_over_is_also_with_the_one_before(
    gone_on: Scene, tmp_path: Path
) -> None:
    (whole,) = (link.what for link in gone_on.there.lives[1].chain)
    taken_over = gone_on.there.lives[1].epoch.position
    with Log.open(gone_on.empty.log, clock=gone_on.living.clock, read_only=True) as log:
        for first, last in ((1, taken_over), (taken_over + 1, whole.last)):
            (end,) = log.read(last - 1, limit=1)
            piece = LogObject(2, first, last, end.recorded_at)
            gone_on.location.put(piece, cut(log, first - 1, last), gone_on.locks)
        gone_on.store.delete([gone_on.location.name_of(whole)])
        first_piece = gone_on.there.lives[1].chain[0].name
        emptied(gone_on, first_piece)
        third = Home(path=tmp_path / "third")

        back = gone_on.bring_back(home=third)

        assert lines_of(third, back.position) == list(log.lines())
    assert (back.epoch.number, back.from_epoch) == (3, 2)
    assert [first_piece in warning for warning in back.warnings] == [True]


def test_an_epoch_whose_claim_is_damaged_has_taken_over_all_the_same(scene: Scene) -> None:
    scene.store.put(called(NAME, EpochObject(2)), b"{")
    scene.living.count(1)
    scene.living.clock.move(minutes=2)

    for shipper in (scene.living.shipper, new_shipper(scene)):
        with pytest.raises(ConflictError, match="epoch 2"):
            shipper.ship()


def test_whoever_ships_goes_on_after_his_own_claim_was_damaged(scene: Scene) -> None:
    emptied(scene, called(NAME, EpochObject(1)))
    scene.living.clock.move(minutes=2)

    for shipper in (scene.living.shipper, new_shipper(scene)):
        scene.living.count(1)
        assert shipper.ship().position == scene.living.log.head


def test_nobody_ships_under_a_damaged_claim_that_may_be_anothers(scene: Scene) -> None:
    scene.store.delete([each.name for each in scene.pieces])
    emptied(scene, called(NAME, EpochObject(1)))

    with pytest.raises(ArchiveError, match=r"claim of epoch 1 is damaged.*take over"):
        new_shipper(scene).ship()


def test_a_number_whose_claim_is_damaged_is_not_taken_again(scene: Scene) -> None:
    scene.store.put(called(NAME, EpochObject(2)), b"")

    with pytest.raises(DamagedError, match="epochs/0002 is damaged"):
        epochs.claim(scene.store, NAME, epoch(2))


def test_a_store_with_a_damaged_claim_is_tidied_and_that_goes_with_its_epoch(
    gone_on: Scene,
) -> None:
    emptied(gone_on, called(NAME, EpochObject(1)))
    with Living.opened(
        gone_on.empty, gone_on.location, gone_on.locks, gone_on.living.clock
    ) as living:
        gone_on.living.clock.move(days=20)
        living.work(1)
        living.take(gone_on.opening)

    assert prune(gone_on.location, "weekly", gone_on.living.clock()) == []
    assert list(gone_on.there.warnings) == []
    assert [life.epoch.number for life in gone_on.there.lives] == [2]
