"""What was lost comes back: log, state, settings, keys, in a home where nothing is."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos2web.adapters.memory.store import MemoryStore
from pos2web.backup.epochs import epochs
from pos2web.backup.restore import placing
from pos2web.backup.restore.points import holdings
from pos2web.backup.restore.restoring import (
    Restored,
    RestoreRequest,
    RestoreStage,
    Told,
    is_unfinished,
    restore,
)
from pos2web.backup.store.documents import settings_document
from pos2web.backup.store.keys import Keys, Locks, generate
from pos2web.backup.store.layout import SettingsObject
from pos2web.backup.store.location import BATCH, BackupLocation
from pos2web.domain.archive_facts import RESTORED, EpochBegan
from pos2web.domain.connections import MAIN_SHOP
from pos2web.errors import (
    ArchiveError,
    ConflictError,
    CredentialsError,
    RuleError,
    TransientError,
)
from pos2web.log import Log
from pos2web.projections import links
from pos2web.projections.read_models import ReadModels
from pos2web.settings.home import Home
from tests.backup.given import NAME, TILL, Living, acquainted, linked
from tests.shops.clocks import NOON, StillClock


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(path=tmp_path / "other")


def untold(_step: RestoreStage, _done: int, _total: int) -> None:
    """Nobody watches."""


def lines_of(home: Home, upto: int | None = None) -> list[bytes]:
    with Log.open(home.log, clock=StillClock(), read_only=True) as log:
        return list(log.lines(0, upto))


def test_the_log_comes_back_as_it_was_and_a_new_epoch_begins(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.work(30)
    taken = living.take(opening)
    clock.move(days=1)

    restored = restore(
        location, empty, opening, RestoreRequest(source="here"), clock=clock, progress=untold
    )

    assert restored.position == taken.position == living.log.head
    assert lines_of(empty, restored.position) == list(living.log.lines())
    with Log.open(empty.log, clock=clock) as log:
        last = list(log.read())[-1]
        assert log.head == restored.position + 1
        assert log.verify().problems == ()
    assert last.fact == EpochBegan(
        number=2,
        id=restored.epoch.id,
        why=RESTORED,
        source="here",
        position=restored.position,
        at=restored.at,
    )
    assert epochs.newest(location.store, NAME) == restored.epoch


def bring_back(
    location: BackupLocation, home: Home, keys: Keys, clock: StillClock, **wanted: object
) -> Restored:
    return restore(location, home, keys, RestoreRequest(**wanted), clock=clock, progress=untold)  # type: ignore[arg-type]  # by their names


def test_settings_secrets_and_keys_of_people_come_back_for_this_user_only(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    keyring = acquainted(living.home)
    living.count(1)
    living.take(opening)

    bring_back(location, empty, opening, clock)

    assert empty.settings.read_text() == living.home.settings.read_text()
    assert empty.secrets.read_text() == living.home.secrets.read_text()
    assert empty.people.read_bytes() == keyring
    private = [empty.log, empty.models, empty.settings, empty.secrets, empty.people]
    assert [stat.S_IMODE(path.stat().st_mode) for path in private[2:]] == [0o600] * 3
    assert stat.S_IMODE(empty.log.stat().st_mode) == 0o600


def test_what_the_settings_name_beside_them_comes_back_too(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    (living.home.path / "till mapping.toml").write_text("[products]\n")
    (living.home.path / "notes.txt").write_text("buy tea")
    living.count(1)
    living.take(opening)

    bring_back(location, empty, opening, clock)

    tomls = sorted(path.name for path in empty.path.glob("*.toml"))
    assert tomls == ["pos2web.toml", "secrets.toml", "till mapping.toml"]
    assert not (empty.path / "notes.txt").exists()


def test_no_file_of_settings_leads_out_of_the_home(
    living: Living, location: BackupLocation, opening: Keys, locks: Locks, empty: Home
) -> None:
    living.count(1)
    living.shipper.ship()
    what = SettingsObject(1, living.clock())
    files = {"../evil.toml": "x", "/tmp/evil.toml": "x", ".hidden.toml": "x", "a.toml": "y"}  # noqa: S108 - nothing is written there
    location.put(what, settings_document(what, living.log.id, files), locks)

    bring_back(location, empty, opening, living.clock)

    assert [path.name for path in empty.path.glob("*.toml")] == ["a.toml"]
    assert not (empty.path.parent / "evil.toml").exists()


def test_the_state_is_ready_and_the_same(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.log.append([linked(f"T{number}") for number in range(50)], TILL)
    living.take(opening)
    living.work(10)
    living.shipper.ship()

    restored = bring_back(location, empty, opening, clock)

    models = ReadModels.open(empty.models)
    assert models.progress.position == restored.position + 1
    assert len(links.load(models, MAIN_SHOP)) == 50
    models.close()
    assert restored.warnings == ()
    assert sorted(path.name for path in empty.path.iterdir()) == [
        "log.db",
        "log.db.lock",
        "models.db",
        "pos2web.toml",
        "secrets.toml",
        "segments",
    ]


def test_any_instant_can_be_brought_back_to_the_last_append_until_then(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, tmp_path: Path
) -> None:
    ends = []
    for _ in range(6):
        clock.move(seconds=10)
        ends.append((clock(), living.count(1, 2, 3)))
        living.shipper.ship()
    clock.move(hours=1)

    for number, (at, position) in enumerate(ends):
        home = Home(path=tmp_path / f"home-{number}")
        between = at + timedelta(seconds=9)
        assert bring_back(location, home, opening, clock, at=between).position == position
        # The newest epoch on the store has shipped nothing yet.
        assert lines_of(home, position) == list(living.log.lines(0, position))


def test_settings_are_those_of_then(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.count(1)
    living.take(opening)
    then = clock.move(days=1)
    clock.move(days=1)
    living.home.settings.write_text("[till]\nnew = 1\n")
    living.count(2)
    living.take(opening)

    bring_back(location, empty, opening, clock, at=then)

    assert empty.settings.read_text() == "[till]\n"


def test_a_living_installation_is_not_touched(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, tmp_path: Path
) -> None:
    living.count(1)
    living.take(opening)
    here = Home(path=tmp_path / "here")
    here.path.mkdir()
    here.settings.write_text("[till]\n")

    with pytest.raises(ConflictError, match=r"an installation lives in .*here \(pos2web.toml\)"):
        bring_back(location, here, opening, clock)
    with pytest.raises(ConflictError, match="is being written by process"):
        bring_back(location, living.home, opening, clock, force=True)
    assert here.settings.read_text() == "[till]\n"


def test_a_living_installation_is_put_aside_when_forced(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.count(1)
    living.take(opening)
    bring_back(location, empty, opening, clock)
    before = lines_of(empty)
    empty.backup_key.write_text("mine")
    empty.history.write_bytes(b"of then")
    clock.move(hours=1)

    restored = bring_back(location, empty, opening, clock, force=True)

    assert restored.aside == empty.path / "replaced-20261124T130000"
    assert lines_of(Home(path=restored.aside)) == before
    assert (restored.aside / "history.db").read_bytes() == b"of then"
    assert not empty.history.exists()
    assert empty.backup_key.read_text() == "mine"
    assert restored.epoch.number == 3


def test_nothing_to_restore_is_said(location: BackupLocation, opening: Keys, empty: Home) -> None:
    with pytest.raises(ArchiveError, match="there is no backup of tea-shop on this store"):
        bring_back(location, empty, opening, StillClock())


def test_before_the_first_event_there_is_nothing(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.count(1)
    living.take(opening)

    said = "nothing had been recorded yet at 2026-11-23T.* that of 2026-11-24T12:00:00.000000Z"
    with pytest.raises(RuleError, match=said):
        bring_back(location, empty, opening, clock, at=NOON - timedelta(microseconds=1, days=1))
    assert not empty.log.exists()
    assert bring_back(location, empty, opening, clock, at=NOON).position > 0


def test_a_wrong_key_opens_nothing(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.count(1)
    living.take(opening)

    with pytest.raises(CredentialsError, match=r"none of the keys given opens tea-shop/e0001/"):
        bring_back(location, empty, Keys([generate()]), clock)
    assert not empty.log.exists()


def test_what_was_fetched_is_not_fetched_again(
    living: Living,
    location: BackupLocation,
    store: MemoryStore,
    opening: Keys,
    clock: StillClock,
    empty: Home,
) -> None:
    for _ in range(4):
        living.work(10)
        living.take(opening)
    gets: list[str] = []

    def dying(method: str) -> None:
        gets.append(method)
        if method == "put":
            raise TransientError("the line is cut")

    store.before = dying
    with pytest.raises(TransientError, match="cut"):
        bring_back(location, empty, opening, clock)
    first = gets.count("get")
    gets.clear()
    store.before = gets.append
    back = bring_back(location, empty, opening, clock)

    assert back.position == living.log.head
    assert first > 5
    assert gets.count("get") == 2  # the claims of epochs


def killed_at(wanted: RestoreStage, *, after: int) -> Told:
    """Dies when a step has come so far."""

    def told(step: RestoreStage, done: int, _total: int) -> None:
        if step is wanted and done >= after:
            raise KeyboardInterrupt

    return told


def test_a_restore_that_was_killed_before_it_moved_anything_goes_on(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.work(3)
    living.take(opening)
    told = killed_at(RestoreStage.PLACE, after=0)

    with pytest.raises(KeyboardInterrupt):
        restore(location, empty, opening, RestoreRequest(), clock=clock, progress=told)
    assert is_unfinished(empty)
    again = bring_back(location, empty, opening, clock)

    assert not is_unfinished(empty)
    assert again.position == living.log.head
    assert lines_of(empty, again.position) == list(living.log.lines())
    assert not placing.partial(empty).exists()


def test_an_epoch_that_was_claimed_before_the_death_is_used(
    living: Living,
    location: BackupLocation,
    store: MemoryStore,
    opening: Keys,
    clock: StillClock,
    empty: Home,
) -> None:
    living.work(3)
    living.take(opening)

    told = killed_at(RestoreStage.STATE, after=1)

    with pytest.raises(KeyboardInterrupt):
        restore(location, empty, opening, RestoreRequest(), clock=clock, progress=told)
    assert "tea-shop/epochs/0002" in store.shelf.objects
    back = bring_back(location, empty, opening, clock)

    assert back.epoch.number == 2
    assert "tea-shop/epochs/0003" not in store.shelf.objects


def test_an_epoch_claimed_for_another_position_is_left_to_itself(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.work(3)
    living.take(opening)
    first = living.log.head

    told = killed_at(RestoreStage.STATE, after=1)

    with pytest.raises(KeyboardInterrupt):
        restore(location, empty, opening, RestoreRequest(), clock=clock, progress=told)
    wanted = NOON + timedelta(seconds=1)
    back = bring_back(location, empty, opening, clock, at=wanted)

    assert back.epoch.number == 3
    assert back.position < first


def test_a_machine_whose_clock_is_behind_begins_its_epoch_after_the_last_event(
    living: Living, location: BackupLocation, opening: Keys, empty: Home
) -> None:
    living.work(9)
    living.take(opening)

    back = bring_back(location, empty, opening, StillClock(datetime(1970, 1, 1, tzinfo=UTC)))

    assert back.epoch.began_at == living.clock()
    there = holdings(location.store, NAME)
    assert there.source(living.clock() - timedelta(seconds=1)).life.epoch.number == 1


def test_without_settings_there_are_none(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.work(3)
    living.shipper.ship()

    back = bring_back(location, empty, opening, clock)

    assert back.position == living.log.head
    assert not empty.settings.exists()


def test_where_there_were_no_secrets_none_come_back(
    living: Living, location: BackupLocation, opening: Keys, clock: StillClock, empty: Home
) -> None:
    living.home.secrets.unlink()
    living.count(1)
    living.take(opening)

    bring_back(location, empty, opening, clock)

    assert empty.settings.exists()
    assert not empty.secrets.exists()


def test_very_many_objects_are_removed_in_several_calls(
    location: BackupLocation, store: MemoryStore
) -> None:
    calls: list[str] = []
    store.before = calls.append

    location.delete(f"x{number}" for number in range(2 * BATCH))
    location.delete(["y"])
    location.delete([])

    assert calls == ["delete"] * 3
